package io.tracelink.driver;

import io.aeron.Aeron;
import org.agrona.CloseHelper;

import java.util.ArrayList;
import java.util.List;

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

    /**
     * Type id of the number of streams that exist now.
     */
    public static final int STREAMS_TYPE_ID = 1208;

    /**
     * Type id of the number of node IDs that leases have now.
     */
    public static final int NODE_IDS_TYPE_ID = 1209;

    /**
     * Type id of the number of node IDs that are held back because they were in use when the run before ended.
     */
    public static final int HELD_NODE_IDS_TYPE_ID = 1210;

    /**
     * Type id of the epochs that came into force.
     */
    public static final int EPOCHS_TYPE_ID = 1211;

    /**
     * Type id of the leases that {@link ShmDriver#revoke(long)} took away.
     */
    public static final int REVOCATIONS_TYPE_ID = 1212;

    private final List<DriverCounter> counters = new ArrayList<>();
    private final DriverCounter leases;
    private final DriverCounter attaches;
    private final DriverCounter rejects;
    private final DriverCounter expiries;
    private final DriverCounter badMessages;
    private final DriverCounter announces;
    private final DriverCounter droppedSends;
    private final DriverCounter regionFailures;
    private final DriverCounter streams;
    private final DriverCounter nodeIds;
    private final DriverCounter heldNodeIds;
    private final DriverCounter epochs;
    private final DriverCounter revocations;

    DriverCounters(final Aeron aeron, final String instanceId)
    {
        try
        {
            leases = add(aeron, LEASES_TYPE_ID, "leases", instanceId);
            attaches = add(aeron, ATTACHES_TYPE_ID, "attaches", instanceId);
            rejects = add(aeron, REJECTS_TYPE_ID, "rejects", instanceId);
            expiries = add(aeron, EXPIRIES_TYPE_ID, "expiries", instanceId);
            badMessages = add(aeron, BAD_MESSAGES_TYPE_ID, "bad messages", instanceId);
            announces = add(aeron, ANNOUNCES_TYPE_ID, "announces", instanceId);
            droppedSends = add(aeron, DROPPED_SENDS_TYPE_ID, "dropped sends", instanceId);
            regionFailures = add(aeron, REGION_FAILURES_TYPE_ID, "region failures", instanceId);
            streams = add(aeron, STREAMS_TYPE_ID, "streams", instanceId);
            nodeIds = add(aeron, NODE_IDS_TYPE_ID, "node ids", instanceId);
            heldNodeIds = add(aeron, HELD_NODE_IDS_TYPE_ID, "held node ids", instanceId);
            epochs = add(aeron, EPOCHS_TYPE_ID, "epochs", instanceId);
            revocations = add(aeron, REVOCATIONS_TYPE_ID, "revocations", instanceId);
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietCloseAll(counters);
            throw ex;
        }
    }

    DriverCounter leases()
    {
        return leases;
    }

    DriverCounter attaches()
    {
        return attaches;
    }

    DriverCounter rejects()
    {
        return rejects;
    }

    DriverCounter expiries()
    {
        return expiries;
    }

    DriverCounter badMessages()
    {
        return badMessages;
    }

    DriverCounter announces()
    {
        return announces;
    }

    DriverCounter droppedSends()
    {
        return droppedSends;
    }

    DriverCounter regionFailures()
    {
        return regionFailures;
    }

    DriverCounter streams()
    {
        return streams;
    }

    DriverCounter nodeIds()
    {
        return nodeIds;
    }

    DriverCounter heldNodeIds()
    {
        return heldNodeIds;
    }

    DriverCounter epochs()
    {
        return epochs;
    }

    DriverCounter revocations()
    {
        return revocations;
    }

    void close()
    {
        CloseHelper.closeAll(counters);
    }

    private DriverCounter add(final Aeron aeron, final int typeId, final String name, final String instanceId)
    {
        final DriverCounter counter =
            new DriverCounter(aeron.addCounter(typeId, "shm-driver " + name + " - " + instanceId));
        counters.add(counter);
        return counter;
    }
}
