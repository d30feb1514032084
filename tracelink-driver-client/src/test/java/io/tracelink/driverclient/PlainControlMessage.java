package io.tracelink.driverclient;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the protocol says about the bytes of a message on the control stream, for a client to which every answer and
 * every announce matters. Written from its tables, with nothing of the code under test.
 */
final class PlainControlMessage
{
    private static final int U16 = 0xFFFF;

    private final ByteBuffer message;

    PlainControlMessage(final byte[] message)
    {
        this.message = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * What becomes of a message.
     */
    enum Verdict
    {
        TAKEN, MALFORMED, UNSUPPORTED, OTHER
    }

    Verdict verdict()
    {
        if (message.limit() < 8)
        {
            return Verdict.MALFORMED;
        }

        return switch (u16(4))
        {
            case 900 -> 1 == u16(2) ? known(35) : Verdict.OTHER;
            case 901 -> switch (u16(2))
            {
                case 2 -> known(54);
                case 4 -> known(12);
                case 6 -> known(9);
                case 7 -> known(26);
                default -> Verdict.OTHER;
            };
            default -> Verdict.OTHER;
        };
    }

    private Verdict known(final int minBlockLength)
    {
        if (u16(6) > 1)
        {
            return Verdict.UNSUPPORTED;
        }

        final int body = 8 + u16(0);
        if (u16(0) < minBlockLength || message.limit() < body)
        {
            return Verdict.MALFORMED;
        }

        return isWhole(minBlockLength, body) ? Verdict.TAKEN : Verdict.MALFORMED;
    }

    private boolean isWhole(final int minBlockLength, final int body)
    {
        return switch (minBlockLength)
        {
            case 35 -> isOneOf(u8(8 + 24), 1, 2) && -1 != message.getLong(8 + 8) && 0 <= text(pools(body));
            case 54 -> isResponseCode(8 + 8) && 0 <= text(text(pools(body)));
            case 12 -> isResponseCode(8 + 8) && 0 <= text(body);
            case 9 -> u8(8 + 8) <= 2 && 0 <= text(body);
            default -> isOneOf(u8(8 + 24), 1, 2) && isOneOf(u8(8 + 25), 1, 2, 3) && 0 <= text(body);
        };
    }

    private boolean isResponseCode(final int offset)
    {
        return message.getInt(offset) >= 0 && message.getInt(offset) <= 4;
    }

    /**
     * Skip the pools.
     *
     * @param offset of the group.
     * @return the offset behind it, or -1.
     */
    private int pools(final int offset)
    {
        if (message.limit() - offset < 4)
        {
            return -1;
        }

        int next = offset + 4;
        for (int i = 0; i < u16(offset + 2); i++)
        {
            if (u16(offset) < 10 || message.limit() - next < u16(offset))
            {
                return -1;
            }

            next = text(next + u16(offset));
            if (next < 0)
            {
                return -1;
            }
        }

        return next;
    }

    /**
     * Skip a text.
     *
     * @param offset of its length, or -1.
     * @return the offset behind it, or -1.
     */
    private int text(final int offset)
    {
        if (offset < 0 || message.limit() - offset < 4)
        {
            return -1;
        }

        final long end = offset + 4 + (message.getInt(offset) & 0xFFFF_FFFFL);

        return end > message.limit() ? -1 : (int)end;
    }

    private int u8(final int offset)
    {
        return message.get(offset) & 0xFF;
    }

    private int u16(final int offset)
    {
        return message.getShort(offset) & U16;
    }

    private static boolean isOneOf(final int value, final int... known)
    {
        for (final int one : known)
        {
            if (one == value)
            {
                return true;
            }
        }

        return false;
    }
}
