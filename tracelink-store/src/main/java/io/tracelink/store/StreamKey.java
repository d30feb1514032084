package io.tracelink.store;

/**
 * A stream in one of its epochs: where sequence numbers are counted.
 */
record StreamKey(long streamId, long epoch)
{
    static StreamKey of(final StoredFrame frame)
    {
        return new StreamKey(frame.streamId(), frame.epoch());
    }
}
