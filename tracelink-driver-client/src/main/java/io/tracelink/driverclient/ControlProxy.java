package io.tracelink.driverclient;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import io.tracelink.schema.driver.MessageHeaderEncoder;
import io.tracelink.schema.driver.PublishMode;
import io.tracelink.schema.driver.HugepagesPolicy;
import io.tracelink.schema.driver.Role;
import io.tracelink.schema.driver.ShmAttachRequestEncoder;
import io.tracelink.schema.driver.ShmDetachRequestEncoder;
import io.tracelink.schema.driver.ShmLeaseKeepaliveEncoder;

/**
 * Sends the requests of a client. Nothing waits or allocates; a request that cannot be sent is the caller's to send
 * again, and {@link #lastResult()} says why.
 */
final class ControlProxy
{
    private static final int ATTACH_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + ShmAttachRequestEncoder.BLOCK_LENGTH;
    private static final int DETACH_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + ShmDetachRequestEncoder.BLOCK_LENGTH;
    private static final int KEEPALIVE_LENGTH =
        MessageHeaderEncoder.ENCODED_LENGTH + ShmLeaseKeepaliveEncoder.BLOCK_LENGTH;

    private final ExclusivePublication publication;
    private final BufferClaim claim = new BufferClaim();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ShmAttachRequestEncoder attachRequest = new ShmAttachRequestEncoder();
    private final ShmDetachRequestEncoder detachRequest = new ShmDetachRequestEncoder();
    private final ShmLeaseKeepaliveEncoder keepalive = new ShmLeaseKeepaliveEncoder();
    private long lastResult;

    ControlProxy(final ExclusivePublication publication)
    {
        this.publication = publication;
    }

    boolean attach(
        final long correlationId,
        final long streamId,
        final long clientId,
        final Role role,
        final long expectedLayoutVersion,
        final PublishMode publishMode,
        final HugepagesPolicy hugepages,
        final long desiredNodeId)
    {
        if (!tryClaim(ATTACH_LENGTH))
        {
            return false;
        }

        attachRequest
            .wrapAndApplyHeader(claim.buffer(), claim.offset(), header)
            .correlationId(correlationId)
            .streamId(streamId)
            .clientId(clientId)
            .role(role)
            .expectedLayoutVersion(expectedLayoutVersion)
            .publishMode(publishMode)
            .requireHugepages(hugepages)
            .desiredNodeId(desiredNodeId);
        claim.commit();

        return true;
    }

    boolean detach(
        final long correlationId, final long leaseId, final long streamId, final long clientId, final Role role)
    {
        if (!tryClaim(DETACH_LENGTH))
        {
            return false;
        }

        detachRequest
            .wrapAndApplyHeader(claim.buffer(), claim.offset(), header)
            .correlationId(correlationId)
            .leaseId(leaseId)
            .streamId(streamId)
            .clientId(clientId)
            .role(role);
        claim.commit();

        return true;
    }

    boolean keepalive(
        final long leaseId, final long streamId, final long clientId, final Role role, final long clientTimestampNs)
    {
        if (!tryClaim(KEEPALIVE_LENGTH))
        {
            return false;
        }

        keepalive
            .wrapAndApplyHeader(claim.buffer(), claim.offset(), header)
            .leaseId(leaseId)
            .streamId(streamId)
            .clientId(clientId)
            .role(role)
            .clientTimestampNs(clientTimestampNs);
        claim.commit();

        return true;
    }

    /**
     * What the publication answered last.
     *
     * @return name of the result.
     */
    String lastResult()
    {
        return lastResult > 0 ? "SENT" : Publication.errorString(lastResult);
    }

    private boolean tryClaim(final int length)
    {
        lastResult = publication.tryClaim(length, claim);

        return lastResult > 0;
    }
}
