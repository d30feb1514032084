package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.exceptions.RegistrationException;

/**
 * The streams that every member of the protocol family uses unless it is configured otherwise (Wire §3, Driver Model
 * §4).
 * <p>
 * The media driver refuses a second shared publication of a stream whose URI asks for another term length, so every
 * component opens the control stream with the same URI.
 */
public final class TraceStreams
{
    /**
     * Channel of the control stream: TraceLinkSets, leases and announces.
     */
    public static final String CONTROL_CHANNEL = "aeron:ipc?term-length=4m";

    /**
     * Stream id of the control stream.
     */
    public static final int CONTROL_STREAM_ID = 1000;

    /**
     * Stream id of announces where they are kept apart from the control stream.
     */
    public static final int ANNOUNCE_STREAM_ID = 1001;

    /**
     * Channel of the descriptor stream.
     */
    public static final String DESCRIPTOR_CHANNEL = "aeron:ipc?term-length=4m";

    /**
     * Stream id of the descriptor stream.
     */
    public static final int DESCRIPTOR_STREAM_ID = 1100;

    /**
     * How the media driver begins when it names what differs.
     */
    private static final String CLASH = "existing publication has different";
    private static final String CLASH_END = ", errorCodeValue=";

    private TraceStreams()
    {
    }

    /**
     * Open a shared publication, as {@link Aeron#addPublication} does, with an error that says what to do where one of
     * the stream is there already whose URI asks for something else. Exclusive publications have a log each and do not
     * clash.
     *
     * @param aeron    a connected client.
     * @param channel  an Aeron URI.
     * @param streamId Aeron stream id.
     * @return the publication.
     * @throws IllegalStateException if it clashes: names both URIs and what differs.
     * @throws RegistrationException where the media driver refuses for another reason.
     */
    public static Publication addPublication(final Aeron aeron, final String channel, final int streamId)
    {
        try
        {
            return aeron.addPublication(channel, streamId);
        }
        catch (final RegistrationException ex)
        {
            final String message = ex.getMessage();
            final int begin = message.indexOf(CLASH);
            if (begin < 0)
            {
                throw ex;
            }

            final int end = message.indexOf(CLASH_END, begin);
            throw new IllegalStateException("streamId=" + streamId + ": " +
                message.substring(begin, end < 0 ? message.length() : end) +
                ": shared publications of a stream have one log, open all of them with the same URI", ex);
        }
    }
}
