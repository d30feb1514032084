package io.tracelink.tools;

import io.aeron.Aeron;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.core.ParentSet;
import io.tracelink.core.SnowflakeTraceIdGenerator;
import io.tracelink.core.TraceIdLayout;
import io.tracelink.testing.Await;
import org.agrona.CloseHelper;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import static io.tracelink.tools.TestLineage.EPOCH;
import static io.tracelink.tools.TestLineage.MS;
import static io.tracelink.tools.TestLineage.T0_NS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stages of a pipeline on one media driver. They publish as stages do, but by the clock of the test: a stage that
 * has the stream as its node mints {@link TestLineage#id}.
 */
final class TestHost implements AutoCloseable
{
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final Map<Long, FramePublisher> publishers = new HashMap<>();
    private final ParentSet parents = new ParentSet(2);
    private final Aeron aeron;
    private long nowMs = T0_NS / MS;

    TestHost(final String aeronDir, final long... streamIds)
    {
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDir).errorHandler(errors::add));
        for (final long streamId : streamIds)
        {
            final FramePublisher publisher = new FramePublisher(
                new FramePublisher.Context().aeron(aeron).streamId(streamId).epoch(EPOCH));
            publisher.enableTracing(
                new SnowflakeTraceIdGenerator(TraceIdLayout.DEFAULT, (int)streamId, () -> nowMs));
            publishers.put(streamId, publisher);
            Await.until(publisher::isConnected, () -> "a subscriber of stream " + streamId);
        }
    }

    void root(final long streamId, final int seq, final long delayMs)
    {
        assertThat(at(streamId, seq).publishRoot(seq, tNs(seq, delayMs), 1)).isPositive();
    }

    void derived(final long streamId, final int seq, final long delayMs, final long parentId)
    {
        assertThat(at(streamId, seq).publishDerived(seq, tNs(seq, delayMs), 1, parentId)).isPositive();
    }

    void joined(final long streamId, final int seq, final long delayMs, final long... parentIds)
    {
        parents.clear();
        for (final long parentId : parentIds)
        {
            parents.add(parentId);
        }

        final FramePublisher publisher = at(streamId, seq);
        assertThat(publisher.publishJoined(seq, tNs(seq, delayMs), 1, parents)).isPositive();
        assertThat(publisher.linkResult()).isPositive();
    }

    List<Throwable> errors()
    {
        return errors;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(publishers.values());
        CloseHelper.close(aeron);
    }

    private FramePublisher at(final long streamId, final int seq)
    {
        nowMs = T0_NS / MS + seq * 10L;
        return publishers.get(streamId);
    }

    private static long tNs(final int seq, final long delayMs)
    {
        return T0_NS + (seq * 10L + delayMs) * MS;
    }
}
