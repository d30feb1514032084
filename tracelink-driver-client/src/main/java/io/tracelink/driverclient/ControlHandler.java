package io.tracelink.driverclient;

import io.tracelink.schema.driver.LeaseRevokeReason;
import io.tracelink.schema.driver.Role;
import io.tracelink.schema.driver.ShutdownReason;

/**
 * Takes what a driver says, once it passed every check that needs no knowledge of a lease.
 */
interface ControlHandler
{
    /**
     * Does somebody wait for this answer?
     *
     * @param correlationId of an attach response.
     * @return false to pass over it.
     */
    boolean isAttachExpected(long correlationId);

    void onAttachResponse(AttachResponseReader response, int sessionId);

    boolean onDetachResponse(long correlationId);

    boolean onLeaseRevoked(
        long leaseId, long streamId, long clientId, Role role, LeaseRevokeReason reason, String message);

    void onDriverShutdown(ShutdownReason reason, String message);

    /**
     * Is this stream of interest?
     *
     * @param streamId of an announce.
     * @return false to pass over it.
     */
    boolean isAnnounceExpected(long streamId);

    void onPoolAnnounce(PoolAnnounceReader announce, int sessionId);
}
