package io.tracelink.aeron.relay;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.exceptions.DriverTimeoutException;
import io.tracelink.aeron.MediaDriverProgram;
import io.tracelink.aeron.relay.RelayHost.Inbox;
import io.tracelink.testing.Await;
import io.tracelink.testing.ProgramProcess;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import static io.tracelink.aeron.relay.RelayHost.CONTROL;
import static io.tracelink.aeron.relay.RelayHost.IPC;
import static io.tracelink.aeron.relay.RelayHost.links;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A relay whose media driver is a process that is killed. The one of the other host lives, and its pipeline goes on.
 */
class RelayFaultIT
{
    private static final long DRIVER_TIMEOUT_MS = 4_000;

    private final String udp = "aeron:udp?endpoint=localhost:" + RelayHost.freePort();
    private final String aeronDir = CommonContext.generateRandomDirName();
    private final List<Throwable> clientErrors = new CopyOnWriteArrayList<>();
    private final List<Throwable> agentErrors = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close()
    {
        for (int i = opened.size() - 1; i >= 0; i--)
        {
            CloseHelper.close(opened.get(i));
        }
        IoUtil.delete(new File(aeronDir), true);
    }

    @Test
    void shouldGoOnWithTheNextMediaDriverWhenOneIsKilled()
    {
        final RelayHost a = opened(new RelayHost());
        final ExclusivePublication source = a.publish(CONTROL);
        final TraceRelay out = opened(a.relay(new RelayRoute("out").from(IPC, CONTROL).to(udp, CONTROL)));
        final ProgramProcess killed = opened(MediaDriverProgram.start(aeronDir));
        final Aeron aeron = opened(connect());
        final Inbox before = new Inbox(aeron.addSubscription(IPC, CONTROL));
        final TraceRelay in = new TraceRelay(new TraceRelay.Context()
            .aeron(aeron).route(new RelayRoute("in").from(udp, CONTROL).to(IPC, CONTROL)));
        final AgentRunner runner =
            opened(new AgentRunner(new BackoffIdleStrategy(), agentErrors::add, null, in));
        AgentRunner.startOnThread(runner);
        RelayHost.awaitConnected(out, "out", out);
        RelayHost.awaitConnected(in, "in");
        RelayHost.send(source, links(10_000, 0, 2), out);
        before.await(1, out);

        killed.signal("KILL");
        assertThat(killed.awaitExit()).isEqualTo(128 + 9);
        final UnsafeBuffer lost = new UnsafeBuffer(links(10_000, 1, 2));
        Await.until(
            () ->
            {
                source.offer(lost);
                out.doWork();
                return !in.isConnected() && out.counters("out").count(RelayCounters.NOT_CONNECTED_TYPE_ID) > 0;
            },
            () -> "a media driver that is gone: " + clientErrors);
        assertThat(clientErrors).anyMatch(DriverTimeoutException.class::isInstance)
            .allMatch((ex) -> ex instanceof DriverTimeoutException || ex instanceof AgentTerminationException);
        assertThat(runner.isClosed()).isFalse();

        opened(MediaDriverProgram.start(aeronDir));
        final Aeron next = opened(connect());
        final Inbox after = new Inbox(next.addSubscription(IPC, CONTROL));
        in.reconnect(next);
        RelayHost.awaitConnected(in, "in", out);
        RelayHost.awaitConnected(out, "out", out);
        final byte[] last = links(10_000, 2, 2);
        RelayHost.send(source, last, out);
        Await.until(
            () ->
            {
                out.doWork();
                after.poll();
                return after.messages().stream().anyMatch((message) -> Arrays.equals(last, message));
            },
            () -> "the last message");

        final RelayCounters counters = in.counters("in");
        Await.until(() -> counters.lostBytes() > 0, () -> "what was under way when the media driver was killed");
        assertThat(counters.forwarded()).isEqualTo(1 + after.messages().size());
        assertThat(agentErrors).isEmpty();
    }

    private Aeron connect()
    {
        return Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(aeronDir)
            .driverTimeoutMs(DRIVER_TIMEOUT_MS)
            .closeLingerDurationNs(TimeUnit.SECONDS.toNanos(1))
            .errorHandler(clientErrors::add));
    }

    private <T extends AutoCloseable> T opened(final T closeable)
    {
        opened.add(closeable);
        return closeable;
    }
}
