package io.tracelink.store;

import org.agrona.IoUtil;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A store in a new directory, with one writer, that is short to fill.
 */
final class TestStore implements AutoCloseable
{
    static final long EPOCH = 5;

    final Path directory;
    final SqliteLineageStore store;
    final LineageWriter writer;

    TestStore()
    {
        try
        {
            directory = Files.createTempDirectory("tracelink-store");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }

        store = SqliteLineageStore.open(directory.resolve("lineage.db"));
        writer = store.writer();
    }

    /**
     * Trace ID as a generator makes it.
     */
    static long id(final int nodeId, final long ms)
    {
        return ms << 22 | (long)nodeId << 12;
    }

    void write(final Runnable appends)
    {
        writer.begin();
        appends.run();
        writer.commit();
    }

    void frame(final long streamId, final long seq, final long tNs, final long traceId)
    {
        writer.appendFrame(streamId, EPOCH, seq, 0, tNs, traceId, FrameStatus.OK);
    }

    void frames(final long streamId, final long fromSeq, final long... traceIds)
    {
        for (int i = 0; i < traceIds.length; i++)
        {
            if (0 != traceIds[i])
            {
                frame(streamId, fromSeq + i, streamId * 1_000_000 + fromSeq + i, traceIds[i]);
            }
        }
    }

    void set(final long streamId, final long seq, final long traceId, final long... parents)
    {
        writer.appendLinkSet(streamId, EPOCH, seq, traceId, parents, 0, parents.length);
    }

    LineageGraph trace(final long traceId, final Direction direction)
    {
        try (Lineage lineage = store.lineage())
        {
            return lineage.ofTrace(traceId, direction);
        }
    }

    List<Missing> missing(final long traceId, final Direction direction)
    {
        return trace(traceId, direction).missing();
    }

    static Missing framesMissing(final long streamId, final long from, final long to, final Long traceId)
    {
        return new Missing(
            Missing.Kind.FRAMES, streamId, EPOCH, from, to, Missing.Cause.NEVER_SEEN, traceId);
    }

    static Missing linksMissing(
        final long streamId, final long seq, final Missing.Cause cause, final Long traceId)
    {
        return new Missing(Missing.Kind.LINKS, streamId, EPOCH, seq, seq, cause, traceId);
    }

    @Override
    public void close()
    {
        writer.close();
        IoUtil.delete(directory.toFile(), true);
    }
}
