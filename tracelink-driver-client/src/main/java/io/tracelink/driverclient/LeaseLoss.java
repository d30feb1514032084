package io.tracelink.driverclient;

/**
 * Why a lease that was held is no more. In every case its regions must not be used from then on and the client asks
 * again by itself.
 */
public enum LeaseLoss
{
    /**
     * The driver revoked it.
     */
    REVOKED,

    /**
     * Its deadline passed while the agent was not run, so the driver may have given it to somebody else.
     */
    EXPIRED,

    /**
     * No keepalive could be sent until shortly before the deadline.
     */
    KEEPALIVE_FAILED,

    /**
     * The driver said that it leaves.
     */
    DRIVER_SHUTDOWN,

    /**
     * The driver announced a later epoch of the stream, so the lease is not the current one.
     */
    STALE_EPOCH,

    /**
     * Another driver, or another run of it, announced a later epoch of the stream.
     */
    DRIVER_RESTARTED,

    /**
     * The media driver is gone, and the Aeron client with it. The client asks again once it has another, see
     * {@link DriverClient#reconnect}.
     */
    MEDIA_DRIVER_GONE
}
