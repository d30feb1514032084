package io.tracelink.aeron;

import io.aeron.Image;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import io.tracelink.core.TraceLinkSetReader;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;

/**
 * The handlers of a {@link TraceSubscriber}, with what they were given counted, and what they throw kept from the poll.
 * A message that is aborted comes again, and is counted then.
 */
final class CountingHandlers
{
    private final TraceSubscriber.Context context;
    private final ErrorHandler errorHandler;
    private final ControlledTraceLinkSetHandler traceLinkSetHandler;
    private final ControlledFrameDescriptorHandler frameDescriptorHandler;
    private final ControlledFragmentHandler otherHandler;
    private final TraceDispatcher dispatcher;
    private long framesRead;
    private long linksRead;
    private long othersRead;
    private long handlerErrors;

    CountingHandlers(final TraceSubscriber.Context context)
    {
        this.context = context;
        errorHandler = context.errorHandler();
        traceLinkSetHandler = context.effectiveTraceLinkSetHandler();
        frameDescriptorHandler = context.effectiveFrameDescriptorHandler();
        otherHandler = context.effectiveOtherHandler();
        dispatcher = new TraceDispatcher(
            null == traceLinkSetHandler ? null : this::onTraceLinkSet,
            null == frameDescriptorHandler ? null : this::onFrameDescriptor,
            null == otherHandler ? null : this::onOther);
    }

    /**
     * Of whole messages.
     */
    ControlledFragmentHandler dispatcher()
    {
        return dispatcher;
    }

    void updateCounters(final SubscriberCounters counters, final int imageCount)
    {
        counters.set(SubscriberCounters.FRAMES_READ_TYPE_ID, framesRead);
        counters.set(SubscriberCounters.LINKS_READ_TYPE_ID, linksRead);
        counters.set(SubscriberCounters.OTHERS_READ_TYPE_ID, othersRead);
        counters.set(SubscriberCounters.HANDLER_ERRORS_TYPE_ID, handlerErrors);
        counters.set(SubscriberCounters.IMAGES_TYPE_ID, imageCount);
        counters.setRejects(dispatcher);
    }

    void onImageAvailable(final Image image)
    {
        if (null != context.availableImageHandler())
        {
            try
            {
                context.availableImageHandler().onAvailableImage(image);
            }
            catch (final Exception ex)
            {
                onError(ex);
            }
        }
    }

    void onImageUnavailable(final Image image)
    {
        if (null != context.unavailableImageHandler())
        {
            try
            {
                context.unavailableImageHandler().onUnavailableImage(image);
            }
            catch (final Exception ex)
            {
                onError(ex);
            }
        }
    }

    private Action onTraceLinkSet(final TraceLinkSetReader linkSet, final Header header)
    {
        Action action = Action.CONTINUE;
        try
        {
            action = traceLinkSetHandler.onTraceLinkSet(linkSet, header);
        }
        catch (final Exception ex)
        {
            onError(ex);
        }

        if (Action.ABORT != action)
        {
            linksRead++;
        }

        return action;
    }

    private Action onFrameDescriptor(final FrameDescriptorReader descriptor, final Header header)
    {
        Action action = Action.CONTINUE;
        try
        {
            action = frameDescriptorHandler.onFrameDescriptor(descriptor, header);
        }
        catch (final Exception ex)
        {
            onError(ex);
        }

        if (Action.ABORT != action)
        {
            framesRead++;
        }

        return action;
    }

    private Action onOther(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        Action action = Action.CONTINUE;
        try
        {
            action = otherHandler.onFragment(buffer, offset, length, header);
        }
        catch (final Exception ex)
        {
            onError(ex);
        }

        if (Action.ABORT != action)
        {
            othersRead++;
        }

        return action;
    }

    private void onError(final Exception ex)
    {
        handlerErrors++;
        errorHandler.onError(ex);
    }
}
