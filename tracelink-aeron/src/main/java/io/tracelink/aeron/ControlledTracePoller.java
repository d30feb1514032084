package io.tracelink.aeron;

import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import io.tracelink.core.MessageResult;

import java.util.Objects;

/**
 * Reads as a {@link TracePoller} does, and each handler says how to go on, with Aeron's
 * {@link ControlledFragmentHandler.Action}:
 * <ul>
 * <li>CONTINUE reads on.</li>
 * <li>COMMIT moves the image's position behind the message at once, and reads on.</li>
 * <li>BREAK ends the poll of this image, behind the message.</li>
 * <li>ABORT ends it in front of the message, which comes again with the next poll: whole, where it is of many
 * fragments, though the image's position is in front of the last one only.</li>
 * </ul>
 * Messages that nobody handles and broken ones are passed over. Who aborts for long holds up every publisher of an IPC
 * stream. Not thread-safe; the subscription stays the caller's.
 * <pre>
 * final ControlledTracePoller poller = new ControlledTracePoller(subscription, null, (descriptor, header) -&gt;
 *     queue.isFull() ? ABORT : take(descriptor));
 * </pre>
 */
public final class ControlledTracePoller
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
    public ControlledTracePoller(
        final Subscription subscription,
        final ControlledTraceLinkSetHandler traceLinkSetHandler,
        final ControlledFrameDescriptorHandler frameDescriptorHandler)
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
    public ControlledTracePoller(
        final Subscription subscription,
        final ControlledTraceLinkSetHandler traceLinkSetHandler,
        final ControlledFrameDescriptorHandler frameDescriptorHandler,
        final ControlledFragmentHandler otherHandler)
    {
        this.subscription = Objects.requireNonNull(subscription, "subscription");
        dispatcher = new TraceDispatcher(traceLinkSetHandler, frameDescriptorHandler, otherHandler);
        assembler = new MessageAssembler(subscription, dispatcher);
    }

    /**
     * Read what has come, as far as the handlers let it.
     *
     * @param fragmentLimit the most fragments to read.
     * @return the number of fragments read, without one that was aborted.
     */
    public int controlledPoll(final int fragmentLimit)
    {
        assembler.beforePoll();

        return subscription.controlledPoll(assembler, fragmentLimit);
    }

    /**
     * Up to where every message of an image has been handed on and not aborted, for whoever checkpoints: a reader that
     * begins there gets every other message, and none again; see {@link TracePoller#position(Image)}.
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
