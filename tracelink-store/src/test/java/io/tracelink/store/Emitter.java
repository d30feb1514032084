package io.tracelink.store;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.tracelink.aeron.TraceStreams;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import static org.assertj.core.api.Assertions.fail;

/**
 * Sends the messages of the protocol as bytes that were put together by hand, from its tables and not from our codecs.
 */
final class Emitter implements AutoCloseable
{
    private static final long DEADLINE_NS = 10_000_000_000L;

    private final Publication control;
    private final Publication descriptors;

    Emitter(final Aeron aeron)
    {
        control = aeron.addPublication(TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID);
        descriptors = aeron.addPublication(TraceStreams.DESCRIPTOR_CHANNEL, TraceStreams.DESCRIPTOR_STREAM_ID);
    }

    void frame(
        final int streamId, final long epoch, final long seq, final long timestampNs, final long traceId)
    {
        send(descriptors, descriptor(streamId, epoch, seq, timestampNs, traceId));
    }

    void set(final int streamId, final long epoch, final long seq, final long traceId, final long... parents)
    {
        send(control, linkSet(streamId, epoch, seq, traceId, parents));
    }

    void announce(final int streamId, final int producerId)
    {
        send(control, poolAnnounce(streamId, producerId));
    }

    void onControl(final ByteBuffer message)
    {
        send(control, message);
    }

    void onDescriptors(final ByteBuffer message)
    {
        send(descriptors, message);
    }

    static ByteBuffer descriptor(
        final int streamId, final long epoch, final long seq, final long timestampNs, final long traceId)
    {
        return message(48, 40, 4, 900)
            .putInt(streamId).putLong(epoch).putLong(seq).putLong(timestampNs).putInt(3).putLong(traceId).flip();
    }

    static ByteBuffer linkSet(
        final int streamId, final long epoch, final long seq, final long traceId, final long... parents)
    {
        final ByteBuffer message = message(40 + 8 * parents.length, 28, 1, 904)
            .putInt(streamId).putLong(epoch).putLong(seq).putLong(traceId)
            .putShort((short)8).putShort((short)parents.length);
        for (final long parent : parents)
        {
            message.putLong(parent);
        }

        return message.flip();
    }

    static ByteBuffer poolAnnounce(final int streamId, final int producerId)
    {
        return message(8 + 35 + 4 + 4, 35, 1, 900)
            .putInt(streamId).putInt(producerId).putLong(9).putLong(1).put((byte)1).putInt(1).putInt(1024)
            .putShort((short)256).putShort((short)10).putShort((short)0).putInt(0).flip();
    }

    private static ByteBuffer message(
        final int length, final int blockLength, final int templateId, final int schemaId)
    {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short)blockLength).putShort((short)templateId).putShort((short)schemaId).putShort((short)1);
    }

    private static void send(final Publication publication, final ByteBuffer message)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(message, 0, message.remaining());
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        long result = publication.offer(buffer);
        while (result < 0)
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                fail("not sent: " + Publication.errorString(result));
            }

            Thread.onSpinWait();
            result = publication.offer(buffer);
        }
    }

    @Override
    public void close()
    {
        control.close();
        descriptors.close();
    }
}
