/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.driver;

import org.agrona.DirectBuffer;


/**
 * A client asks for a lease on a stream
 */
@SuppressWarnings("all")
public final class ShmAttachRequestDecoder
{
    public static final int BLOCK_LENGTH = 27;
    public static final int TEMPLATE_ID = 1;
    public static final int SCHEMA_ID = 901;
    public static final int SCHEMA_VERSION = 1;
    public static final String SEMANTIC_VERSION = "1.0";
    public static final java.nio.ByteOrder BYTE_ORDER = java.nio.ByteOrder.LITTLE_ENDIAN;

    private final ShmAttachRequestDecoder parentMessage = this;
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

    public ShmAttachRequestDecoder wrap(
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

    public ShmAttachRequestDecoder wrapAndApplyHeader(
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

    public ShmAttachRequestDecoder sbeRewind()
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

    public long correlationId()
    {
        return buffer.getLong(offset + 0, BYTE_ORDER);
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

    public long streamId()
    {
        return (buffer.getInt(offset + 8, BYTE_ORDER) & 0xFFFF_FFFFL);
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

    public long clientId()
    {
        return (buffer.getInt(offset + 12, BYTE_ORDER) & 0xFFFF_FFFFL);
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

    public short roleRaw()
    {
        return ((short)(buffer.getByte(offset + 16) & 0xFF));
    }

    public Role role()
    {
        return Role.get(((short)(buffer.getByte(offset + 16) & 0xFF)));
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

    public long expectedLayoutVersion()
    {
        return (buffer.getInt(offset + 17, BYTE_ORDER) & 0xFFFF_FFFFL);
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

    public short publishModeRaw()
    {
        return ((short)(buffer.getByte(offset + 21) & 0xFF));
    }

    public PublishMode publishMode()
    {
        return PublishMode.get(((short)(buffer.getByte(offset + 21) & 0xFF)));
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

    public short requireHugepagesRaw()
    {
        return ((short)(buffer.getByte(offset + 22) & 0xFF));
    }

    public HugepagesPolicy requireHugepages()
    {
        return HugepagesPolicy.get(((short)(buffer.getByte(offset + 22) & 0xFF)));
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

    public long desiredNodeId()
    {
        return (buffer.getInt(offset + 23, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    public String toString()
    {
        if (null == buffer)
        {
            return "";
        }

        final ShmAttachRequestDecoder decoder = new ShmAttachRequestDecoder();
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
        builder.append("[ShmAttachRequest](sbeTemplateId=");
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
        builder.append("correlationId=");
        builder.append(this.correlationId());
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
        builder.append("expectedLayoutVersion=");
        builder.append(this.expectedLayoutVersion());
        builder.append('|');
        builder.append("publishMode=");
        builder.append(this.publishMode());
        builder.append('|');
        builder.append("requireHugepages=");
        builder.append(this.requireHugepages());
        builder.append('|');
        builder.append("desiredNodeId=");
        builder.append(this.desiredNodeId());

        limit(originalLimit);

        return builder;
    }
    
    public ShmAttachRequestDecoder sbeSkip()
    {
        sbeRewind();

        return this;
    }
}
