package io.tracelink.aeron;

import io.tracelink.core.MessageHeaderFlyweight;
import io.tracelink.core.MessageResult;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/**
 * Reads a FrameDescriptor where it lies (Wire §3). Any bytes may be given: nothing outside of the message is read,
 * nothing is thrown.
 * <p>
 * Values are read from the wrapped bytes, so they hold until those change; before the first message they are 0. Not
 * thread-safe.
 */
public final class FrameDescriptorReader
{
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[FrameDescriptorFlyweight.LENGTH]);

    /**
     * Check a message, and read from it when it is good.
     *
     * @param buffer that holds the message.
     * @param offset of the message, at its message header.
     * @param length of the message in bytes.
     * @return {@link MessageResult#OK}, or the first fault found: {@link MessageResult#TRUNCATED},
     * {@link MessageResult#OTHER_SCHEMA}, {@link MessageResult#OTHER_TEMPLATE}, {@link MessageResult#NEWER_VERSION} or
     * {@link MessageResult#BAD_BLOCK_LENGTH}. After a fault the reader still reads the message before.
     */
    public int wrap(final DirectBuffer buffer, final int offset, final int length)
    {
        final int result = MessageHeaderFlyweight.gate(
            buffer,
            offset,
            length,
            FrameDescriptorFlyweight.SCHEMA_ID,
            FrameDescriptorFlyweight.TEMPLATE_ID,
            FrameDescriptorFlyweight.SCHEMA_VERSION,
            FrameDescriptorFlyweight.BLOCK_LENGTH);

        if (MessageResult.OK == result)
        {
            this.buffer.wrap(buffer, offset, length);
        }

        return result;
    }

    /**
     * Stream of the frame.
     *
     * @return uint32.
     */
    public long streamId()
    {
        return buffer.getInt(FrameDescriptorFlyweight.STREAM_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL;
    }

    /**
     * Epoch of the stream's regions. A descriptor of another epoch than the mapped one is to be ignored.
     *
     * @return uint64.
     */
    public long epoch()
    {
        return buffer.getLong(FrameDescriptorFlyweight.EPOCH_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Sequence of the frame in its stream and epoch.
     *
     * @return uint64.
     */
    public long seq()
    {
        return buffer.getLong(FrameDescriptorFlyweight.SEQ_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * When the frame was made, in the clock of its producer.
     *
     * @return nanoseconds, or {@link FrameDescriptorFlyweight#NULL_TIMESTAMP}.
     */
    public long timestampNs()
    {
        return buffer.getLong(FrameDescriptorFlyweight.TIMESTAMP_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Version of the stream's metadata.
     *
     * @return uint32, or {@link FrameDescriptorFlyweight#NULL_META_VERSION}.
     */
    public long metaVersion()
    {
        return buffer.getInt(FrameDescriptorFlyweight.META_VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL;
    }

    /**
     * Trace ID of the frame.
     *
     * @return the trace ID, or 0 when the frame is not traced.
     */
    public long traceId()
    {
        return buffer.getLong(FrameDescriptorFlyweight.TRACE_ID_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }
}
