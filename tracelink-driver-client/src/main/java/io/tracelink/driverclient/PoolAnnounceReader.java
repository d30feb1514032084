package io.tracelink.driverclient;

import io.tracelink.core.MessageHeaderFlyweight;
import io.tracelink.schema.wire.ClockDomain;
import io.tracelink.schema.wire.ShmPoolAnnounceDecoder;
import org.agrona.DirectBuffer;

/**
 * A ShmPoolAnnounce whose lengths were checked. Valid until the message's buffer is used again.
 */
final class PoolAnnounceReader
{
    private static final long MAX_EPOCH = -1;

    private final ShmPoolAnnounceDecoder decoder = new ShmPoolAnnounceDecoder();
    private final RegionListReader regions = new RegionListReader();

    /**
     * Read from a message that went through the gate.
     *
     * @param buffer that holds the message.
     * @param offset of the message header.
     * @param length of the message.
     * @return false if a length lies, the clock domain is unknown, or the epoch is the one that means none.
     */
    boolean wrap(final DirectBuffer buffer, final int offset, final int length)
    {
        final int blockLength = MessageHeaderFlyweight.blockLength(buffer, offset);
        final int block = offset + MessageHeaderFlyweight.LENGTH;

        decoder.wrap(buffer, block, blockLength, MessageHeaderFlyweight.version(buffer, offset));
        final ClockDomain clockDomain = decoder.announceClockDomain();

        return ControlText.TRUNCATED != regions.wrap(buffer, block + blockLength, offset + length) &&
            (ClockDomain.MONOTONIC == clockDomain || ClockDomain.REALTIME_SYNCED == clockDomain) &&
            MAX_EPOCH != decoder.epoch();
    }

    long streamId()
    {
        return decoder.streamId();
    }

    long epoch()
    {
        return decoder.epoch();
    }

    long layoutVersion()
    {
        return decoder.layoutVersion();
    }

    long headerNslots()
    {
        return decoder.headerNslots();
    }

    int headerSlotBytes()
    {
        return decoder.headerSlotBytes();
    }

    RegionListReader regions()
    {
        return regions;
    }
}
