/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.wire;

import org.agrona.MutableDirectBuffer;
import org.agrona.DirectBuffer;


/**
 * The regions of a stream in its present epoch
 */
@SuppressWarnings("all")
public final class ShmPoolAnnounceDecoder
{
    public static final int BLOCK_LENGTH = 35;
    public static final int TEMPLATE_ID = 1;
    public static final int SCHEMA_ID = 900;
    public static final int SCHEMA_VERSION = 1;
    public static final String SEMANTIC_VERSION = "1.1";
    public static final java.nio.ByteOrder BYTE_ORDER = java.nio.ByteOrder.LITTLE_ENDIAN;

    private final ShmPoolAnnounceDecoder parentMessage = this;
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

    public ShmPoolAnnounceDecoder wrap(
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

    public ShmPoolAnnounceDecoder wrapAndApplyHeader(
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

    public ShmPoolAnnounceDecoder sbeRewind()
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


    public static int producerIdId()
    {
        return 2;
    }

    public static int producerIdSinceVersion()
    {
        return 0;
    }

    public static int producerIdEncodingOffset()
    {
        return 4;
    }

    public static int producerIdEncodingLength()
    {
        return 4;
    }

    public static String producerIdMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long producerIdNullValue()
    {
        return 4294967295L;
    }

    public static long producerIdMinValue()
    {
        return 0L;
    }

    public static long producerIdMaxValue()
    {
        return 4294967294L;
    }

    public long producerId()
    {
        return (buffer.getInt(offset + 4, BYTE_ORDER) & 0xFFFF_FFFFL);
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
        return 8;
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
        return buffer.getLong(offset + 8, BYTE_ORDER);
    }


    public static int announceTimestampNsId()
    {
        return 4;
    }

    public static int announceTimestampNsSinceVersion()
    {
        return 0;
    }

    public static int announceTimestampNsEncodingOffset()
    {
        return 16;
    }

    public static int announceTimestampNsEncodingLength()
    {
        return 8;
    }

    public static String announceTimestampNsMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public static long announceTimestampNsNullValue()
    {
        return 0xffffffffffffffffL;
    }

    public static long announceTimestampNsMinValue()
    {
        return 0x0L;
    }

    public static long announceTimestampNsMaxValue()
    {
        return 0xfffffffffffffffeL;
    }

    public long announceTimestampNs()
    {
        return buffer.getLong(offset + 16, BYTE_ORDER);
    }


    public static int announceClockDomainId()
    {
        return 5;
    }

    public static int announceClockDomainSinceVersion()
    {
        return 0;
    }

    public static int announceClockDomainEncodingOffset()
    {
        return 24;
    }

    public static int announceClockDomainEncodingLength()
    {
        return 1;
    }

    public static String announceClockDomainMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
        }

        return "";
    }

    public short announceClockDomainRaw()
    {
        return ((short)(buffer.getByte(offset + 24) & 0xFF));
    }

    public ClockDomain announceClockDomain()
    {
        return ClockDomain.get(((short)(buffer.getByte(offset + 24) & 0xFF)));
    }


    public static int layoutVersionId()
    {
        return 6;
    }

    public static int layoutVersionSinceVersion()
    {
        return 0;
    }

    public static int layoutVersionEncodingOffset()
    {
        return 25;
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
        return (buffer.getInt(offset + 25, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    public static int headerNslotsId()
    {
        return 7;
    }

    public static int headerNslotsSinceVersion()
    {
        return 0;
    }

    public static int headerNslotsEncodingOffset()
    {
        return 29;
    }

    public static int headerNslotsEncodingLength()
    {
        return 4;
    }

    public static String headerNslotsMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
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
        return (buffer.getInt(offset + 29, BYTE_ORDER) & 0xFFFF_FFFFL);
    }


    public static int headerSlotBytesId()
    {
        return 8;
    }

    public static int headerSlotBytesSinceVersion()
    {
        return 0;
    }

    public static int headerSlotBytesEncodingOffset()
    {
        return 33;
    }

    public static int headerSlotBytesEncodingLength()
    {
        return 2;
    }

    public static String headerSlotBytesMetaAttribute(final MetaAttribute metaAttribute)
    {
        if (MetaAttribute.PRESENCE == metaAttribute)
        {
            return "required";
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
        return (buffer.getShort(offset + 33, BYTE_ORDER) & 0xFFFF);
    }


    private final PayloadPoolsDecoder payloadPools = new PayloadPoolsDecoder(this);

    public static long payloadPoolsDecoderId()
    {
        return 9;
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
        private final ShmPoolAnnounceDecoder parentMessage;
        private DirectBuffer buffer;
        private int count;
        private int index;
        private int offset;
        private int blockLength;

        PayloadPoolsDecoder(final ShmPoolAnnounceDecoder parentMessage)
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
            return 1;
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
            return 2;
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
            return 3;
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
            return 4;
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
        return 10;
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

    public String toString()
    {
        if (null == buffer)
        {
            return "";
        }

        final ShmPoolAnnounceDecoder decoder = new ShmPoolAnnounceDecoder();
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
        builder.append("[ShmPoolAnnounce](sbeTemplateId=");
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
        builder.append("producerId=");
        builder.append(this.producerId());
        builder.append('|');
        builder.append("epoch=");
        builder.append(this.epoch());
        builder.append('|');
        builder.append("announceTimestampNs=");
        builder.append(this.announceTimestampNs());
        builder.append('|');
        builder.append("announceClockDomain=");
        builder.append(this.announceClockDomain());
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

        limit(originalLimit);

        return builder;
    }
    
    public ShmPoolAnnounceDecoder sbeSkip()
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

        return this;
    }
}
