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
}
