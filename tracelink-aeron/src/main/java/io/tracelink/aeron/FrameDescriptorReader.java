package io.tracelink.aeron;

import io.tracelink.core.MessageHeaderFlyweight;
import io.tracelink.core.MessageResult;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/**
 * Reads a FrameDescriptor where it lies (Wire §3). Any bytes may be given, as long as the buffer holds as many as it is
 * said: nothing outside of the message is read, nothing is thrown.
 * <p>
 * Values are read from the buffer that was given, so they hold until its bytes change or it wraps others; before the
 * first message they are 0. Not thread-safe.
 */
public final class FrameDescriptorReader
{
    private DirectBuffer buffer = new UnsafeBuffer(new byte[FrameDescriptorFlyweight.LENGTH]);
    private int offset;

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
        if (length < FrameDescriptorFlyweight.LENGTH ||
            FrameDescriptorFlyweight.MESSAGE_HEADER != buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN))
        {
            final int gate = gate(buffer, offset, length);
            if (MessageResult.OK != gate)
            {
                return gate;
            }
        }

        wrapValid(buffer, offset);

        return MessageResult.OK;
    }

    /**
     * Read from a message that is known to be good.
     */
    void wrapValid(final DirectBuffer buffer, final int offset)
    {
        // Storing a reference costs more than comparing one, and messages mostly come from one buffer.
        if (this.buffer != buffer)
        {
            this.buffer = buffer;
        }
        this.offset = offset;
    }

    /**
     * Stream of the frame.
     *
     * @return uint32.
     */
    public long streamId()
    {
        return 0xFFFF_FFFFL &
            buffer.getInt(offset + FrameDescriptorFlyweight.STREAM_ID_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Epoch of the stream's regions. A descriptor of another epoch than the mapped one is to be ignored.
     *
     * @return uint64.
     */
    public long epoch()
    {
        return buffer.getLong(offset + FrameDescriptorFlyweight.EPOCH_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Sequence of the frame in its stream and epoch.
     *
     * @return uint64.
     */
    public long seq()
    {
        return buffer.getLong(offset + FrameDescriptorFlyweight.SEQ_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * When the frame was made, in the clock of its producer.
     *
     * @return nanoseconds, or {@link FrameDescriptorFlyweight#NULL_TIMESTAMP}.
     */
    public long timestampNs()
    {
        return buffer.getLong(offset + FrameDescriptorFlyweight.TIMESTAMP_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Version of the stream's metadata.
     *
     * @return uint32, or {@link FrameDescriptorFlyweight#NULL_META_VERSION}.
     */
    public long metaVersion()
    {
        return 0xFFFF_FFFFL &
            buffer.getInt(offset + FrameDescriptorFlyweight.META_VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Trace ID of the frame.
     *
     * @return the trace ID, or 0 when the frame is not traced.
     */
    public long traceId()
    {
        return buffer.getLong(offset + FrameDescriptorFlyweight.TRACE_ID_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Another message, a broken one, or a FrameDescriptor whose header is not exactly ours.
     */
    private static int gate(final DirectBuffer buffer, final int offset, final int length)
    {
        return MessageHeaderFlyweight.gate(
            buffer,
            offset,
            length,
            FrameDescriptorFlyweight.SCHEMA_ID,
            FrameDescriptorFlyweight.TEMPLATE_ID,
            FrameDescriptorFlyweight.SCHEMA_VERSION,
            FrameDescriptorFlyweight.BLOCK_LENGTH);
    }
}
