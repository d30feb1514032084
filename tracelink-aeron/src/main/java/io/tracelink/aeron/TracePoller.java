package io.tracelink.aeron;

import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.tracelink.core.MessageResult;

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
    private final TraceDispatcher dispatcher;

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
        dispatcher = new TraceDispatcher(traceLinkSetHandler, frameDescriptorHandler, otherHandler);
        messagePoller = new MessagePoller(subscription, dispatcher);
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
        return dispatcher.rejects(result);
    }

    /**
     * How many messages were refused for any fault.
     *
     * @return the number of messages since construction.
     */
    public long rejects()
    {
        return dispatcher.rejects();
    }
}
