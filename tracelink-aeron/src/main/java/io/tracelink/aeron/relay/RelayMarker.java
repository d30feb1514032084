package io.tracelink.aeron.relay;

/**
 * What a relay writes into the reserved value of the data frames that it puts on a stream: through how many relays the
 * message has passed, and from which media driver it came at first. It is part of the frame, not of the message, so the
 * bytes that a reader gets stay as they were.
 * <pre>
 *   63                 40 39     32 31               0
 *  +---------------------+---------+------------------+
 *  | magic "TLR"         | hops    | origin           |
 *  +---------------------+---------+------------------+
 * </pre>
 * A relay passes over what has passed as many relays as may be, and what came from its own media driver. So a message
 * ends after a few hops whatever the relays are wired to, without any agreement between them.
 */
public final class RelayMarker
{
    /**
     * The most hops that a marker holds.
     */
    public static final int MAX_HOPS = 0xFF;

    private static final long MAGIC = 0x544C52L;
    private static final int MAGIC_SHIFT = 40;
    private static final int HOPS_SHIFT = 32;
    private static final long ORIGIN_MASK = 0xFFFF_FFFFL;

    private RelayMarker()
    {
    }

    /**
     * The reserved value of a message that a relay puts on a stream.
     *
     * @param hops   relays that it has passed, this one included: 1..{@link #MAX_HOPS}.
     * @param origin of the message: uint32.
     * @return the reserved value.
     */
    public static long marker(final int hops, final long origin)
    {
        return (MAGIC << MAGIC_SHIFT) | ((long)(hops & MAX_HOPS) << HOPS_SHIFT) | (origin & ORIGIN_MASK);
    }

    /**
     * Did a relay put a message on the stream?
     *
     * @param reservedValue of the message's (first) data frame.
     * @return true if it did.
     */
    public static boolean isMarked(final long reservedValue)
    {
        return MAGIC == reservedValue >>> MAGIC_SHIFT;
    }

    /**
     * How many relays a message has passed.
     *
     * @param reservedValue of the message's (first) data frame.
     * @return 0 if no relay put it there, else 1..{@link #MAX_HOPS}.
     */
    public static int hops(final long reservedValue)
    {
        return isMarked(reservedValue) ? (int)(reservedValue >>> HOPS_SHIFT) & MAX_HOPS : 0;
    }

    /**
     * From which media driver a message came at first.
     *
     * @param reservedValue of the message's (first) data frame, which {@link #isMarked}.
     * @return the origin: uint32.
     */
    public static long origin(final long reservedValue)
    {
        return reservedValue & ORIGIN_MASK;
    }
}
