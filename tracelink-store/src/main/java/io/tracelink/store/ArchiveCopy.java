package io.tracelink.store;

import io.aeron.Aeron;
import io.aeron.exceptions.AeronException;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Takes what an archive has into a new store, by the same code as a collector does, and ends. Everything happens on the
 * caller's thread. The archive is asked to record nothing. A fault ends it: nothing is tried again.
 */
final class ArchiveCopy
{
    private static final long STALL_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int BATCH_COUNT = 2;

    private final Collector.Context context;
    private final NanoClock nanoClock = SystemNanoClock.INSTANCE;
    private final AgentInvoker aeronInvoker;
    private final RecordedStreams streams;
    private final FirstFault fault = new FirstFault();

    /**
     * @param context with a new store. Its error handler is replaced.
     */
    ArchiveCopy(final Collector.Context context)
    {
        this.context = context.errorHandler(fault).conclude();
        aeronInvoker = context.aeron().conductorAgentInvoker();
        streams = new RecordedStreams(context.archive().archive(), context);
    }

    /**
     * Take everything that is recorded by now.
     *
     * @throws AeronException if the archive cannot be read.
     * @throws StoreException if the store fails.
     */
    void copyAll()
    {
        copy();
    }

    /**
     * Take what another store has of the archive.
     *
     * @param rows of the other store.
     * @return what could be read again.
     * @throws AeronException if the archive cannot be read.
     * @throws StoreException if the store fails.
     */
    RecordingLimits copyUpTo(final List<RecordingRow> rows)
    {
        final RecordingLimits limits = new RecordingLimits(
            rows, List.copyOf(streams.list(0)), streams::recordedPosition);
        streams.limit(limits.readable());
        copy();

        return limits;
    }

    private void copy()
    {
        final BatchWriter batchWriter = new BatchWriter(
            context.store().writer(), nanoClock, fault, CommitProbe.NONE, BATCH_COUNT, context.batchRows());
        final Positions positions = new Positions();
        final Intake intake = new Intake(
            batchWriter, positions, nanoClock, context.epochNanoClock(), context.commitIntervalNs());

        try (ArchiveSource source = new ArchiveSource(context, streams, intake, positions, nanoClock))
        {
            source.startDraining();
            read(source, intake, batchWriter);
            do
            {
                // how the recordings ended
                source.startDraining();
                intake.submit();
                write(batchWriter);
            }
            while (positions.hasMoved());
        }
        catch (final AgentTerminationException ex)
        {
            throw new AeronException("archive cannot be read: " + ex.getMessage(), ex);
        }
        finally
        {
            batchWriter.onClose();
        }
    }

    private void read(final ArchiveSource source, final Intake intake, final BatchWriter batchWriter)
    {
        final Aeron aeron = context.aeron();
        final IdleStrategy idleStrategy = new SleepingMillisIdleStrategy(1);
        long deadlineNs = nanoClock.nanoTime() + STALL_TIMEOUT_NS;
        while (!source.isDrained())
        {
            if (null != aeronInvoker)
            {
                aeronInvoker.invoke();
            }

            final int work = source.poll();
            intake.submitWhenDue();
            write(batchWriter);
            if (work > 0)
            {
                deadlineNs = nanoClock.nanoTime() + STALL_TIMEOUT_NS;
            }
            else if (aeron.isClosed() || nanoClock.nanoTime() - deadlineNs >= 0)
            {
                throw new AeronException("archive cannot be read: " +
                    (aeron.isClosed() ? "the media driver is gone" : "no replay brings anything any more"));
            }

            idleStrategy.idle(work);
        }
    }

    private void write(final BatchWriter batchWriter)
    {
        fault.check();
        while (batchWriter.doWork() > 0)
        {
            fault.check();
        }
    }

    /**
     * Keeps the first fault and throws it where nobody is in the way.
     */
    private static final class FirstFault implements ErrorHandler
    {
        private Throwable first;

        @Override
        public void onError(final Throwable error)
        {
            if (null == first)
            {
                first = error;
            }
        }

        void check()
        {
            if (first instanceof StoreException storeException)
            {
                throw storeException;
            }

            if (null != first)
            {
                throw new AeronException("archive cannot be read: " + first.getMessage(), first);
            }
        }
    }
}
