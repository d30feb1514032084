package io.tracelink.store;

/**
 * The rows of a pipeline whose store is measured: two sensors (streams 1 and 2), a filter that keeps the IDs of the
 * first (11), a join of both (21) and a window over consecutive joins (31).
 */
final class RatedPipeline
{
    private static final int CHUNK = 10_000;

    private RatedPipeline()
    {
    }

    /**
     * ID that a node minted for its n-th frame.
     */
    static long id(final int nodeId, final long n)
    {
        return TestStore.id(nodeId, 1_000_000 + n);
    }

    /**
     * Write it all.
     *
     * @param frames     of each sensor.
     * @param windowSize how many joins are in a window.
     */
    static void fill(final LineageStore store, final int frames, final int windowSize)
    {
        try (LineageWriter writer = store.writer())
        {
            final long[] parents = new long[2];
            final long[] window = new long[windowSize];
            for (int i = 0; i < frames; i++)
            {
                if (0 == i % CHUNK)
                {
                    writer.begin();
                }

                final long tNs = i * 1_000_000L;
                parents[0] = id(1, i);
                parents[1] = id(2, i);
                window[i % windowSize] = id(21, i);
                frame(writer, 1, i, tNs, parents[0]);
                frame(writer, 2, i, tNs + 1_000, parents[1]);
                frame(writer, 11, i, tNs + 20_000, parents[0]);
                frame(writer, 21, i, tNs + 30_000 + i % 1_000, id(21, i));
                writer.appendLinkSet(21, TestStore.EPOCH, i, id(21, i), parents, 0, 2);
                if (i % windowSize == windowSize - 1)
                {
                    frame(writer, 31, i / windowSize, tNs + 50_000, id(31, i));
                    writer.appendLinkSet(31, TestStore.EPOCH, i / windowSize, id(31, i), window, 0, windowSize);
                }

                if (i % CHUNK == CHUNK - 1 || i == frames - 1)
                {
                    writer.commit();
                }
            }
        }
    }

    private static void frame(
        final LineageWriter writer, final long streamId, final long seq, final long tNs, final long traceId)
    {
        writer.appendFrame(streamId, TestStore.EPOCH, seq, 0, tNs, traceId, FrameStatus.OK);
    }
}
