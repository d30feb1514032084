package io.tracelink.tools;

import io.tracelink.store.FrameStatus;
import io.tracelink.store.LineageWriter;
import io.tracelink.store.SqliteLineageStore;

import java.nio.file.Path;

/**
 * A store that was filled by hand: two sensors (streams 1 and 2), a filter on the first one (stream 11), a join of both
 * (stream 21) and a window over the joins (stream 31).
 */
final class TestLineage
{
    static final long EPOCH = 7;
    static final long T0_NS = 1_700_000_000_000_000_000L;
    static final long MS = 1_000_000;

    final Path file;
    final SqliteLineageStore store;

    TestLineage(final Path directory)
    {
        file = directory.resolve("lineage.db");
        store = SqliteLineageStore.open(file);
    }

    /**
     * The whole pipeline, with a number of joins below one window.
     */
    TestLineage withPipeline(final int joins)
    {
        write((writer) ->
        {
            final long[] parents = new long[joins];
            for (int i = 0; i < joins; i++)
            {
                final long tNs = T0_NS + i * 10L * MS;
                frame(writer, 1, i, tNs, id(1, i));
                frame(writer, 2, i, tNs + MS, id(2, i));
                frame(writer, 11, i, tNs + 2 * MS, id(1, i));
                frame(writer, 21, i, tNs + 5 * MS, id(21, i));
                set(writer, 21, i, id(21, i), id(1, i), id(2, i));
                parents[i] = id(21, i);
            }

            frame(writer, 31, 0, T0_NS + joins * 10L * MS, id(31, joins));
            set(writer, 31, 0, id(31, joins), parents);
        });

        return this;
    }

    /**
     * Trace ID as a generator makes it: a millisecond of its own for each sequence, so that it sorts by time.
     */
    static long id(final int nodeId, final long seq)
    {
        return (T0_NS / MS + seq * 10) << 22 | (long)nodeId << 12;
    }

    static String text(final long value)
    {
        return Long.toUnsignedString(value);
    }

    static void frame(
        final LineageWriter writer, final long streamId, final long seq, final long tNs, final long traceId)
    {
        writer.appendFrame(streamId, EPOCH, seq, 0, tNs, traceId, FrameStatus.OK);
    }

    static void set(
        final LineageWriter writer, final long streamId, final long seq, final long traceId, final long... parents)
    {
        writer.appendLinkSet(streamId, EPOCH, seq, traceId, parents, 0, parents.length);
    }

    void write(final Appends appends)
    {
        try (LineageWriter writer = store.writer())
        {
            writer.begin();
            appends.append(writer);
            writer.commit();
        }
    }

    @FunctionalInterface
    interface Appends
    {
        void append(LineageWriter writer);
    }
}
