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
     * How long beyond the moment of the question {@link #isHeld(int)} answers for, in nanoseconds: the longest that a
     * millisecond of a clock may take that is being set by slewing.
     */
    long HELD_AHEAD_NS = 2_000_000;

    /**
     * Is a node ID that this source gave still that of this process, and will it be for {@link #HELD_AHEAD_NS}? While
     * it is not, somebody else may have it, so nothing must be minted with it. Asked by the thread that mints, for
     * every ID or, together with {@link #isAssigned(int)}, whenever its clock shows another millisecond.
     *
     * @param nodeId that {@link #nodeId(TraceIdLayout)} gave.
     * @return true if it may be minted with; always, unless the source knows better.
     */
    default boolean isHeld(final int nodeId)
    {
        return true;
    }

    /**
     * Is it still that of this process, as far as that is known without looking at a clock? Asked for the IDs for which
     * {@link #isHeld(int)} is not.
     *
     * @param nodeId that {@link #nodeId(TraceIdLayout)} gave.
     * @return false once its loss is known; as {@link #isHeld(int)}, unless the source has a quicker answer.
     */
    default boolean isAssigned(final int nodeId)
    {
        return isHeld(nodeId);
    }
}
