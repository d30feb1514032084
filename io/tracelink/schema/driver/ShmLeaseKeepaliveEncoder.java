/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.driver;

import org.agrona.MutableDirectBuffer;


/**
 * A client keeps its lease alive
 */
@SuppressWarnings("all")
public final class ShmLeaseKeepaliveEncoder
{
    public static final int BLOCK_LENGTH = 25;
    public static final int TEMPLATE_ID = 5;
    public static final int SCHEMA_ID = 901;
    public static final int SCHEMA_VERSION = 1;
    public static final String SEMANTIC_VERSION = "1.0";
    public static final java.nio.ByteOrder BYTE_ORDER = java.nio.ByteOrder.LITTLE_ENDIAN;

    private final ShmLeaseKeepaliveEncoder parentMessage = this;
    private MutableDirectBuffer buffer;
    private int offset;
    private int limit;

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

    public MutableDirectBuffer buffer()
    {
        return buffer;
    }

    public int offset()
    {
        return offset;
    }

    public ShmLeaseKeepaliveEncoder wrap(final MutableDirectBuffer buffer, final int offset)
    {
        if (buffer != this.buffer)
        {
            this.buffer = buffer;
        }
        this.offset = offset;
        limit(offset + BLOCK_LENGTH);

        return this;
    }

    public ShmLeaseKeepaliveEncoder wrapAndApplyHeader(
        final MutableDirectBuffer buffer, final int offset, final MessageHeaderEncoder headerEncoder)
    {
        headerEncoder
            .wrap(buffer, offset)
            .blockLength(BLOCK_LENGTH)
            .templateId(TEMPLATE_ID)
            .schemaId(SCHEMA_ID)
            .version(SCHEMA_VERSION);

        return wrap(buffer, offset + MessageHeaderEncoder.ENCODED_LENGTH);
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

    public static int leaseIdId()
    {
        return 1;
    }

    public static int leaseIdSinceVersion()
    {
        return 0;
    }

    public static int leaseIdEncodingOffset()
    {
        return 0;
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

    public ShmLeaseKeepaliveEncoder leaseId(final long value)
    {
        buffer.putLong(offset + 0, value, BYTE_ORDER);
        return this;
    }


    public static int streamIdId()
    {
        return 2;
    }

    public static int streamIdSinceVersion()
    {
        return 0;
    }

    public static int streamIdEncodingOffset()
    {
        return 8;
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

    public ShmLeaseKeepaliveEncoder streamId(final long value)
    {
        buffer.putInt(offset + 8, (int)value, BYTE_ORDER);
        return this;
    }


    public static int clientIdId()
    {
        return 3;
    }

    public static int clientIdSinceVersion()
    {
        return 0;
    }

    public static int clientIdEncodingOffset()
    {
        return 12;
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

    public ShmLeaseKeepaliveEncoder clientId(final long value)
    {
        buffer.putInt(offset + 12, (int)value, BYTE_ORDER);
        return this;
    }


    public static int roleId()
    {
        return 4;
    }

    public static int roleSinceVersion()
    {
        return 0;
    }

    public static int roleEncodingOffset()
    {
        return 16;
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

    public ShmLeaseKeepaliveEncoder role(final Role value)
    {
        buffer.putByte(offset + 16, (byte)value.value());
        return this;
    }

    public static int clientTimestampNsId()
    {
        return 5;
    }

    public static int clientTimestampNsSinceVersion()
    {
        return 0;
    }

    public static int clientTimestampNsEncodingOffset()
    {
        return 17;
    }

    public static int clientTimestampNsEncodingLength()
    {
        return 8;
    }

    public static String clientTimestampNsMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long clientTimestampNsNullValue()
    {
        return 0xffffffffffffffffL;
    }

    public static long clientTimestampNsMinValue()
    {
        return 0x0L;
    }

    public static long clientTimestampNsMaxValue()
    {
        return 0xfffffffffffffffeL;
    }

    public ShmLeaseKeepaliveEncoder clientTimestampNs(final long value)
    {
        buffer.putLong(offset + 17, value, BYTE_ORDER);
        return this;
    }


    public String toString()
    {
        if (null == buffer)
        {
            return "";
        }

        return appendTo(new StringBuilder()).toString();
    }

    public StringBuilder appendTo(final StringBuilder builder)
    {
        if (null == buffer)
        {
            return builder;
        }

        final ShmLeaseKeepaliveDecoder decoder = new ShmLeaseKeepaliveDecoder();
        decoder.wrap(buffer, offset, BLOCK_LENGTH, SCHEMA_VERSION);

        return decoder.appendTo(builder);
    }
}
