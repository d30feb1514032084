/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.wire;

import org.agrona.MutableDirectBuffer;


/**
 * First 64 bytes of every region
 */
@SuppressWarnings("all")
public final class ShmRegionSuperblockEncoder
{
    public static final int BLOCK_LENGTH = 64;
    public static final int TEMPLATE_ID = 50;
    public static final int SCHEMA_ID = 900;
    public static final int SCHEMA_VERSION = 1;
    public static final String SEMANTIC_VERSION = "1.1";
    public static final java.nio.ByteOrder BYTE_ORDER = java.nio.ByteOrder.LITTLE_ENDIAN;

    private final ShmRegionSuperblockEncoder parentMessage = this;
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

    public ShmRegionSuperblockEncoder wrap(final MutableDirectBuffer buffer, final int offset)
    {
        if (buffer != this.buffer)
        {
            this.buffer = buffer;
        }
        this.offset = offset;
        limit(offset + BLOCK_LENGTH);

        return this;
    }

    public ShmRegionSuperblockEncoder wrapAndApplyHeader(
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

    public ShmRegionSuperblockEncoder magic(final long value)
    {
        buffer.putLong(offset + 0, value, BYTE_ORDER);
        return this;
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

    public ShmRegionSuperblockEncoder layoutVersion(final long value)
    {
        buffer.putInt(offset + 8, (int)value, BYTE_ORDER);
        return this;
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

    public ShmRegionSuperblockEncoder epoch(final long value)
    {
        buffer.putLong(offset + 12, value, BYTE_ORDER);
        return this;
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

    public ShmRegionSuperblockEncoder streamId(final long value)
    {
        buffer.putInt(offset + 20, (int)value, BYTE_ORDER);
        return this;
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

    public ShmRegionSuperblockEncoder regionType(final RegionType value)
    {
        buffer.putShort(offset + 24, value.value(), BYTE_ORDER);
        return this;
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

    public ShmRegionSuperblockEncoder poolId(final int value)
    {
        buffer.putShort(offset + 26, (short)value, BYTE_ORDER);
        return this;
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

    public ShmRegionSuperblockEncoder nslots(final long value)
    {
        buffer.putInt(offset + 28, (int)value, BYTE_ORDER);
        return this;
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

    public ShmRegionSuperblockEncoder slotBytes(final long value)
    {
        buffer.putInt(offset + 32, (int)value, BYTE_ORDER);
        return this;
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

    public ShmRegionSuperblockEncoder strideBytes(final long value)
    {
        buffer.putInt(offset + 36, (int)value, BYTE_ORDER);
        return this;
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

    public ShmRegionSuperblockEncoder pid(final long value)
    {
        buffer.putLong(offset + 40, value, BYTE_ORDER);
        return this;
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

    public ShmRegionSuperblockEncoder startTimestampNs(final long value)
    {
        buffer.putLong(offset + 48, value, BYTE_ORDER);
        return this;
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

    public ShmRegionSuperblockEncoder activityTimestampNs(final long value)
    {
        buffer.putLong(offset + 56, value, BYTE_ORDER);
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

        final ShmRegionSuperblockDecoder decoder = new ShmRegionSuperblockDecoder();
        decoder.wrap(buffer, offset, BLOCK_LENGTH, SCHEMA_VERSION);

        return decoder.appendTo(builder);
    }
}
