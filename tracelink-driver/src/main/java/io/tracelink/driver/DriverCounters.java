package io.tracelink.driver;

import io.aeron.Aeron;
import io.aeron.Counter;
import org.agrona.CloseHelper;

/**
 * The Aeron counters in which a driver shows its state; AeronStat prints them by label. Written by the conductor alone.
 */
public final class DriverCounters
{
    /**
     * Type id of the number of leases that are held now.
     */
    public static final int LEASES_TYPE_ID = 1200;

    /**
     * Type id of the attaches that were granted.
     */
    public static final int ATTACHES_TYPE_ID = 1201;

    /**
     * Type id of the requests that were refused, whatever the code of the answer.
     */
    public static final int REJECTS_TYPE_ID = 1202;

    /**
     * Type id of the leases that ended because keepalives stayed away.
     */
    public static final int EXPIRIES_TYPE_ID = 1203;

    /**
     * Type id of the messages on the control stream that were skipped because they are malformed.
     */
    public static final int BAD_MESSAGES_TYPE_ID = 1204;

    /**
     * Type id of the announces that were sent.
     */
    public static final int ANNOUNCES_TYPE_ID = 1205;

    /**
     * Type id of the messages that were dropped because a stream took none for too long.
     */
    public static final int DROPPED_SENDS_TYPE_ID = 1206;

    /**
     * Type id of the failures to create or remove regions.
     */
    public static final int REGION_FAILURES_TYPE_ID = 1207;

    private final Counter leases;
    private final Counter attaches;
    private final Counter rejects;
    private final Counter expiries;
    private final Counter badMessages;
    private final Counter announces;
    private final Counter droppedSends;
    private final Counter regionFailures;

    DriverCounters(final Aeron aeron, final String instanceId)
    {
        leases = add(aeron, LEASES_TYPE_ID, "leases", instanceId);
        attaches = add(aeron, ATTACHES_TYPE_ID, "attaches", instanceId);
        rejects = add(aeron, REJECTS_TYPE_ID, "rejects", instanceId);
        expiries = add(aeron, EXPIRIES_TYPE_ID, "expiries", instanceId);
        badMessages = add(aeron, BAD_MESSAGES_TYPE_ID, "bad messages", instanceId);
        announces = add(aeron, ANNOUNCES_TYPE_ID, "announces", instanceId);
        droppedSends = add(aeron, DROPPED_SENDS_TYPE_ID, "dropped sends", instanceId);
        regionFailures = add(aeron, REGION_FAILURES_TYPE_ID, "region failures", instanceId);
    }

    Counter leases()
    {
        return leases;
    }

    Counter attaches()
    {
        return attaches;
    }

    Counter rejects()
    {
        return rejects;
    }

    Counter expiries()
    {
        return expiries;
    }

    Counter badMessages()
    {
        return badMessages;
    }

    Counter announces()
    {
        return announces;
    }

    Counter droppedSends()
    {
        return droppedSends;
    }

    Counter regionFailures()
    {
        return regionFailures;
    }

    void close()
    {
        CloseHelper.closeAll(
            leases, attaches, rejects, expiries, badMessages, announces, droppedSends, regionFailures);
    }

    private static Counter add(final Aeron aeron, final int typeId, final String name, final String instanceId)
    {
        return aeron.addCounter(typeId, "shm-driver " + name + " - " + instanceId);
    }
}
