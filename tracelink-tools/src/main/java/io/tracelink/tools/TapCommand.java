package io.tracelink.tools;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.tracelink.aeron.MessagePoller;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Prints messages as they pass.
 * <p>
 * A subscriber that stops polling holds up every publisher of an IPC stream, and a pipe or a terminal may stop at any
 * time. So one thread polls into a ring and another one prints from it; what finds the ring full is counted.
 */
@Command(
    name = "tap",
    mixinStandardHelpOptions = true,
    description = "Print frames and their links as they pass on the descriptor and the control stream.")
final class TapCommand implements Callable<Integer>
{
    private static final int RING_LENGTH = 32 * 1024 * 1024;
    private static final int FRAGMENT_LIMIT = 64;
    private static final int MESSAGE_TYPE_ID = 1;
    private static final long PRINT_TIMEOUT_MS = 1_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AeronOptions aeronOptions;

    @Mixin
    private OutputFormat format;

    @Option(
        names = "--stream",
        paramLabel = "N",
        converter = StreamIdConverter.class,
        description = "Print only frames of this stream, and their links; may be given many times.")
    private Set<Long> streams = new TreeSet<>();

    @Option(names = "--count", paramLabel = "N", description = "End after N printed lines.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--all", description = "Print a line for messages of other kinds too.")
    private boolean isEverythingPrinted;

    private final AtomicLong dropped = new AtomicLong();
    private OneToOneRingBuffer ring;

    @Override
    public Integer call() throws InterruptedException
    {
        if (count < 1)
        {
            throw new CommandException("--count=" + count + " must be at least 1");
        }

        ring = new OneToOneRingBuffer(
            new UnsafeBuffer(ByteBuffer.allocateDirect(RING_LENGTH + RingBufferDescriptor.TRAILER_LENGTH)));

        final PrintWriter out = spec.commandLine().getOut();
        final PrintWriter err = spec.commandLine().getErr();
        final TerminationSignal signal = new TerminationSignal();
        final TapPrinter printer = new TapPrinter(out, format.isJson(), streams, isEverythingPrinted);
        final boolean isMediaDriverGone;

        if (!AeronSession.awaitPredecessor(aeronOptions, err, signal))
        {
            return ExitStatus.DONE;
        }

        try (AeronSession session = new AeronSession(aeronOptions, ex -> err.println("tap: " + ex.getMessage())))
        {
            final Aeron aeron = session.aeron();
            final Subscription descriptors = aeron.addSubscription(
                aeronOptions.descriptorChannel(), aeronOptions.descriptorStreamId());
            final Subscription control = aeron.addSubscription(
                aeronOptions.controlChannel(), aeronOptions.controlStreamId());
            final Thread pollerThread = start("tap-poller", signal, () -> poll(aeron, descriptors, control, signal));
            final Thread printerThread = start("tap-printer", signal, () -> print(printer, out, signal));

            err.println("ready: tap of " + aeronOptions.descriptorChannel() + " stream " +
                aeronOptions.descriptorStreamId() + " and " + aeronOptions.controlChannel() + " stream " +
                aeronOptions.controlStreamId());
            err.flush();

            signal.await();
            isMediaDriverGone = aeron.isClosed();
            pollerThread.join();
            printerThread.join(PRINT_TIMEOUT_MS);
            if (printerThread.isAlive())
            {
                err.println("tap: the output does not take what is still to be printed");
            }
        }

        if (dropped.get() > 0 || printer.rejects() > 0)
        {
            err.println("tap: " + dropped.get() + " messages not printed because the output was slower than the " +
                "pipeline, " + printer.rejects() + " broken messages skipped");
            err.flush();
        }

        return isMediaDriverGone ? ExitStatus.FAILED : ExitStatus.DONE;
    }

    private void poll(
        final Aeron aeron, final Subscription descriptors, final Subscription control, final TerminationSignal signal)
    {
        final IdleStrategy idleStrategy = new BackoffIdleStrategy(10, 10, 1_000, 1_000_000);
        final FragmentHandler toRing = (buffer, offset, length, header) ->
        {
            if (length > ring.maxMsgLength() || !ring.write(MESSAGE_TYPE_ID, buffer, offset, length))
            {
                dropped.incrementAndGet();
            }
        };
        final MessagePoller descriptorPoller = new MessagePoller(descriptors, toRing);
        final MessagePoller controlPoller = new MessagePoller(control, toRing);

        while (!signal.isRaised() && !aeron.isClosed())
        {
            idleStrategy.idle(descriptorPoller.poll(FRAGMENT_LIMIT) + controlPoller.poll(FRAGMENT_LIMIT));
        }
    }

    private void print(final TapPrinter printer, final PrintWriter out, final TerminationSignal signal)
    {
        while (printer.printed() < count)
        {
            final int read = ring.read(
                (typeId, buffer, offset, length) -> printer.onMessage(buffer, offset, length), 1);
            if (0 == read)
            {
                out.flush();
                if (signal.await(1))
                {
                    return;
                }
            }

            if (out.checkError())
            {
                return;
            }
        }

        out.flush();
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
