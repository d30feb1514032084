package io.tracelink.store;

import io.aeron.Aeron;
import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import io.aeron.Image;
import io.aeron.ImageControlledFragmentAssembler;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.tracelink.aeron.TraceDispatcher;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

import java.util.concurrent.TimeUnit;

/**
 * One replay of a recording, from where it was read to and to its end, or on for as long as it is recorded. Positions
 * are those of the recording, and move from message to message: never into one, so that reading can go on from any of
 * them. A message for which there is no room stays where it is. Allocates nothing but for fragmented messages that are
 * longer than those before.
 */
final class Replay implements AutoCloseable
{
    private static final int FRAGMENT_LIMIT = 256;
    private static final String ANY_PORT = ":0";
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final AeronArchive archive;
    private final Recording recording;
    private final Intake intake;
    private final TraceDispatcher dispatcher;
    private final ControlledFragmentHandler fragmentHandler = this::onFragment;
    private final ImageControlledFragmentAssembler assembler = new ImageControlledFragmentAssembler(this::onMessage);
    private final long replaySessionId;
    private final Subscription subscription;
    private final long deadlineNs;
    private final long sliceEndNs;
    private Image image;
    private boolean hasProgressed;
    private boolean isInMessage;

    /**
     * @throws io.aeron.exceptions.AeronException if the archive refuses or does not answer.
     */
    Replay(
        final Aeron aeron,
        final CollectorArchive settings,
        final Recording recording,
        final Intake intake,
        final TraceDispatcher dispatcher,
        final NanoClock nanoClock)
    {
        this.recording = recording;
        this.intake = intake;
        this.dispatcher = dispatcher;
        archive = settings.archive();
        final String channel = settings.replayChannel();
        final int streamId = settings.replayStreamId();

        if (isOnAnyPort(channel))
        {
            subscription = aeron.addSubscription(channel, streamId);
            try
            {
                replaySessionId = startReplay(resolvedChannel(aeron, subscription), streamId);
            }
            catch (final AeronException ex)
            {
                subscription.close();
                throw ex;
            }
        }
        else
        {
            replaySessionId = startReplay(channel, streamId);
            subscription = aeron.addSubscription(ChannelUri.addSessionId(channel, (int)replaySessionId), streamId);
        }

        // it may have taken the archive a while to answer
        deadlineNs = nanoClock.nanoTime() + TIMEOUT_NS;
        sliceEndNs = nanoClock.nanoTime() + SLICE_NS;
    }

    /**
     * Read what has come and there is room for.
     *
     * @return the number of fragments read.
     */
    int poll()
    {
        if (null == image)
        {
            image = subscription.imageBySessionId((int)replaySessionId);
            if (null == image)
            {
                return 0;
            }
        }

        final int fragments = image.controlledPoll(fragmentHandler, FRAGMENT_LIMIT);
        if (fragments > 0)
        {
            hasProgressed = true;
            recording.onProgress();
        }

        if (!image.isClosed())
        {
            skipPadding(image.position());
        }

        return fragments;
    }

    Recording recording()
    {
        return recording;
    }

    /**
     * Is there nothing more to come of it?
     */
    boolean isOver(final long nowNs)
    {
        if (null == image)
        {
            return nowNs - deadlineNs >= 0;
        }

        return image.isClosed() || (image.isEndOfStream() && image.position() >= image.endOfStreamPosition());
    }

    /**
     * Was anything read of it?
     */
    boolean hasProgressed()
    {
        return hasProgressed;
    }

    /**
     * Has it had its time, if others wait?
     */
    boolean isSliceOver(final long nowNs)
    {
        return nowNs - sliceEndNs >= 0;
    }

    /**
     * Tell the archive to stop it. For a replay that is not over.
     *
     * @throws io.aeron.exceptions.AeronException if the archive refuses or does not answer.
     */
    void stop()
    {
        archive.stopReplay(replaySessionId);
    }

    @Override
    public void close()
    {
        subscription.close();
    }

    private long startReplay(final String channel, final int streamId)
    {
        return archive.startReplay(
            recording.recordingId(),
            recording.position(),
            recording.isStopped() ?
                recording.stopPosition() - recording.position() : AeronArchive.REPLAY_ALL_AND_FOLLOW,
            channel,
            streamId);
    }

    private static boolean isOnAnyPort(final String channel)
    {
        final String endpoint = ChannelUri.parse(channel).get(CommonContext.ENDPOINT_PARAM_NAME);
        return null != endpoint && endpoint.endsWith(ANY_PORT);
    }

    /**
     * The channel with the port that the media driver has chosen.
     */
    private static String resolvedChannel(final Aeron aeron, final Subscription subscription)
    {
        final IdleStrategy idleStrategy = new SleepingMillisIdleStrategy(1);
        final AgentInvoker aeronInvoker = aeron.conductorAgentInvoker();
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(aeron.context().driverTimeoutMs());
        String channel = subscription.tryResolveChannelEndpointPort();
        while (null == channel)
        {
            if (System.nanoTime() - deadlineNs >= 0)
            {
                throw new AeronException("no port for replays on " + subscription.channel());
            }

            if (null != aeronInvoker)
            {
                aeronInvoker.invoke();
            }

            idleStrategy.idle();
            channel = subscription.tryResolveChannelEndpointPort();
        }

        return channel;
    }

    /**
     * The log may go on with padding that no handler sees. What was recorded of a message whose end never was is no
     * message.
     */
    private void skipPadding(final long imagePosition)
    {
        if (!isInMessage || (recording.isStopped() && imagePosition >= recording.stopPosition()))
        {
            recording.position(imagePosition);
        }
    }

    private Action onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        final Action action = assembler.onFragment(buffer, offset, length, header);
        if (Action.ABORT != action)
        {
            final byte flags = header.flags();
            if (FrameDescriptor.END_FRAG_FLAG == (flags & FrameDescriptor.END_FRAG_FLAG))
            {
                isInMessage = false;
                recording.position(header.position());
            }
            else if (FrameDescriptor.BEGIN_FRAG_FLAG == (flags & FrameDescriptor.BEGIN_FRAG_FLAG))
            {
                isInMessage = true;
            }
        }

        return action;
    }

    private Action onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        return intake.makeRoom(length) ? dispatcher.onFragment(buffer, offset, length, header) : Action.ABORT;
    }
}
