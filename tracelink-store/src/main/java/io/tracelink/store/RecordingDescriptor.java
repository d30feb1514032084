package io.tracelink.store;

import io.aeron.archive.client.AeronArchive;

/**
 * A recording as the archive describes it.
 *
 * @param recordingId    of the archive.
 * @param streamId       of the recorded stream.
 * @param startTimestamp of the recording, in milliseconds since the Unix epoch.
 * @param initialTermId  of the recorded stream.
 * @param startPosition  at which the recording begins.
 * @param stopPosition   at which it ended, or {@link AeronArchive#NULL_POSITION} while it goes on.
 */
record RecordingDescriptor(
    long recordingId, int streamId, long startTimestamp, int initialTermId, long startPosition, long stopPosition)
{
    boolean isStopped()
    {
        return AeronArchive.NULL_POSITION != stopPosition;
    }

    @Override
    public String toString()
    {
        return "recording=" + recordingId + " of stream=" + streamId;
    }
}
