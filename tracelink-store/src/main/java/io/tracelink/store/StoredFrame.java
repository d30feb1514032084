package io.tracelink.store;

/**
 * A row of {@code frames}.
 *
 * @param streamId of the frame, uint32.
 * @param epoch    of the stream, uint64.
 * @param seq      of the frame in its stream and epoch, uint64.
 * @param stageId  client id of the producer that was attached to the stream, uint32, 0 when unknown.
 * @param tNs      timestamp of the frame in the clock of its producer, uint64; see
 *                 {@link FrameStatus#TIMESTAMP_ABSENT}.
 * @param traceId  of the frame, 0 when it was not traced.
 * @param status   bits of {@link FrameStatus}.
 */
public record StoredFrame(long streamId, long epoch, long seq, long stageId, long tNs, long traceId, int status)
{
}
