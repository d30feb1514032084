package io.tracelink.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;

/**
 * A random lineage in a store and, beside it, in plain maps: wide joins, chains, IDs that many streams use or none,
 * frames without any, IDs of the whole 64 bit range or close together among others that nobody asks for, and cycles.
 */
final class RandomLineage
{
    static final int STREAMS = 8;

    final long[] ids;
    final List<StoredFrame> frames = new ArrayList<>();
    final Map<Long, Set<Long>> parents = new HashMap<>();
    final Map<Long, Set<Long>> children = new HashMap<>();

    RandomLineage(
        final TestStore test, final long seed, final int size, final boolean cyclic, final boolean clustered)
    {
        final Random random = new Random(seed);
        final long base = random.nextLong();
        ids = random.longs()
            .map((id) -> clustered ? base + (id >>> 52) : id)
            .filter((id) -> 0 != id)
            .distinct()
            .limit(size)
            .toArray();
        test.write(() -> fill(test, random, cyclic));
    }

    private void fill(final TestStore test, final Random random, final boolean cyclic)
    {
        final long[] nextSeq = new long[STREAMS];
        for (int i = 0; i < ids.length; i++)
        {
            for (int uses = random.nextInt(4); uses > 0; uses--)
            {
                final int streamId = random.nextInt(STREAMS);
                final long seq = nextSeq[streamId]++;
                final long tNs = random.nextInt(8) == 0 ? random.nextLong() : 1_000 + i * 10L + random.nextInt(100);
                final long traceId = random.nextInt(5) == 0 ? 0 : ids[i];
                final int status = random.nextInt(8) == 0 ? FrameStatus.TIMESTAMP_ABSENT : FrameStatus.OK;
                test.writer.appendFrame(streamId, TestStore.EPOCH, seq, 0, tNs, traceId, status);
                frames.add(new StoredFrame(streamId, TestStore.EPOCH, seq, 0, tNs, traceId, status));
            }

            final int range = cyclic ? ids.length : i;
            final int fanIn = 0 == range ? 0 : random.nextInt(random.nextInt(10) == 0 ? 90 : 4);
            final Set<Long> set = new HashSet<>();
            for (int k = 0; k < fanIn; k++)
            {
                set.add(ids[random.nextInt(range)]);
            }

            if (!set.isEmpty())
            {
                final long traceId = ids[i];
                test.set(100, i, traceId, set.stream().mapToLong(Long::longValue).toArray());
                parents.computeIfAbsent(traceId, (ignore) -> new HashSet<>()).addAll(set);
                set.forEach((id) -> children.computeIfAbsent(id, (ignore) -> new HashSet<>()).add(traceId));
            }
        }
    }

    /**
     * A trace and everything that it was made of.
     */
    Set<Long> ancestors(final long traceId)
    {
        return walk(traceId, parents);
    }

    /**
     * A trace and everything that was made of it.
     */
    Set<Long> descendants(final long traceId)
    {
        return walk(traceId, children);
    }

    /**
     * Links that were walked from all of some traces, in whatever direction they are closed under.
     */
    Set<TraceEdge> linksAmong(final Set<Long> reached)
    {
        final Set<TraceEdge> links = new HashSet<>();
        parents.forEach((traceId, set) -> set.forEach((parentId) ->
        {
            if (reached.contains(traceId) && reached.contains(parentId))
            {
                links.add(new TraceEdge(traceId, parentId));
            }
        }));

        return links;
    }

    private static Set<Long> walk(final long start, final Map<Long, Set<Long>> links)
    {
        final Set<Long> reached = new HashSet<>();
        final Queue<Long> queue = new ArrayDeque<>();
        reached.add(start);
        queue.add(start);
        while (!queue.isEmpty())
        {
            for (final long to : links.getOrDefault(queue.remove(), Set.of()))
            {
                if (reached.add(to))
                {
                    queue.add(to);
                }
            }
        }

        return reached;
    }
}
