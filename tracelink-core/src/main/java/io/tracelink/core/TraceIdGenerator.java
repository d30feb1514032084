package io.tracelink.core;

/**
 * Mints trace IDs (TraceLink §6).
 * <p>
 * Every ID is above every ID that the same generator minted before it, whatever the clock does: standing still,
 * stepping back or jumping ahead. How long a generator may take, and from how many threads it may be used, is told by
 * the class.
 */
public interface TraceIdGenerator
{
    /**
     * Mint the next ID.
     *
     * @return the ID, above 0, or {@link TraceId#EXHAUSTED}; where a {@link HighWaterMark} was given
     * {@link TraceId#MARK_CLOSED}; from a {@link StrictTraceIdGenerator} also {@link TraceId#CLOCK_STUCK} and
     * {@link TraceId#INTERRUPTED}.
     */
    long nextId();

    /**
     * How far the last ID is ahead of the clock, because more IDs were minted than milliseconds hold or the clock
     * stepped back.
     *
     * @return milliseconds, 0 while the IDs keep to the clock.
     */
    long clockLeadMs();

    /**
     * The node ID in every ID of this generator.
     *
     * @return the node ID.
     */
    int nodeId();

    /**
     * How the IDs are divided.
     *
     * @return the layout of the IDs.
     */
    TraceIdLayout layout();
}
