/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.wire;

import org.agrona.MutableDirectBuffer;


/**
 * Shape of a payload; lies in SlotHeader.headerBytes
 */
@SuppressWarnings("all")
public final class TensorHeaderEncoder
{
    public static final int BLOCK_LENGTH = 184;
    public static final int TEMPLATE_ID = 52;
    public static final int SCHEMA_ID = 900;
    public static final int SCHEMA_VERSION = 1;
    public static final String SEMANTIC_VERSION = "1.1";
    public static final java.nio.ByteOrder BYTE_ORDER = java.nio.ByteOrder.LITTLE_ENDIAN;

    private final TensorHeaderEncoder parentMessage = this;
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

    public TensorHeaderEncoder wrap(final MutableDirectBuffer buffer, final int offset)
    {
        if (buffer != this.buffer)
        {
            this.buffer = buffer;
        }
        this.offset = offset;
        limit(offset + BLOCK_LENGTH);

        return this;
    }

    public TensorHeaderEncoder wrapAndApplyHeader(
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

    public TensorHeaderEncoder dtype(final short value)
    {
        buffer.putShort(offset + 0, value, BYTE_ORDER);
        return this;
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

    public TensorHeaderEncoder majorOrder(final short value)
    {
        buffer.putShort(offset + 2, value, BYTE_ORDER);
        return this;
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

    public TensorHeaderEncoder ndims(final short value)
    {
        buffer.putByte(offset + 4, (byte)value);
        return this;
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

    public TensorHeaderEncoder padAlign(final short value)
    {
        buffer.putByte(offset + 5, (byte)value);
        return this;
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

    public TensorHeaderEncoder progressUnit(final short value)
    {
        buffer.putByte(offset + 6, (byte)value);
        return this;
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

    public TensorHeaderEncoder progressStrideBytes(final long value)
    {
        buffer.putInt(offset + 7, (int)value, BYTE_ORDER);
        return this;
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


    public TensorHeaderEncoder dims(final int index, final int value)
    {
        if (index < 0 || index >= 8)
        {
            throw new IndexOutOfBoundsException("index out of range: index=" + index);
        }

        final int pos = offset + 11 + (index * 4);
        buffer.putInt(pos, value, BYTE_ORDER);

        return this;
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


    public TensorHeaderEncoder strides(final int index, final int value)
    {
        if (index < 0 || index >= 8)
        {
            throw new IndexOutOfBoundsException("index out of range: index=" + index);
        }

        final int pos = offset + 43 + (index * 4);
        buffer.putInt(pos, value, BYTE_ORDER);

        return this;
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


    public TensorHeaderEncoder pad(final int index, final short value)
    {
        if (index < 0 || index >= 109)
        {
            throw new IndexOutOfBoundsException("index out of range: index=" + index);
        }

        final int pos = offset + 75 + (index * 1);
        buffer.putByte(pos, (byte)value);

        return this;
    }

    public TensorHeaderEncoder putPad(final byte[] src, final int srcOffset, final int length)
    {
        if (length > 109)
        {
            throw new IllegalStateException("length > maxValue for type: " + length);
        }

        buffer.putBytes(offset + 75, src, srcOffset, length);
        for (int i = length; i < 109; i++)
        {
            buffer.putByte(offset + 75 + i, (byte)0);
        }

        return this;
    }

    public TensorHeaderEncoder putPad(final org.agrona.DirectBuffer src, final int srcOffset, final int length)
    {
        if (length > 109)
        {
            throw new IllegalStateException("length > maxValue for type: " + length);
        }

        buffer.putBytes(offset + 75, src, srcOffset, length);
        for (int i = length; i < 109; i++)
        {
            buffer.putByte(offset + 75 + i, (byte)0);
        }

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

        final TensorHeaderDecoder decoder = new TensorHeaderDecoder();
        decoder.wrap(buffer, offset, BLOCK_LENGTH, SCHEMA_VERSION);

        return decoder.appendTo(builder);
    }
}
