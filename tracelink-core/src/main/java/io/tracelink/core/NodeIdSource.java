package io.tracelink.core;

/**
 * Where the node ID of a process comes from when it is not configured: for example the lease of a driver
 * (TraceLink §6).
 */
@FunctionalInterface
public interface NodeIdSource
{
    /**
     * The node ID, unique in the deployment and stable for the life of the process.
     *
     * @param layout that the node ID must fit.
     * @return the node ID in 0..{@link TraceIdLayout#maxNodeId()}.
     * @throws IllegalStateException if there is no node ID, or it does not fit the layout.
     */
    int nodeId(TraceIdLayout layout);

    /**
     * Is a node ID that this source gave still that of this process? While it is not, somebody else may have it, so
     * nothing must be minted with it. Asked for every ID that is minted, by the thread that mints.
     *
     * @param nodeId that {@link #nodeId(TraceIdLayout)} gave.
     * @return true if it may be minted with; always, unless the source knows better.
     */
    default boolean isHeld(final int nodeId)
    {
        return true;
    }
}
