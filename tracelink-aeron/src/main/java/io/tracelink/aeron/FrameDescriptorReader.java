package io.tracelink.aeron;

import io.tracelink.core.MessageHeaderFlyweight;
import io.tracelink.core.MessageResult;
import org.agrona.DirectBuffer;

import java.lang.ref.Reference;
import java.nio.ByteOrder;

/**
 * Reads a FrameDescriptor where it lies (Wire §3). Any bytes may be given, as long as the buffer holds as many as it is
 * said: nothing outside of the message is read, nothing is thrown.
 * <p>
 * Values are those that the message had when it was checked, and hold until the next one; before the first message they
 * are 0. Not thread-safe.
 */
public final class FrameDescriptorReader
{
    private long streamId;
    private long epoch;
    private long seq;
    private long timestampNs;
    private long metaVersion;
    private long traceId;

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
        buffer.boundsCheck(offset, FrameDescriptorFlyweight.LENGTH);
        final byte[] base = buffer.byteArray();
        final long address = buffer.addressOffset() + offset;

        try
        {
            streamId = Memory.getInt(base, address + FrameDescriptorFlyweight.STREAM_ID_OFFSET) & 0xFFFF_FFFFL;
            epoch = Memory.getLong(base, address + FrameDescriptorFlyweight.EPOCH_OFFSET);
            seq = Memory.getLong(base, address + FrameDescriptorFlyweight.SEQ_OFFSET);
            timestampNs = Memory.getLong(base, address + FrameDescriptorFlyweight.TIMESTAMP_OFFSET);
            metaVersion = Memory.getInt(base, address + FrameDescriptorFlyweight.META_VERSION_OFFSET) & 0xFFFF_FFFFL;
            traceId = Memory.getLong(base, address + FrameDescriptorFlyweight.TRACE_ID_OFFSET);
        }
        finally
        {
            Reference.reachabilityFence(buffer);
        }
    }

    /**
     * Stream of the frame.
     *
     * @return uint32.
     */
    public long streamId()
    {
        return streamId;
    }

    /**
     * Epoch of the stream's regions. A descriptor of another epoch than the mapped one is to be ignored.
     *
     * @return uint64.
     */
    public long epoch()
    {
        return epoch;
    }

    /**
     * Sequence of the frame in its stream and epoch.
     *
     * @return uint64.
     */
    public long seq()
    {
        return seq;
    }

    /**
     * When the frame was made, in the clock of its producer.
     *
     * @return nanoseconds, or {@link FrameDescriptorFlyweight#NULL_TIMESTAMP}.
     */
    public long timestampNs()
    {
        return timestampNs;
    }

    /**
     * Version of the stream's metadata.
     *
     * @return uint32, or {@link FrameDescriptorFlyweight#NULL_META_VERSION}.
     */
    public long metaVersion()
    {
        return metaVersion;
    }

    /**
     * Trace ID of the frame.
     *
     * @return the trace ID, or 0 when the frame is not traced.
     */
    public long traceId()
    {
        return traceId;
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
