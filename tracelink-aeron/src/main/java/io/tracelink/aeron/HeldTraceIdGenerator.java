package io.tracelink.aeron;

import io.tracelink.core.NodeIdSource;
import io.tracelink.core.TraceId;
import io.tracelink.core.TraceIdGenerator;
import io.tracelink.core.TraceIdLayout;

/**
 * Mints for as long as the source of the node ID says that it is held.
 */
final class HeldTraceIdGenerator implements TraceIdGenerator
{
    private final NodeIdSource nodeIdSource;
    private final TraceIdGenerator generator;
    private final int nodeId;

    HeldTraceIdGenerator(final NodeIdSource nodeIdSource, final TraceIdGenerator generator)
    {
        this.nodeIdSource = nodeIdSource;
        this.generator = generator;
        nodeId = generator.nodeId();
    }

    @Override
    public long nextId()
    {
        return nodeIdSource.isHeld(nodeId) ? generator.nextId() : TraceId.NO_NODE_ID;
    }

    @Override
    public long clockLeadMs()
    {
        return generator.clockLeadMs();
    }

    @Override
    public int nodeId()
    {
        return nodeId;
    }

    @Override
    public TraceIdLayout layout()
    {
        return generator.layout();
    }
}
