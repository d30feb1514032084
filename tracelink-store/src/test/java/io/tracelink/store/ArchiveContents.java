package io.tracelink.store;

import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.testing.Await;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What an archive has of the two streams, read by a replay of each recording from its beginning to its end and by the
 * tables of the protocol: nothing here is shared with the collector.
 */
final class ArchiveContents
{
    private static final int REPLAY_STREAM_ID = 77;
    private static final int DESCRIPTOR_TEMPLATE_ID = 4;
    private static final int HEADER_LENGTH = 8;

    /**
     * "streamId epoch seq traceId" of each FrameDescriptor.
     */
    final List<String> frames = new ArrayList<>();

    /**
     * "streamId epoch seq traceId parentCount" of each TraceLinkSet.
     */
    final List<String> linkSets = new ArrayList<>();

    /**
     * "traceId parentTraceId" of each link.
     */
    final List<String> links = new ArrayList<>();

    /**
     * "recordingId stopPosition" of each recording.
     */
    final List<String> ends = new ArrayList<>();

    private ArchiveContents()
    {
    }

    static ArchiveContents of(final ArchiveFixture fixture)
    {
        final ArchiveContents contents = new ArchiveContents();
        final List<long[]> recordings = new ArrayList<>();
        fixture.client.listRecordings(
            0,
            Integer.MAX_VALUE,
            (controlSessionId, correlationId, recordingId, startTimestamp, stopTimestamp, startPosition, stopPosition,
                initialTermId, segmentFileLength, termBufferLength, mtuLength, sessionId, streamId, strippedChannel,
                originalChannel, sourceIdentity) ->
            {
                if (TraceStreams.CONTROL_STREAM_ID == streamId || TraceStreams.DESCRIPTOR_STREAM_ID == streamId)
                {
                    recordings.add(new long[]{recordingId, startPosition, stopPosition});
                }
            });
        for (final long[] recording : recordings)
        {
            contents.read(fixture, recording[0], recording[1], recording[2]);
        }

        return contents;
    }

    private void read(
        final ArchiveFixture fixture, final long recordingId, final long startPosition, final long stopPosition)
    {
        if (AeronArchive.NULL_POSITION == stopPosition)
        {
            throw new AssertionError("recording " + recordingId + " has not ended");
        }

        ends.add(recordingId + " " + stopPosition);
        if (startPosition == stopPosition)
        {
            return;
        }

        final FragmentAssembler assembler = new FragmentAssembler(
            (buffer, offset, length, header) -> onMessage(buffer, offset));
        try (Subscription subscription = fixture.client.replay(
            recordingId, startPosition, stopPosition - startPosition, "aeron:ipc", REPLAY_STREAM_ID))
        {
            Await.until(() -> 1 == subscription.imageCount(), () -> "a replay of recording " + recordingId);
            Await.until(
                () ->
                {
                    while (subscription.poll(assembler, 1_000) > 0)
                    {
                        Thread.onSpinWait();
                    }

                    return subscription.hasNoImages() || subscription.imageAtIndex(0).position() == stopPosition;
                },
                () -> "the end of recording " + recordingId);
        }
    }

    private void onMessage(final DirectBuffer buffer, final int offset)
    {
        final int templateId = buffer.getShort(offset + 2, ByteOrder.LITTLE_ENDIAN);
        final int block = offset + HEADER_LENGTH;
        final String frame = Integer.toUnsignedString(buffer.getInt(block, ByteOrder.LITTLE_ENDIAN)) + " " +
            buffer.getLong(block + 4, ByteOrder.LITTLE_ENDIAN) + " " +
            buffer.getLong(block + 12, ByteOrder.LITTLE_ENDIAN) + " ";

        if (DESCRIPTOR_TEMPLATE_ID == templateId)
        {
            frames.add(frame + buffer.getLong(block + 32, ByteOrder.LITTLE_ENDIAN));
        }
        else
        {
            final long traceId = buffer.getLong(block + 20, ByteOrder.LITTLE_ENDIAN);
            final int parentCount = buffer.getShort(block + 30, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
            linkSets.add(frame + traceId + " " + parentCount);
            for (int i = 0; i < parentCount; i++)
            {
                links.add(traceId + " " + buffer.getLong(block + 32 + Long.BYTES * i, ByteOrder.LITTLE_ENDIAN));
            }
        }
    }
}
