package io.tracelink.aeron;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.tracelink.core.MessageHeaderFlyweight;
import io.tracelink.core.MessageResult;
import io.tracelink.core.TraceLinkSetFlyweight;
import io.tracelink.core.TraceLinkSetReader;
import io.tracelink.schema.driver.ShmAttachRequestDecoder;
import org.agrona.DirectBuffer;

/**
 * Takes whole messages of streams that may carry others as well (TraceLink §9), wherever they were read from: gates on
 * schema, template and version, checks each message whole and hands it on. {@link TracePoller} is this over a live
 * subscription.
 * <p>
 * Broken messages are counted by their fault and skipped, and those of no schema of the protocol family are counted as
 * {@link MessageResult#OTHER_SCHEMA}; messages of other kinds go to the handler for those, if there is one. Allocates
 * nothing. Not thread-safe.
 */
public final class TraceDispatcher implements FragmentHandler
{
    private final TraceLinkSetHandler traceLinkSetHandler;
    private final FrameDescriptorHandler frameDescriptorHandler;
    private final FragmentHandler otherHandler;
    private final TraceLinkSetReader traceLinkSetReader;
    private final FrameDescriptorReader frameDescriptorReader = new FrameDescriptorReader();
    private final long[] rejects = new long[MessageResult.COUNT];

    /**
     * Hand on TraceLinkSets, FrameDescriptors and everything else.
     *
     * @param traceLinkSetHandler    of TraceLinkSets, or null to pass over them.
     * @param frameDescriptorHandler of FrameDescriptors, or null to pass over them.
     * @param otherHandler           of whole messages of other kinds, any bytes, or null to pass over them.
     */
    public TraceDispatcher(
        final TraceLinkSetHandler traceLinkSetHandler,
        final FrameDescriptorHandler frameDescriptorHandler,
        final FragmentHandler otherHandler)
    {
        this.traceLinkSetHandler = traceLinkSetHandler;
        this.frameDescriptorHandler = frameDescriptorHandler;
        this.otherHandler = otherHandler;
        traceLinkSetReader = null == traceLinkSetHandler ? null : new TraceLinkSetReader();
    }

    /**
     * Take one whole message.
     *
     * @param buffer that holds it.
     * @param offset of the message.
     * @param length of the message, in bytes.
     * @param header of its last fragment; is handed on.
     */
    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        if (length < MessageHeaderFlyweight.LENGTH)
        {
            rejects[-MessageResult.TRUNCATED]++;
            return;
        }

        final int schemaId = MessageHeaderFlyweight.schemaId(buffer, offset);
        final int templateId = MessageHeaderFlyweight.templateId(buffer, offset);

        if (TraceLinkSetFlyweight.SCHEMA_ID == schemaId && TraceLinkSetFlyweight.TEMPLATE_ID == templateId)
        {
            onTraceLinkSet(buffer, offset, length, header);
        }
        else if (FrameDescriptorFlyweight.SCHEMA_ID == schemaId && FrameDescriptorFlyweight.TEMPLATE_ID == templateId)
        {
            onFrameDescriptor(buffer, offset, length, header);
        }
        else
        {
            onOther(schemaId, buffer, offset, length, header);
        }
    }

    /**
     * How many messages were refused for a fault.
     *
     * @param result a fault of {@link MessageResult}.
     * @return the number of messages since construction.
     */
    public long rejects(final int result)
    {
        return rejects[-result];
    }

    /**
     * How many messages were refused for any fault.
     *
     * @return the number of messages since construction.
     */
    public long rejects()
    {
        long sum = 0;
        for (final long count : rejects)
        {
            sum += count;
        }

        return sum;
    }

    /**
     * Other messages of the protocol family are no fault on a mixed stream; what is of no schema of it is garbage, or
     * of somebody who should not be there.
     */
    private void onOther(
        final int schemaId, final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        if (TraceLinkSetFlyweight.SCHEMA_ID != schemaId &&
            FrameDescriptorFlyweight.SCHEMA_ID != schemaId &&
            ShmAttachRequestDecoder.SCHEMA_ID != schemaId)
        {
            rejects[-MessageResult.OTHER_SCHEMA]++;
        }

        if (null != otherHandler)
        {
            otherHandler.onFragment(buffer, offset, length, header);
        }
    }

    private void onTraceLinkSet(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        if (null != traceLinkSetHandler)
        {
            final int result = traceLinkSetReader.wrap(buffer, offset, length);
            if (MessageResult.OK == result)
            {
                traceLinkSetHandler.onTraceLinkSet(traceLinkSetReader, header);
            }
            else
            {
                rejects[-result]++;
            }
        }
    }

    private void onFrameDescriptor(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        if (null != frameDescriptorHandler)
        {
            final int result = frameDescriptorReader.wrap(buffer, offset, length);
            if (MessageResult.OK == result)
            {
                frameDescriptorHandler.onFrameDescriptor(frameDescriptorReader, header);
            }
            else
            {
                rejects[-result]++;
            }
        }
    }
}
