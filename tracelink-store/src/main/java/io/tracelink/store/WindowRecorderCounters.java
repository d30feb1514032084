package io.tracelink.store;

import io.aeron.Aeron;
import io.aeron.Counter;
import org.agrona.CloseHelper;

/**
 * Aeron counters of a {@link WindowRecorder}, which AeronStat shows. Written by its thread.
 */
final class WindowRecorderCounters implements AutoCloseable
{
    private static final int FIRST_TYPE_ID = WindowRecorder.COMMITTED_TYPE_ID;

    private final Aeron aeron;
    private final Counter[] counters = new Counter[WindowRecorder.FAILURES_TYPE_ID - FIRST_TYPE_ID + 1];

    /**
     * @param aeron a connected client that stays the caller's, or null to have no counters.
     */
    WindowRecorderCounters(final Aeron aeron)
    {
        this.aeron = aeron;
        if (null != aeron)
        {
            try
            {
                add(WindowRecorder.COMMITTED_TYPE_ID, "committed");
                add(WindowRecorder.DROPPED_TYPE_ID, "dropped");
                add(WindowRecorder.PENDING_TYPE_ID, "pending");
                add(WindowRecorder.FAILURES_TYPE_ID, "write-failures");
            }
            catch (final RuntimeException ex)
            {
                CloseHelper.quietCloseAll(counters);
                throw ex;
            }
        }
    }

    void update(final WindowRecorder recorder)
    {
        if (isOpen())
        {
            set(WindowRecorder.COMMITTED_TYPE_ID, recorder.committed());
            set(WindowRecorder.DROPPED_TYPE_ID, recorder.dropped());
            set(WindowRecorder.PENDING_TYPE_ID, recorder.pending());
            set(WindowRecorder.FAILURES_TYPE_ID, recorder.failures());
        }
    }

    @Override
    public void close()
    {
        if (isOpen())
        {
            CloseHelper.closeAll(counters);
        }
    }

    private boolean isOpen()
    {
        return null != aeron && !aeron.isClosed();
    }

    private void add(final int typeId, final String name)
    {
        counters[typeId - FIRST_TYPE_ID] = aeron.addCounter(typeId, "tracelink windows " + name);
    }

    private void set(final int typeId, final long value)
    {
        final Counter counter = counters[typeId - FIRST_TYPE_ID];
        if (!counter.isClosed())
        {
            counter.setRelease(value);
        }
    }
}
