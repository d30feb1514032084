package io.tracelink.driver;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.tracelink.schema.driver.HugepagesPolicy;
import io.tracelink.schema.driver.MessageHeaderDecoder;
import io.tracelink.schema.driver.PublishMode;
import io.tracelink.schema.driver.Role;
import io.tracelink.schema.driver.ShmAttachRequestDecoder;
import io.tracelink.schema.driver.ShmAttachResponseDecoder;
import io.tracelink.schema.driver.ShmDetachRequestDecoder;
import io.tracelink.schema.driver.ShmDetachResponseDecoder;
import io.tracelink.schema.driver.ShmDriverShutdownDecoder;
import io.tracelink.schema.driver.ShmDriverShutdownRequestDecoder;
import io.tracelink.schema.driver.ShmLeaseKeepaliveDecoder;
import io.tracelink.schema.driver.ShmLeaseRevokedDecoder;
import io.tracelink.schema.driver.ShutdownReason;
import org.agrona.DirectBuffer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Lets the requests of clients through from a control stream on which everybody speaks (Driver Model §4).
 * <p>
 * Messages of other schemas of the family and answers of drivers pass by. Anything else that is no whole, known request
 * is counted and skipped: other schemas, unknown templates, later versions, wrong block lengths, missing bytes, unknown
 * enum values and lengths that lie. Nothing is thrown and nothing is read outside the message. Allocates nothing.
 */
final class RequestGate implements FragmentHandler
{
    private static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int LENGTH_LENGTH = ShmDriverShutdownRequestDecoder.tokenHeaderLength();
    private static final int WIRE_SCHEMA_ID = 900;
    private static final int TRACELINK_SCHEMA_ID = 904;

    private final RequestHandler handler;
    private final DriverCounter badMessages;
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final ShmAttachRequestDecoder attach = new ShmAttachRequestDecoder();
    private final ShmDetachRequestDecoder detach = new ShmDetachRequestDecoder();
    private final ShmLeaseKeepaliveDecoder keepalive = new ShmLeaseKeepaliveDecoder();
    private final ShmDriverShutdownRequestDecoder shutdown = new ShmDriverShutdownRequestDecoder();

    RequestGate(final RequestHandler handler, final DriverCounter badMessages)
    {
        this.handler = handler;
        this.badMessages = badMessages;
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        onMessage(buffer, offset, length);
    }

    void onMessage(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < HEADER_LENGTH || !isTaken(buffer, offset, length))
        {
            badMessages.increment();
        }
    }

    private boolean isTaken(final DirectBuffer buffer, final int offset, final int length)
    {
        messageHeader.wrap(buffer, offset);
        final int schemaId = messageHeader.schemaId();
        if (schemaId != MessageHeaderDecoder.SCHEMA_ID)
        {
            return schemaId == WIRE_SCHEMA_ID || schemaId == TRACELINK_SCHEMA_ID;
        }

        final int version = messageHeader.version();
        if (version > MessageHeaderDecoder.SCHEMA_VERSION)
        {
            return false;
        }

        final int body = offset + HEADER_LENGTH;
        final int bodyLength = length - HEADER_LENGTH;
        return switch (messageHeader.templateId())
        {
            case ShmAttachRequestDecoder.TEMPLATE_ID -> isAttach(buffer, body, bodyLength, version);
            case ShmDetachRequestDecoder.TEMPLATE_ID -> isDetach(buffer, body, bodyLength, version);
            case ShmLeaseKeepaliveDecoder.TEMPLATE_ID -> isKeepalive(buffer, body, bodyLength, version);
            case ShmDriverShutdownRequestDecoder.TEMPLATE_ID -> isShutdown(buffer, body, bodyLength, version);
            case ShmAttachResponseDecoder.TEMPLATE_ID, ShmDetachResponseDecoder.TEMPLATE_ID,
                ShmLeaseRevokedDecoder.TEMPLATE_ID, ShmDriverShutdownDecoder.TEMPLATE_ID -> true;
            default -> false;
        };
    }

    private boolean isAttach(final DirectBuffer buffer, final int offset, final int length, final int version)
    {
        if (!isBlock(ShmAttachRequestDecoder.BLOCK_LENGTH, length))
        {
            return false;
        }

        attach.wrap(buffer, offset, ShmAttachRequestDecoder.BLOCK_LENGTH, version);
        if (!isKnown(attach.role()) ||
            attach.publishMode() == PublishMode.SBE_UNKNOWN ||
            attach.requireHugepages() == HugepagesPolicy.SBE_UNKNOWN ||
            attach.requireHugepages() == HugepagesPolicy.NULL_VAL)
        {
            return false;
        }

        handler.onAttach(attach);
        return true;
    }

    private boolean isDetach(final DirectBuffer buffer, final int offset, final int length, final int version)
    {
        if (!isBlock(ShmDetachRequestDecoder.BLOCK_LENGTH, length))
        {
            return false;
        }

        detach.wrap(buffer, offset, ShmDetachRequestDecoder.BLOCK_LENGTH, version);
        if (!isKnown(detach.role()))
        {
            return false;
        }

        handler.onDetach(detach);
        return true;
    }

    private boolean isKeepalive(final DirectBuffer buffer, final int offset, final int length, final int version)
    {
        if (!isBlock(ShmLeaseKeepaliveDecoder.BLOCK_LENGTH, length))
        {
            return false;
        }

        keepalive.wrap(buffer, offset, ShmLeaseKeepaliveDecoder.BLOCK_LENGTH, version);
        if (!isKnown(keepalive.role()))
        {
            return false;
        }

        handler.onKeepalive(keepalive);
        return true;
    }

    private boolean isShutdown(final DirectBuffer buffer, final int offset, final int length, final int version)
    {
        if (!isBlock(ShmDriverShutdownRequestDecoder.BLOCK_LENGTH, length))
        {
            return false;
        }

        shutdown.wrap(buffer, offset, ShmDriverShutdownRequestDecoder.BLOCK_LENGTH, version);
        final ShutdownReason reason = shutdown.reason();
        final int end = offset + length;
        final int token = offset + ShmDriverShutdownRequestDecoder.BLOCK_LENGTH;
        final int errorMessage = endOfVarData(buffer, token, end);
        if (reason == ShutdownReason.SBE_UNKNOWN || reason == ShutdownReason.NULL_VAL ||
            errorMessage < 0 || endOfVarData(buffer, errorMessage, end) < 0)
        {
            return false;
        }

        final int tokenOffset = token + LENGTH_LENGTH;
        handler.onShutdownRequest(reason, buffer, tokenOffset, errorMessage - tokenOffset);
        return true;
    }

    private boolean isBlock(final int blockLength, final int length)
    {
        return messageHeader.blockLength() == blockLength && length >= blockLength;
    }

    private static boolean isKnown(final Role role)
    {
        return role == Role.PRODUCER || role == Role.CONSUMER;
    }

    /**
     * Where a var data field ends.
     *
     * @param buffer of the message.
     * @param offset of the field.
     * @param end    of the message.
     * @return the offset behind the field, or -1 when it does not lie within the message.
     */
    private static int endOfVarData(final DirectBuffer buffer, final int offset, final int end)
    {
        if (end - offset < LENGTH_LENGTH)
        {
            return -1;
        }

        final long length = buffer.getInt(offset, LITTLE_ENDIAN) & 0xFFFF_FFFFL;
        final long fieldEnd = offset + LENGTH_LENGTH + length;
        return fieldEnd <= end ? (int)fieldEnd : -1;
    }
}
