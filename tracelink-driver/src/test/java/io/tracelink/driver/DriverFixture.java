package io.tracelink.driver;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.tracelink.aeron.TraceStreams;
import org.agrona.CloseHelper;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A driver on a media driver of its own, with clocks that stand still, and a client that speaks bytes.
 */
final class DriverFixture implements AutoCloseable
{
    static final long START_MS = 1_700_000_000_000L;
    static final long START_NS = 5_000_000_000L;
    static final long SECOND_NS = 1_000_000_000L;
    static final String USER = "tester";
    static final StreamProfile PROFILE =
        new StreamProfile("default", 4, List.of(new PayloadPool(1, 64), new PayloadPool(7, 128)));

    private static final long DEADLINE_NS = 10 * SECOND_NS;

    final CachedEpochClock epochClock = new CachedEpochClock();
    final CachedNanoClock nanoClock = new CachedNanoClock();
    final Path baseDirectory;
    final MediaDriver mediaDriver;
    final Aeron aeron;
    Publication publication;
    DirectExecutor regionExecutor;
    ShmDriver driver;
    String namespace = "default";

    private long nextMark = 0x5EED0000;
    private final List<Throwable> errors = new ArrayList<>();
    private final Queue<byte[]> received = new ArrayDeque<>();
    private final Subscription subscription;
    private final FragmentAssembler assembler = new FragmentAssembler((buffer, offset, length, header) ->
    {
        final byte[] message = new byte[length];
        buffer.getBytes(offset, message);
        final int templateId = length < 8 ? -1 : Raw.templateId(message);
        final boolean isFromDriver = length >= 8 && (Raw.schemaId(message) == 900 ? templateId == 1 :
            Raw.schemaId(message) == 901 && (templateId == 2 || templateId == 4 || templateId == 6 || templateId == 7));
        if (isFromDriver)
        {
            received.add(message);
        }
    });

    DriverFixture(final Path directory)
    {
        try
        {
            baseDirectory = directory.toRealPath();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }

        epochClock.update(START_MS);
        nanoClock.update(START_NS);
        mediaDriver = MediaDriver.launchEmbedded(new MediaDriver.Context()
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .threadingMode(ThreadingMode.SHARED)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .errorHandler(errors::add));
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(mediaDriver.aeronDirectoryName())
            .errorHandler(errors::add));
        publication = aeron.addPublication(TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID);
        subscription = aeron.addSubscription(TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID);
    }

    DriverConfig.Builder config()
    {
        return DriverConfig.builder()
            .set(DriverKey.BASE_DIR, baseDirectory.toString())
            .set(DriverKey.NAMESPACE, namespace)
            .set(DriverKey.ALLOW_DYNAMIC_STREAMS, true)
            .profile(PROFILE);
    }

    ShmDriver.Context context(final DriverConfig config)
    {
        return new ShmDriver.Context()
            .config(config)
            .aeronDirectoryName(mediaDriver.aeronDirectoryName())
            .userName(USER)
            .errorHandler(errors::add);
    }

    /**
     * Launches the driver on the test's clocks and thread.
     *
     * @param config of the driver.
     * @return this.
     */
    DriverFixture launch(final DriverConfig config)
    {
        regionExecutor = new DirectExecutor();
        driver = ShmDriver.launch(context(config)
            .useAgentInvoker(true)
            .epochClock(epochClock)
            .nanoClock(nanoClock)
            .regionExecutor(regionExecutor));
        awaitConnection();
        return this;
    }

    DriverFixture launch()
    {
        return launch(config().build());
    }

    void awaitConnection()
    {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!subscription.isConnected() || !publication.isConnected())
        {
            within(deadlineNs);
        }
    }

    void send(final byte[] message)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(message);
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (publication.offer(buffer) < 0)
        {
            within(deadlineNs);
        }
    }

    /**
     * Lets the driver work until it says something.
     *
     * @return the message.
     */
    byte[] next()
    {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (received.isEmpty())
        {
            work();
            within(deadlineNs);
        }

        return received.remove();
    }

    byte[] ask(final byte[] message)
    {
        send(message);
        return next();
    }

    /**
     * Lets the driver hear all that was sent and do all that is due, and takes what it says about it.
     *
     * @return the messages in their order.
     */
    List<byte[]> settle()
    {
        final long mark = nextMark++;
        final byte[] end = Raw.detachResponse(mark, Raw.REJECTED, "lease not found");
        work();
        work();
        send(Raw.detachRequest(mark, 0, 0, 0, Raw.CONSUMER));
        final List<byte[]> messages = new ArrayList<>();
        for (byte[] message = next(); !Arrays.equals(message, end); message = next())
        {
            messages.add(message);
        }

        // Regions are in force after the requests of a duty cycle were heard, the mark among them.
        work();
        work();
        messages.addAll(received);
        received.clear();
        return messages;
    }

    /**
     * Lets the driver hear all that was sent, and asserts that it says nothing about it. A refused detach serves as the
     * end mark: requests are answered in order.
     */
    void assertSilent()
    {
        final long mark = 0x5EED;
        assertThat(ask(Raw.detachRequest(mark, 0, 0, 0, Raw.CONSUMER)))
            .isEqualTo(Raw.detachResponse(mark, Raw.REJECTED, "lease not found"));
        assertThat(received).isEmpty();
    }

    void work()
    {
        if (driver != null && driver.agentInvoker() != null)
        {
            driver.agentInvoker().invoke();
        }

        subscription.poll(assembler, 100);
    }

    void advance(final long deltaNs)
    {
        nanoClock.advance(deltaNs);
    }

    /**
     * Value of a counter of the driver, as AeronStat would see it.
     *
     * @param typeId of the counter.
     * @return the value.
     */
    long counter(final int typeId)
    {
        final long[] value = {Long.MIN_VALUE};
        aeron.countersReader().forEach((counterId, type, key, label) ->
        {
            if (type == typeId)
            {
                value[0] = aeron.countersReader().getCounterValue(counterId);
            }
        });
        return value[0];
    }

    String epochDirectory(final long streamId, final long epoch)
    {
        return baseDirectory + "/tensorpool-" + USER + "/" + namespace + "/" + streamId + "/" + epoch;
    }

    void closeDriver()
    {
        CloseHelper.close(driver);
        driver = null;
    }

    /**
     * Closes the driver and takes what it says until it has said that it leaves.
     */
    void closeDriverAndHearIt()
    {
        closeDriver();
        while (Raw.templateId(next()) != Raw.DRIVER_SHUTDOWN)
        {
            // said before
        }

        forget();
    }

    /**
     * Begins anew with an empty stream: a driver that starts reads from where the media driver believes that the
     * slowest reader is, so it would hear some of what was for the one before.
     */
    void forget()
    {
        while (subscription.poll(assembler, 100) > 0)
        {
            // to the end
        }

        received.clear();
        publication.close();
        publication = aeron.addPublication(TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID);
    }

    List<Throwable> errors()
    {
        return errors;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(driver, aeron, mediaDriver);
        assertThat(errors).isEmpty();
    }

    private static void within(final long deadlineNs)
    {
        if (System.nanoTime() - deadlineNs > 0)
        {
            throw new AssertionError("deadline is over");
        }

        Thread.onSpinWait();
    }
}
