package io.tracelink.driverclient;

import io.tracelink.core.NodeIdSource;
import io.tracelink.core.TraceIdLayout;

/**
 * Where the node ID of a process comes from (TraceLink §6): explicit configuration, else the driver, else an error.
 */
public final class NodeIds
{
    /**
     * No node ID is configured.
     */
    public static final long NOT_CONFIGURED = -1;

    private NodeIds()
    {
    }

    /**
     * Resolve the node ID.
     *
     * @param configured node ID of explicit configuration, 0 allowed, or {@link #NOT_CONFIGURED}.
     * @param driver     the lease of a driver, or null if there is none; not asked where one is configured.
     * @param layout     that the node ID must fit.
     * @return the node ID in 0..{@link TraceIdLayout#maxNodeId()}.
     * @throws IllegalArgumentException if the configured node ID does not fit.
     * @throws IllegalStateException    if none is configured and the driver gave none that fits; says every way out.
     */
    public static int resolve(final long configured, final NodeIdSource driver, final TraceIdLayout layout)
    {
        if (NOT_CONFIGURED != configured)
        {
            return layout.validateNodeId(configured);
        }

        if (null == driver)
        {
            throw new IllegalStateException("no node ID: none is configured and there is no driver" + waysOut(layout));
        }

        try
        {
            return driver.nodeId(layout);
        }
        catch (final IllegalStateException ex)
        {
            throw new IllegalStateException(ex.getMessage() + waysOut(layout), ex);
        }
    }

    private static String waysOut(final TraceIdLayout layout)
    {
        return "; either configure a node ID in 0.." + layout.maxNodeId() + " that no other process has, " +
            "or attach to a driver that assigns one, or turn tracing off";
    }
}
