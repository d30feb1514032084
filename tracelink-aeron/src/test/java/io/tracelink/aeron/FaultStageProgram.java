package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.exceptions.AeronException;
import io.tracelink.testing.ProgramProcess;
import org.agrona.CloseHelper;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.AgentTerminationException;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A {@link FaultStage} in a process of its own, and its owner, who connects anew when the media driver is gone.
 * Whatever an error handler hears is a line on the error stream.
 */
final class FaultStageProgram
{
    private static final long DRIVER_TIMEOUT_MS = 4_000;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private FaultStageProgram()
    {
    }

    static ProgramProcess start(final String aeronDir, final int descriptorStreamId, final int controlStreamId)
    {
        return ProgramProcess.ofMain(
            FaultStageProgram.class,
            aeronDir,
            Integer.toString(descriptorStreamId),
            Integer.toString(controlStreamId));
    }

    /**
     * Runs until SIGTERM.
     *
     * @param args directory of the media driver, stream ids of descriptors and links.
     */
    public static void main(final String[] args)
    {
        final TerminationFlag termination = new TerminationFlag();
        Aeron aeron = connect(args[0]);
        final FramePublisher publisher = new FramePublisher(new FramePublisher.Context()
            .aeron(aeron)
            .streamId(10_000)
            .descriptorChannel(AeronFixture.CHANNEL)
            .descriptorStreamId(Integer.parseInt(args[1]))
            .controlChannel(AeronFixture.CHANNEL)
            .controlStreamId(Integer.parseInt(args[2])));
        publisher.enableTracing(7);
        final FaultStage stage = FaultStage.start(publisher);
        System.out.println("started");

        while (!termination.isRaised())
        {
            if (aeron.isClosed())
            {
                System.out.println("gone " + stage.rounds());
                aeron = connectAnew(args[0], termination, stage);
            }

            LockSupport.parkNanos(PAUSE_NS);
        }

        stage.stop();
        System.out.println("stopped rounds=" + stage.rounds() + " notSent=" + publisher.counters().notSent() +
            " joined=" + publisher.counters().joined() + " closed=" + stage.frames(Publication.CLOSED) +
            " lastFrame=" + last(stage.takenFrames()) + " lastLinks=" + last(stage.takenLinks()) +
            " longestCallNs=" + stage.longestCallNs());
        CloseHelper.closeAll(publisher, aeron);
    }

    private static long last(final LongArrayList seqs)
    {
        return seqs.getLong(seqs.size() - 1);
    }

    private static Aeron connectAnew(final String aeronDir, final TerminationFlag termination, final FaultStage stage)
    {
        while (!termination.isRaised())
        {
            try
            {
                final Aeron aeron = connect(aeronDir);
                stage.reconnect(aeron);
                while (!stage.isReconnected())
                {
                    LockSupport.parkNanos(PAUSE_NS);
                }
                System.out.println("back " + stage.rounds());

                return aeron;
            }
            catch (final AeronException ex)
            {
                // No media driver yet.
                LockSupport.parkNanos(PAUSE_NS);
            }
        }

        throw new IllegalStateException("terminated without a media driver");
    }

    private static Aeron connect(final String aeronDir)
    {
        return Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(aeronDir)
            .driverTimeoutMs(DRIVER_TIMEOUT_MS)
            .errorHandler(FaultStageProgram::onError));
    }

    /**
     * When its media driver is gone, the client reports that, and then that its own agent ends.
     */
    private static void onError(final Throwable error)
    {
        if (!(error instanceof AgentTerminationException))
        {
            System.err.println(error);
        }
    }
}
