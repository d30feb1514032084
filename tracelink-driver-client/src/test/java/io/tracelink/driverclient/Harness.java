package io.tracelink.driverclient;

import org.agrona.CloseHelper;
import org.agrona.concurrent.CachedNanoClock;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A client and a scripted driver on a control stream of their own, run by one thread, on a clock that stands still
 * until it is moved.
 */
final class Harness implements AutoCloseable
{
    static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    static final String CHANNEL = "aeron:ipc?term-length=64k";
    static final long STREAM = 10_007;
    static final long LEASE_ID = 4242;
    static final long START_NS = 1_000 * SECOND;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(10);

    final List<Throwable> errors = new ArrayList<>();
    final RecordingListener listener = new RecordingListener();
    final CachedNanoClock clock = new CachedNanoClock();
    final TestMediaDriver media;
    final Path baseDir;
    final int controlStreamId;
    final DriverClient client;
    ScriptedDriver driver;

    Harness(final TestMediaDriver media, final Path baseDir)
    {
        this(media, baseDir, ctx ->
        {
        });
    }

    Harness(final TestMediaDriver media, final Path baseDir, final Consumer<DriverClient.Context> settings)
    {
        this.media = media;
        this.baseDir = baseDir;
        clock.update(START_NS);
        controlStreamId = media.nextStreamId();
        driver = new ScriptedDriver(media.aeron(), CHANNEL, controlStreamId);
        final DriverClient.Context ctx = new DriverClient.Context()
            .aeron(media.aeron())
            .controlChannel(CHANNEL)
            .controlStreamId(controlStreamId)
            .allowedBaseDirs(List.of(baseDir))
            .nanoClock(clock)
            .errorHandler(errors::add)
            .correlationSeed(99)
            .useAeronCounters(false);
        settings.accept(ctx);
        client = new DriverClient(ctx);
        awaitHeard();
    }

    AttachOptions producer()
    {
        return AttachOptions.producer(STREAM).listener(listener);
    }

    AttachOptions consumer()
    {
        return AttachOptions.consumer(STREAM).listener(listener);
    }

    RawRegions regions(final long epoch)
    {
        return RawRegions.create(baseDir, STREAM, epoch);
    }

    /**
     * Attach and answer OK.
     */
    Lease attached(final AttachOptions options, final RawRegions regions)
    {
        final Lease lease = client.attach(options);
        grant(LEASE_ID, regions);
        awaitState(lease, LeaseState.ATTACHED);

        return lease;
    }

    byte[] grant(final long leaseId, final RawRegions regions)
    {
        final byte[] request = awaitRequest(ScriptedDriver.ATTACH);
        send(new RawGrant(request, leaseId, regions).toBytes());

        return request;
    }

    int work()
    {
        return client.doWork() + driver.poll();
    }

    /**
     * Run until nothing moves any more.
     */
    void settle()
    {
        int idle = 0;
        while (idle < 3)
        {
            idle = 0 == work() ? idle + 1 : 0;
        }
    }

    void advance(final long deltaNs)
    {
        clock.update(clock.nanoTime() + deltaNs);
    }

    /**
     * Move the clock in steps of 100 ms, as an agent that is run would see it.
     */
    void elapse(final long deltaNs)
    {
        final long stepNs = 100 * MILLI;
        for (long elapsedNs = 0; elapsedNs < deltaNs; elapsedNs += stepNs)
        {
            advance(stepNs);
            settle();
        }
    }

    void await(final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean())
        {
            work();
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new AssertionError("condition not met in time, errors=" + errors + " events=" + listener.events);
            }

            Thread.onSpinWait();
        }
    }

    void awaitState(final Lease lease, final LeaseState state)
    {
        await(() -> state == lease.state());
    }

    byte[] awaitRequest(final int templateId)
    {
        final byte[][] request = new byte[1][];
        await(() ->
        {
            request[0] = driver.take(templateId);
            return null != request[0];
        });

        return request[0];
    }

    /**
     * Send, and run until nothing moves any more: over IPC the client has read the message by then.
     */
    void send(final byte[] message)
    {
        await(() -> driver.trySend(message));
        settle();
    }

    /**
     * Messages that were counted as not acted upon.
     */
    long messages()
    {
        return client.counter(ClientCounter.MALFORMED_MESSAGES) +
            client.counter(ClientCounter.UNSUPPORTED_MESSAGES) +
            client.counter(ClientCounter.OTHER_MESSAGES);
    }

    void newDriver()
    {
        CloseHelper.close(driver);
        driver = new ScriptedDriver(media.aeron(), CHANNEL, controlStreamId);
        awaitHeard();
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(client, driver);
    }

    /**
     * Wait until the client hears the driver.
     */
    private void awaitHeard()
    {
        final byte[] probe = RawMessage.message(0, 1, 1).toBytes();
        final long messages = messages();
        await(() -> driver.trySend(probe));
        await(() -> messages() > messages);
        await(driver::hasPeer);
    }
}
