package io.tracelink.aeron;

import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.tracelink.core.MessageResult;

import java.util.Objects;

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
 * Where a handler must be able to stop, or to have a message again, there is {@link ControlledTracePoller}; with a
 * subscription, counters and a duty cycle of its own, {@link TraceSubscriber}.
 */
public final class TracePoller
{
    private final Subscription subscription;
    private final TraceDispatcher dispatcher;
    private final MessageAssembler assembler;

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
        this.subscription = Objects.requireNonNull(subscription, "subscription");
        dispatcher = TraceDispatcher.uncontrolled(traceLinkSetHandler, frameDescriptorHandler, otherHandler);
        assembler = new MessageAssembler(subscription, dispatcher);
    }

    /**
     * Read what has come.
     *
     * @param fragmentLimit the most fragments to read.
     * @return the number of fragments read.
     */
    public int poll(final int fragmentLimit)
    {
        assembler.beforePoll();

        return subscription.controlledPoll(assembler, fragmentLimit);
    }

    /**
     * Up to where every message of an image has been handed on, for whoever checkpoints: a reader that begins there,
     * as a replay does, gets every message that was not handed on, and none again. It is behind the last message
     * handed on, and in front of one of which only some fragments have come, where {@link Image#position()} is in its
     * midst.
     * <p>
     * To be called between polls; within a handler, {@link Header#position()} is where its own message ends.
     *
     * @param image of the subscription.
     * @return the position in the image's stream, in bytes.
     */
    public long position(final Image image)
    {
        return assembler.position(image);
    }

    /**
     * The subscription that is polled.
     *
     * @return the subscription.
     */
    public Subscription subscription()
    {
        return subscription;
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
