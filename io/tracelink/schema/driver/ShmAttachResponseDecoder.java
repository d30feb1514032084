/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.driver;

import org.agrona.MutableDirectBuffer;
import org.agrona.DirectBuffer;


/**
 * The driver grants or refuses a lease
 */
@SuppressWarnings("all")
public final class ShmAttachResponseDecoder
{
    public static final int BLOCK_LENGTH = 54;
    public static final int TEMPLATE_ID = 2;
    public static final int SCHEMA_ID = 901;
    public static final int SCHEMA_VERSION = 1;
    public static final String SEMANTIC_VERSION = "1.0";
    public static final java.nio.ByteOrder BYTE_ORDER = java.nio.ByteOrder.LITTLE_ENDIAN;

    private final ShmAttachResponseDecoder parentMessage = this;
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

    public ShmAttachResponseDecoder wrap(
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

    public ShmAttachResponseDecoder wrapAndApplyHeader(
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

    public ShmAttachResponseDecoder sbeRewind()
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


    public static int codeId()
    {
        return 2;
    }

    public static int codeSinceVersion()
    {
        return 0;
    }

    public static int codeEncodingOffset()
    {
        return 8;
    }

    public static int codeEncodingLength()
    {
        return 4;
    }

    public static String codeMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public int codeRaw()
    {
        return buffer.getInt(offset + 8, BYTE_ORDER);
    }

    public ResponseCode code()
    {
        return ResponseCode.get(buffer.getInt(offset + 8, BYTE_ORDER));
    }


    public static int leaseIdId()
    {
        return 3;
    }

    public static int leaseIdSinceVersion()
    {
        return 0;
    }

    public static int leaseIdEncodingOffset()
    {
        return 12;
    }

    public static int leaseIdEncodingLength()
    {
        return 8;
    }

    public static String leaseIdMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "optional";
        }

        return "";
    }

    public static long leaseIdNullValue()
    {
        return 0xffffffffffffffffL;
    }

    public static long leaseIdMinValue()
    {
        return 0x0L;
    }

    public static long leaseIdMaxValue()
    {
        return 0xfffffffffffffffeL;
    }

    public long leaseId()
    {
        return buffer.getLong(offset + 12, BYTE_ORDER);
    }


    public static int leaseExpiryTimestampNsId()
    {
        return 4;
    }

    public static int leaseExpiryTimestampNsSinceVersion()
    {
        return 0;
    }

    public static int leaseExpiryTimestampNsEncodingOffset()
    {
        return 20;
    }

    public static int leaseExpiryTimestampNsEncodingLength()
    {
        return 8;
    }

    public static String leaseExpiryTimestampNsMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "optional";
        }

        return "";
    }

    public static long leaseExpiryTimestampNsNullValue()
    {
        return 0xffffffffffffffffL;
    }

    public static long leaseExpiryTimestampNsMinValue()
    {
        return 0x0L;
    }

    public static long leaseExpiryTimestampNsMaxValue()
    {
        return 0xfffffffffffffffeL;
    }

    public long leaseExpiryTimestampNs()
    {
        return buffer.getLong(offset + 20, BYTE_ORDER);
    }


    public static int streamIdId()
    {
        return 5;
    }

    public static int streamIdSinceVersion()
    {
        return 0;
    }

    public static int streamIdEncodingOffset()
    {
        return 28;
    }

    public static int streamIdEncodingLength()
    {
        return 4;
    }

    public static String streamIdMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "optional";
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
        return (buffer.getInt(offset + 28, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    public static int epochId()
    {
        return 6;
    }

    public static int epochSinceVersion()
    {
        return 0;
    }

    public static int epochEncodingOffset()
    {
        return 32;
    }

    public static int epochEncodingLength()
    {
        return 8;
    }

    public static String epochMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "optional";
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
        return buffer.getLong(offset + 32, BYTE_ORDER);
    }


    public static int layoutVersionId()
    {
        return 7;
    }

    public static int layoutVersionSinceVersion()
    {
        return 0;
    }

    public static int layoutVersionEncodingOffset()
    {
        return 40;
    }

    public static int layoutVersionEncodingLength()
    {
        return 4;
    }

    public static String layoutVersionMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "optional";
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
        return (buffer.getInt(offset + 40, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    public static int headerNslotsId()
    {
        return 8;
    }

    public static int headerNslotsSinceVersion()
    {
        return 0;
    }

    public static int headerNslotsEncodingOffset()
    {
        return 44;
    }

    public static int headerNslotsEncodingLength()
    {
        return 4;
    }

    public static String headerNslotsMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "optional";
        }

        return "";
    }

    public static long headerNslotsNullValue()
    {
        return 4294967295L;
    }

    public static long headerNslotsMinValue()
    {
        return 0L;
    }

    public static long headerNslotsMaxValue()
    {
        return 4294967294L;
    }

    public long headerNslots()
    {
        return (buffer.getInt(offset + 44, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    public static int headerSlotBytesId()
    {
        return 9;
    }

    public static int headerSlotBytesSinceVersion()
    {
        return 0;
    }

    public static int headerSlotBytesEncodingOffset()
    {
        return 48;
    }

    public static int headerSlotBytesEncodingLength()
    {
        return 2;
    }

    public static String headerSlotBytesMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "optional";
        }

        return "";
    }

    public static int headerSlotBytesNullValue()
    {
        return 65535;
    }

    public static int headerSlotBytesMinValue()
    {
        return 0;
    }

    public static int headerSlotBytesMaxValue()
    {
        return 65534;
    }

    public int headerSlotBytes()
    {
        return (buffer.getShort(offset + 48, BYTE_ORDER) & 0xFFFF);
    }


    public static int nodeIdId()
    {
        return 10;
    }

    public static int nodeIdSinceVersion()
    {
        return 0;
    }

    public static int nodeIdEncodingOffset()
    {
        return 50;
    }

    public static int nodeIdEncodingLength()
    {
        return 4;
    }

    public static String nodeIdMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "optional";
        }

        return "";
    }

    public static long nodeIdNullValue()
    {
        return 4294967295L;
    }

    public static long nodeIdMinValue()
    {
        return 0L;
    }

    public static long nodeIdMaxValue()
    {
        return 4294967294L;
    }

    public long nodeId()
    {
        return (buffer.getInt(offset + 50, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    private final PayloadPoolsDecoder payloadPools = new PayloadPoolsDecoder(this);

    public static long payloadPoolsDecoderId()
    {
        return 20;
    }

    public static int payloadPoolsDecoderSinceVersion()
    {
        return 0;
    }

    public PayloadPoolsDecoder payloadPools()
    {
        payloadPools.wrap(buffer);
        return payloadPools;
    }

    public static final class PayloadPoolsDecoder
        implements Iterable<PayloadPoolsDecoder>, java.util.Iterator<PayloadPoolsDecoder>
    {
        public static final int HEADER_SIZE = 4;
        private final ShmAttachResponseDecoder parentMessage;
        private DirectBuffer buffer;
        private int count;
        private int index;
        private int offset;
        private int blockLength;

        PayloadPoolsDecoder(final ShmAttachResponseDecoder parentMessage)
        {
            this.parentMessage = parentMessage;
        }

        public void wrap(final DirectBuffer buffer)
        {
            if (buffer != this.buffer)
            {
                this.buffer = buffer;
            }

            index = 0;
            final int limit = parentMessage.limit();
            parentMessage.limit(limit + HEADER_SIZE);
            blockLength = (buffer.getShort(limit + 0, BYTE_ORDER) & 0xFFFF);
            count = (buffer.getShort(limit + 2, BYTE_ORDER) & 0xFFFF);
        }

        public PayloadPoolsDecoder next()
        {
            if (index >= count)
            {
                throw new java.util.NoSuchElementException();
            }

            offset = parentMessage.limit();
            parentMessage.limit(offset + blockLength);
            ++index;

            return this;
        }

        public static int countMinValue()
        {
            return 0;
        }

        public static int countMaxValue()
        {
            return 65534;
        }

        public static int sbeHeaderSize()
        {
            return HEADER_SIZE;
        }

        public static int sbeBlockLength()
        {
            return 10;
        }

        public int actingBlockLength()
        {
            return blockLength;
        }

        public int actingVersion()
        {
            return parentMessage.actingVersion;
        }

        public int count()
        {
            return count;
        }

        public java.util.Iterator<PayloadPoolsDecoder> iterator()
        {
            return this;
        }

        public void remove()
        {
            throw new UnsupportedOperationException();
        }

        public boolean hasNext()
        {
            return index < count;
        }

        public static int poolIdId()
        {
            return 21;
        }

        public static int poolIdSinceVersion()
        {
            return 0;
        }

        public static int poolIdEncodingOffset()
        {
            return 0;
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
            return (buffer.getShort(offset + 0, BYTE_ORDER) & 0xFFFF);
        }


        public static int poolNslotsId()
        {
            return 22;
        }

        public static int poolNslotsSinceVersion()
        {
            return 0;
        }

        public static int poolNslotsEncodingOffset()
        {
            return 2;
        }

        public static int poolNslotsEncodingLength()
        {
            return 4;
        }

        public static String poolNslotsMetaAttribute(final MetaAttribute metaAttribute)
        {
            if (MetaAttribute.PRESENCE == metaAttribute)
            {
                return "required";
            }

            return "";
        }

        public static long poolNslotsNullValue()
        {
            return 4294967295L;
        }

        public static long poolNslotsMinValue()
        {
            return 0L;
        }

        public static long poolNslotsMaxValue()
        {
            return 4294967294L;
        }

        public long poolNslots()
        {
            return (buffer.getInt(offset + 2, BYTE_ORDER) & 0xFFFF_FFFFL);
        }


        public static int strideBytesId()
        {
            return 23;
        }

        public static int strideBytesSinceVersion()
        {
            return 0;
        }

        public static int strideBytesEncodingOffset()
        {
            return 6;
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
            return (buffer.getInt(offset + 6, BYTE_ORDER) & 0xFFFF_FFFFL);
        }


        public static int regionUriId()
        {
            return 24;
        }

        public static int regionUriSinceVersion()
        {
            return 0;
        }

        public static String regionUriCharacterEncoding()
        {
            return java.nio.charset.StandardCharsets.US_ASCII.name();
        }

        public static String regionUriMetaAttribute(final MetaAttribute metaAttribute)
        {
            if (MetaAttribute.PRESENCE == metaAttribute)
            {
                return "required";
            }

            return "";
        }

        public static int regionUriHeaderLength()
        {
            return 4;
        }

        public int regionUriLength()
        {
            final int limit = parentMessage.limit();
            return (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        }

        public int skipRegionUri()
        {
            final int headerLength = 4;
            final int limit = parentMessage.limit();
            final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
            final int dataOffset = limit + headerLength;
            parentMessage.limit(dataOffset + dataLength);

            return dataLength;
        }

        public int getRegionUri(final MutableDirectBuffer dst, final int dstOffset, final int length)
        {
            final int headerLength = 4;
            final int limit = parentMessage.limit();
            final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
            final int bytesCopied = Math.min(length, dataLength);
            parentMessage.limit(limit + headerLength + dataLength);
            buffer.getBytes(limit + headerLength, dst, dstOffset, bytesCopied);

            return bytesCopied;
        }

        public int getRegionUri(final byte[] dst, final int dstOffset, final int length)
        {
            final int headerLength = 4;
            final int limit = parentMessage.limit();
            final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
            final int bytesCopied = Math.min(length, dataLength);
            parentMessage.limit(limit + headerLength + dataLength);
            buffer.getBytes(limit + headerLength, dst, dstOffset, bytesCopied);

            return bytesCopied;
        }

        public void wrapRegionUri(final DirectBuffer wrapBuffer)
        {
            final int headerLength = 4;
            final int limit = parentMessage.limit();
            final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
            parentMessage.limit(limit + headerLength + dataLength);
            wrapBuffer.wrap(buffer, limit + headerLength, dataLength);
        }

        public String regionUri()
        {
            final int headerLength = 4;
            final int limit = parentMessage.limit();
            final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
            parentMessage.limit(limit + headerLength + dataLength);

            if (0 == dataLength)
            {
                return "";
            }

            final byte[] tmp = new byte[dataLength];
            buffer.getBytes(limit + headerLength, tmp, 0, dataLength);

            return new String(tmp, java.nio.charset.StandardCharsets.US_ASCII);
        }

        public int getRegionUri(final Appendable appendable)
        {
            final int headerLength = 4;
            final int limit = parentMessage.limit();
            final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
            final int dataOffset = limit + headerLength;

            parentMessage.limit(dataOffset + dataLength);
            buffer.getStringWithoutLengthAscii(dataOffset, dataLength, appendable);

            return dataLength;
        }

        public StringBuilder appendTo(final StringBuilder builder)
        {
            if (null == buffer)
            {
                return builder;
            }

            builder.append('(');
            builder.append("poolId=");
            builder.append(this.poolId());
            builder.append('|');
            builder.append("poolNslots=");
            builder.append(this.poolNslots());
            builder.append('|');
            builder.append("strideBytes=");
            builder.append(this.strideBytes());
            builder.append('|');
            builder.append("regionUri=");
            builder.append('\'');
            getRegionUri(builder);
            builder.append('\'');
            builder.append(')');

            return builder;
        }
        
        public PayloadPoolsDecoder sbeSkip()
        {
            skipRegionUri();

            return this;
        }
    }

    public static int headerRegionUriId()
    {
        return 11;
    }

    public static int headerRegionUriSinceVersion()
    {
        return 0;
    }

    public static String headerRegionUriCharacterEncoding()
    {
        return java.nio.charset.StandardCharsets.US_ASCII.name();
    }

    public static String headerRegionUriMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static int headerRegionUriHeaderLength()
    {
        return 4;
    }

    public int headerRegionUriLength()
    {
        final int limit = parentMessage.limit();
        return (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
    }

    public int skipHeaderRegionUri()
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        final int dataOffset = limit + headerLength;
        parentMessage.limit(dataOffset + dataLength);

        return dataLength;
    }

    public int getHeaderRegionUri(final MutableDirectBuffer dst, final int dstOffset, final int length)
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        final int bytesCopied = Math.min(length, dataLength);
        parentMessage.limit(limit + headerLength + dataLength);
        buffer.getBytes(limit + headerLength, dst, dstOffset, bytesCopied);

        return bytesCopied;
    }

    public int getHeaderRegionUri(final byte[] dst, final int dstOffset, final int length)
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        final int bytesCopied = Math.min(length, dataLength);
        parentMessage.limit(limit + headerLength + dataLength);
        buffer.getBytes(limit + headerLength, dst, dstOffset, bytesCopied);

        return bytesCopied;
    }

    public void wrapHeaderRegionUri(final DirectBuffer wrapBuffer)
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        parentMessage.limit(limit + headerLength + dataLength);
        wrapBuffer.wrap(buffer, limit + headerLength, dataLength);
    }

    public String headerRegionUri()
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        parentMessage.limit(limit + headerLength + dataLength);

        if (0 == dataLength)
        {
            return "";
        }

        final byte[] tmp = new byte[dataLength];
        buffer.getBytes(limit + headerLength, tmp, 0, dataLength);

        return new String(tmp, java.nio.charset.StandardCharsets.US_ASCII);
    }

    public int getHeaderRegionUri(final Appendable appendable)
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        final int dataOffset = limit + headerLength;

        parentMessage.limit(dataOffset + dataLength);
        buffer.getStringWithoutLengthAscii(dataOffset, dataLength, appendable);

        return dataLength;
    }

    public static int errorMessageId()
    {
        return 30;
    }

    public static int errorMessageSinceVersion()
    {
        return 0;
    }

    public static String errorMessageCharacterEncoding()
    {
        return java.nio.charset.StandardCharsets.US_ASCII.name();
    }

    public static String errorMessageMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static int errorMessageHeaderLength()
    {
        return 4;
    }

    public int errorMessageLength()
    {
        final int limit = parentMessage.limit();
        return (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
    }

    public int skipErrorMessage()
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        final int dataOffset = limit + headerLength;
        parentMessage.limit(dataOffset + dataLength);

        return dataLength;
    }

    public int getErrorMessage(final MutableDirectBuffer dst, final int dstOffset, final int length)
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        final int bytesCopied = Math.min(length, dataLength);
        parentMessage.limit(limit + headerLength + dataLength);
        buffer.getBytes(limit + headerLength, dst, dstOffset, bytesCopied);

        return bytesCopied;
    }

    public int getErrorMessage(final byte[] dst, final int dstOffset, final int length)
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        final int bytesCopied = Math.min(length, dataLength);
        parentMessage.limit(limit + headerLength + dataLength);
        buffer.getBytes(limit + headerLength, dst, dstOffset, bytesCopied);

        return bytesCopied;
    }

    public void wrapErrorMessage(final DirectBuffer wrapBuffer)
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        parentMessage.limit(limit + headerLength + dataLength);
        wrapBuffer.wrap(buffer, limit + headerLength, dataLength);
    }

    public String errorMessage()
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        parentMessage.limit(limit + headerLength + dataLength);

        if (0 == dataLength)
        {
            return "";
        }

        final byte[] tmp = new byte[dataLength];
        buffer.getBytes(limit + headerLength, tmp, 0, dataLength);

        return new String(tmp, java.nio.charset.StandardCharsets.US_ASCII);
    }

    public int getErrorMessage(final Appendable appendable)
    {
        final int headerLength = 4;
        final int limit = parentMessage.limit();
        final int dataLength = (int)(buffer.getInt(limit, BYTE_ORDER) & 0xFFFF_FFFFL);
        final int dataOffset = limit + headerLength;

        parentMessage.limit(dataOffset + dataLength);
        buffer.getStringWithoutLengthAscii(dataOffset, dataLength, appendable);

        return dataLength;
    }

    public String toString()
    {
        if (null == buffer)
        {
            return "";
        }

        final ShmAttachResponseDecoder decoder = new ShmAttachResponseDecoder();
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
        builder.append("[ShmAttachResponse](sbeTemplateId=");
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
        builder.append("code=");
        builder.append(this.code());
        builder.append('|');
        builder.append("leaseId=");
        builder.append(this.leaseId());
        builder.append('|');
        builder.append("leaseExpiryTimestampNs=");
        builder.append(this.leaseExpiryTimestampNs());
        builder.append('|');
        builder.append("streamId=");
        builder.append(this.streamId());
        builder.append('|');
        builder.append("epoch=");
        builder.append(this.epoch());
        builder.append('|');
        builder.append("layoutVersion=");
        builder.append(this.layoutVersion());
        builder.append('|');
        builder.append("headerNslots=");
        builder.append(this.headerNslots());
        builder.append('|');
        builder.append("headerSlotBytes=");
        builder.append(this.headerSlotBytes());
        builder.append('|');
        builder.append("nodeId=");
        builder.append(this.nodeId());
        builder.append('|');
        builder.append("payloadPools=[");
        final int payloadPoolsOriginalOffset = payloadPools.offset;
        final int payloadPoolsOriginalIndex = payloadPools.index;
        final PayloadPoolsDecoder payloadPools = this.payloadPools();
        if (payloadPools.count() > 0)
        {
            while (payloadPools.hasNext())
            {
                payloadPools.next().appendTo(builder);
                builder.append(',');
            }
            builder.setLength(builder.length() - 1);
        }
        payloadPools.offset = payloadPoolsOriginalOffset;
        payloadPools.index = payloadPoolsOriginalIndex;
        builder.append(']');
        builder.append('|');
        builder.append("headerRegionUri=");
        builder.append('\'');
        getHeaderRegionUri(builder);
        builder.append('\'');
        builder.append('|');
        builder.append("errorMessage=");
        builder.append('\'');
        getErrorMessage(builder);
        builder.append('\'');

        limit(originalLimit);

        return builder;
    }
    
    public ShmAttachResponseDecoder sbeSkip()
    {
        sbeRewind();
        PayloadPoolsDecoder payloadPools = this.payloadPools();
        if (payloadPools.count() > 0)
        {
            while (payloadPools.hasNext())
            {
                payloadPools.next();
                payloadPools.sbeSkip();
            }
        }
        skipHeaderRegionUri();
        skipErrorMessage();

        return this;
    }
}
