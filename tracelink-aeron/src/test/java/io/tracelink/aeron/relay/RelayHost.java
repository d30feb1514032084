package io.tracelink.aeron.relay;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.tracelink.aeron.MessagePoller;
import io.tracelink.testing.Await;
import io.tracelink.testing.Protocol;
import io.tracelink.testing.WireBlock;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a relay knows of a host: a media driver of its own with its IPC streams, and UDP to others. An error that a test
 * does not take makes it fail.
 */
final class RelayHost implements AutoCloseable
{
    static final String IPC = "aeron:ipc?term-length=4m";
    static final int CONTROL = 1000;
    static final int DESCRIPTORS = 1100;

    final MediaDriver mediaDriver;
    final Aeron aeron;
    final List<Throwable> errors = new CopyOnWriteArrayList<>();

    RelayHost()
    {
        this(new MediaDriver.Context());
    }

    RelayHost(final MediaDriver.Context context)
    {
        mediaDriver = MediaDriver.launch(context
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)
            .termBufferSparseFile(true)
            .publicationTermBufferLength(4 * 1024 * 1024)
            .timerIntervalNs(TimeUnit.MILLISECONDS.toNanos(10))
            .imageLivenessTimeoutNs(TimeUnit.MILLISECONDS.toNanos(500))
            .publicationConnectionTimeoutNs(TimeUnit.MILLISECONDS.toNanos(500))
            .untetheredWindowLimitTimeoutNs(TimeUnit.MILLISECONDS.toNanos(500))
            .untetheredRestingTimeoutNs(TimeUnit.MILLISECONDS.toNanos(500))
            .errorHandler(errors::add));
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(mediaDriver.aeronDirectoryName())
            .errorHandler(errors::add));
    }

    TraceRelay relay(final RelayRoute... routes)
    {
        final TraceRelay.Context context = new TraceRelay.Context().aeron(aeron);
        for (final RelayRoute route : routes)
        {
            context.route(route);
        }

        return new TraceRelay(context);
    }

    ExclusivePublication publish(final int streamId)
    {
        return aeron.addExclusivePublication(IPC, streamId);
    }

    Inbox subscribe(final int streamId)
    {
        return new Inbox(aeron.addSubscription(IPC, streamId));
    }

    /**
     * A port that nobody uses right now.
     */
    static int freePort()
    {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress()))
        {
            return socket.getLocalPort();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    static byte[] frame(final long streamId, final long seq, final long traceId)
    {
        return Protocol.FRAME_DESCRIPTOR.encode(Protocol.FRAME_DESCRIPTOR.newBlock()
            .set("streamId", streamId)
            .set("epoch", 9)
            .set("seq", seq)
            .set("traceId", traceId));
    }

    static byte[] links(final long streamId, final long seq, final int parentCount)
    {
        final WireBlock block = Protocol.TRACE_LINK_SET.newBlock()
            .set("streamId", streamId)
            .set("epoch", 9)
            .set("seq", seq)
            .set("traceId", 1_000_000 + seq);
        for (int i = 0; i < parentCount; i++)
        {
            block.addEntry().set("traceId", 1 + i);
        }

        return Protocol.TRACE_LINK_SET.encode(block);
    }

    static void send(final ExclusivePublication publication, final byte[] message, final TraceRelay... relays)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(message);
        Await.until(
            () ->
            {
                work(relays);
                return publication.offer(buffer) > 0;
            },
            () -> publication + " takes no message");
    }

    static void work(final TraceRelay... relays)
    {
        for (final TraceRelay relay : relays)
        {
            relay.doWork();
        }
    }

    static void awaitConnected(final TraceRelay relay, final String route, final TraceRelay... relays)
    {
        Await.until(
            () ->
            {
                work(relays);
                return relay.isConnected(route);
            },
            () -> "both ends of " + route);
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(aeron, mediaDriver);
        assertThat(errors).isEmpty();
    }

    /**
     * Whatever comes on a stream, bytes and all.
     */
    static final class Inbox implements AutoCloseable
    {
        private final List<byte[]> messages = new ArrayList<>();
        private final List<Long> reservedValues = new ArrayList<>();
        private final MessagePoller poller;

        Inbox(final Subscription subscription)
        {
            poller = new MessagePoller(subscription, (buffer, offset, length, header) ->
            {
                final byte[] bytes = new byte[length];
                buffer.getBytes(offset, bytes);
                messages.add(bytes);
                reservedValues.add(header.reservedValue());
            });
        }

        Subscription subscription()
        {
            return poller.subscription();
        }

        int poll()
        {
            return poller.poll(1_000);
        }

        List<byte[]> messages()
        {
            return messages;
        }

        List<Long> reservedValues()
        {
            return reservedValues;
        }

        /**
         * Let relays work until so many messages have come in all.
         */
        List<byte[]> await(final int count, final TraceRelay... relays)
        {
            Await.until(
                () ->
                {
                    work(relays);
                    poll();
                    return messages.size() >= count;
                },
                () -> count + " messages, not " + messages.size());

            return List.copyOf(messages);
        }

        @Override
        public void close()
        {
            poller.subscription().close();
        }
    }
}
