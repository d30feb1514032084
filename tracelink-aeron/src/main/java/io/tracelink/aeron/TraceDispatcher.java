package io.tracelink.aeron;

import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.tracelink.core.MessageHeaderFlyweight;
import io.tracelink.core.MessageResult;
import io.tracelink.core.TraceLinkSetFlyweight;
import io.tracelink.core.TraceLinkSetReader;
import io.tracelink.schema.driver.ShmAttachRequestDecoder;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * Hands whole messages of a mixed stream to the handlers of their kinds, wherever they were read (TraceLink §9): gates
 * on schema, template and version, checks every message whole and counts what is broken by its fault.
 * {@link TracePoller} and {@link ControlledTracePoller} are this over a live subscription.
 * <p>
 * Messages of no schema of the protocol family are counted as {@link MessageResult#OTHER_SCHEMA}, and go with those of
 * other kinds to the handler for these, if there is one. Allocates nothing after construction. Not thread-safe.
 */
public final class TraceDispatcher implements ControlledFragmentHandler
{
    private final ControlledTraceLinkSetHandler traceLinkSetHandler;
    private final ControlledFrameDescriptorHandler frameDescriptorHandler;
    private final ControlledFragmentHandler otherHandler;
    private final TraceLinkSetReader traceLinkSetReader;
    private final FrameDescriptorReader frameDescriptorReader = new FrameDescriptorReader();
    private final long[] rejects = new long[MessageResult.COUNT];

    /**
     * Hand on to handlers that say how to go on.
     *
     * @param traceLinkSetHandler    of TraceLinkSets, or null to pass over them.
     * @param frameDescriptorHandler of FrameDescriptors, or null to pass over them.
     * @param otherHandler           of whole messages of other kinds, any bytes, or null to pass over them.
     */
    public TraceDispatcher(
        final ControlledTraceLinkSetHandler traceLinkSetHandler,
        final ControlledFrameDescriptorHandler frameDescriptorHandler,
        final ControlledFragmentHandler otherHandler)
    {
        this.traceLinkSetHandler = traceLinkSetHandler;
        this.frameDescriptorHandler = frameDescriptorHandler;
        this.otherHandler = otherHandler;
        traceLinkSetReader = null == traceLinkSetHandler ? null : new TraceLinkSetReader();
    }

    /**
     * Hand on to handlers after which it always goes on.
     *
     * @param traceLinkSetHandler    of TraceLinkSets, or null to pass over them.
     * @param frameDescriptorHandler of FrameDescriptors, or null to pass over them.
     * @param otherHandler           of whole messages of other kinds, any bytes, or null to pass over them.
     * @return a dispatcher whose {@link #onFragment} returns CONTINUE.
     */
    public static TraceDispatcher uncontrolled(
        final TraceLinkSetHandler traceLinkSetHandler,
        final FrameDescriptorHandler frameDescriptorHandler,
        final FragmentHandler otherHandler)
    {
        return new TraceDispatcher(
            controlledLinks(traceLinkSetHandler),
            controlledFrames(frameDescriptorHandler),
            controlledOthers(otherHandler));
    }

    static ControlledTraceLinkSetHandler controlledLinks(final TraceLinkSetHandler handler)
    {
        return null == handler ? null : (linkSet, header) ->
        {
            handler.onTraceLinkSet(linkSet, header);
            return Action.CONTINUE;
        };
    }

    static ControlledFrameDescriptorHandler controlledFrames(final FrameDescriptorHandler handler)
    {
        return null == handler ? null : (descriptor, header) ->
        {
            handler.onFrameDescriptor(descriptor, header);
            return Action.CONTINUE;
        };
    }

    static ControlledFragmentHandler controlledOthers(final FragmentHandler handler)
    {
        return null == handler ? null : (buffer, offset, length, header) ->
        {
            handler.onFragment(buffer, offset, length, header);
            return Action.CONTINUE;
        };
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
     * Take one whole message.
     *
     * @param buffer that holds it.
     * @param offset of the message.
     * @param length of the message, in bytes.
     * @param header of its last fragment; is handed on.
     * @return what the handler said, or CONTINUE.
     */
    @Override
    public Action onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        // What is usual is little code, so that it is compiled into the poll; what is rare is kept out of it.
        if (null != frameDescriptorHandler &&
            length >= FrameDescriptorFlyweight.LENGTH &&
            FrameDescriptorFlyweight.MESSAGE_HEADER == buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN))
        {
            frameDescriptorReader.wrapValid(buffer, offset);
            return frameDescriptorHandler.onFrameDescriptor(frameDescriptorReader, header);
        }

        if (null != traceLinkSetHandler && MessageResult.OK == traceLinkSetReader.wrap(buffer, offset, length))
        {
            return traceLinkSetHandler.onTraceLinkSet(traceLinkSetReader, header);
        }

        return onUnusual(buffer, offset, length, header);
    }

    private Action onUnusual(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        if (length < MessageHeaderFlyweight.LENGTH)
        {
            rejects[-MessageResult.TRUNCATED]++;
            return Action.CONTINUE;
        }

        final int schemaId = MessageHeaderFlyweight.schemaId(buffer, offset);
        final int templateId = MessageHeaderFlyweight.templateId(buffer, offset);

        if (FrameDescriptorFlyweight.SCHEMA_ID == schemaId && FrameDescriptorFlyweight.TEMPLATE_ID == templateId)
        {
            return onFrameDescriptor(buffer, offset, length, header);
        }

        if (TraceLinkSetFlyweight.SCHEMA_ID == schemaId && TraceLinkSetFlyweight.TEMPLATE_ID == templateId)
        {
            return onTraceLinkSet(buffer, offset, length, header);
        }

        return onOther(schemaId, buffer, offset, length, header);
    }

    private Action onFrameDescriptor(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        if (null == frameDescriptorHandler)
        {
            return Action.CONTINUE;
        }

        final int result = frameDescriptorReader.wrap(buffer, offset, length);
        if (MessageResult.OK == result)
        {
            return frameDescriptorHandler.onFrameDescriptor(frameDescriptorReader, header);
        }

        rejects[-result]++;
        return Action.CONTINUE;
    }

    private Action onTraceLinkSet(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        if (null == traceLinkSetHandler)
        {
            return Action.CONTINUE;
        }

        final int result = traceLinkSetReader.wrap(buffer, offset, length);
        if (MessageResult.OK == result)
        {
            return traceLinkSetHandler.onTraceLinkSet(traceLinkSetReader, header);
        }

        rejects[-result]++;
        return Action.CONTINUE;
    }

    /**
     * Other messages of the protocol family are no fault on a mixed stream; what is of no schema of it is garbage, or
     * of somebody who should not be there. One that is aborted comes again, and is counted then.
     */
    private Action onOther(
        final int schemaId, final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        final int foreign = TraceLinkSetFlyweight.SCHEMA_ID == schemaId ||
            FrameDescriptorFlyweight.SCHEMA_ID == schemaId ||
            ShmAttachRequestDecoder.SCHEMA_ID == schemaId ? 0 : 1;
        rejects[-MessageResult.OTHER_SCHEMA] += foreign;

        if (null == otherHandler)
        {
            return Action.CONTINUE;
        }

        final Action action = otherHandler.onFragment(buffer, offset, length, header);
        if (Action.ABORT == action)
        {
            rejects[-MessageResult.OTHER_SCHEMA] -= foreign;
        }

        return action;
    }
}
