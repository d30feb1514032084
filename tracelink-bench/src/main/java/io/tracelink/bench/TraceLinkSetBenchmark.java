package io.tracelink.bench;

import io.tracelink.core.ParentSet;
import io.tracelink.core.TraceLinkSetFlyweight;
import io.tracelink.core.TraceLinkSetReader;
import io.tracelink.schema.tracelink.MessageHeaderDecoder;
import io.tracelink.schema.tracelink.MessageHeaderEncoder;
import io.tracelink.schema.tracelink.TraceLinkSetDecoder;
import io.tracelink.schema.tracelink.TraceLinkSetEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writing a TraceLinkSet, and reading all of one, in memory. Ours are checked, peers and floors trust their input.
 */
@State(Scope.Thread)
public class TraceLinkSetBenchmark extends TraceLinkBenchmark
{
    private static final long STREAM_ID = 10_000;
    private static final long EPOCH = 1;

    @Param({"2", "8", "64", "512", "65534"})
    int parentCount;

    private long seq;
    UnsafeBuffer buffer;

    private long traceId;
    private long[] ids;
    private long[] shuffledIds;
    private ParentSet parents;
    private ParentSet builtParents;
    private int length;
    private UnsafeBuffer ascendingMessage;
    private UnsafeBuffer shuffledMessage;
    private final TraceLinkSetReader reader = new TraceLinkSetReader();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final TraceLinkSetEncoder encoder = new TraceLinkSetEncoder();
    private final TraceLinkSetDecoder decoder = new TraceLinkSetDecoder();

    /**
     * Make the parents and the messages.
     */
    @Setup
    public void setUp()
    {
        ids = FrameIds.ascending(parentCount);
        shuffledIds = FrameIds.shuffled(parentCount);
        traceId = ids[parentCount - 1] + 1;
        parents = FrameIds.parentSet(ids);
        builtParents = new ParentSet(parentCount);
        length = TraceLinkSetFlyweight.encodedLength(parentCount);
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        ascendingMessage = message(parents);
        shuffledMessage = message(FrameIds.parentSet(shuffledIds));
    }

    /**
     * Encode a parent set.
     *
     * @return the length of the message.
     */
    @Benchmark
    public int encode()
    {
        return TraceLinkSetFlyweight.encode(buffer, 0, STREAM_ID, EPOCH, seq++, traceId, parents);
    }

    /**
     * Build a parent set and encode it: all that a join does before it publishes.
     *
     * @return the length of the message.
     */
    @Benchmark
    public int buildAndEncode()
    {
        return buildAndEncode(ids);
    }

    /**
     * The same with parents in no order.
     *
     * @return the length of the message.
     */
    @Benchmark
    public int buildAndEncodeShuffled()
    {
        return buildAndEncode(shuffledIds);
    }

    /**
     * Check a message whose parents ascend, and read what stands in front of them: every field is loaded once.
     *
     * @return a sum over the fields.
     */
    @Benchmark
    public long check()
    {
        return check(ascendingMessage);
    }

    /**
     * The same with parents in no order.
     *
     * @return a sum over the fields.
     */
    @Benchmark
    public long checkShuffled()
    {
        return check(shuffledMessage);
    }

    /**
     * Check a message whose parents ascend, and then read them as well: every parent is loaded twice.
     *
     * @return a sum over the message.
     */
    @Benchmark
    public long decode()
    {
        return decode(ascendingMessage);
    }

    /**
     * The same with parents in no order.
     *
     * @return a sum over the message.
     */
    @Benchmark
    public long decodeShuffled()
    {
        return decode(shuffledMessage);
    }

    /**
     * The encoder that sbe-tool makes, from an array.
     *
     * @return the length of the message.
     */
    @Benchmark
    public int peerGeneratedEncode()
    {
        final TraceLinkSetEncoder encoder = this.encoder;
        encoder.wrapAndApplyHeader(buffer, 0, headerEncoder)
            .streamId(STREAM_ID)
            .epoch(EPOCH)
            .seq(seq++)
            .traceId(traceId);

        final TraceLinkSetEncoder.ParentsEncoder parents = encoder.parentsCount(ids.length);
        for (final long id : ids)
        {
            parents.next().traceId(id);
        }

        return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }

    /**
     * The decoder that sbe-tool makes; checks the template and nothing else.
     *
     * @return a sum over the message.
     */
    @Benchmark
    public long peerGeneratedDecode()
    {
        final TraceLinkSetDecoder decoder = this.decoder;
        decoder.wrapAndApplyHeader(ascendingMessage, 0, headerDecoder);

        long sum = decoder.streamId() + decoder.epoch() + decoder.seq() + decoder.traceId();
        for (final TraceLinkSetDecoder.ParentsDecoder parent : decoder.parents())
        {
            sum += parent.traceId();
        }

        return sum;
    }

    /**
     * The stores of a message, from an array, without a check.
     *
     * @return the length of the message.
     */
    @Benchmark
    public int floorRawStores()
    {
        final UnsafeBuffer buffer = this.buffer;
        TraceLinkSetFlyweight.encodeHeader(buffer, 0, STREAM_ID, EPOCH, seq++, traceId, ids.length);

        int offset = TraceLinkSetFlyweight.HEADER_LENGTH;
        for (final long id : ids)
        {
            buffer.putLong(offset, id, ByteOrder.LITTLE_ENDIAN);
            offset += TraceLinkSetFlyweight.PARENT_LENGTH;
        }

        return offset;
    }

    /**
     * The loads of a message without a check.
     *
     * @return a sum over the message.
     */
    @Benchmark
    public long floorRawLoads()
    {
        final UnsafeBuffer buffer = ascendingMessage;
        long sum = buffer.getInt(TraceLinkSetFlyweight.STREAM_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) +
            buffer.getLong(TraceLinkSetFlyweight.EPOCH_OFFSET, ByteOrder.LITTLE_ENDIAN) +
            buffer.getLong(TraceLinkSetFlyweight.SEQ_OFFSET, ByteOrder.LITTLE_ENDIAN) +
            buffer.getLong(TraceLinkSetFlyweight.TRACE_ID_OFFSET, ByteOrder.LITTLE_ENDIAN);

        for (int offset = TraceLinkSetFlyweight.HEADER_LENGTH; offset < length; offset += Long.BYTES)
        {
            sum += buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
        }

        return sum;
    }

    private int buildAndEncode(final long[] ids)
    {
        final ParentSet parents = builtParents;
        parents.clear();
        for (final long id : ids)
        {
            parents.add(id);
        }

        return TraceLinkSetFlyweight.encode(buffer, 0, STREAM_ID, EPOCH, seq++, traceId, parents);
    }

    private long check(final UnsafeBuffer message)
    {
        final TraceLinkSetReader reader = this.reader;
        final int result = reader.wrap(message, 0, length);

        return result + reader.streamId() + reader.epoch() + reader.seq() + reader.traceId();
    }

    private long decode(final UnsafeBuffer message)
    {
        final TraceLinkSetReader reader = this.reader;
        long sum = check(message);
        for (int i = 0, count = reader.parentCount(); i < count; i++)
        {
            sum += reader.parentTraceId(i);
        }

        return sum;
    }

    private UnsafeBuffer message(final ParentSet parents)
    {
        final UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        TraceLinkSetFlyweight.encode(message, 0, STREAM_ID, EPOCH, 0, traceId, parents);

        return message;
    }
}
