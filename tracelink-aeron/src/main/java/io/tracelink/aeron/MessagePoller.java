package io.tracelink.aeron;

import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;

import java.util.Objects;

/**
 * Reads whole messages from a subscription, and lets go of what it keeps of a publisher when that one is gone.
 * <p>
 * Aeron's {@link io.aeron.FragmentAssembler} keeps a buffer for each session that ever sent a fragmented message. Here
 * the buffers are looked over when the number of images has changed and before a session gets its first one, so there
 * are never more of them than there were images at once. Nothing is allocated but for a session's first fragmented
 * message and for one that is longer than those before. Not thread-safe; the subscription stays the caller's.
 */
public final class MessagePoller
{
    private final Subscription subscription;
    private final MessageAssembler assembler;

    /**
     * Read whole messages.
     *
     * @param subscription to be polled.
     * @param handler      of whole messages.
     */
    public MessagePoller(final Subscription subscription, final FragmentHandler handler)
    {
        this.subscription = Objects.requireNonNull(subscription, "subscription");
        assembler = new MessageAssembler(
            subscription, TraceDispatcher.controlledOthers(Objects.requireNonNull(handler, "handler")));
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
     * Up to where every message of an image has been handed on; see {@link TracePoller#position(Image)}.
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
     * How many sessions have a buffer.
     */
    int bufferCount()
    {
        return assembler.bufferCount();
    }
}
