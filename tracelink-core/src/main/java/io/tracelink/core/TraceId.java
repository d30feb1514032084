package io.tracelink.core;

/**
 * The values of a trace ID that are no identity: null, and the refusals that operations return in place of an ID
 * (TraceLink §6).
 * <p>
 * A trace ID is 64 bits and unsigned. Every layout leaves the highest bit unused, so the few values just below zero
 * that serve as refusals are never the ID of a frame.
 */
public final class TraceId
{
    /**
     * No trace ID: the frame is not traced.
     */
    public static final long NULL = 0;

    /**
     * The clock is past the 41 bits of an ID's time, or the generator has used them up and mints no more. Configure a
     * later epoch offset.
     */
    public static final long EXHAUSTED = -11;

    /**
     * A parent that is {@link #NULL} or a refusal was given where a traced frame is needed: publish a root instead.
     */
    public static final long NOT_A_TRACE_ID = -12;

    /**
     * A joined frame was asked for without any parent: publish a root instead.
     */
    public static final long NO_PARENTS = -13;

    /**
     * The node ID is not held any more, as after the loss of a lease, and somebody else may mint with it. Try again
     * when the lease is back.
     */
    public static final long NO_NODE_ID = -14;

    /**
     * A {@link StrictTraceIdGenerator} waited for the clock in vain. The clock was set back or stands still; the next
     * call waits anew.
     */
    public static final long CLOCK_STUCK = -15;

    /**
     * The thread was interrupted while a {@link StrictTraceIdGenerator} waited for the clock; it still is.
     */
    public static final long INTERRUPTED = -16;

    /**
     * The {@link HighWaterMark} of the generator was closed, or another process has opened its file, and may mint with
     * the node ID.
     */
    public static final long MARK_CLOSED = -17;

    /**
     * The lowest of the values that are kept for refusals.
     */
    public static final long MIN_REFUSAL = -32;

    private TraceId()
    {
    }

    /**
     * Does the value say why there is no ID?
     *
     * @param value returned by an operation that gives a trace ID.
     * @return true if the value is a refusal, false if it is an ID or {@link #NULL}.
     */
    public static boolean isRefusal(final long value)
    {
        return value < 0 && value >= MIN_REFUSAL;
    }

    /**
     * Is the value the ID of a traced frame?
     *
     * @param value to be tested.
     * @return true unless the value is {@link #NULL} or a refusal.
     */
    public static boolean isTraceId(final long value)
    {
        return value > 0 || value < MIN_REFUSAL;
    }
}
