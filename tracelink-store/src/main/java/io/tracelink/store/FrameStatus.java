package io.tracelink.store;

/**
 * Bits of {@code frames.status}. A frame without any of them was stored as its descriptor said.
 */
public final class FrameStatus
{
    /**
     * Nothing to remark.
     */
    public static final int OK = 0;

    /**
     * The descriptor had no timestamp: {@code t_ns} is when the collector received it, in nanoseconds since the Unix
     * epoch.
     */
    public static final int TIMESTAMP_ABSENT = 1;

    /**
     * Another descriptor with the same stream, epoch and sequence but another trace ID came later. The row is that of
     * the first one.
     */
    public static final int CONFLICTING_DUPLICATE = 1 << 1;

    private FrameStatus()
    {
    }
}
