/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.driver;

import org.agrona.MutableDirectBuffer;


/**
 * A client asks for a lease on a stream
 */
@SuppressWarnings("all")
public final class ShmAttachRequestEncoder
{
    public static final int BLOCK_LENGTH = 27;
    public static final int TEMPLATE_ID = 1;
    public static final int SCHEMA_ID = 901;
    public static final int SCHEMA_VERSION = 1;
    public static final String SEMANTIC_VERSION = "1.0";
    public static final java.nio.ByteOrder BYTE_ORDER = java.nio.ByteOrder.LITTLE_ENDIAN;

    private final ShmAttachRequestEncoder parentMessage = this;
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

    public ShmAttachRequestEncoder wrap(final MutableDirectBuffer buffer, final int offset)
    {
        if (buffer != this.buffer)
        {
            this.buffer = buffer;
        }
        this.offset = offset;
        limit(offset + BLOCK_LENGTH);

        return this;
    }

    public ShmAttachRequestEncoder wrapAndApplyHeader(
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

    public static int correlationIdId()
    {
        return 1;
    }

    public static int correlationIdSinceVersion()
    {
        return 0;
    }

    public static int correlationIdEncodingOffset()
    {
        return 0;
    }

    public static int correlationIdEncodingLength()
    {
        return 8;
    }

    public static String correlationIdMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long correlationIdNullValue()
    {
        return -9223372036854775808L;
    }

    public static long correlationIdMinValue()
    {
        return -9223372036854775807L;
    }

    public static long correlationIdMaxValue()
    {
        return 9223372036854775807L;
    }

    public ShmAttachRequestEncoder correlationId(final long value)
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

    public ShmAttachRequestEncoder streamId(final long value)
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

    public ShmAttachRequestEncoder clientId(final long value)
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

    public ShmAttachRequestEncoder role(final Role value)
    {
        buffer.putByte(offset + 16, (byte)value.value());
        return this;
    }

    public static int expectedLayoutVersionId()
    {
        return 5;
    }

    public static int expectedLayoutVersionSinceVersion()
    {
        return 0;
    }

    public static int expectedLayoutVersionEncodingOffset()
    {
        return 17;
    }

    public static int expectedLayoutVersionEncodingLength()
    {
        return 4;
    }

    public static String expectedLayoutVersionMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long expectedLayoutVersionNullValue()
    {
        return 4294967295L;
    }

    public static long expectedLayoutVersionMinValue()
    {
        return 0L;
    }

    public static long expectedLayoutVersionMaxValue()
    {
        return 4294967294L;
    }

    public ShmAttachRequestEncoder expectedLayoutVersion(final long value)
    {
        buffer.putInt(offset + 17, (int)value, BYTE_ORDER);
        return this;
    }


    public static int publishModeId()
    {
        return 6;
    }

    public static int publishModeSinceVersion()
    {
        return 0;
    }

    public static int publishModeEncodingOffset()
    {
        return 21;
    }

    public static int publishModeEncodingLength()
    {
        return 1;
    }

    public static String publishModeMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "optional";
        }

        return "";
    }

    public ShmAttachRequestEncoder publishMode(final PublishMode value)
    {
        buffer.putByte(offset + 21, (byte)value.value());
        return this;
    }

    public static int requireHugepagesId()
    {
        return 7;
    }

    public static int requireHugepagesSinceVersion()
    {
        return 0;
    }

    public static int requireHugepagesEncodingOffset()
    {
        return 22;
    }

    public static int requireHugepagesEncodingLength()
    {
        return 1;
    }

    public static String requireHugepagesMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public ShmAttachRequestEncoder requireHugepages(final HugepagesPolicy value)
    {
        buffer.putByte(offset + 22, (byte)value.value());
        return this;
    }

    public static int desiredNodeIdId()
    {
        return 8;
    }

    public static int desiredNodeIdSinceVersion()
    {
        return 0;
    }

    public static int desiredNodeIdEncodingOffset()
    {
        return 23;
    }

    public static int desiredNodeIdEncodingLength()
    {
        return 4;
    }

    public static String desiredNodeIdMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "optional";
        }

        return "";
    }

    public static long desiredNodeIdNullValue()
    {
        return 4294967295L;
    }

    public static long desiredNodeIdMinValue()
    {
        return 0L;
    }

    public static long desiredNodeIdMaxValue()
    {
        return 4294967294L;
    }

    public ShmAttachRequestEncoder desiredNodeId(final long value)
    {
        buffer.putInt(offset + 23, (int)value, BYTE_ORDER);
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

        final ShmAttachRequestDecoder decoder = new ShmAttachRequestDecoder();
        decoder.wrap(buffer, offset, BLOCK_LENGTH, SCHEMA_VERSION);

        return decoder.appendTo(builder);
    }
}
