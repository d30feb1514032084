package io.tracelink.examples.snippets;

import io.tracelink.core.MessageResult;
import io.tracelink.core.ParentSet;
import io.tracelink.core.Propagation;
import io.tracelink.core.SnowflakeTraceIdGenerator;
import io.tracelink.core.TraceId;
import io.tracelink.core.TraceLinkSetFlyweight;
import io.tracelink.core.TraceLinkSetReader;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Trace IDs and TraceLinkSets over a transport of your own: only tracelink-core and Agrona are needed.
 */
public final class CoreOnly
{
    private static final long STREAM_ID = 10_000;
    private static final long EPOCH = 1;

    private final Propagation propagation = new Propagation(new SnowflakeTraceIdGenerator(7));
    private final ParentSet parents = new ParentSet(64);
    private final TraceLinkSetReader reader = new TraceLinkSetReader();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[TraceLinkSetFlyweight.encodedLength(64)]);

    /**
     * Construct.
     */
    public CoreOnly()
    {
    }

    /**
     * Join two frames, write the links and read them back.
     *
     * @param args none.
     */
    public static void main(final String[] args)
    {
        final CoreOnly core = new CoreOnly();
        final long left = core.propagation.root();
        final long right = core.propagation.root();

        core.read(core.join(0, left, right));
    }

    int join(final long seq, final long left, final long right)
    {
        parents.clear();
        parents.add(left);
        parents.add(right);

        final long traceId = propagation.joined(parents);
        if (TraceId.isRefusal(traceId) || parents.size() < 2)
        {
            return 0;
        }

        return TraceLinkSetFlyweight.encode(buffer, 0, STREAM_ID, EPOCH, seq, traceId, parents);
    }

    int read(final int length)
    {
        final int result = reader.wrap(buffer, 0, length);
        if (MessageResult.OK != result)
        {
            System.out.println("skipped: " + MessageResult.name(result));
            return result;
        }

        for (int i = 0; i < reader.parentCount(); i++)
        {
            System.out.println(
                Long.toUnsignedString(reader.parentTraceId(i)) + " -> " + Long.toUnsignedString(reader.traceId()));
        }

        return result;
    }
}
