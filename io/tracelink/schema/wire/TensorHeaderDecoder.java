/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.wire;

import org.agrona.DirectBuffer;


/**
 * Shape of a payload; lies in SlotHeader.headerBytes
 */
@SuppressWarnings("all")
public final class TensorHeaderDecoder
{
    public static final int BLOCK_LENGTH = 184;
    public static final int TEMPLATE_ID = 52;
    public static final int SCHEMA_ID = 900;
    public static final int SCHEMA_VERSION = 1;
    public static final String SEMANTIC_VERSION = "1.1";
    public static final java.nio.ByteOrder BYTE_ORDER = java.nio.ByteOrder.LITTLE_ENDIAN;

    private final TensorHeaderDecoder parentMessage = this;
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

    public TensorHeaderDecoder wrap(
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

    public TensorHeaderDecoder wrapAndApplyHeader(
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

    public TensorHeaderDecoder sbeRewind()
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

    public static int dtypeId()
    {
        return 1;
    }

    public static int dtypeSinceVersion()
    {
        return 0;
    }

    public static int dtypeEncodingOffset()
    {
        return 0;
    }

    public static int dtypeEncodingLength()
    {
        return 2;
    }

    public static String dtypeMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static short dtypeNullValue()
    {
        return (short)-32768;
    }

    public static short dtypeMinValue()
    {
        return (short)-32767;
    }

    public static short dtypeMaxValue()
    {
        return (short)32767;
    }

    public short dtype()
    {
        return buffer.getShort(offset + 0, BYTE_ORDER);
    }


    public static int majorOrderId()
    {
        return 2;
    }

    public static int majorOrderSinceVersion()
    {
        return 0;
    }

    public static int majorOrderEncodingOffset()
    {
        return 2;
    }

    public static int majorOrderEncodingLength()
    {
        return 2;
    }

    public static String majorOrderMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static short majorOrderNullValue()
    {
        return (short)-32768;
    }

    public static short majorOrderMinValue()
    {
        return (short)-32767;
    }

    public static short majorOrderMaxValue()
    {
        return (short)32767;
    }

    public short majorOrder()
    {
        return buffer.getShort(offset + 2, BYTE_ORDER);
    }


    public static int ndimsId()
    {
        return 3;
    }

    public static int ndimsSinceVersion()
    {
        return 0;
    }

    public static int ndimsEncodingOffset()
    {
        return 4;
    }

    public static int ndimsEncodingLength()
    {
        return 1;
    }

    public static String ndimsMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static short ndimsNullValue()
    {
        return (short)255;
    }

    public static short ndimsMinValue()
    {
        return (short)0;
    }

    public static short ndimsMaxValue()
    {
        return (short)254;
    }

    public short ndims()
    {
        return ((short)(buffer.getByte(offset + 4) & 0xFF));
    }


    public static int maxDimsId()
    {
        return 4;
    }

    public static int maxDimsSinceVersion()
    {
        return 0;
    }

    public static int maxDimsEncodingOffset()
    {
        return 5;
    }

    public static int maxDimsEncodingLength()
    {
        return 0;
    }

    public static String maxDimsMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "constant";
        }

        return "";
    }

    public static short maxDimsNullValue()
    {
        return (short)255;
    }

    public static short maxDimsMinValue()
    {
        return (short)0;
    }

    public static short maxDimsMaxValue()
    {
        return (short)254;
    }

    public short maxDims()
    {
        return (short)8;
    }

    public static int padAlignId()
    {
        return 5;
    }

    public static int padAlignSinceVersion()
    {
        return 0;
    }

    public static int padAlignEncodingOffset()
    {
        return 5;
    }

    public static int padAlignEncodingLength()
    {
        return 1;
    }

    public static String padAlignMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static short padAlignNullValue()
    {
        return (short)255;
    }

    public static short padAlignMinValue()
    {
        return (short)0;
    }

    public static short padAlignMaxValue()
    {
        return (short)254;
    }

    public short padAlign()
    {
        return ((short)(buffer.getByte(offset + 5) & 0xFF));
    }


    public static int progressUnitId()
    {
        return 6;
    }

    public static int progressUnitSinceVersion()
    {
        return 0;
    }

    public static int progressUnitEncodingOffset()
    {
        return 6;
    }

    public static int progressUnitEncodingLength()
    {
        return 1;
    }

    public static String progressUnitMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static short progressUnitNullValue()
    {
        return (short)255;
    }

    public static short progressUnitMinValue()
    {
        return (short)0;
    }

    public static short progressUnitMaxValue()
    {
        return (short)254;
    }

    public short progressUnit()
    {
        return ((short)(buffer.getByte(offset + 6) & 0xFF));
    }


    public static int progressStrideBytesId()
    {
        return 7;
    }

    public static int progressStrideBytesSinceVersion()
    {
        return 0;
    }

    public static int progressStrideBytesEncodingOffset()
    {
        return 7;
    }

    public static int progressStrideBytesEncodingLength()
    {
        return 4;
    }

    public static String progressStrideBytesMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long progressStrideBytesNullValue()
    {
        return 4294967295L;
    }

    public static long progressStrideBytesMinValue()
    {
        return 0L;
    }

    public static long progressStrideBytesMaxValue()
    {
        return 4294967294L;
    }

    public long progressStrideBytes()
    {
        return (buffer.getInt(offset + 7, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    public static int dimsId()
    {
        return 8;
    }

    public static int dimsSinceVersion()
    {
        return 0;
    }

    public static int dimsEncodingOffset()
    {
        return 11;
    }

    public static int dimsEncodingLength()
    {
        return 32;
    }

    public static String dimsMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static int dimsNullValue()
    {
        return -2147483648;
    }

    public static int dimsMinValue()
    {
        return -2147483647;
    }

    public static int dimsMaxValue()
    {
        return 2147483647;
    }

    public static int dimsLength()
    {
        return 8;
    }


    public int dims(final int index)
    {
        if (index < 0 || index >= 8)
        {
            throw new IndexOutOfBoundsException("index out of range: index=" + index);
        }

        final int pos = offset + 11 + (index * 4);

        return buffer.getInt(pos, BYTE_ORDER);
    }


    public static int stridesId()
    {
        return 9;
    }

    public static int stridesSinceVersion()
    {
        return 0;
    }

    public static int stridesEncodingOffset()
    {
        return 43;
    }

    public static int stridesEncodingLength()
    {
        return 32;
    }

    public static String stridesMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static int stridesNullValue()
    {
        return -2147483648;
    }

    public static int stridesMinValue()
    {
        return -2147483647;
    }

    public static int stridesMaxValue()
    {
        return 2147483647;
    }

    public static int stridesLength()
    {
        return 8;
    }


    public int strides(final int index)
    {
        if (index < 0 || index >= 8)
        {
            throw new IndexOutOfBoundsException("index out of range: index=" + index);
        }

        final int pos = offset + 43 + (index * 4);

        return buffer.getInt(pos, BYTE_ORDER);
    }


    public static int padId()
    {
        return 10;
    }

    public static int padSinceVersion()
    {
        return 0;
    }

    public static int padEncodingOffset()
    {
        return 75;
    }

    public static int padEncodingLength()
    {
        return 109;
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
        return 109;
    }


    public short pad(final int index)
    {
        if (index < 0 || index >= 109)
        {
            throw new IndexOutOfBoundsException("index out of range: index=" + index);
        }

        final int pos = offset + 75 + (index * 1);

        return ((short)(buffer.getByte(pos) & 0xFF));
    }


    public int getPad(final byte[] dst, final int dstOffset, final int length)
    {
        final int bytesCopied = Math.min(length, 109);
        buffer.getBytes(offset + 75, dst, dstOffset, bytesCopied);

        return bytesCopied;
    }

    public int getPad(final org.agrona.MutableDirectBuffer dst, final int dstOffset, final int length)
    {
        final int bytesCopied = Math.min(length, 109);
        buffer.getBytes(offset + 75, dst, dstOffset, bytesCopied);

        return bytesCopied;
    }

    public void wrapPad(final DirectBuffer wrapBuffer)
    {
        wrapBuffer.wrap(buffer, offset + 75, 109);
    }

    public String toString()
    {
        if (null == buffer)
        {
            return "";
        }

        final TensorHeaderDecoder decoder = new TensorHeaderDecoder();
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
        builder.append("[TensorHeader](sbeTemplateId=");
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
        builder.append("dtype=");
        builder.append(this.dtype());
        builder.append('|');
        builder.append("majorOrder=");
        builder.append(this.majorOrder());
        builder.append('|');
        builder.append("ndims=");
        builder.append(this.ndims());
        builder.append('|');
        builder.append("padAlign=");
        builder.append(this.padAlign());
        builder.append('|');
        builder.append("progressUnit=");
        builder.append(this.progressUnit());
        builder.append('|');
        builder.append("progressStrideBytes=");
        builder.append(this.progressStrideBytes());
        builder.append('|');
        builder.append("dims=");
        builder.append('[');
        if (dimsLength() > 0)
        {
            for (int i = 0; i < dimsLength(); i++)
            {
                builder.append(this.dims(i));
                builder.append(',');
            }
            builder.setLength(builder.length() - 1);
        }
        builder.append(']');
        builder.append('|');
        builder.append("strides=");
        builder.append('[');
        if (stridesLength() > 0)
        {
            for (int i = 0; i < stridesLength(); i++)
            {
                builder.append(this.strides(i));
                builder.append(',');
            }
            builder.setLength(builder.length() - 1);
        }
        builder.append(']');
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

        limit(originalLimit);

        return builder;
    }
    
    public TensorHeaderDecoder sbeSkip()
    {
        sbeRewind();

        return this;
    }
}
