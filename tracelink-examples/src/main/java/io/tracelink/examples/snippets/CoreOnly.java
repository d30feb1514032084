package io.tracelink.examples.snippets;

import io.tracelink.core.MessageResult;
import io.tracelink.core.ParentSet;
import io.tracelink.core.Propagation;
import io.tracelink.core.SnowflakeTraceIdGenerator;
import io.tracelink.core.TraceId;
import io.tracelink.core.TraceLinkSetFlyweight;
import io.tracelink.core.TraceLinkSetReader;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Trace IDs and TraceLinkSets over a transport of your own: only tracelink-core and Agrona are needed.
 */
public final class CoreOnly
{
    private final Propagation propagation = new Propagation(new SnowflakeTraceIdGenerator(7));
    private final TraceLinkSetReader reader = new TraceLinkSetReader();

    /**
     * Construct.
     */
    public CoreOnly()
    {
    }

    /**
     * Give an output frame its trace ID and write its TraceLinkSet.
     *
     * @param buffer   to write to.
     * @param streamId of the output frame.
     * @param epoch    of the output frame.
     * @param seq      of the output frame.
     * @param parents  of the output frame.
     * @return the length of the message, 0 if there is nothing to report.
     */
    public int write(
        final MutableDirectBuffer buffer,
        final long streamId,
        final long epoch,
        final long seq,
        final ParentSet parents)
    {
        final long traceId = propagation.forOutput(parents);
        if (TraceId.isRefusal(traceId) || parents.size() < 2)
        {
            return 0;
        }

        return TraceLinkSetFlyweight.encode(buffer, 0, streamId, epoch, seq, traceId, parents);
    }

    /**
     * Read a message that may be anything.
     *
     * @param buffer that holds it.
     * @param length of it.
     * @return the number of parents, or the fault.
     */
    public int read(final DirectBuffer buffer, final int length)
    {
        final int result = reader.wrap(buffer, 0, length);
        if (MessageResult.OK != result)
        {
            return result;
        }

        for (int i = 0; i < reader.parentCount(); i++)
        {
            System.out.println(
                Long.toUnsignedString(reader.parentTraceId(i)) + " -> " + Long.toUnsignedString(reader.traceId()));
        }

        return reader.parentCount();
    }
}
