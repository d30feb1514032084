package io.tracelink.bench;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.logbuffer.FragmentHandler;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.bench.PublishUnderFault.Fault;
import io.tracelink.bench.PublishUnderFault.Mode;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A media driver in a process of its own, and a stage for each {@link Fault}, with streams of its own. A thread reads
 * those that have a reader, and runs the agents that send where a {@link Mode} has any.
 */
final class FaultyStreams implements AutoCloseable
{
    private static final long DRIVER_TIMEOUT_MS = 10_000;
    private static final long FLOOD_PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int FLOOD_BURST = 100;
    private static final int FLOOD_LENGTH = 56;
    private static final int FRAGMENT_LIMIT = 256;
    private static final FragmentHandler NO_OP = (buffer, offset, length, header) -> {};

    private final String aeronDir = CommonContext.generateRandomDirName();
    private final Process mediaDriver;
    private final Aeron aeron;
    private final List<Subscription> read = new CopyOnWriteArrayList<>();
    private final List<FaultyStage> served = new CopyOnWriteArrayList<>();
    private final Map<Fault, FaultyStage> stages = new EnumMap<>(Fault.class);
    private final Mode mode;
    private final FaultyStage healthyStage;
    private final Thread reader = new Thread(this::read, "reader");
    private final Thread flooder = new Thread(this::flood, "flooder");
    private int lastStreamId;
    private volatile boolean isRunning = true;
    private volatile boolean isFlooding;

    /**
     * Start everything.
     *
     * @param mode in which all stages send.
     * @throws IOException if the media driver cannot be started.
     */
    FaultyStreams(final Mode mode) throws IOException
    {
        this.mode = mode;
        mediaDriver = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-Daeron.dir=" + aeronDir,
            "-Daeron.threading.mode=SHARED",
            "-cp", System.getProperty("java.class.path"),
            MediaDriver.class.getName()).inheritIO().start();

        try
        {
            aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(aeronDir)
                .driverTimeoutMs(DRIVER_TIMEOUT_MS)
                .preTouchMappedMemory(true)
                .errorHandler(FaultyStreams::onError));
            healthyStage = open(nextStreamId(), true, true);
            for (final Fault fault : Fault.values())
            {
                stages.put(fault, open(fault));
            }
        }
        catch (final Throwable ex)
        {
            mediaDriver.destroyForcibly();
            throw ex;
        }

        reader.start();
        flooder.start();
    }

    /**
     * {@return a stage for which all is well}
     */
    FaultyStage healthyStage()
    {
        return healthyStage;
    }

    /**
     * {@return the stage that meets the fault once it has begun}
     */
    FaultyStage stage(final Fault fault)
    {
        return stages.get(fault);
    }

    /**
     * Let a fault begin, where it was not there from the start.
     */
    void begin(final Fault fault)
    {
        switch (fault)
        {
            case AGENT_STOPPED -> served.remove(stage(fault));
            case LINKS_CLOSED -> stage(fault).control().close();
            case FRAMES_CLOSED -> stage(fault).descriptor().close();
            case FLOOD -> isFlooding = true;
            case DRIVER_KILLED -> kill();
            default ->
            {
            }
        }
    }

    /**
     * End a fault, where it would be in the way of others.
     */
    void end(final Fault fault)
    {
        if (Fault.FLOOD == fault)
        {
            isFlooding = false;
        }
    }

    @Override
    public void close()
    {
        isRunning = false;
        join(reader);
        join(flooder);
        CloseHelper.closeAll(stages.values());
        CloseHelper.closeAll(healthyStage, aeron);
        kill();
        IoUtil.delete(new File(aeronDir), true);
    }

    private void kill()
    {
        try
        {
            mediaDriver.destroyForcibly().waitFor();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the media driver was killed", ex);
        }
    }

    private static void join(final Thread thread)
    {
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for thread=" + thread.getName(), ex);
        }
    }

    private FaultyStage open(final Fault fault)
    {
        final int streamId = nextStreamId();
        return switch (fault)
        {
            case NOBODY_READS -> open(streamId, false, false);
            case NOBODY_READS_LINKS -> open(streamId, true, false);
            case LINK_READER_STOPPED ->
            {
                subscribe(streamId + 1);
                yield open(streamId, true, true);
            }
            case FRAME_READER_STOPPED ->
            {
                subscribe(streamId);
                yield open(streamId, true, true);
            }
            default -> open(streamId, true, true);
        };
    }

    private FaultyStage open(final int streamId, final boolean areFramesRead, final boolean areLinksRead)
    {
        if (areFramesRead)
        {
            read.add(subscribe(streamId));
        }
        if (areLinksRead)
        {
            read.add(subscribe(streamId + 1));
        }

        final FaultyStage stage = new FaultyStage(aeron, mode, streamId, streamId + 1);
        served.add(stage);

        return stage;
    }

    /**
     * Descriptors have the stream, links the one after it.
     */
    private int nextStreamId()
    {
        lastStreamId += 2;
        return lastStreamId;
    }

    private Subscription subscribe(final int streamId)
    {
        return aeron.addSubscription(TraceStreams.CONTROL_CHANNEL, streamId);
    }

    private void read()
    {
        final IdleStrategy idleStrategy = new BackoffIdleStrategy();
        while (isRunning)
        {
            int fragments = 0;
            for (final Subscription subscription : read)
            {
                fragments += subscription.poll(NO_OP, FRAGMENT_LIMIT);
            }
            for (final FaultyStage stage : served)
            {
                fragments += stage.work();
            }

            idleStrategy.idle(fragments);
        }
    }

    /**
     * TraceLinkSets that say they have a message header and nothing else.
     */
    private void flood()
    {
        final UnsafeBuffer broken = new UnsafeBuffer(new byte[FLOOD_LENGTH]);
        try (ExclusivePublication publication = aeron.addExclusivePublication(
            TraceStreams.CONTROL_CHANNEL, stage(Fault.FLOOD).controlStreamId()))
        {
            while (isRunning)
            {
                for (int i = 0; isFlooding && i < FLOOD_BURST; i++)
                {
                    publication.offer(broken);
                }

                LockSupport.parkNanos(FLOOD_PERIOD_NS);
            }
        }
    }

    /**
     * When its media driver is gone, the client reports that, and then that its own agent ends.
     */
    private static void onError(final Throwable error)
    {
        if (!(error instanceof AgentTerminationException))
        {
            System.err.println(error.getMessage());
        }
    }
}
