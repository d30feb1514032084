package io.tracelink.store;

import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.archive.codecs.SourceLocation;
import org.agrona.collections.IntHashSet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The streams of a collector in an archive: has them recorded, and finds their recordings.
 */
final class RecordedStreams
{
    private static final int PAGE = 256;

    private final AeronArchive archive;
    private final List<Stream> streams;
    private final IntHashSet streamIds = new IntHashSet();
    private final List<RecordingDescriptor> found = new ArrayList<>();
    private Map<Long, RecordingRow> limits;
    private long lastRecordingId;

    RecordedStreams(final AeronArchive archive, final Collector.Context context)
    {
        this.archive = archive;
        final Stream control = Stream.of(context.controlChannel(), context.controlStreamId());
        final Stream descriptors = Stream.of(context.descriptorChannel(), context.descriptorStreamId());
        streams = control.isSame(descriptors.uri, descriptors.streamId) ?
            List.of(control) : List.of(control, descriptors);
        streams.forEach((stream) -> streamIds.add(stream.streamId));
    }

    /**
     * The streams of a collector, which the archive records from now on.
     *
     * @throws ArchiveException if the archive refuses.
     */
    static RecordedStreams recorded(final Collector.Context context)
    {
        final RecordedStreams streams = new RecordedStreams(context.archive().archive(), context);
        streams.record();
        return streams;
    }

    /**
     * Have the streams recorded, now and after the end of this process. One that is recorded already stays so.
     *
     * @throws ArchiveException if the archive refuses.
     */
    void record()
    {
        for (final Stream stream : streams)
        {
            try
            {
                // local and UDP is a spy, which hears nothing from other hosts
                final SourceLocation location =
                    stream.uri.isUdp() ? SourceLocation.REMOTE : SourceLocation.LOCAL;
                archive.startRecording(stream.channel, stream.streamId, location, false);
            }
            catch (final ArchiveException ex)
            {
                if (ArchiveException.ACTIVE_SUBSCRIPTION != ex.errorCode())
                {
                    throw ex;
                }
            }
        }
    }

    /**
     * From now on, only these recordings are there, and each ends at its position.
     *
     * @param limits by recording id; no position is beyond the end of its recording.
     */
    void limit(final Map<Long, RecordingRow> limits)
    {
        this.limits = limits;
    }

    /**
     * All recordings of the streams from an id on, in the order of their ids.
     * <p>
     * They are gathered before anything is done about them: what a consumer of descriptors throws is lost in the
     * client, and it must not ask the archive for more.
     *
     * @throws io.aeron.exceptions.AeronException if the archive refuses or does not answer.
     */
    List<RecordingDescriptor> list(final long fromRecordingId)
    {
        found.clear();
        for (final int streamId : streamIds)
        {
            lastRecordingId = fromRecordingId - 1;
            int count;
            do
            {
                count = archive.listRecordingsForUri(
                    lastRecordingId + 1, PAGE, "", streamId, this::onRecordingDescriptor);
            }
            while (PAGE == count);
        }

        found.sort(Comparator.comparingLong(RecordingDescriptor::recordingId));
        return found;
    }

    /**
     * How far a recording goes by now.
     *
     * @throws io.aeron.exceptions.AeronException if the archive refuses or does not answer.
     */
    long recordedPosition(final RecordingDescriptor descriptor)
    {
        if (descriptor.isStopped())
        {
            return descriptor.stopPosition();
        }

        final long position = archive.getRecordingPosition(descriptor.recordingId());
        return AeronArchive.NULL_POSITION == position ? archive.getStopPosition(descriptor.recordingId()) : position;
    }

    boolean hasStream(final int streamId)
    {
        return streamIds.contains(streamId);
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    private void onRecordingDescriptor(
        final long controlSessionId,
        final long correlationId,
        final long recordingId,
        final long startTimestamp,
        final long stopTimestamp,
        final long startPosition,
        final long stopPosition,
        final int initialTermId,
        final int segmentFileLength,
        final int termBufferLength,
        final int mtuLength,
        final int sessionId,
        final int streamId,
        final String strippedChannel,
        final String originalChannel,
        final String sourceIdentity)
    {
        lastRecordingId = recordingId;
        if (isOurs(strippedChannel, streamId) && (null == limits || limits.containsKey(recordingId)))
        {
            found.add(new RecordingDescriptor(
                recordingId,
                streamId,
                startTimestamp,
                initialTermId,
                startPosition,
                null == limits ? stopPosition : limits.get(recordingId).position()));
        }
    }

    private boolean isOurs(final String strippedChannel, final int streamId)
    {
        final ChannelUri uri = ChannelUri.parse(strippedChannel);
        for (final Stream stream : streams)
        {
            if (stream.isSame(uri, streamId))
            {
                return true;
            }
        }

        return false;
    }

    /**
     * A stream by what tells it from others: how long its terms are, or which session sends it, does not.
     */
    private record Stream(String channel, ChannelUri uri, int streamId)
    {
        static Stream of(final String channel, final int streamId)
        {
            return new Stream(channel, ChannelUri.parse(channel), streamId);
        }

        boolean isSame(final ChannelUri other, final int otherStreamId)
        {
            return streamId == otherStreamId &&
                uri.media().equals(other.media()) &&
                isSame(other, CommonContext.ENDPOINT_PARAM_NAME) &&
                isSame(other, CommonContext.MDC_CONTROL_PARAM_NAME);
        }

        private boolean isSame(final ChannelUri other, final String parameter)
        {
            return Objects.equals(uri.get(parameter), other.get(parameter));
        }
    }
}
