package io.tracelink.driverclient;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import io.tracelink.schema.driver.MessageHeaderEncoder;
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
    private static final Claimer CLOSED = (length, claim) -> Publication.CLOSED;
    private static final int ATTACH_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + ShmAttachRequestEncoder.BLOCK_LENGTH;
    private static final int DETACH_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + ShmDetachRequestEncoder.BLOCK_LENGTH;
    private static final int KEEPALIVE_LENGTH =
        MessageHeaderEncoder.ENCODED_LENGTH + ShmLeaseKeepaliveEncoder.BLOCK_LENGTH;

    private final BufferClaim claim = new BufferClaim();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ShmAttachRequestEncoder attachRequest = new ShmAttachRequestEncoder();
    private final ShmDetachRequestEncoder detachRequest = new ShmDetachRequestEncoder();
    private final ShmLeaseKeepaliveEncoder keepalive = new ShmLeaseKeepaliveEncoder();
    private Claimer claimer = CLOSED;
    private long lastResult;

    /**
     * Send by another publication from now on.
     *
     * @param claimer of the publication.
     */
    void connect(final Claimer claimer)
    {
        this.claimer = claimer;
    }

    /**
     * There is no publication any more.
     */
    void disconnect()
    {
        claimer = CLOSED;
    }

    boolean isConnected()
    {
        return CLOSED != claimer;
    }

    boolean attach(
        final long correlationId, final AttachOptions options, final long clientId, final long desiredNodeId)
    {
        if (!tryClaim(ATTACH_LENGTH))
        {
            return false;
        }

        attachRequest
            .wrapAndApplyHeader(claim.buffer(), claim.offset(), header)
            .correlationId(correlationId)
            .streamId(options.streamId())
            .clientId(clientId)
            .role(options.role())
            .expectedLayoutVersion(options.expectedLayoutVersion())
            .publishMode(options.publishMode())
            .requireHugepages(options.hugepages())
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
        lastResult = claimer.tryClaim(length, claim);

        return lastResult > 0;
    }

    /**
     * What is needed of a publication: {@link ExclusivePublication#tryClaim(int, BufferClaim)}.
     */
    @FunctionalInterface
    interface Claimer
    {
        long tryClaim(int length, BufferClaim claim);
    }
}
