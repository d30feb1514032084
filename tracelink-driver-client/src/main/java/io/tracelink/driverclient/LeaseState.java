package io.tracelink.driverclient;

/**
 * Where a lease is in its life (Driver Model §4).
 */
public enum LeaseState
{
    /**
     * Not asked for yet, or given back for good.
     */
    UNATTACHED,

    /**
     * Asked for; the driver has not answered.
     */
    ATTACHING,

    /**
     * Held: {@link Lease#grant()} is there and its regions may be used.
     */
    ATTACHED,

    /**
     * Being given back; the regions must not be used any more.
     */
    DETACHING,

    /**
     * Refused or lost; it will be asked for again after a delay.
     */
    BACKOFF
}
