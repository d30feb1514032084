package io.tracelink.driver;

import io.tracelink.schema.driver.Role;

/**
 * What a client holds: one stream in one role, until it stops to say that it lives (Driver Model §4).
 */
final class Lease
{
    private final long leaseId;
    private final StreamState stream;
    private final long clientId;
    private final Role role;
    private final long nodeId;
    private long expiryNs;

    Lease(
        final long leaseId,
        final StreamState stream,
        final long clientId,
        final Role role,
        final long nodeId,
        final long expiryNs)
    {
        this.leaseId = leaseId;
        this.stream = stream;
        this.clientId = clientId;
        this.role = role;
        this.nodeId = nodeId;
        this.expiryNs = expiryNs;
    }

    long leaseId()
    {
        return leaseId;
    }

    StreamState stream()
    {
        return stream;
    }

    long clientId()
    {
        return clientId;
    }

    Role role()
    {
        return role;
    }

    boolean isProducer()
    {
        return role == Role.PRODUCER;
    }

    /**
     * Node ID that belongs to the lease.
     *
     * @return the ID, or {@link NodeIdAllocator#NONE}.
     */
    long nodeId()
    {
        return nodeId;
    }

    long expiryNs()
    {
        return expiryNs;
    }

    void expiryNs(final long newExpiryNs)
    {
        expiryNs = newExpiryNs;
    }

    boolean isHeldBy(final long streamId, final long client, final Role asRole)
    {
        return stream.streamId() == streamId && clientId == client && role == asRole;
    }

    /**
     * For log lines.
     *
     * @return what identifies the lease.
     */
    @Override
    public String toString()
    {
        return role + " lease " + Long.toUnsignedString(leaseId) + " of client " + clientId +
            " on stream " + stream.streamId() + (nodeId == NodeIdAllocator.NONE ? "" : " with node ID " + nodeId);
    }
}
