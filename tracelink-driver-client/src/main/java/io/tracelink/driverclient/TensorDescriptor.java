package io.tracelink.driverclient;

import io.tracelink.schema.wire.MessageHeaderDecoder;
import io.tracelink.schema.wire.MessageHeaderEncoder;
import io.tracelink.schema.wire.TensorHeaderDecoder;
import io.tracelink.schema.wire.TensorHeaderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Shape of a payload, as the TensorHeader of a slot holds it (Wire §5). Made once and used for every frame; not
 * thread-safe. The codes of element type and order are the wire's and are passed through.
 */
public final class TensorDescriptor
{
    /**
     * The most dimensions.
     */
    public static final int MAX_DIMS = 8;

    /**
     * Length of the encoded header: a message header and the block.
     */
    static final int ENCODED_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + TensorHeaderEncoder.BLOCK_LENGTH;

    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final TensorHeaderEncoder encoder = new TensorHeaderEncoder();
    private final TensorHeaderDecoder decoder = new TensorHeaderDecoder();
    private final int[] dims = new int[MAX_DIMS];
    private final int[] strides = new int[MAX_DIMS];
    private short dtype;
    private short majorOrder;
    private int ndims;
    private int padAlign;
    private int progressUnit;
    private long progressStrideBytes;

    /**
     * Set the code of the element type.
     *
     * @param dtype code of the wire.
     * @return this for a fluent API.
     */
    public TensorDescriptor dtype(final short dtype)
    {
        this.dtype = dtype;
        return this;
    }

    /**
     * Code of the element type.
     *
     * @return code of the wire.
     */
    public short dtype()
    {
        return dtype;
    }

    /**
     * Set the code of the order of elements.
     *
     * @param majorOrder code of the wire.
     * @return this for a fluent API.
     */
    public TensorDescriptor majorOrder(final short majorOrder)
    {
        this.majorOrder = majorOrder;
        return this;
    }

    /**
     * Code of the order of elements.
     *
     * @return code of the wire.
     */
    public short majorOrder()
    {
        return majorOrder;
    }

    /**
     * Set the number of dimensions.
     *
     * @param ndims 0..{@link #MAX_DIMS}.
     * @return this for a fluent API.
     * @throws IllegalArgumentException if it is out of range.
     */
    public TensorDescriptor ndims(final int ndims)
    {
        if (ndims < 0 || ndims > MAX_DIMS)
        {
            throw new IllegalArgumentException("ndims=" + ndims + " must be in 0.." + MAX_DIMS);
        }

        this.ndims = ndims;
        return this;
    }

    /**
     * Number of dimensions.
     *
     * @return 0..{@link #MAX_DIMS}.
     */
    public int ndims()
    {
        return ndims;
    }

    /**
     * Set one dimension.
     *
     * @param index  0..7.
     * @param length elements along the dimension.
     * @param stride bytes from one element to the next, or 0 if they are packed.
     * @return this for a fluent API.
     * @throws IndexOutOfBoundsException if the index is out of range.
     */
    public TensorDescriptor dim(final int index, final int length, final int stride)
    {
        dims[index] = length;
        strides[index] = stride;
        return this;
    }

    /**
     * Length of a dimension.
     *
     * @param index 0..7.
     * @return elements along the dimension.
     */
    public int dim(final int index)
    {
        return dims[index];
    }

    /**
     * Stride of a dimension.
     *
     * @param index 0..7.
     * @return bytes from one element to the next, or 0 if they are packed.
     */
    public int stride(final int index)
    {
        return strides[index];
    }

    /**
     * Set the alignment of padded rows.
     *
     * @param padAlign code of the wire, 0..255.
     * @return this for a fluent API.
     */
    public TensorDescriptor padAlign(final int padAlign)
    {
        this.padAlign = padAlign & 0xFF;
        return this;
    }

    /**
     * Alignment of padded rows.
     *
     * @return code of the wire, 0..255.
     */
    public int padAlign()
    {
        return padAlign;
    }

    /**
     * Set how progress within the frame is reported.
     *
     * @param unit        code of the wire, 0..255.
     * @param strideBytes bytes of one step, uint32.
     * @return this for a fluent API.
     */
    public TensorDescriptor progress(final int unit, final long strideBytes)
    {
        progressUnit = unit & 0xFF;
        progressStrideBytes = strideBytes & 0xFFFF_FFFFL;
        return this;
    }

    /**
     * Unit of progress.
     *
     * @return code of the wire, 0..255.
     */
    public int progressUnit()
    {
        return progressUnit;
    }

    /**
     * Bytes of one step of progress.
     *
     * @return bytes, uint32.
     */
    public long progressStrideBytes()
    {
        return progressStrideBytes;
    }

    void encode(final MutableDirectBuffer buffer, final int offset)
    {
        encoder
            .wrapAndApplyHeader(buffer, offset, headerEncoder)
            .dtype(dtype)
            .majorOrder(majorOrder)
            .ndims((short)ndims)
            .padAlign((short)padAlign)
            .progressUnit((short)progressUnit)
            .progressStrideBytes(progressStrideBytes);
        for (int i = 0; i < MAX_DIMS; i++)
        {
            encoder.dims(i, dims[i]);
            encoder.strides(i, strides[i]);
        }
    }

    /**
     * Read a header that may be changing or wrong.
     *
     * @param buffer that holds {@link #ENCODED_LENGTH} bytes at the offset.
     * @param offset of the message header.
     * @return false if it is no TensorHeader; this is then of no use.
     */
    boolean decode(final DirectBuffer buffer, final int offset)
    {
        headerDecoder.wrap(buffer, offset);
        if (TensorHeaderDecoder.SCHEMA_ID != headerDecoder.schemaId() ||
            TensorHeaderDecoder.TEMPLATE_ID != headerDecoder.templateId() ||
            TensorHeaderDecoder.BLOCK_LENGTH != headerDecoder.blockLength() ||
            headerDecoder.version() > TensorHeaderDecoder.SCHEMA_VERSION)
        {
            return false;
        }

        decoder.wrap(
            buffer,
            offset + MessageHeaderDecoder.ENCODED_LENGTH,
            TensorHeaderDecoder.BLOCK_LENGTH,
            TensorHeaderDecoder.SCHEMA_VERSION);
        final int ndims = decoder.ndims();
        if (ndims > MAX_DIMS)
        {
            return false;
        }

        this.ndims = ndims;
        dtype = decoder.dtype();
        majorOrder = decoder.majorOrder();
        padAlign = decoder.padAlign();
        progressUnit = decoder.progressUnit();
        progressStrideBytes = decoder.progressStrideBytes();
        for (int i = 0; i < MAX_DIMS; i++)
        {
            dims[i] = decoder.dims(i);
            strides[i] = decoder.strides(i);
        }

        return true;
    }
}
