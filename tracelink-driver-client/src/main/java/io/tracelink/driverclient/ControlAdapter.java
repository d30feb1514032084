package io.tracelink.driverclient;

import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.tracelink.core.MessageHeaderFlyweight;
import io.tracelink.core.MessageResult;
import io.tracelink.schema.driver.LeaseRevokeReason;
import io.tracelink.schema.driver.Role;
import io.tracelink.schema.driver.ShmAttachResponseDecoder;
import io.tracelink.schema.driver.ShmDetachResponseDecoder;
import io.tracelink.schema.driver.ShmDriverShutdownDecoder;
import io.tracelink.schema.driver.ShmLeaseRevokedDecoder;
import io.tracelink.schema.driver.ShutdownReason;
import io.tracelink.schema.wire.ShmPoolAnnounceDecoder;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * Reads the control stream: gates on schema, template and version, checks every length before it believes it, and
 * hands on what a driver says. Everything else, hostile bytes included, changes nothing but a counter.
 */
final class ControlAdapter implements FragmentHandler
{
    private static final int CORRELATION_ID_OFFSET =
        MessageHeaderFlyweight.LENGTH + ShmAttachResponseDecoder.correlationIdEncodingOffset();
    private static final int ANNOUNCE_STREAM_ID_OFFSET =
        MessageHeaderFlyweight.LENGTH + ShmPoolAnnounceDecoder.streamIdEncodingOffset();

    private final ControlHandler handler;
    private final ClientCounters counters;
    private final FragmentAssembler assembler = new FragmentAssembler(this);
    private final AttachResponseReader attachResponse = new AttachResponseReader();
    private final PoolAnnounceReader poolAnnounce = new PoolAnnounceReader();
    private final ShmDetachResponseDecoder detachResponse = new ShmDetachResponseDecoder();
    private final ShmLeaseRevokedDecoder leaseRevoked = new ShmLeaseRevokedDecoder();
    private final ShmDriverShutdownDecoder driverShutdown = new ShmDriverShutdownDecoder();

    ControlAdapter(final ControlHandler handler, final ClientCounters counters)
    {
        this.handler = handler;
        this.counters = counters;
    }

    int poll(final Subscription subscription, final int fragmentLimit)
    {
        return subscription.poll(assembler, fragmentLimit);
    }

    /**
     * A publisher left: what it left unfinished is forgotten.
     *
     * @param sessionId of the publisher.
     */
    void onSessionGone(final int sessionId)
    {
        assembler.freeSessionBuffer(sessionId);
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        onMessage(buffer, offset, length, header.sessionId());
    }

    void onMessage(final DirectBuffer buffer, final int offset, final int length, final int sessionId)
    {
        if (length < MessageHeaderFlyweight.LENGTH)
        {
            counters.increment(ClientCounter.MALFORMED_MESSAGES);
            return;
        }

        final int schemaId = MessageHeaderFlyweight.schemaId(buffer, offset);
        final int templateId = MessageHeaderFlyweight.templateId(buffer, offset);
        if (ShmAttachResponseDecoder.SCHEMA_ID == schemaId)
        {
            onDriverMessage(templateId, buffer, offset, length, sessionId);
        }
        else if (ShmPoolAnnounceDecoder.SCHEMA_ID == schemaId && ShmPoolAnnounceDecoder.TEMPLATE_ID == templateId)
        {
            onPoolAnnounce(buffer, offset, length, sessionId);
        }
        else
        {
            counters.increment(ClientCounter.OTHER_MESSAGES);
        }
    }

    private void onDriverMessage(
        final int templateId, final DirectBuffer buffer, final int offset, final int length, final int sessionId)
    {
        switch (templateId)
        {
            case ShmAttachResponseDecoder.TEMPLATE_ID -> onAttachResponse(buffer, offset, length, sessionId);
            case ShmDetachResponseDecoder.TEMPLATE_ID -> onDetachResponse(buffer, offset, length);
            case ShmLeaseRevokedDecoder.TEMPLATE_ID -> onLeaseRevoked(buffer, offset, length);
            case ShmDriverShutdownDecoder.TEMPLATE_ID -> onDriverShutdown(buffer, offset, length);
            default -> counters.increment(ClientCounter.OTHER_MESSAGES);
        }
    }

    private void onAttachResponse(
        final DirectBuffer buffer, final int offset, final int length, final int sessionId)
    {
        if (isRefused(
            buffer,
            offset,
            length,
            ShmAttachResponseDecoder.SCHEMA_ID,
            ShmAttachResponseDecoder.TEMPLATE_ID,
            ShmAttachResponseDecoder.SCHEMA_VERSION,
            ShmAttachResponseDecoder.BLOCK_LENGTH))
        {
            return;
        }

        if (!handler.isAttachExpected(
            buffer.getLong(offset + CORRELATION_ID_OFFSET, ByteOrder.LITTLE_ENDIAN), sessionId))
        {
            counters.increment(ClientCounter.OTHER_MESSAGES);
        }
        else if (attachResponse.wrap(buffer, offset, length))
        {
            handler.onAttachResponse(attachResponse, sessionId);
        }
        else
        {
            counters.increment(ClientCounter.MALFORMED_MESSAGES);
        }
    }

    private void onDetachResponse(final DirectBuffer buffer, final int offset, final int length)
    {
        if (isRefused(
            buffer,
            offset,
            length,
            ShmDetachResponseDecoder.SCHEMA_ID,
            ShmDetachResponseDecoder.TEMPLATE_ID,
            ShmDetachResponseDecoder.SCHEMA_VERSION,
            ShmDetachResponseDecoder.BLOCK_LENGTH))
        {
            return;
        }

        final int block = offset + MessageHeaderFlyweight.LENGTH;
        final int blockLength = MessageHeaderFlyweight.blockLength(buffer, offset);
        detachResponse.wrap(buffer, block, blockLength, MessageHeaderFlyweight.version(buffer, offset));
        if (!ControlEnums.isKnown(detachResponse.code()) ||
            ControlText.TRUNCATED == ControlText.skip(buffer, block + blockLength, offset + length))
        {
            counters.increment(ClientCounter.MALFORMED_MESSAGES);
        }
        else if (!handler.onDetachResponse(detachResponse.correlationId()))
        {
            counters.increment(ClientCounter.OTHER_MESSAGES);
        }
    }

    private void onLeaseRevoked(final DirectBuffer buffer, final int offset, final int length)
    {
        if (isRefused(
            buffer,
            offset,
            length,
            ShmLeaseRevokedDecoder.SCHEMA_ID,
            ShmLeaseRevokedDecoder.TEMPLATE_ID,
            ShmLeaseRevokedDecoder.SCHEMA_VERSION,
            ShmLeaseRevokedDecoder.BLOCK_LENGTH))
        {
            return;
        }

        final int block = offset + MessageHeaderFlyweight.LENGTH;
        final int blockLength = MessageHeaderFlyweight.blockLength(buffer, offset);
        leaseRevoked.wrap(buffer, block, blockLength, MessageHeaderFlyweight.version(buffer, offset));
        final Role role = leaseRevoked.role();
        final LeaseRevokeReason reason = leaseRevoked.reason();
        if (!ControlEnums.isKnown(role) || !ControlEnums.isKnown(reason) ||
            ControlText.TRUNCATED == ControlText.skip(buffer, block + blockLength, offset + length))
        {
            counters.increment(ClientCounter.MALFORMED_MESSAGES);
        }
        else if (handler.isRevocationExpected(
            leaseRevoked.leaseId(), leaseRevoked.streamId(), leaseRevoked.clientId(), role))
        {
            handler.onLeaseRevoked(
                leaseRevoked.leaseId(),
                leaseRevoked.streamId(),
                leaseRevoked.clientId(),
                role,
                reason,
                ControlText.message(buffer, block + blockLength));
        }
        else
        {
            counters.increment(ClientCounter.OTHER_MESSAGES);
        }
    }

    private void onDriverShutdown(final DirectBuffer buffer, final int offset, final int length)
    {
        if (isRefused(
            buffer,
            offset,
            length,
            ShmDriverShutdownDecoder.SCHEMA_ID,
            ShmDriverShutdownDecoder.TEMPLATE_ID,
            ShmDriverShutdownDecoder.SCHEMA_VERSION,
            ShmDriverShutdownDecoder.BLOCK_LENGTH))
        {
            return;
        }

        final int block = offset + MessageHeaderFlyweight.LENGTH;
        final int blockLength = MessageHeaderFlyweight.blockLength(buffer, offset);
        driverShutdown.wrap(buffer, block, blockLength, MessageHeaderFlyweight.version(buffer, offset));
        final ShutdownReason reason = driverShutdown.reason();
        if (!ControlEnums.isKnown(reason) ||
            ControlText.TRUNCATED == ControlText.skip(buffer, block + blockLength, offset + length))
        {
            counters.increment(ClientCounter.MALFORMED_MESSAGES);
        }
        else
        {
            handler.onDriverShutdown(reason, ControlText.message(buffer, block + blockLength));
        }
    }

    private void onPoolAnnounce(final DirectBuffer buffer, final int offset, final int length, final int sessionId)
    {
        if (isRefused(
            buffer,
            offset,
            length,
            ShmPoolAnnounceDecoder.SCHEMA_ID,
            ShmPoolAnnounceDecoder.TEMPLATE_ID,
            ShmPoolAnnounceDecoder.SCHEMA_VERSION,
            ShmPoolAnnounceDecoder.BLOCK_LENGTH))
        {
            return;
        }

        final boolean isExpected = handler.isAnnounceExpected(
            buffer.getInt(offset + ANNOUNCE_STREAM_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL);
        if (!poolAnnounce.wrap(buffer, offset, length))
        {
            counters.increment(ClientCounter.MALFORMED_MESSAGES);
        }
        else if (isExpected)
        {
            handler.onPoolAnnounce(poolAnnounce, sessionId);
        }
        else
        {
            counters.increment(ClientCounter.OTHER_MESSAGES);
            handler.onOtherAnnounce(sessionId);
        }
    }

    private boolean isRefused(
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final int schemaId,
        final int templateId,
        final int version,
        final int minBlockLength)
    {
        final int result = MessageHeaderFlyweight.gate(
            buffer, offset, length, schemaId, templateId, version, minBlockLength);
        if (MessageResult.OK == result)
        {
            return false;
        }

        counters.increment(MessageResult.NEWER_VERSION == result ?
            ClientCounter.UNSUPPORTED_MESSAGES : ClientCounter.MALFORMED_MESSAGES);

        return true;
    }
}
