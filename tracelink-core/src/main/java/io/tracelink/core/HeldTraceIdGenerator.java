package io.tracelink.core;

import org.agrona.concurrent.SystemEpochClock;

import java.util.Objects;

/**
 * Mints for as long as the source of the node ID says that it is held, and refuses with {@link TraceId#NO_NODE_ID}
 * otherwise (TraceLink §6).
 * <p>
 * Nothing is minted once the loss of the node ID is known, nor after its deadline, unless the clock is set back to the
 * very millisecond of the last look while nobody mints or attends to the lease. For a
 * {@link SnowflakeTraceIdGenerator} by the system's clock the deadline is looked at whenever that clock shows another
 * millisecond than at the last look, ahead as well as back, and for as long as the millisecond may last: then an ID
 * costs little more than without a lease. Any other generator has it looked at for every ID, since its clock may stand
 * still while time goes on.
 * <p>
 * For a single writer, as the source for a thread that mints.
 */
public final class HeldTraceIdGenerator implements TraceIdGenerator
{
    private static final long NEVER = Long.MIN_VALUE;

    private final NodeIdSource nodeIdSource;
    private final TraceIdGenerator generator;

    /**
     * The same generator, if the deadline need not be looked at for every ID, or null.
     */
    private final SnowflakeTraceIdGenerator clocked;
    private final int nodeId;
    private long heldMs = NEVER;

    /**
     * Mint with a generator while its node ID is held.
     *
     * @param nodeIdSource that knows whether it is.
     * @param generator    of the node ID that the source gave; used by one thread.
     */
    public HeldTraceIdGenerator(final NodeIdSource nodeIdSource, final TraceIdGenerator generator)
    {
        this(nodeIdSource, generator,
            generator instanceof SnowflakeTraceIdGenerator snowflake && SystemEpochClock.INSTANCE == snowflake.clock ?
            snowflake : null);
    }

    /**
     * Mint with a generator whose clock stands still only when time does.
     *
     * @param nodeIdSource that knows whether the node ID is held.
     * @param generator    of the node ID.
     * @param clocked      the generator, if its clock is such a one, or null.
     */
    HeldTraceIdGenerator(
        final NodeIdSource nodeIdSource, final TraceIdGenerator generator, final SnowflakeTraceIdGenerator clocked)
    {
        this.nodeIdSource = Objects.requireNonNull(nodeIdSource, "nodeIdSource");
        this.generator = Objects.requireNonNull(generator, "generator");
        this.clocked = clocked;
        nodeId = generator.nodeId();
    }

    /**
     * {@inheritDoc}
     *
     * @return as the generator says, or {@link TraceId#NO_NODE_ID}.
     */
    @Override
    public long nextId()
    {
        final SnowflakeTraceIdGenerator clocked = this.clocked;
        if (null == clocked)
        {
            return nodeIdSource.isHeld(nodeId) ? generator.nextId() : TraceId.NO_NODE_ID;
        }

        final long nowMs = clocked.clock.time();
        if (nowMs == heldMs && nodeIdSource.isAssigned(nodeId))
        {
            return clocked.nextId(nowMs);
        }

        return firstIdOf(nowMs);
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public long clockLeadMs()
    {
        return generator.clockLeadMs();
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public int nodeId()
    {
        return nodeId;
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public TraceIdLayout layout()
    {
        return generator.layout();
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public String toString()
    {
        return "HeldTraceIdGenerator{isHeld=" + nodeIdSource.isHeld(nodeId) + ", generator=" + generator + '}';
    }

    private long firstIdOf(final long nowMs)
    {
        if (nodeIdSource.isHeld(nodeId))
        {
            heldMs = nowMs;

            return clocked.nextId(nowMs);
        }

        heldMs = NEVER;

        return TraceId.NO_NODE_ID;
    }
}
