package io.tracelink.aeron;

import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.tracelink.core.MessageHeaderFlyweight;
import io.tracelink.core.MessageResult;
import io.tracelink.core.TraceLinkSetFlyweight;
import io.tracelink.core.TraceLinkSetReader;
import io.tracelink.schema.driver.ShmAttachRequestDecoder;
import org.agrona.DirectBuffer;

/**
 * Reads the trace metadata of a stream that may carry other messages as well (TraceLink §9): gates on schema,
 * template and version, puts fragments together, checks every message whole and hands it on.
 * <p>
 * Broken messages are counted by their fault and skipped, and those of no schema of the protocol family are counted as
 * {@link MessageResult#OTHER_SCHEMA}; messages of other kinds go to the handler for those, if there is one.
 * {@link #poll(int)} must be called for as long as the subscription is open: a subscriber that stops
 * polling holds up every publisher of an IPC stream. Not thread-safe; the subscription stays the caller's.
 * <pre>
 * final TracePoller poller = new TracePoller(subscription, this::onTraceLinkSet, this::onFrameDescriptor);
 * while (running)
 * {
 *     idleStrategy.idle(poller.poll(10));
 * }
 * </pre>
 */
public final class TracePoller
{
    private final MessagePoller messagePoller;
    private final TraceLinkSetHandler traceLinkSetHandler;
    private final FrameDescriptorHandler frameDescriptorHandler;
    private final FragmentHandler otherHandler;
    private final TraceLinkSetReader traceLinkSetReader;
    private final FrameDescriptorReader frameDescriptorReader = new FrameDescriptorReader();
    private final long[] rejects = new long[MessageResult.COUNT];

    /**
     * Read TraceLinkSets and FrameDescriptors.
     *
     * @param subscription           to be polled.
     * @param traceLinkSetHandler    of TraceLinkSets, or null to pass over them.
     * @param frameDescriptorHandler of FrameDescriptors, or null to pass over them.
     */
    public TracePoller(
        final Subscription subscription,
        final TraceLinkSetHandler traceLinkSetHandler,
        final FrameDescriptorHandler frameDescriptorHandler)
    {
        this(subscription, traceLinkSetHandler, frameDescriptorHandler, null);
    }

    /**
     * Read TraceLinkSets, FrameDescriptors and everything else.
     *
     * @param subscription           to be polled.
     * @param traceLinkSetHandler    of TraceLinkSets, or null to pass over them.
     * @param frameDescriptorHandler of FrameDescriptors, or null to pass over them.
     * @param otherHandler           of whole messages of other kinds, any bytes, or null to pass over them.
     */
    public TracePoller(
        final Subscription subscription,
        final TraceLinkSetHandler traceLinkSetHandler,
        final FrameDescriptorHandler frameDescriptorHandler,
        final FragmentHandler otherHandler)
    {
        messagePoller = new MessagePoller(subscription, this::onMessage);
        this.traceLinkSetHandler = traceLinkSetHandler;
        this.frameDescriptorHandler = frameDescriptorHandler;
        this.otherHandler = otherHandler;
        traceLinkSetReader = null == traceLinkSetHandler ? null : new TraceLinkSetReader();
    }

    /**
     * Read what has come.
     *
     * @param fragmentLimit the most fragments to read.
     * @return the number of fragments read.
     */
    public int poll(final int fragmentLimit)
    {
        return messagePoller.poll(fragmentLimit);
    }

    /**
     * The subscription that is polled.
     *
     * @return the subscription.
     */
    public Subscription subscription()
    {
        return messagePoller.subscription();
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

    private void onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header)
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
