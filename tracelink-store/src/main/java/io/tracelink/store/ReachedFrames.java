package io.tracelink.store;

import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayList;
import java.util.List;

/**
 * From where to where an answer reached the frames of each stream, and how what an output took lies to that. Within an
 * epoch the places tell, by sequence or, for windows by time, by timestamp; from one epoch to another the trace IDs
 * or, for windows, the epochs.
 */
final class ReachedFrames
{
    private final Long2ObjectHashMap<Stream> streams = new Long2ObjectHashMap<>();

    void add(final long streamId, final long epoch, final long seq, final long tNs, final long traceId)
    {
        Stream stream = streams.get(streamId);
        if (null == stream)
        {
            stream = new Stream();
            streams.put(streamId, stream);
        }

        stream.ids.add(traceId);
        stream.epoch(epoch).seqs.add(seq);
        stream.epoch(epoch).times.add(tNs);
    }

    boolean isEmpty()
    {
        return streams.isEmpty();
    }

    int streamCount()
    {
        return streams.size();
    }

    /**
     * Is any other stream than the given one reached?
     */
    boolean isBeyond(final long streamId)
    {
        return streams.size() > (streams.containsKey(streamId) ? 1 : 0);
    }

    Inputs inputs()
    {
        return new Inputs();
    }

    /**
     * The inputs of one output, as far as they are on streams that were reached.
     */
    final class Inputs
    {
        private final List<Taken> taken = new ArrayList<>();
        private int count;

        void clear()
        {
            taken.clear();
            count = 0;
        }

        void addFrame(final long streamId, final long epoch, final long seq, final long traceId)
        {
            count++;
            final Stream stream = streams.get(streamId);
            if (null != stream)
            {
                final Epoch extent = stream.epochs.get(epoch);
                taken(streamId).add(null == extent ?
                    stream.ids.order(traceId, traceId) : stream.order(epoch, extent.seqs.order(seq, seq)));
            }
        }

        void addWindow(final WindowRow window)
        {
            count++;
            final Stream stream = streams.get(window.inStreamId());
            if (null != stream)
            {
                final long epoch = window.epoch();
                final Epoch extent = stream.epochs.get(epoch);
                taken(window.inStreamId()).add(null == extent ?
                    stream.epochExtent.order(epoch, epoch) :
                    stream.order(epoch, window.hasSeq() ?
                    extent.seqs.order(window.seqStart(), window.seqEnd()) :
                    extent.times.order(window.tStartNs(), window.tEndNs())));
            }
        }

        /**
         * The streams that were reached and that the output takes from.
         */
        List<Taken> taken()
        {
            return taken;
        }

        /**
         * How many inputs there are, on whatever stream.
         */
        int count()
        {
            return count;
        }

        /**
         * Did it take from streams that were reached, and older frames only?
         */
        boolean isOlder()
        {
            for (final Taken stream : taken)
            {
                if (!stream.isOlder())
                {
                    return false;
                }
            }

            return !taken.isEmpty();
        }

        private Taken taken(final long streamId)
        {
            for (final Taken stream : taken)
            {
                if (stream.streamId == streamId)
                {
                    return stream;
                }
            }

            final Taken stream = new Taken(streamId);
            taken.add(stream);
            return stream;
        }
    }

    /**
     * What an output took from one stream.
     */
    static final class Taken
    {
        private final long streamId;
        private boolean isOlder = true;
        private boolean isYounger = true;

        private Taken(final long streamId)
        {
            this.streamId = streamId;
        }

        long streamId()
        {
            return streamId;
        }

        /**
         * Is all of it older than what was reached?
         */
        boolean isOlder()
        {
            return isOlder;
        }

        /**
         * Is all of it younger than what was reached?
         */
        boolean isYounger()
        {
            return isYounger;
        }

        private void add(final int order)
        {
            isOlder &= order < 0;
            isYounger &= order > 0;
        }
    }

    private static final class Stream
    {
        private final Extent ids = new Extent();
        private final Extent epochExtent = new Extent();
        private final Long2ObjectHashMap<Epoch> epochs = new Long2ObjectHashMap<>();

        /**
         * What is before all that was reached in an epoch is so for the stream in its first epoch only, and what is
         * behind, in its last.
         */
        int order(final long epoch, final int inEpoch)
        {
            final long end = inEpoch < 0 ? epochExtent.least : epochExtent.most;
            return end == epoch ? inEpoch : 0;
        }

        Epoch epoch(final long epoch)
        {
            epochExtent.add(epoch);
            Epoch extent = epochs.get(epoch);
            if (null == extent)
            {
                extent = new Epoch();
                epochs.put(epoch, extent);
            }

            return extent;
        }
    }

    private static final class Epoch
    {
        private final Extent seqs = new Extent();
        private final Extent times = new Extent();
    }

    /**
     * The least and the most of some unsigned numbers.
     */
    private static final class Extent
    {
        private long least = -1;
        private long most;

        void add(final long value)
        {
            least = Long.compareUnsigned(value, least) < 0 ? value : least;
            most = Long.compareUnsigned(value, most) > 0 ? value : most;
        }

        /**
         * Where a range lies: below 0 before this one, above 0 behind it, 0 where they meet.
         */
        int order(final long first, final long last)
        {
            if (Long.compareUnsigned(last, least) < 0)
            {
                return -1;
            }

            return Long.compareUnsigned(first, most) > 0 ? 1 : 0;
        }
    }
}
