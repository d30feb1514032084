package io.tracelink.core;

/**
 * Mints trace IDs (TraceLink §6).
 */
public interface TraceIdGenerator
{
    /**
     * Mint the next ID. It is larger than every ID that this generator minted before.
     *
     * @return the ID, above 0, or {@link TraceId#EXHAUSTED}.
     */
    long nextId();

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
