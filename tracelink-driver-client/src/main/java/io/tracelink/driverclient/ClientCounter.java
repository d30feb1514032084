package io.tracelink.driverclient;

/**
 * What a {@link DriverClient} counts. Counters are Aeron's, with the type ids of the driver client, 1100 to 1199.
 */
public enum ClientCounter
{
    /**
     * Leases that were granted, re-attaches included.
     */
    ATTACHES(1100, "leases attached"),

    /**
     * Attach requests that were refused, unanswered or could not be sent.
     */
    ATTACH_FAILURES(1101, "attach failures"),

    /**
     * Answers and announces of a driver that broke the protocol.
     */
    PROTOCOL_ERRORS(1102, "protocol errors"),

    /**
     * Leases that were held and lost.
     */
    LEASES_LOST(1103, "leases lost"),

    /**
     * Keepalives sent.
     */
    KEEPALIVES(1104, "keepalives sent"),

    /**
     * Keepalives that could not be sent at the first attempt.
     */
    KEEPALIVES_DELAYED(1105, "keepalives delayed"),

    /**
     * Times that a driver fell silent.
     */
    DRIVER_SILENCES(1106, "driver silences"),

    /**
     * Leases given back that were granted too late or against the protocol.
     */
    LEASES_RETURNED(1107, "leases returned unused"),

    /**
     * Control messages with lengths that lie or unknown enum values.
     */
    MALFORMED_MESSAGES(1108, "malformed messages"),

    /**
     * Control messages of a schema version above ours.
     */
    UNSUPPORTED_MESSAGES(1109, "unsupported messages"),

    /**
     * Messages on the control stream that are not for this client.
     */
    OTHER_MESSAGES(1110, "messages for others"),

    /**
     * Attach requests upon which the driver did not give the node ID that must be kept. Nothing is minted meanwhile.
     */
    NODE_IDS_WITHHELD(1111, "node ids withheld");

    private static final int FIRST_TYPE_ID = 1100;

    private final int typeId;
    private final String label;

    ClientCounter(final int typeId, final String label)
    {
        this.typeId = typeId;
        this.label = label;
    }

    /**
     * Type id of the Aeron counter.
     *
     * @return type id.
     */
    public int typeId()
    {
        return typeId;
    }

    /**
     * What is counted.
     *
     * @return label of the Aeron counter.
     */
    public String label()
    {
        return "tracelink driver client: " + label;
    }

    /**
     * Place among the counters.
     *
     * @return 0 up to the number of counters - 1.
     */
    int index()
    {
        return typeId - FIRST_TYPE_ID;
    }
}
