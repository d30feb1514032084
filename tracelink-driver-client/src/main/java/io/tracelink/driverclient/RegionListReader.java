package io.tracelink.driverclient;

import org.agrona.DirectBuffer;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The payload pools and the header region that ShmAttachResponse and ShmPoolAnnounce have in common: a group whose
 * entries end with a URI, then the URI of the header ring. Every length is checked by {@link #wrap} before anything is
 * believed.
 */
final class RegionListReader
{
    private static final int GROUP_HEADER_LENGTH = 4;
    private static final int POOL_BLOCK_LENGTH = 10;
    private static final int POOL_ID_OFFSET = 0;
    private static final int POOL_NSLOTS_OFFSET = 2;
    private static final int STRIDE_BYTES_OFFSET = 6;

    private DirectBuffer buffer;
    private int poolBlockLength;
    private int poolCount;
    private int poolsPosition;
    private int headerUriPosition;

    /**
     * Read from a message.
     *
     * @param buffer   that holds the message.
     * @param position of the group.
     * @param end      of the message.
     * @return the position behind the URI of the header ring, or {@link ControlText#TRUNCATED} if a length lies.
     */
    int wrap(final DirectBuffer buffer, final int position, final int end)
    {
        if (end - position < GROUP_HEADER_LENGTH)
        {
            return ControlText.TRUNCATED;
        }

        this.buffer = buffer;
        poolBlockLength = buffer.getShort(position, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        poolCount = buffer.getShort(position + 2, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        poolsPosition = position + GROUP_HEADER_LENGTH;
        if (poolCount > 0 && poolBlockLength < POOL_BLOCK_LENGTH)
        {
            return ControlText.TRUNCATED;
        }

        int next = poolsPosition;
        for (int i = 0; i < poolCount; i++)
        {
            if (end - next < poolBlockLength)
            {
                return ControlText.TRUNCATED;
            }

            next = ControlText.skip(buffer, next + poolBlockLength, end);
            if (ControlText.TRUNCATED == next)
            {
                return ControlText.TRUNCATED;
            }
        }

        headerUriPosition = next;
        return ControlText.skip(buffer, headerUriPosition, end);
    }

    /**
     * The pools.
     *
     * @return the pools, maybe none.
     * @throws IllegalArgumentException if a URI is refused.
     */
    List<PayloadPool> pools()
    {
        final List<PayloadPool> pools = new ArrayList<>();
        int position = poolsPosition;
        for (int i = 0; i < poolCount; i++)
        {
            final int uriPosition = position + poolBlockLength;
            pools.add(new PayloadPool(
                buffer.getShort(position + POOL_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF,
                buffer.getInt(position + POOL_NSLOTS_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL,
                buffer.getInt(position + STRIDE_BYTES_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL,
                uri(uriPosition)));
            position = ControlText.skip(buffer, uriPosition, buffer.capacity());
        }

        return pools;
    }

    /**
     * Where the header ring lies.
     *
     * @return the URI.
     * @throws IllegalArgumentException if it is refused.
     */
    RegionUri headerRegionUri()
    {
        return uri(headerUriPosition);
    }

    private RegionUri uri(final int position)
    {
        return RegionUri.parse(ControlText.text(buffer, position, RegionUri.MAX_LENGTH + 1));
    }
}
