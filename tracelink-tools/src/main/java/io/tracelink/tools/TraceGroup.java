package io.tracelink.tools;

import io.tracelink.store.FrameStatus;
import io.tracelink.store.StoredFrame;
import io.tracelink.store.TraceNode;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Traces that passed the same streams, as one line: their number, the streams in the order of time with the time of
 * each step, the range of sequences, and the time of the hop from the level before.
 */
final class TraceGroup
{
    private static final double NS_PER_US = 1e3;
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_S = 1e9;

    private final Map<Long, TraceNode> nodes = new LinkedHashMap<>();
    private final Map<Long, String> streamNames;
    private final Range hop = new Range();

    TraceGroup(final Map<Long, String> streamNames)
    {
        this.streamNames = streamNames;
    }

    TraceGroup(final List<TraceNode> nodes, final Map<Long, String> streamNames)
    {
        this(streamNames);
        for (final TraceNode node : nodes)
        {
            this.nodes.put(node.traceId(), node);
        }
    }

    void add(final TraceNode node, final TraceNode from)
    {
        nodes.put(node.traceId(), node);

        final List<StoredFrame> frames = node.frames();
        final List<StoredFrame> fromFrames = from.frames();
        if (!frames.isEmpty() && !fromFrames.isEmpty())
        {
            final boolean isEarlier = Long.compareUnsigned(frames.get(0).tNs(), fromFrames.get(0).tNs()) <= 0;
            final List<StoredFrame> earlierFrames = isEarlier ? frames : fromFrames;
            final StoredFrame later = isEarlier ? fromFrames.get(0) : frames.get(0);
            addTime(hop, lastBefore(earlierFrames, later.tNs()), later);
        }
    }

    Collection<Long> traceIds()
    {
        return nodes.keySet();
    }

    String text()
    {
        final TraceNode first = nodes.values().iterator().next();
        final StringBuilder builder = new StringBuilder(160);
        if (nodes.size() > 1)
        {
            builder.append(nodes.size()).append(" × ");
        }

        if (first.frames().isEmpty())
        {
            return builder.append(1 == nodes.size() ?
                "trace " + Long.toUnsignedString(first.traceId()) + " without a stored frame" :
                "traces without a stored frame").toString();
        }

        for (int i = 0; i < first.frames().size(); i++)
        {
            if (i > 0)
            {
                builder.append(" ─ ").append(step(i)).append(" → ");
            }
            builder.append(name(first.frames().get(i).streamId(), streamNames)).append(" seq ").append(seqs(i));
        }

        if (!hop.isEmpty())
        {
            builder.append("   hop ").append(hop);
        }

        return builder.toString();
    }

    static String name(final long streamId, final Map<Long, String> streamNames)
    {
        final String name = streamNames.get(streamId);
        return null == name ? "stream " + streamId : name;
    }

    static String range(final long from, final long to)
    {
        final String first = Long.toUnsignedString(from);
        return from == to ? first : first + ".." + Long.toUnsignedString(to);
    }

    /**
     * A range whose ends may be unknown, as null.
     */
    static String openRange(final Long from, final Long to)
    {
        if (null != from && null != to)
        {
            return range(from, to);
        }

        return (null == from ? "" : Long.toUnsignedString(from)) + ".." + (null == to ? "" : Long.toUnsignedString(to));
    }

    private String seqs(final int index)
    {
        final Range seqs = new Range();
        for (final TraceNode node : nodes.values())
        {
            seqs.add(node.frames().get(index).seq());
        }

        return range(seqs.min, seqs.max);
    }

    private String step(final int index)
    {
        final Range times = new Range();
        for (final TraceNode node : nodes.values())
        {
            addTime(times, node.frames().get(index - 1), node.frames().get(index));
        }

        return times.isEmpty() ? "?" : times.toString();
    }

    /**
     * Times are compared only where both were taken by producers; a collector's receive time is no time of a hop.
     */
    private static void addTime(final Range range, final StoredFrame earlier, final StoredFrame later)
    {
        if (0 == ((earlier.status() | later.status()) & FrameStatus.TIMESTAMP_ABSENT))
        {
            range.add(later.tNs() - earlier.tNs());
        }
    }

    /**
     * A trace may go on in other streams after something was made from it.
     */
    private static StoredFrame lastBefore(final List<StoredFrame> frames, final long tNs)
    {
        StoredFrame last = frames.get(0);
        for (final StoredFrame frame : frames)
        {
            if (Long.compareUnsigned(frame.tNs(), tNs) <= 0)
            {
                last = frame;
            }
        }

        return last;
    }

    static String duration(final long ns)
    {
        final double magnitude = Math.abs((double)ns);
        if (magnitude < NS_PER_US)
        {
            return String.format(Locale.ROOT, "%d ns", ns);
        }

        if (magnitude < NS_PER_MS)
        {
            return String.format(Locale.ROOT, "%.0f µs", ns / NS_PER_US);
        }

        return magnitude < NS_PER_S ?
            String.format(Locale.ROOT, "%.1f ms", ns / NS_PER_MS) :
            String.format(Locale.ROOT, "%.2f s", ns / NS_PER_S);
    }

    private static final class Range
    {
        private long min = Long.MAX_VALUE;
        private long max = Long.MIN_VALUE;

        void add(final long value)
        {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }

        boolean isEmpty()
        {
            return min > max;
        }

        @Override
        public String toString()
        {
            final String low = duration(min);
            final String high = duration(max);
            return low.equals(high) ? low : low + " to " + high;
        }
    }
}
