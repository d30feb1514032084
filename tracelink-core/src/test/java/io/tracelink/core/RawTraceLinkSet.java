package io.tracelink.core;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Encodes a TraceLinkSet from the table of the protocol, with nothing of the code under test, and lies wherever it is
 * told to. Begins as the golden vector.
 */
final class RawTraceLinkSet
{
    int blockLength = 28;
    int templateId = 1;
    int schemaId = 904;
    int version = 1;
    long streamId = 7;
    long epoch = 9;
    long seq = 11;
    long traceId = 42;
    int entryLength = 8;
    int numInGroup = -1;
    long[] parents = {10, 20};
    int trailingBytes;

    /**
     * The bytes: blocks are as long as their lengths say, filled up with 0xAA.
     *
     * @return a new array.
     */
    byte[] bytes()
    {
        final int entryBytes = Math.max(entryLength, 0);
        final ByteBuffer buffer = ByteBuffer
            .allocate(8 + Math.max(blockLength, 28) + 4 + parents.length * Math.max(entryBytes, 8) + trailingBytes)
            .order(ByteOrder.LITTLE_ENDIAN);

        buffer.putShort((short)blockLength);
        buffer.putShort((short)templateId);
        buffer.putShort((short)schemaId);
        buffer.putShort((short)version);
        buffer.putInt((int)streamId);
        buffer.putLong(epoch);
        buffer.putLong(seq);
        buffer.putLong(traceId);
        fill(buffer, blockLength - 28);
        buffer.putShort((short)entryLength);
        buffer.putShort((short)(numInGroup < 0 ? parents.length : numInGroup));
        for (final long parent : parents)
        {
            buffer.putLong(parent);
            fill(buffer, entryLength - 8);
        }
        fill(buffer, trailingBytes);

        return buffer.array();
    }

    private static void fill(final ByteBuffer buffer, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            buffer.put((byte)0xAA);
        }
    }
}
