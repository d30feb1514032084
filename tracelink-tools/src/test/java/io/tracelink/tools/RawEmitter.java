package io.tracelink.tools;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.tracelink.testing.Await;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A peer that knows the tables of the protocol and nothing of this implementation.
 */
final class RawEmitter implements AutoCloseable
{
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final Aeron aeron;
    private final Publication control;
    private final Publication descriptors;

    RawEmitter(final String aeronDir)
    {
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDir).errorHandler(errors::add));
        control = aeron.addPublication("aeron:ipc?term-length=4m", 1000);
        descriptors = aeron.addPublication("aeron:ipc", 1100);
        Await.until(() -> control.isConnected() && descriptors.isConnected(), () -> "a subscriber of both streams");
    }

    RawEmitter frame(
        final long streamId, final long epoch, final long seq, final long timestampNs, final long traceId)
    {
        return onDescriptors(TapPrinterTest.frame(streamId, epoch, seq, timestampNs, 1L, traceId));
    }

    RawEmitter links(
        final long streamId, final long epoch, final long seq, final long traceId, final long... parents)
    {
        return onControl(TapPrinterTest.links(streamId, epoch, seq, traceId, parents));
    }

    RawEmitter onControl(final byte[] message)
    {
        send(control, message);
        return this;
    }

    RawEmitter onDescriptors(final byte[] message)
    {
        send(descriptors, message);
        return this;
    }

    /**
     * Bytes of the log of the descriptor stream that were written.
     */
    long descriptorPosition()
    {
        return descriptors.position();
    }

    int descriptorTermLength()
    {
        return descriptors.termBufferLength();
    }

    List<Throwable> errors()
    {
        return errors;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(control, descriptors, aeron);
    }

    private static void send(final Publication publication, final byte[] message)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(message);
        if (publication.offer(buffer) <= 0)
        {
            Await.until(
                () -> publication.offer(buffer) > 0,
                () -> publication + " takes no message at " + publication.position());
        }
    }
}
