/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.wire;

import org.agrona.MutableDirectBuffer;
import org.agrona.DirectBuffer;


/**
 * One slot of the header ring, without a message header
 */
@SuppressWarnings("all")
public final class SlotHeaderEncoder
{
    public static final int BLOCK_LENGTH = 60;
    public static final int TEMPLATE_ID = 51;
    public static final int SCHEMA_ID = 900;
    public static final int SCHEMA_VERSION = 1;
    public static final String SEMANTIC_VERSION = "1.1";
    public static final java.nio.ByteOrder BYTE_ORDER = java.nio.ByteOrder.LITTLE_ENDIAN;

    private final SlotHeaderEncoder parentMessage = this;
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

    public SlotHeaderEncoder wrap(final MutableDirectBuffer buffer, final int offset)
    {
        if (buffer != this.buffer)
        {
            this.buffer = buffer;
        }
        this.offset = offset;
        limit(offset + BLOCK_LENGTH);

        return this;
    }

    public SlotHeaderEncoder wrapAndApplyHeader(
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

    public static int seqCommitId()
    {
        return 1;
    }

    public static int seqCommitSinceVersion()
    {
        return 0;
    }

    public static int seqCommitEncodingOffset()
    {
        return 0;
    }

    public static int seqCommitEncodingLength()
    {
        return 8;
    }

    public static String seqCommitMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long seqCommitNullValue()
    {
        return 0xffffffffffffffffL;
    }

    public static long seqCommitMinValue()
    {
        return 0x0L;
    }

    public static long seqCommitMaxValue()
    {
        return 0xfffffffffffffffeL;
    }

    public SlotHeaderEncoder seqCommit(final long value)
    {
        buffer.putLong(offset + 0, value, BYTE_ORDER);
        return this;
    }


    public static int valuesLenBytesId()
    {
        return 2;
    }

    public static int valuesLenBytesSinceVersion()
    {
        return 0;
    }

    public static int valuesLenBytesEncodingOffset()
    {
        return 8;
    }

    public static int valuesLenBytesEncodingLength()
    {
        return 4;
    }

    public static String valuesLenBytesMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long valuesLenBytesNullValue()
    {
        return 4294967295L;
    }

    public static long valuesLenBytesMinValue()
    {
        return 0L;
    }

    public static long valuesLenBytesMaxValue()
    {
        return 4294967294L;
    }

    public SlotHeaderEncoder valuesLenBytes(final long value)
    {
        buffer.putInt(offset + 8, (int)value, BYTE_ORDER);
        return this;
    }


    public static int payloadSlotId()
    {
        return 3;
    }

    public static int payloadSlotSinceVersion()
    {
        return 0;
    }

    public static int payloadSlotEncodingOffset()
    {
        return 12;
    }

    public static int payloadSlotEncodingLength()
    {
        return 4;
    }

    public static String payloadSlotMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long payloadSlotNullValue()
    {
        return 4294967295L;
    }

    public static long payloadSlotMinValue()
    {
        return 0L;
    }

    public static long payloadSlotMaxValue()
    {
        return 4294967294L;
    }

    public SlotHeaderEncoder payloadSlot(final long value)
    {
        buffer.putInt(offset + 12, (int)value, BYTE_ORDER);
        return this;
    }


    public static int poolIdId()
    {
        return 4;
    }

    public static int poolIdSinceVersion()
    {
        return 0;
    }

    public static int poolIdEncodingOffset()
    {
        return 16;
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

    public SlotHeaderEncoder poolId(final int value)
    {
        buffer.putShort(offset + 16, (short)value, BYTE_ORDER);
        return this;
    }


    public static int payloadOffsetId()
    {
        return 5;
    }

    public static int payloadOffsetSinceVersion()
    {
        return 0;
    }

    public static int payloadOffsetEncodingOffset()
    {
        return 18;
    }

    public static int payloadOffsetEncodingLength()
    {
        return 4;
    }

    public static String payloadOffsetMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long payloadOffsetNullValue()
    {
        return 4294967295L;
    }

    public static long payloadOffsetMinValue()
    {
        return 0L;
    }

    public static long payloadOffsetMaxValue()
    {
        return 4294967294L;
    }

    public SlotHeaderEncoder payloadOffset(final long value)
    {
        buffer.putInt(offset + 18, (int)value, BYTE_ORDER);
        return this;
    }


    public static int timestampNsId()
    {
        return 6;
    }

    public static int timestampNsSinceVersion()
    {
        return 0;
    }

    public static int timestampNsEncodingOffset()
    {
        return 22;
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

    public SlotHeaderEncoder timestampNs(final long value)
    {
        buffer.putLong(offset + 22, value, BYTE_ORDER);
        return this;
    }


    public static int metaVersionId()
    {
        return 7;
    }

    public static int metaVersionSinceVersion()
    {
        return 0;
    }

    public static int metaVersionEncodingOffset()
    {
        return 30;
    }

    public static int metaVersionEncodingLength()
    {
        return 4;
    }

    public static String metaVersionMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
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

    public SlotHeaderEncoder metaVersion(final long value)
    {
        buffer.putInt(offset + 30, (int)value, BYTE_ORDER);
        return this;
    }


    public static int padId()
    {
        return 8;
    }

    public static int padSinceVersion()
    {
        return 0;
    }

    public static int padEncodingOffset()
    {
        return 34;
    }

    public static int padEncodingLength()
    {
        return 26;
    }

    public static String padMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static short padNullValue()
    {
        return (short)255;
    }

    public static short padMinValue()
    {
        return (short)0;
    }

    public static short padMaxValue()
    {
        return (short)254;
    }

    public static int padLength()
    {
        return 26;
    }


    public SlotHeaderEncoder pad(final int index, final short value)
    {
        if (index < 0 || index >= 26)
        {
            throw new IndexOutOfBoundsException("index out of range: index=" + index);
        }

        final int pos = offset + 34 + (index * 1);
        buffer.putByte(pos, (byte)value);

        return this;
    }

    public SlotHeaderEncoder putPad(final byte[] src, final int srcOffset, final int length)
    {
        if (length > 26)
        {
            throw new IllegalStateException("length > maxValue for type: " + length);
        }

        buffer.putBytes(offset + 34, src, srcOffset, length);
        for (int i = length; i < 26; i++)
        {
            buffer.putByte(offset + 34 + i, (byte)0);
        }

        return this;
    }

    public SlotHeaderEncoder putPad(final org.agrona.DirectBuffer src, final int srcOffset, final int length)
    {
        if (length > 26)
        {
            throw new IllegalStateException("length > maxValue for type: " + length);
        }

        buffer.putBytes(offset + 34, src, srcOffset, length);
        for (int i = length; i < 26; i++)
        {
            buffer.putByte(offset + 34 + i, (byte)0);
        }

        return this;
    }

    public static int headerBytesId()
    {
        return 9;
    }

    public static String headerBytesMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static int headerBytesHeaderLength()
    {
        return 4;
    }

    public SlotHeaderEncoder putHeaderBytes(final DirectBuffer src, final int srcOffset, final int length)
    {
        if (length > 1073741824)
        {
            throw new IllegalStateException("length > maxValue for type: " + length);
        }

        final int headerLength = 4;
        final int limit = parentMessage.limit();
        parentMessage.limit(limit + headerLength + length);
        buffer.putInt(limit, length, BYTE_ORDER);
        buffer.putBytes(limit + headerLength, src, srcOffset, length);

        return this;
    }

    public SlotHeaderEncoder putHeaderBytes(final byte[] src, final int srcOffset, final int length)
    {
        if (length > 1073741824)
        {
            throw new IllegalStateException("length > maxValue for type: " + length);
        }

        final int headerLength = 4;
        final int limit = parentMessage.limit();
        parentMessage.limit(limit + headerLength + length);
        buffer.putInt(limit, length, BYTE_ORDER);
        buffer.putBytes(limit + headerLength, src, srcOffset, length);

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

        final SlotHeaderDecoder decoder = new SlotHeaderDecoder();
        decoder.wrap(buffer, offset, BLOCK_LENGTH, SCHEMA_VERSION);

        return decoder.appendTo(builder);
    }
}
