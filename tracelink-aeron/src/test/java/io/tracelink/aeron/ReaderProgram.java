package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.tracelink.testing.ProgramProcess;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A subscriber in a process of its own, that can be stopped and killed.
 */
final class ReaderProgram
{
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int FRAGMENT_LIMIT = 100;

    private long count;
    private long first = Long.MAX_VALUE;
    private long last = -1;

    private ReaderProgram()
    {
    }

    /**
     * Start it, and wait until it receives.
     */
    static ProgramProcess start(final String aeronDir, final int... streamIds)
    {
        final List<String> args = new ArrayList<>(List.of(aeronDir));
        for (final int streamId : streamIds)
        {
            args.add(Integer.toString(streamId));
        }

        return ProgramProcess.ofMain(ReaderProgram.class, args.toArray(new String[0])).awaitReady();
    }

    /**
     * Runs until SIGTERM, or until its client is gone, which is exit status 1.
     *
     * @param args directory of the media driver, stream ids.
     */
    public static void main(final String[] args)
    {
        final TerminationFlag termination = new TerminationFlag();
        try (Aeron aeron = Aeron.connect(
            new Aeron.Context().aeronDirectoryName(args[0]).errorHandler(ReaderProgram::onError)))
        {
            final ReaderProgram reader = new ReaderProgram();
            final List<TracePoller> pollers = new ArrayList<>();
            for (int i = 1; i < args.length; i++)
            {
                final Subscription subscription =
                    aeron.addSubscription(AeronFixture.CHANNEL, Integer.parseInt(args[i]));
                pollers.add(new TracePoller(
                    subscription,
                    (links, header) -> reader.onMessage(links.seq()),
                    (descriptor, header) -> reader.onMessage(descriptor.seq())));
            }

            reader.run(aeron, pollers, termination);
        }

        if (!termination.isRaised())
        {
            Runtime.getRuntime().halt(1);
        }
    }

    private void run(final Aeron aeron, final List<TracePoller> pollers, final TerminationFlag termination)
    {
        boolean isReady = false;
        while (!termination.isRaised() && !aeron.isClosed())
        {
            int fragments = 0;
            boolean isConnected = true;
            for (final TracePoller poller : pollers)
            {
                fragments += poller.poll(FRAGMENT_LIMIT);
                isConnected &= poller.subscription().isConnected();
            }

            if (!isReady && isConnected)
            {
                isReady = true;
                System.err.println("ready");
            }

            if (0 == fragments)
            {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }

        pollAll(pollers);
        System.out.println("received count=" + count + " first=" + first + " last=" + last);
    }

    private static void pollAll(final List<TracePoller> pollers)
    {
        for (final TracePoller poller : pollers)
        {
            while (poller.poll(FRAGMENT_LIMIT) > 0)
            {
                Thread.onSpinWait();
            }
        }
    }

    private void onMessage(final long seq)
    {
        count++;
        first = Math.min(first, seq);
        last = Math.max(last, seq);
    }

    private static void onError(final Throwable error)
    {
        System.err.println(error);
    }
}
