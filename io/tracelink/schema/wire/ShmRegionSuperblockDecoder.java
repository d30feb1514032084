/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.wire;

import org.agrona.DirectBuffer;


/**
 * First 64 bytes of every region
 */
@SuppressWarnings("all")
public final class ShmRegionSuperblockDecoder
{
    public static final int BLOCK_LENGTH = 64;
    public static final int TEMPLATE_ID = 50;
    public static final int SCHEMA_ID = 900;
    public static final int SCHEMA_VERSION = 1;
    public static final String SEMANTIC_VERSION = "1.1";
    public static final java.nio.ByteOrder BYTE_ORDER = java.nio.ByteOrder.LITTLE_ENDIAN;

    private final ShmRegionSuperblockDecoder parentMessage = this;
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

    public ShmRegionSuperblockDecoder wrap(
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

    public ShmRegionSuperblockDecoder wrapAndApplyHeader(
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

    public ShmRegionSuperblockDecoder sbeRewind()
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

    public static int magicId()
    {
        return 1;
    }

    public static int magicSinceVersion()
    {
        return 0;
    }

    public static int magicEncodingOffset()
    {
        return 0;
    }

    public static int magicEncodingLength()
    {
        return 8;
    }

    public static String magicMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long magicNullValue()
    {
        return 0xffffffffffffffffL;
    }

    public static long magicMinValue()
    {
        return 0x0L;
    }

    public static long magicMaxValue()
    {
        return 0xfffffffffffffffeL;
    }

    public long magic()
    {
        return buffer.getLong(offset + 0, BYTE_ORDER);
    }


    public static int layoutVersionId()
    {
        return 2;
    }

    public static int layoutVersionSinceVersion()
    {
        return 0;
    }

    public static int layoutVersionEncodingOffset()
    {
        return 8;
    }

    public static int layoutVersionEncodingLength()
    {
        return 4;
    }

    public static String layoutVersionMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long layoutVersionNullValue()
    {
        return 4294967295L;
    }

    public static long layoutVersionMinValue()
    {
        return 0L;
    }

    public static long layoutVersionMaxValue()
    {
        return 4294967294L;
    }

    public long layoutVersion()
    {
        return (buffer.getInt(offset + 8, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    public static int epochId()
    {
        return 3;
    }

    public static int epochSinceVersion()
    {
        return 0;
    }

    public static int epochEncodingOffset()
    {
        return 12;
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
        return buffer.getLong(offset + 12, BYTE_ORDER);
    }


    public static int streamIdId()
    {
        return 4;
    }

    public static int streamIdSinceVersion()
    {
        return 0;
    }

    public static int streamIdEncodingOffset()
    {
        return 20;
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
        return (buffer.getInt(offset + 20, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    public static int regionTypeId()
    {
        return 5;
    }

    public static int regionTypeSinceVersion()
    {
        return 0;
    }

    public static int regionTypeEncodingOffset()
    {
        return 24;
    }

    public static int regionTypeEncodingLength()
    {
        return 2;
    }

    public static String regionTypeMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public short regionTypeRaw()
    {
        return buffer.getShort(offset + 24, BYTE_ORDER);
    }

    public RegionType regionType()
    {
        return RegionType.get(buffer.getShort(offset + 24, BYTE_ORDER));
    }


    public static int poolIdId()
    {
        return 6;
    }

    public static int poolIdSinceVersion()
    {
        return 0;
    }

    public static int poolIdEncodingOffset()
    {
        return 26;
    }

    public static int poolIdEncodingLength()
    {
        return 2;
    }

    public static String poolIdMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static int poolIdNullValue()
    {
        return 65535;
    }

    public static int poolIdMinValue()
    {
        return 0;
    }

    public static int poolIdMaxValue()
    {
        return 65534;
    }

    public int poolId()
    {
        return (buffer.getShort(offset + 26, BYTE_ORDER) & 0xFFFF);
    }


    public static int nslotsId()
    {
        return 7;
    }

    public static int nslotsSinceVersion()
    {
        return 0;
    }

    public static int nslotsEncodingOffset()
    {
        return 28;
    }

    public static int nslotsEncodingLength()
    {
        return 4;
    }

    public static String nslotsMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long nslotsNullValue()
    {
        return 4294967295L;
    }

    public static long nslotsMinValue()
    {
        return 0L;
    }

    public static long nslotsMaxValue()
    {
        return 4294967294L;
    }

    public long nslots()
    {
        return (buffer.getInt(offset + 28, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    public static int slotBytesId()
    {
        return 8;
    }

    public static int slotBytesSinceVersion()
    {
        return 0;
    }

    public static int slotBytesEncodingOffset()
    {
        return 32;
    }

    public static int slotBytesEncodingLength()
    {
        return 4;
    }

    public static String slotBytesMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long slotBytesNullValue()
    {
        return 4294967295L;
    }

    public static long slotBytesMinValue()
    {
        return 0L;
    }

    public static long slotBytesMaxValue()
    {
        return 4294967294L;
    }

    public long slotBytes()
    {
        return (buffer.getInt(offset + 32, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    public static int strideBytesId()
    {
        return 9;
    }

    public static int strideBytesSinceVersion()
    {
        return 0;
    }

    public static int strideBytesEncodingOffset()
    {
        return 36;
    }

    public static int strideBytesEncodingLength()
    {
        return 4;
    }

    public static String strideBytesMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long strideBytesNullValue()
    {
        return 4294967295L;
    }

    public static long strideBytesMinValue()
    {
        return 0L;
    }

    public static long strideBytesMaxValue()
    {
        return 4294967294L;
    }

    public long strideBytes()
    {
        return (buffer.getInt(offset + 36, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    public static int pidId()
    {
        return 10;
    }

    public static int pidSinceVersion()
    {
        return 0;
    }

    public static int pidEncodingOffset()
    {
        return 40;
    }

    public static int pidEncodingLength()
    {
        return 8;
    }

    public static String pidMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long pidNullValue()
    {
        return 0xffffffffffffffffL;
    }

    public static long pidMinValue()
    {
        return 0x0L;
    }

    public static long pidMaxValue()
    {
        return 0xfffffffffffffffeL;
    }

    public long pid()
    {
        return buffer.getLong(offset + 40, BYTE_ORDER);
    }


    public static int startTimestampNsId()
    {
        return 11;
    }

    public static int startTimestampNsSinceVersion()
    {
        return 0;
    }

    public static int startTimestampNsEncodingOffset()
    {
        return 48;
    }

    public static int startTimestampNsEncodingLength()
    {
        return 8;
    }

    public static String startTimestampNsMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long startTimestampNsNullValue()
    {
        return 0xffffffffffffffffL;
    }

    public static long startTimestampNsMinValue()
    {
        return 0x0L;
    }

    public static long startTimestampNsMaxValue()
    {
        return 0xfffffffffffffffeL;
    }

    public long startTimestampNs()
    {
        return buffer.getLong(offset + 48, BYTE_ORDER);
    }


    public static int activityTimestampNsId()
    {
        return 12;
    }

    public static int activityTimestampNsSinceVersion()
    {
        return 0;
    }

    public static int activityTimestampNsEncodingOffset()
    {
        return 56;
    }

    public static int activityTimestampNsEncodingLength()
    {
        return 8;
    }

    public static String activityTimestampNsMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long activityTimestampNsNullValue()
    {
        return 0xffffffffffffffffL;
    }

    public static long activityTimestampNsMinValue()
    {
        return 0x0L;
    }

    public static long activityTimestampNsMaxValue()
    {
        return 0xfffffffffffffffeL;
    }

    public long activityTimestampNs()
    {
        return buffer.getLong(offset + 56, BYTE_ORDER);
    }


    public String toString()
    {
        if (null == buffer)
        {
            return "";
        }

        final ShmRegionSuperblockDecoder decoder = new ShmRegionSuperblockDecoder();
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
        builder.append("[ShmRegionSuperblock](sbeTemplateId=");
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
        builder.append("magic=");
        builder.append(this.magic());
        builder.append('|');
        builder.append("layoutVersion=");
        builder.append(this.layoutVersion());
        builder.append('|');
        builder.append("epoch=");
        builder.append(this.epoch());
        builder.append('|');
        builder.append("streamId=");
        builder.append(this.streamId());
        builder.append('|');
        builder.append("regionType=");
        builder.append(this.regionType());
        builder.append('|');
        builder.append("poolId=");
        builder.append(this.poolId());
        builder.append('|');
        builder.append("nslots=");
        builder.append(this.nslots());
        builder.append('|');
        builder.append("slotBytes=");
        builder.append(this.slotBytes());
        builder.append('|');
        builder.append("strideBytes=");
        builder.append(this.strideBytes());
        builder.append('|');
        builder.append("pid=");
        builder.append(this.pid());
        builder.append('|');
        builder.append("startTimestampNs=");
        builder.append(this.startTimestampNs());
        builder.append('|');
        builder.append("activityTimestampNs=");
        builder.append(this.activityTimestampNs());

        limit(originalLimit);

        return builder;
    }
    
    public ShmRegionSuperblockDecoder sbeSkip()
    {
        sbeRewind();

        return this;
    }
}
