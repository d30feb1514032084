package io.tracelink.tools;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.aeron.exceptions.RegistrationException;
import io.aeron.logbuffer.FragmentHandler;
import io.tracelink.aeron.MessagePoller;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/**
 * Prints messages as they pass.
 * <p>
 * A subscriber that stops polling holds up every publisher of an IPC stream, and a pipe or a terminal may stop at any
 * time. So one thread polls into a ring and another one prints from it; what finds the ring full is left out, counted
 * and marked in the output.
 */
@Command(
    name = "tap",
    mixinStandardHelpOptions = true,
    description = "Print frames and their links as they pass on the descriptor and the control stream, until SIGINT, " +
        "SIGTERM or --count.",
    footer = {
        "",
        "A message is printed if it passes both --stream and --trace-id, where they are given.",
        "The pipeline never waits for the output: 32 MiB of messages are kept for one that is slow; what " +
            "does not fit is left out, counted, and a line says so where it is missing ('skipped').",
        "Exit status 1 when the media driver went away."
    })
final class TapCommand implements Callable<Integer>
{
    private static final int RING_LENGTH = 32 * 1024 * 1024;
    private static final int FRAGMENT_LIMIT = 64;
    private static final int PRINT_LIMIT = 256;
    private static final int OUT_BUFFER_LENGTH = 64 * 1024;
    private static final long PRINT_TIMEOUT_MS = 1_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AeronOptions aeronOptions;

    @Mixin
    private OutputFormat format;

    @Option(
        names = "--stream",
        paramLabel = "STREAM",
        converter = StreamIdConverter.class,
        description = "Print only frames of this stream, and their links; may be given many times.")
    private Set<Long> streams = new TreeSet<>();

    @Option(
        names = "--trace-id",
        paramLabel = "ID",
        converter = UnsignedLongConverter.class,
        description = "Print only frames of this trace, and links from or to it; may be given many times.")
    private Set<Long> traceIds = new TreeSet<>();

    @Option(names = "--count", paramLabel = "N", description = "End after N printed messages (default: do not).")
    private long count = Long.MAX_VALUE;

    @Option(names = "--all", description = "Print a line for messages of other kinds too.")
    private boolean isEverythingPrinted;

    private TapFilter filter;
    private TapRing ring;
    private volatile boolean isPolling = true;

    @Override
    public Integer call() throws InterruptedException
    {
        if (count < 1)
        {
            throw new CommandException("--count=" + count + " must be at least 1");
        }

        filter = new TapFilter(streams, traceIds, isEverythingPrinted);
        ring = new TapRing(RING_LENGTH);

        final PrintWriter err = spec.commandLine().getErr();
        final TerminationSignal signal = new TerminationSignal();
        final boolean isMediaDriverGone;

        if (!AeronSession.awaitPredecessor(aeronOptions, err, signal))
        {
            return ExitStatus.DONE;
        }

        try (AeronSession session = new AeronSession(aeronOptions, AeronText.printer(spec)))
        {
            final Aeron aeron = session.aeron();
            final Subscription control = subscribe(
                aeron, "--control-channel", aeronOptions.controlChannel(), aeronOptions.controlStreamId());
            final Subscription descriptors = aeronOptions.isOneStream() ? null : subscribe(
                aeron, "--descriptor-channel", aeronOptions.descriptorChannel(), aeronOptions.descriptorStreamId());
            final Thread pollerThread = start("tap-poller", signal, () -> poll(aeron, descriptors, control, signal));
            final Thread printerThread = start("tap-printer", signal, () -> print(signal));

            err.println("ready: tap of " + aeronOptions.descriptorChannel() + " stream " +
                aeronOptions.descriptorStreamId() + " and " + aeronOptions.controlChannel() + " stream " +
                aeronOptions.controlStreamId());

            signal.await();
            isMediaDriverGone = aeron.isClosed();
            pollerThread.join();
            printerThread.join(PRINT_TIMEOUT_MS);
            if (printerThread.isAlive())
            {
                err.println("tap: the output does not take what is still to be printed");
            }
        }

        if (ring.skipped() > 0 || filter.rejects() > 0)
        {
            err.println("tap: " + Plural.of(ring.skipped(), "message") + " not printed because the output was " +
                "slower than the pipeline, " + Plural.of(filter.rejects(), "broken message") + " skipped");
        }

        return isMediaDriverGone ? ExitStatus.FAILED : ExitStatus.DONE;
    }

    private static Subscription subscribe(
        final Aeron aeron, final String option, final String channel, final int streamId)
    {
        try
        {
            return aeron.addSubscription(channel, streamId);
        }
        catch (final RegistrationException | IllegalArgumentException ex)
        {
            throw new CommandException(option + "=" + channel + ": " + ex.getMessage(), ex);
        }
    }

    /**
     * Where both are one stream, there are no descriptors beside it.
     */
    private void poll(
        final Aeron aeron, final Subscription descriptors, final Subscription control, final TerminationSignal signal)
    {
        final IdleStrategy idleStrategy = new BackoffIdleStrategy(10, 10, 1_000, 1_000_000);
        final FragmentHandler toRing = (buffer, offset, length, header) ->
        {
            final int kind = filter.kindOf(buffer, offset, length);
            if (kind > TapFilter.UNWANTED)
            {
                ring.write(kind, buffer, offset, length);
            }
        };
        final MessagePoller controlPoller = new MessagePoller(control, toRing);
        final MessagePoller descriptorPoller = null == descriptors ? null : new MessagePoller(descriptors, toRing);

        try
        {
            while (!signal.isRaised() && !aeron.isClosed())
            {
                final int fragments = controlPoller.poll(FRAGMENT_LIMIT) +
                    (null == descriptorPoller ? 0 : descriptorPoller.poll(FRAGMENT_LIMIT));
                if (0 == fragments)
                {
                    ring.writeMark();
                }
                idleStrategy.idle(fragments);
            }
            ring.writeMark();
        }
        finally
        {
            isPolling = false;
        }
    }

    /**
     * Until as many messages are printed as were asked for, or nothing more can come and all of it is printed.
     */
    private void print(final TerminationSignal signal)
    {
        // the one of the command line flushes every line, which is slow and so has more left out
        final PrintWriter lines = spec.commandLine().getOut();
        final PrintWriter out = new PrintWriter(new BufferedWriter(lines, OUT_BUFFER_LENGTH));
        final TapPrinter printer = new TapPrinter(out, format.isJson());
        long remaining = count;

        while (remaining > 0)
        {
            final boolean isLast = !isPolling;
            final int read = ring.read(printer::onMessage, (int)Math.min(PRINT_LIMIT, remaining));
            remaining = count - printer.printed();

            out.flush();
            if (lines.checkError() || (isLast && ring.isEmpty()))
            {
                return;
            }

            if (0 == read)
            {
                signal.await(1);
            }
        }
    }

    /**
     * When one of the threads ends, so does the command. They are daemons because the output may never take what is
     * printed, and the process is to end nevertheless.
     */
    private static Thread start(final String name, final TerminationSignal signal, final Runnable task)
    {
        final Thread thread = new Thread(
            () ->
            {
                try
                {
                    task.run();
                }
                finally
                {
                    signal.raise();
                }
            },
            name);
        thread.setDaemon(true);
        thread.start();

        return thread;
    }
}
