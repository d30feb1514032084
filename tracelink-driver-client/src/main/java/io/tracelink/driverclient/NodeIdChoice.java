package io.tracelink.driverclient;

import io.tracelink.core.TraceIdLayout;

/**
 * Which node ID to ask for. One that was assigned, or configured, is asked for again and again; a proposed one that is
 * refused gives way to another (TraceLink §6).
 */
final class NodeIdChoice
{
    private final long configured;
    private final boolean isKept;
    private final TraceIdLayout layout;
    private final ClientIds ids;
    private long desired;
    private boolean isAssigned;

    NodeIdChoice(final AttachOptions options, final TraceIdLayout layout, final ClientIds ids)
    {
        configured = options.desiredNodeId();
        isKept = options.keepNodeId();
        this.layout = layout;
        this.ids = ids;
        choose();
    }

    /**
     * What to ask for.
     *
     * @return uint32 or {@link Lease#NULL_NODE_ID}.
     */
    long desired()
    {
        return desired;
    }

    /**
     * The driver assigned a node ID or none. One that does not fit the layout is never used where one that does was
     * proposed, so it is not asked for again either.
     *
     * @param nodeId uint32 or {@link Lease#NULL_NODE_ID}.
     */
    void onAssigned(final long nodeId)
    {
        if (Lease.NULL_NODE_ID == nodeId)
        {
            return;
        }

        if (AttachOptions.NODE_ID_WITHIN_LAYOUT == configured && !layout.isNodeId(nodeId))
        {
            choose();
        }
        else
        {
            desired = nodeId;
            isAssigned = true;
        }
    }

    /**
     * May the lease be used with this node ID?
     *
     * @param nodeId uint32 or {@link Lease#NULL_NODE_ID}.
     * @return false if another one must be kept.
     */
    boolean isAcceptable(final long nodeId)
    {
        return nodeId == desired || !isBound();
    }

    /**
     * The driver refused the node ID: choose another, if that is allowed.
     *
     * @return false if the same must be asked for again.
     */
    boolean onRefused()
    {
        if (isBound())
        {
            return false;
        }

        choose();
        return true;
    }

    /**
     * Must it be this node ID and no other?
     *
     * @return true if it is configured, or was assigned and must be kept.
     */
    boolean isBound()
    {
        return configured >= 0 || (isAssigned && isKept);
    }

    private void choose()
    {
        isAssigned = false;
        if (configured >= 0)
        {
            desired = configured;
        }
        else
        {
            desired = AttachOptions.NODE_ID_WITHIN_LAYOUT == configured ?
                ids.randomNodeId(layout) : Lease.NULL_NODE_ID;
        }
    }
}
