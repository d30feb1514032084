/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.wire;

import org.agrona.DirectBuffer;


/**
 * A frame was committed to its slot
 */
@SuppressWarnings("all")
public final class FrameDescriptorDecoder
{
    public static final int BLOCK_LENGTH = 40;
    public static final int TEMPLATE_ID = 4;
    public static final int SCHEMA_ID = 900;
    public static final int SCHEMA_VERSION = 1;
    public static final String SEMANTIC_VERSION = "1.1";
    public static final java.nio.ByteOrder BYTE_ORDER = java.nio.ByteOrder.LITTLE_ENDIAN;

    private final FrameDescriptorDecoder parentMessage = this;
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

    public FrameDescriptorDecoder wrap(
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

    public FrameDescriptorDecoder wrapAndApplyHeader(
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

    public FrameDescriptorDecoder sbeRewind()
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

    public static int streamIdId()
    {
        return 1;
    }

    public static int streamIdSinceVersion()
    {
        return 0;
    }

    public static int streamIdEncodingOffset()
    {
        return 0;
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
        return (buffer.getInt(offset + 0, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    public static int epochId()
    {
        return 2;
    }

    public static int epochSinceVersion()
    {
        return 0;
    }

    public static int epochEncodingOffset()
    {
        return 4;
    }

    public static int epochEncodingLength()
    {
        return 8;
    }

    public static String epochMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long epochNullValue()
    {
        return 0xffffffffffffffffL;
    }

    public static long epochMinValue()
    {
        return 0x0L;
    }

    public static long epochMaxValue()
    {
        return 0xfffffffffffffffeL;
    }

    public long epoch()
    {
        return buffer.getLong(offset + 4, BYTE_ORDER);
    }


    public static int seqId()
    {
        return 3;
    }

    public static int seqSinceVersion()
    {
        return 0;
    }

    public static int seqEncodingOffset()
    {
        return 12;
    }

    public static int seqEncodingLength()
    {
        return 8;
    }

    public static String seqMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long seqNullValue()
    {
        return 0xffffffffffffffffL;
    }

    public static long seqMinValue()
    {
        return 0x0L;
    }

    public static long seqMaxValue()
    {
        return 0xfffffffffffffffeL;
    }

    public long seq()
    {
        return buffer.getLong(offset + 12, BYTE_ORDER);
    }


    public static int timestampNsId()
    {
        return 4;
    }

    public static int timestampNsSinceVersion()
    {
        return 0;
    }

    public static int timestampNsEncodingOffset()
    {
        return 20;
    }

    public static int timestampNsEncodingLength()
    {
        return 8;
    }

    public static String timestampNsMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "optional";
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
        return buffer.getLong(offset + 20, BYTE_ORDER);
    }


    public static int metaVersionId()
    {
        return 5;
    }

    public static int metaVersionSinceVersion()
    {
        return 0;
    }

    public static int metaVersionEncodingOffset()
    {
        return 28;
    }

    public static int metaVersionEncodingLength()
    {
        return 4;
    }

    public static String metaVersionMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "optional";
        }

        return "";
    }

    public static long metaVersionNullValue()
    {
        return 4294967295L;
    }

    public static long metaVersionMinValue()
    {
        return 0L;
    }

    public static long metaVersionMaxValue()
    {
        return 4294967294L;
    }

    public long metaVersion()
    {
        return (buffer.getInt(offset + 28, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    public static int traceIdId()
    {
        return 6;
    }

    public static int traceIdSinceVersion()
    {
        return 0;
    }

    public static int traceIdEncodingOffset()
    {
        return 32;
    }

    public static int traceIdEncodingLength()
    {
        return 8;
    }

    public static String traceIdMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "optional";
        }

        return "";
    }

    public static long traceIdNullValue()
    {
        return 0x0L;
    }

    public static long traceIdMinValue()
    {
        return 0x0L;
    }

    public static long traceIdMaxValue()
    {
        return 0xfffffffffffffffeL;
    }

    public long traceId()
    {
        return buffer.getLong(offset + 32, BYTE_ORDER);
    }


    public String toString()
    {
        if (null == buffer)
        {
            return "";
        }

        final FrameDescriptorDecoder decoder = new FrameDescriptorDecoder();
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
        builder.append("[FrameDescriptor](sbeTemplateId=");
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
        builder.append("streamId=");
        builder.append(this.streamId());
        builder.append('|');
        builder.append("epoch=");
        builder.append(this.epoch());
        builder.append('|');
        builder.append("seq=");
        builder.append(this.seq());
        builder.append('|');
        builder.append("timestampNs=");
        builder.append(this.timestampNs());
        builder.append('|');
        builder.append("metaVersion=");
        builder.append(this.metaVersion());
        builder.append('|');
        builder.append("traceId=");
        builder.append(this.traceId());

        limit(originalLimit);

        return builder;
    }
    
    public FrameDescriptorDecoder sbeSkip()
    {
        sbeRewind();

        return this;
    }
}
