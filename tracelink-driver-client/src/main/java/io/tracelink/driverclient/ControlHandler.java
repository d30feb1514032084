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
     * Is this the answer to a request of ours, and not one that was answered already?
     *
     * @param correlationId of an attach response.
     * @param sessionId     of the driver.
     * @return false to pass over it.
     */
    boolean isAttachExpected(long correlationId, int sessionId);

    void onAttachResponse(AttachResponseReader response, int sessionId);

    boolean onDetachResponse(long correlationId);

    /**
     * Is this lease ours?
     *
     * @param leaseId  of a revocation.
     * @param streamId of a revocation.
     * @param clientId of a revocation.
     * @param role     of a revocation.
     * @return false to pass over it.
     */
    boolean isRevocationExpected(long leaseId, long streamId, long clientId, Role role);

    void onLeaseRevoked(
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

    /**
     * A stream was announced that is of no interest itself.
     *
     * @param sessionId of the driver.
     */
    void onOtherAnnounce(int sessionId);
}
