/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.driver;

import org.agrona.MutableDirectBuffer;
import org.agrona.DirectBuffer;


/**
 * The driver takes a lease back
 */
@SuppressWarnings("all")
public final class ShmLeaseRevokedDecoder
{
    public static final int BLOCK_LENGTH = 26;
    public static final int TEMPLATE_ID = 7;
    public static final int SCHEMA_ID = 901;
    public static final int SCHEMA_VERSION = 1;
    public static final String SEMANTIC_VERSION = "1.0";
    public static final java.nio.ByteOrder BYTE_ORDER = java.nio.ByteOrder.LITTLE_ENDIAN;

    private final ShmLeaseRevokedDecoder parentMessage = this;
    private DirectBuffer buffer;
    private int offset;
    private int limit;
    int actingBlockLength;
    int actingVersion;

    public int sbeBlockLength()
    {
        return BLOCK_LENGTH;
    }

    public int sbeTemplateId()
    {
        return TEMPLATE_ID;
    }

    public int sbeSchemaId()
    {
        return SCHEMA_ID;
    }

    public int sbeSchemaVersion()
    {
        return SCHEMA_VERSION;
    }

    public String sbeSemanticType()
    {
        return "";
    }

    public DirectBuffer buffer()
    {
        return buffer;
    }

    public int offset()
    {
        return offset;
    }

    public ShmLeaseRevokedDecoder wrap(
        final DirectBuffer buffer,
        final int offset,
        final int actingBlockLength,
        final int actingVersion)
    {
        if (buffer != this.buffer)
        {
            this.buffer = buffer;
        }
        this.offset = offset;
        this.actingBlockLength = actingBlockLength;
        this.actingVersion = actingVersion;
        limit(offset + actingBlockLength);

        return this;
    }

    public ShmLeaseRevokedDecoder wrapAndApplyHeader(
        final DirectBuffer buffer,
        final int offset,
        final MessageHeaderDecoder headerDecoder)
    {
        headerDecoder.wrap(buffer, offset);

        final int templateId = headerDecoder.templateId();
        if (TEMPLATE_ID != templateId)
        {
            throw new IllegalStateException("Invalid TEMPLATE_ID: " + templateId);
        }

        return wrap(
            buffer,
            offset + MessageHeaderDecoder.ENCODED_LENGTH,
            headerDecoder.blockLength(),
            headerDecoder.version());
    }

    public ShmLeaseRevokedDecoder sbeRewind()
    {
        return wrap(buffer, offset, actingBlockLength, actingVersion);
    }

    public int sbeDecodedLength()
    {
        final int currentLimit = limit();
        sbeSkip();
        final int decodedLength = encodedLength();
        limit(currentLimit);

        return decodedLength;
    }

    public int actingVersion()
    {
        return actingVersion;
    }

    public int encodedLength()
    {
        return limit - offset;
    }

    public int limit()
    {
        return limit;
    }

    public void limit(final int limit)
    {
        this.limit = limit;
    }

    public static int timestampNsId()
    {
        return 1;
    }

    public static int timestampNsSinceVersion()
    {
        return 0;
    }

    public static int timestampNsEncodingOffset()
    {
        return 0;
    }

    public static int timestampNsEncodingLength()
    {
        return 8;
    }

    public static String timestampNsMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long timestampNsNullValue()
    {
        return 0xffffffffffffffffL;
    }

    public static long timestampNsMinValue()
    {
        return 0x0L;
    }

    public static long timestampNsMaxValue()
    {
        return 0xfffffffffffffffeL;
    }

    public long timestampNs()
    {
        return buffer.getLong(offset + 0, BYTE_ORDER);
    }


    public static int leaseIdId()
    {
        return 2;
    }

    public static int leaseIdSinceVersion()
    {
        return 0;
    }

    public static int leaseIdEncodingOffset()
    {
        return 8;
    }

    public static int leaseIdEncodingLength()
    {
        return 8;
    }

    public static String leaseIdMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long leaseIdNullValue()
    {
        return 0xffffffffffffffffL;
    }

    public static long leaseIdMinValue()
    {
        return 0x0L;
    }

    public static long leaseIdMaxValue()
    {
        return 0xfffffffffffffffeL;
    }

    public long leaseId()
    {
        return buffer.getLong(offset + 8, BYTE_ORDER);
    }


    public static int streamIdId()
    {
        return 3;
    }

    public static int streamIdSinceVersion()
    {
        return 0;
    }

    public static int streamIdEncodingOffset()
    {
        return 16;
    }

    public static int streamIdEncodingLength()
    {
        return 4;
    }

    public static String streamIdMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long streamIdNullValue()
    {
        return 4294967295L;
    }

    public static long streamIdMinValue()
    {
        return 0L;
    }

    public static long streamIdMaxValue()
    {
        return 4294967294L;
    }

    public long streamId()
    {
        return (buffer.getInt(offset + 16, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    public static int clientIdId()
    {
        return 4;
    }

    public static int clientIdSinceVersion()
    {
        return 0;
    }

    public static int clientIdEncodingOffset()
    {
        return 20;
    }

    public static int clientIdEncodingLength()
    {
        return 4;
    }

    public static String clientIdMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long clientIdNullValue()
    {
        return 4294967295L;
    }

    public static long clientIdMinValue()
    {
        return 0L;
    }

    public static long clientIdMaxValue()
    {
        return 4294967294L;
    }

    public long clientId()
    {
        return (buffer.getInt(offset + 20, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    public static int roleId()
    {
        return 5;
    }

    public static int roleSinceVersion()
    {
        return 0;
    }

    public static int roleEncodingOffset()
    {
        return 24;
    }

    public static int roleEncodingLength()
    {
        return 1;
    }

    public static String roleMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public short roleRaw()
    {
        return ((short)(buffer.getByte(offset + 24) & 0xFF));
    }

    public Role role()
    {
        return Role.get(((short)(buffer.getByte(offset + 24) & 0xFF)));
    }


    public static int reasonId()
    {
        return 6;
    }

    public static int reasonSinceVersion()
    {
        return 0;
    }

    public static int reasonEncodingOffset()
    {
        return 25;
    }

    public static int reasonEncodingLength()
    {
        return 1;
    }

    public static String reasonMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public short reasonRaw()
    {
        return ((short)(buffer.getByte(offset + 25) & 0xFF));
    }

    public LeaseRevokeReason reason()
    {
        return LeaseRevokeReason.get(((short)(buffer.getByte(offset + 25) & 0xFF)));
    }


    public static int errorMessageId()
    {
        return 7;
    }

    public static int errorMessageSinceVersion()
    {
        return 0;
    }

    public static String errorMessageCharacterEncoding()
    {
        return java.nio.charset.StandardCharsets.US_ASCII.name();
    }

    public static String errorMessageMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static int errorMessageHeaderLength()
    {
        return 4;
    }

    public int errorMessageLength()
    {
        final int limit = parentMessage.limit();
        return (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
    }

    public int skipErrorMessage()
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        final int dataOffset = limit + headerLength;
        parentMessage.limit(dataOffset + dataLength);

        return dataLength;
    }

    public int getErrorMessage(final MutableDirectBuffer dst, final int dstOffset, final int length)
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        final int bytesCopied = Math.min(length, dataLength);
        parentMessage.limit(limit + headerLength + dataLength);
        buffer.getBytes(limit + headerLength, dst, dstOffset, bytesCopied);

        return bytesCopied;
    }

    public int getErrorMessage(final byte[] dst, final int dstOffset, final int length)
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        final int bytesCopied = Math.min(length, dataLength);
        parentMessage.limit(limit + headerLength + dataLength);
        buffer.getBytes(limit + headerLength, dst, dstOffset, bytesCopied);

        return bytesCopied;
    }

    public void wrapErrorMessage(final DirectBuffer wrapBuffer)
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        parentMessage.limit(limit + headerLength + dataLength);
        wrapBuffer.wrap(buffer, limit + headerLength, dataLength);
    }

    public String errorMessage()
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        parentMessage.limit(limit + headerLength + dataLength);

        if (0 == dataLength)
        {
            return "";
        }

        final byte[] tmp = new byte[dataLength];
        buffer.getBytes(limit + headerLength, tmp, 0, dataLength);

        return new String(tmp, java.nio.charset.StandardCharsets.US_ASCII);
    }

    public int getErrorMessage(final Appendable appendable)
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        final int dataOffset = limit + headerLength;

        parentMessage.limit(dataOffset + dataLength);
        buffer.getStringWithoutLengthAscii(dataOffset, dataLength, appendable);

        return dataLength;
    }

    public String toString()
    {
        if (null == buffer)
        {
            return "";
        }

        final ShmLeaseRevokedDecoder decoder = new ShmLeaseRevokedDecoder();
        decoder.wrap(buffer, offset, actingBlockLength, actingVersion);

        return decoder.appendTo(new StringBuilder()).toString();
    }

    public StringBuilder appendTo(final StringBuilder builder)
    {
        if (null == buffer)
        {
            return builder;
        }

        final int originalLimit = limit();
        limit(offset + actingBlockLength);
        builder.append("[ShmLeaseRevoked](sbeTemplateId=");
        builder.append(TEMPLATE_ID);
        builder.append("|sbeSchemaId=");
        builder.append(SCHEMA_ID);
        builder.append("|sbeSchemaVersion=");
        if (parentMessage.actingVersion != SCHEMA_VERSION)
        {
            builder.append(parentMessage.actingVersion);
            builder.append('/');
        }
        builder.append(SCHEMA_VERSION);
        builder.append("|sbeBlockLength=");
        if (actingBlockLength != BLOCK_LENGTH)
        {
            builder.append(actingBlockLength);
            builder.append('/');
        }
        builder.append(BLOCK_LENGTH);
        builder.append("):");
        builder.append("timestampNs=");
        builder.append(this.timestampNs());
        builder.append('|');
        builder.append("leaseId=");
        builder.append(this.leaseId());
        builder.append('|');
        builder.append("streamId=");
        builder.append(this.streamId());
        builder.append('|');
        builder.append("clientId=");
        builder.append(this.clientId());
        builder.append('|');
        builder.append("role=");
        builder.append(this.role());
        builder.append('|');
        builder.append("reason=");
        builder.append(this.reason());
        builder.append('|');
        builder.append("errorMessage=");
        builder.append('\'');
        getErrorMessage(builder);
        builder.append('\'');

        limit(originalLimit);

        return builder;
    }
    
    public ShmLeaseRevokedDecoder sbeSkip()
    {
        sbeRewind();
        skipErrorMessage();

        return this;
    }
}
