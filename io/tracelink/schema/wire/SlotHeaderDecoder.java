/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.wire;

import org.agrona.MutableDirectBuffer;
import org.agrona.DirectBuffer;


/**
 * One slot of the header ring, without a message header
 */
@SuppressWarnings("all")
public final class SlotHeaderDecoder
{
    public static final int BLOCK_LENGTH = 60;
    public static final int TEMPLATE_ID = 51;
    public static final int SCHEMA_ID = 900;
    public static final int SCHEMA_VERSION = 1;
    public static final String SEMANTIC_VERSION = "1.1";
    public static final java.nio.ByteOrder BYTE_ORDER = java.nio.ByteOrder.LITTLE_ENDIAN;

    private final SlotHeaderDecoder parentMessage = this;
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

    public SlotHeaderDecoder wrap(
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

    public SlotHeaderDecoder wrapAndApplyHeader(
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

    public SlotHeaderDecoder sbeRewind()
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

    public long seqCommit()
    {
        return buffer.getLong(offset + 0, BYTE_ORDER);
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

    public long valuesLenBytes()
    {
        return (buffer.getInt(offset + 8, BYTE_ORDER) & 0xFFFF_FFFFL);
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

    public long payloadSlot()
    {
        return (buffer.getInt(offset + 12, BYTE_ORDER) & 0xFFFF_FFFFL);
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

    public int poolId()
    {
        return (buffer.getShort(offset + 16, BYTE_ORDER) & 0xFFFF);
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

    public long payloadOffset()
    {
        return (buffer.getInt(offset + 18, BYTE_ORDER) & 0xFFFF_FFFFL);
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

    public long timestampNs()
    {
        return buffer.getLong(offset + 22, BYTE_ORDER);
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

    public long metaVersion()
    {
        return (buffer.getInt(offset + 30, BYTE_ORDER) & 0xFFFF_FFFFL);
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


    public short pad(final int index)
    {
        if (index < 0 || index >= 26)
        {
            throw new IndexOutOfBoundsException("index out of range: index=" + index);
        }

        final int pos = offset + 34 + (index * 1);

        return ((short)(buffer.getByte(pos) & 0xFF));
    }


    public int getPad(final byte[] dst, final int dstOffset, final int length)
    {
        final int bytesCopied = Math.min(length, 26);
        buffer.getBytes(offset + 34, dst, dstOffset, bytesCopied);

        return bytesCopied;
    }

    public int getPad(final org.agrona.MutableDirectBuffer dst, final int dstOffset, final int length)
    {
        final int bytesCopied = Math.min(length, 26);
        buffer.getBytes(offset + 34, dst, dstOffset, bytesCopied);

        return bytesCopied;
    }

    public void wrapPad(final DirectBuffer wrapBuffer)
    {
        wrapBuffer.wrap(buffer, offset + 34, 26);
    }

    public static int headerBytesId()
    {
        return 9;
    }

    public static int headerBytesSinceVersion()
    {
        return 0;
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

    public int headerBytesLength()
    {
        final int limit = parentMessage.limit();
        return (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
    }

    public int skipHeaderBytes()
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        final int dataOffset = limit + headerLength;
        parentMessage.limit(dataOffset + dataLength);

        return dataLength;
    }

    public int getHeaderBytes(final MutableDirectBuffer dst, final int dstOffset, final int length)
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        final int bytesCopied = Math.min(length, dataLength);
        parentMessage.limit(limit + headerLength + dataLength);
        buffer.getBytes(limit + headerLength, dst, dstOffset, bytesCopied);

        return bytesCopied;
    }

    public int getHeaderBytes(final byte[] dst, final int dstOffset, final int length)
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        final int bytesCopied = Math.min(length, dataLength);
        parentMessage.limit(limit + headerLength + dataLength);
        buffer.getBytes(limit + headerLength, dst, dstOffset, bytesCopied);

        return bytesCopied;
    }

    public void wrapHeaderBytes(final DirectBuffer wrapBuffer)
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        parentMessage.limit(limit + headerLength + dataLength);
        wrapBuffer.wrap(buffer, limit + headerLength, dataLength);
    }

    public String toString()
    {
        if (null == buffer)
        {
            return "";
        }

        final SlotHeaderDecoder decoder = new SlotHeaderDecoder();
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
        builder.append("[SlotHeader](sbeTemplateId=");
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
        builder.append("seqCommit=");
        builder.append(this.seqCommit());
        builder.append('|');
        builder.append("valuesLenBytes=");
        builder.append(this.valuesLenBytes());
        builder.append('|');
        builder.append("payloadSlot=");
        builder.append(this.payloadSlot());
        builder.append('|');
        builder.append("poolId=");
        builder.append(this.poolId());
        builder.append('|');
        builder.append("payloadOffset=");
        builder.append(this.payloadOffset());
        builder.append('|');
        builder.append("timestampNs=");
        builder.append(this.timestampNs());
        builder.append('|');
        builder.append("metaVersion=");
        builder.append(this.metaVersion());
        builder.append('|');
        builder.append("pad=");
        builder.append('[');
        if (padLength() > 0)
        {
            for (int i = 0; i < padLength(); i++)
            {
                builder.append(this.pad(i));
                builder.append(',');
            }
            builder.setLength(builder.length() - 1);
        }
        builder.append(']');
        builder.append('|');
        builder.append("headerBytes=");
        builder.append(skipHeaderBytes()).append(" bytes of raw data");

        limit(originalLimit);

        return builder;
    }
    
    public SlotHeaderDecoder sbeSkip()
    {
        sbeRewind();
        skipHeaderBytes();

        return this;
    }
}
