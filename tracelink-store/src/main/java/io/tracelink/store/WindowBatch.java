package io.tracelink.store;

/**
 * Windows that wait for their transaction, in an array of fixed size. Belongs to one thread, but for its size, which
 * others may read.
 */
final class WindowBatch
{
    private static final int COLUMNS = 6;

    private final long[] windows;
    private volatile int size;

    WindowBatch(final int capacity)
    {
        windows = new long[capacity * COLUMNS];
    }

    /**
     * For how many more there is room.
     */
    int room()
    {
        return windows.length / COLUMNS - size;
    }

    int size()
    {
        return size;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void add(
        final boolean isBySeq,
        final long traceId,
        final long inStreamId,
        final long epoch,
        final long first,
        final long last)
    {
        final int index = size * COLUMNS;
        windows[index] = isBySeq ? 1 : 0;
        windows[index + 1] = traceId;
        windows[index + 2] = inStreamId;
        windows[index + 3] = epoch;
        windows[index + 4] = first;
        windows[index + 5] = last;
        size++;
    }

    /**
     * Write all, in a transaction that the caller begins and commits.
     */
    void writeTo(final LineageWriter writer)
    {
        for (int i = 0, end = size * COLUMNS; i < end; i += COLUMNS)
        {
            if (0 != windows[i])
            {
                writer.appendWindowBySeq(
                    windows[i + 1], windows[i + 2], windows[i + 3], windows[i + 4], windows[i + 5]);
            }
            else
            {
                writer.appendWindowByTime(
                    windows[i + 1], windows[i + 2], windows[i + 3], windows[i + 4], windows[i + 5]);
            }
        }
    }

    void clear()
    {
        size = 0;
    }
}
