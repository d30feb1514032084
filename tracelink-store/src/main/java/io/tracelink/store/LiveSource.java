package io.tracelink.store;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.tracelink.aeron.TracePoller;
import org.agrona.CloseHelper;

/**
 * Subscribes to the streams. Always polled, whether or not there is room for what comes: a subscriber that stops holds
 * up the publishers of an IPC stream, so the intake drops and counts instead.
 */
final class LiveSource implements Source
{
    private static final int FRAGMENT_LIMIT = 256;

    private final TracePoller controlPoller;
    private final TracePoller descriptorPoller;

    LiveSource(final Collector.Context context, final Intake intake)
    {
        final Aeron aeron = context.aeron();
        final Subscription control = aeron.addSubscription(context.controlChannel(), context.controlStreamId());
        controlPoller = new TracePoller(control, intake, intake, intake);

        if (isOneStream(context))
        {
            descriptorPoller = controlPoller;
        }
        else
        {
            try
            {
                descriptorPoller = new TracePoller(
                    aeron.addSubscription(context.descriptorChannel(), context.descriptorStreamId()),
                    intake,
                    intake,
                    intake);
            }
            catch (final RuntimeException ex)
            {
                CloseHelper.quietClose(control);
                throw ex;
            }
        }
    }

    @Override
    public int poll()
    {
        int work = controlPoller.poll(FRAGMENT_LIMIT);
        if (descriptorPoller != controlPoller)
        {
            work += descriptorPoller.poll(FRAGMENT_LIMIT);
        }

        return work;
    }

    @Override
    public void startDraining()
    {
        // what has come is what is there
    }

    @Override
    public boolean isDrained()
    {
        return true;
    }

    @Override
    public long rejects()
    {
        final long rejects = controlPoller.rejects();
        return descriptorPoller == controlPoller ? rejects : rejects + descriptorPoller.rejects();
    }

    @Override
    public long behind()
    {
        return 0;
    }

    @Override
    public boolean isRepeatable()
    {
        return false;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(controlPoller.subscription(), descriptorPoller.subscription());
    }

    private static boolean isOneStream(final Collector.Context context)
    {
        return context.controlStreamId() == context.descriptorStreamId() &&
            context.controlChannel().equals(context.descriptorChannel());
    }
}
