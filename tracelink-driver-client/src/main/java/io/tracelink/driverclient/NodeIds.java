package io.tracelink.driverclient;

import io.tracelink.core.NodeIdSource;
import io.tracelink.core.TraceIdLayout;

/**
 * Where the node ID of a process comes from (TraceLink §6): explicit configuration, else the driver, else an error.
 */
public final class NodeIds
{
    /**
     * No node ID is configured. As {@link AttachOptions#desiredNodeId(long)} it asks for any that fits the layout, so
     * what is configured, or is not, can be passed on to the driver as it is.
     */
    public static final long NOT_CONFIGURED = AttachOptions.NODE_ID_WITHIN_LAYOUT;

    private NodeIds()
    {
    }

    /**
     * The node ID by the same rule, for those who mint with it: one of a driver only for as long as its lease holds it.
     *
     * @param configured node ID of explicit configuration, 0 allowed, or {@link #NOT_CONFIGURED}.
     * @param driver     the lease of a driver, or null if there is none; not asked where one is configured.
     * @return a source that resolves as {@link #resolve} does.
     */
    public static NodeIdSource source(final long configured, final NodeIdSource driver)
    {
        return new NodeIdSource()
        {
            @Override
            public int nodeId(final TraceIdLayout layout)
            {
                return resolve(configured, driver, layout);
            }

            @Override
            public boolean isHeld(final int nodeId)
            {
                return NOT_CONFIGURED != configured || driver.isHeld(nodeId);
            }

            @Override
            public boolean isAssigned(final int nodeId)
            {
                return NOT_CONFIGURED != configured || driver.isAssigned(nodeId);
            }
        };
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
