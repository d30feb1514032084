package io.tracelink.driverclient;

import io.tracelink.core.MessageHeaderFlyweight;
import io.tracelink.schema.driver.ResponseCode;
import io.tracelink.schema.driver.ShmAttachResponseDecoder;
import org.agrona.DirectBuffer;

/**
 * A ShmAttachResponse whose lengths were checked. Valid until the message's buffer is used again.
 */
final class AttachResponseReader
{
    private final ShmAttachResponseDecoder decoder = new ShmAttachResponseDecoder();
    private final RegionListReader regions = new RegionListReader();
    private DirectBuffer buffer;
    private int errorMessagePosition;

    /**
     * Read from a message that went through the gate.
     *
     * @param buffer that holds the message.
     * @param offset of the message header.
     * @param length of the message.
     * @return false if a length lies or the code is unknown.
     */
    boolean wrap(final DirectBuffer buffer, final int offset, final int length)
    {
        final int blockLength = MessageHeaderFlyweight.blockLength(buffer, offset);
        final int block = offset + MessageHeaderFlyweight.LENGTH;
        final int end = offset + length;

        this.buffer = buffer;
        decoder.wrap(buffer, block, blockLength, MessageHeaderFlyweight.version(buffer, offset));
        errorMessagePosition = regions.wrap(buffer, block + blockLength, end);

        return ControlText.TRUNCATED != errorMessagePosition &&
            ControlText.TRUNCATED != ControlText.skip(buffer, errorMessagePosition, end) &&
            ControlEnums.isKnown(decoder.code());
    }

    long correlationId()
    {
        return decoder.correlationId();
    }

    ResponseCode code()
    {
        return decoder.code();
    }

    long leaseId()
    {
        return decoder.leaseId();
    }

    boolean hasLeaseId()
    {
        return ShmAttachResponseDecoder.leaseIdNullValue() != decoder.leaseId();
    }

    long leaseExpiryTimestampNs()
    {
        return decoder.leaseExpiryTimestampNs();
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

    long nodeId()
    {
        return decoder.nodeId();
    }

    RegionListReader regions()
    {
        return regions;
    }

    String errorMessage()
    {
        return ControlText.message(buffer, errorMessagePosition);
    }
}
