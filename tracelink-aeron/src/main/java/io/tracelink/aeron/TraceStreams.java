package io.tracelink.aeron;

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

    private TraceStreams()
    {
    }
}
