package io.tracelink.store;

import io.aeron.archive.client.AeronArchive;

/**
 * One recording and how far it was read. Belongs to the polling thread, but for what the committing thread tells of
 * its commits.
 */
final class Recording
{
    private final int collectorId;
    private final RecordingDescriptor descriptor;
    private long position;
    private long stopPosition = AeronArchive.NULL_POSITION;
    private long submittedPosition;
    private long submittedStopPosition;
    private long recordedPosition;
    private boolean isFollowed;
    private boolean isWaiting;
    private boolean isReplayed;
    private boolean isFaultTold;
    private boolean isHeld;
    private long holdEndNs;
    private volatile long committedPosition;

    Recording(
        final int collectorId,
        final RecordingDescriptor descriptor,
        final long position,
        final boolean isCommitted,
        final long committedStopPosition)
    {
        this.collectorId = collectorId;
        this.descriptor = descriptor;
        this.position = position;
        submittedPosition = isCommitted ? position : AeronArchive.NULL_POSITION;
        submittedStopPosition = committedStopPosition;
        recordedPosition = position;
        committedPosition = position;
    }

    /**
     * All messages up to here are in batches.
     */
    void position(final long position)
    {
        this.position = position;
    }

    long position()
    {
        return position;
    }

    /**
     * The archive has it up to here, and it ends there or goes on.
     */
    void onRecorded(final long recordedPosition, final boolean isStopped)
    {
        this.recordedPosition = recordedPosition;
        stopPosition = isStopped ? recordedPosition : AeronArchive.NULL_POSITION;
    }

    /**
     * At which it ended, or {@link AeronArchive#NULL_POSITION} while it is being recorded.
     */
    long stopPosition()
    {
        return stopPosition;
    }

    long recordedPosition()
    {
        return recordedPosition;
    }

    boolean isStopped()
    {
        return AeronArchive.NULL_POSITION != stopPosition;
    }

    /**
     * Has it ended, and was it read to its end?
     */
    boolean isAtEnd()
    {
        return isStopped() && position >= stopPosition;
    }

    /**
     * Is there something to be read, as far as is known?
     */
    boolean isBehind()
    {
        return position < recordedPosition;
    }

    /**
     * Has its position, or its end, still to go with a batch?
     */
    boolean hasMoved()
    {
        return submittedPosition != position || (isAtEnd() && submittedStopPosition != stopPosition);
    }

    /**
     * Its position goes with the batch, together with all rows before.
     */
    void moveTo(final RowBatch batch)
    {
        submittedStopPosition = isAtEnd() ? stopPosition : AeronArchive.NULL_POSITION;
        submittedPosition = position;
        batch.addPosition(this, submittedPosition, submittedStopPosition);
    }

    /**
     * Called by the committing thread.
     */
    void onCommitted(final long committedPosition)
    {
        this.committedPosition = committedPosition;
    }

    void writeTo(final LineageWriter writer, final long position, final long stopPosition)
    {
        writer.appendRecording(new RecordingRow(
            collectorId,
            descriptor.recordingId(),
            descriptor.streamId(),
            descriptor.startTimestamp(),
            descriptor.initialTermId(),
            descriptor.startPosition(),
            position,
            stopPosition));
    }

    /**
     * How many bytes are recorded and not committed.
     */
    long behind()
    {
        return Math.max(0, Math.max(recordedPosition, position) - committedPosition);
    }

    /**
     * Is it not at its end yet, or is its end not committed yet?
     */
    boolean isFollowed()
    {
        return isFollowed;
    }

    void isFollowed(final boolean isFollowed)
    {
        this.isFollowed = isFollowed;
    }

    /**
     * Does it wait for a replay?
     */
    boolean isWaiting()
    {
        return isWaiting;
    }

    void isWaiting(final boolean isWaiting)
    {
        this.isWaiting = isWaiting;
    }

    boolean isReplayed()
    {
        return isReplayed;
    }

    void isReplayed(final boolean isReplayed)
    {
        this.isReplayed = isReplayed;
    }

    /**
     * A fault of its replays is told once, until one of them goes well.
     *
     * @return true if it is to be told.
     */
    boolean tellFault()
    {
        final boolean isToBeTold = !isFaultTold;
        isFaultTold = true;
        return isToBeTold;
    }

    /**
     * Let it not be replayed for a while.
     */
    void holdUntil(final long holdEndNs)
    {
        this.holdEndNs = holdEndNs;
        isHeld = true;
    }

    boolean isHeld(final long nowNs)
    {
        if (isHeld && nowNs - holdEndNs >= 0)
        {
            isHeld = false;
        }

        return isHeld;
    }

    void onProgress()
    {
        isFaultTold = false;
    }

    long recordingId()
    {
        return descriptor.recordingId();
    }

    @Override
    public String toString()
    {
        return descriptor.toString();
    }
}
