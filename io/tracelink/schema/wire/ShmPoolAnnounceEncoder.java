/* Generated SBE (Simple Binary Encoding) message codec. */
package io.tracelink.schema.wire;

import org.agrona.MutableDirectBuffer;
import org.agrona.DirectBuffer;


/**
 * The regions of a stream in its present epoch
 */
@SuppressWarnings("all")
public final class ShmPoolAnnounceEncoder
{
    public static final int BLOCK_LENGTH = 35;
    public static final int TEMPLATE_ID = 1;
    public static final int SCHEMA_ID = 900;
    public static final int SCHEMA_VERSION = 1;
    public static final String SEMANTIC_VERSION = "1.1";
    public static final java.nio.ByteOrder BYTE_ORDER = java.nio.ByteOrder.LITTLE_ENDIAN;

    private final ShmPoolAnnounceEncoder parentMessage = this;
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

    public ShmPoolAnnounceEncoder wrap(final MutableDirectBuffer buffer, final int offset)
    {
        if (buffer != this.buffer)
        {
            this.buffer = buffer;
        }
        this.offset = offset;
        limit(offset + BLOCK_LENGTH);

        return this;
    }

    public ShmPoolAnnounceEncoder wrapAndApplyHeader(
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

    public ShmPoolAnnounceEncoder streamId(final long value)
    {
        buffer.putInt(offset + 0, (int)value, BYTE_ORDER);
        return this;
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

    public ShmPoolAnnounceEncoder producerId(final long value)
    {
        buffer.putInt(offset + 4, (int)value, BYTE_ORDER);
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

    public ShmPoolAnnounceEncoder epoch(final long value)
    {
        buffer.putLong(offset + 8, value, BYTE_ORDER);
        return this;
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

    public ShmPoolAnnounceEncoder announceTimestampNs(final long value)
    {
        buffer.putLong(offset + 16, value, BYTE_ORDER);
        return this;
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

    public ShmPoolAnnounceEncoder announceClockDomain(final ClockDomain value)
    {
        buffer.putByte(offset + 24, (byte)value.value());
        return this;
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

    public ShmPoolAnnounceEncoder layoutVersion(final long value)
    {
        buffer.putInt(offset + 25, (int)value, BYTE_ORDER);
        return this;
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

    public ShmPoolAnnounceEncoder headerNslots(final long value)
    {
        buffer.putInt(offset + 29, (int)value, BYTE_ORDER);
        return this;
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

    public ShmPoolAnnounceEncoder headerSlotBytes(final int value)
    {
        buffer.putShort(offset + 33, (short)value, BYTE_ORDER);
        return this;
    }


    private final PayloadPoolsEncoder payloadPools = new PayloadPoolsEncoder(this);

    public static long payloadPoolsId()
    {
        return 9;
    }

    public PayloadPoolsEncoder payloadPoolsCount(final int count)
    {
        payloadPools.wrap(buffer, count);
        return payloadPools;
    }

    public static final class PayloadPoolsEncoder
    {
        public static final int HEADER_SIZE = 4;
        private final ShmPoolAnnounceEncoder parentMessage;
        private MutableDirectBuffer buffer;
        private int count;
        private int index;
        private int offset;
        private int initialLimit;

        PayloadPoolsEncoder(final ShmPoolAnnounceEncoder parentMessage)
        {
            this.parentMessage = parentMessage;
        }

        public void wrap(final MutableDirectBuffer buffer, final int count)
        {
            if (count < 0 || count > 65534)
            {
                throw new IllegalArgumentException("count outside allowed range: count=" + count);
            }

            if (buffer != this.buffer)
            {
                this.buffer = buffer;
            }

            index = 0;
            this.count = count;
            final int limit = parentMessage.limit();
            initialLimit = limit;
            parentMessage.limit(limit + HEADER_SIZE);
            buffer.putShort(limit + 0, (short)10, BYTE_ORDER);
            buffer.putShort(limit + 2, (short)count, BYTE_ORDER);
        }

        public PayloadPoolsEncoder next()
        {
            if (index >= count)
            {
                throw new java.util.NoSuchElementException();
            }

            offset = parentMessage.limit();
            parentMessage.limit(offset + sbeBlockLength());
            ++index;

            return this;
        }

        public int resetCountToIndex()
        {
            count = index;
            buffer.putShort(initialLimit + 2, (short)count, BYTE_ORDER);

            return count;
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

        public PayloadPoolsEncoder poolId(final int value)
        {
            buffer.putShort(offset + 0, (short)value, BYTE_ORDER);
            return this;
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

        public PayloadPoolsEncoder poolNslots(final long value)
        {
            buffer.putInt(offset + 2, (int)value, BYTE_ORDER);
            return this;
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

        public PayloadPoolsEncoder strideBytes(final long value)
        {
            buffer.putInt(offset + 6, (int)value, BYTE_ORDER);
            return this;
        }


        public static int regionUriId()
        {
            return 4;
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

        public PayloadPoolsEncoder putRegionUri(final DirectBuffer src, final int srcOffset, final int length)
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

        public PayloadPoolsEncoder putRegionUri(final byte[] src, final int srcOffset, final int length)
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

        public PayloadPoolsEncoder regionUri(final String value)
        {
            final int length = null == value ? 0 : value.length();
            if (length > 1073741824)
            {
                throw new IllegalStateException("length > maxValue for type: " + length);
            }

            final int headerLength = 4;
            final int limit = parentMessage.limit();
            parentMessage.limit(limit + headerLength + length);
            buffer.putInt(limit, length, BYTE_ORDER);
            buffer.putStringWithoutLengthAscii(limit + headerLength, value);

            return this;
        }

        public PayloadPoolsEncoder regionUri(final CharSequence value)
        {
            final int length = null == value ? 0 : value.length();
            if (length > 1073741824)
            {
                throw new IllegalStateException("length > maxValue for type: " + length);
            }

            final int headerLength = 4;
            final int limit = parentMessage.limit();
            parentMessage.limit(limit + headerLength + length);
            buffer.putInt(limit, length, BYTE_ORDER);
            buffer.putStringWithoutLengthAscii(limit + headerLength, value);

            return this;
        }
    }

    public static int headerRegionUriId()
    {
        return 10;
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

    public ShmPoolAnnounceEncoder putHeaderRegionUri(final DirectBuffer src, final int srcOffset, final int length)
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

    public ShmPoolAnnounceEncoder putHeaderRegionUri(final byte[] src, final int srcOffset, final int length)
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

    public ShmPoolAnnounceEncoder headerRegionUri(final String value)
    {
        final int length = null == value ? 0 : value.length();
        if (length > 1073741824)
        {
            throw new IllegalStateException("length > maxValue for type: " + length);
        }

        final int headerLength = 4;
        final int limit = parentMessage.limit();
        parentMessage.limit(limit + headerLength + length);
        buffer.putInt(limit, length, BYTE_ORDER);
        buffer.putStringWithoutLengthAscii(limit + headerLength, value);

        return this;
    }

    public ShmPoolAnnounceEncoder headerRegionUri(final CharSequence value)
    {
        final int length = null == value ? 0 : value.length();
        if (length > 1073741824)
        {
            throw new IllegalStateException("length > maxValue for type: " + length);
        }

        final int headerLength = 4;
        final int limit = parentMessage.limit();
        parentMessage.limit(limit + headerLength + length);
        buffer.putInt(limit, length, BYTE_ORDER);
        buffer.putStringWithoutLengthAscii(limit + headerLength, value);

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

        final ShmPoolAnnounceDecoder decoder = new ShmPoolAnnounceDecoder();
        decoder.wrap(buffer, offset, BLOCK_LENGTH, SCHEMA_VERSION);

        return decoder.appendTo(builder);
    }
}
