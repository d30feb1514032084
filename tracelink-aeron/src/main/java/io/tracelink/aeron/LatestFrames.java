package io.tracelink.aeron;

import io.tracelink.core.ParentSet;
import org.agrona.BitUtil;

import java.util.Arrays;

/**
 * Remembers which frames the inputs of a join brought last, finds those that belong together and gives their trace IDs
 * to a {@link ParentSet} (TraceLink §6).
 * <p>
 * There are two ways to match, and each chooses a frame of every input:
 * <ul>
 * <li>{@link #matchLatest()}: the frame that came last, for inputs of different rates.</li>
 * <li>{@link #matchSeq(long)}: the frame of one sequence, for inputs in step. Where they arrive in another order, the
 * history must be as long as one may be ahead of another.</li>
 * </ul>
 * The accessors and {@link #parents(ParentSet)} tell of the frames that the last match chose, until the next frame
 * comes.
 * <pre>
 * if (latest.onFrame(descriptor) &gt;= 0 &amp;&amp; latest.matchSeq(descriptor.seq()))
 * {
 *     latest.parents(parents);
 *     publisher.publishJoined(descriptor.seq(), timestampNs, metaVersion, parents);
 * }
 * </pre>
 * An input is a stream. Its frames are in order (epoch, then sequence, both unsigned); one that is not after the last
 * is stale: it is counted and not remembered, so no match comes twice. A new epoch lets go of the frames of the one
 * before. Where epochs may fall, as those of a driver that counts from its host's boot when that is booted anew, call
 * {@link #clear()}, or what comes is stale for good; {@link #staleCount()} shows it. Inputs are looked for one by one,
 * so this is for tens of them. Nothing is allocated after construction. Not thread-safe.
 */
public final class LatestFrames
{
    /**
     * {@link #onFrame}: the frame is of a stream that is no input.
     */
    public static final int NOT_AN_INPUT = -1;

    /**
     * {@link #onFrame}: the frame is not after the last one of its input.
     */
    public static final int STALE = -2;

    /**
     * The longest history.
     */
    public static final int MAX_HISTORY_LENGTH = 1 << 20;

    private static final long MAX_STREAM_ID = 0xFFFF_FFFFL;
    private static final int NONE = -1;

    private static final int EPOCH = 0;
    private static final int SEQ = 1;
    private static final int TIMESTAMP = 2;
    private static final int TRACE_ID = 3;
    private static final int FRAME_LENGTH = 4;

    private final long[] streamIds;
    private final int historyLength;

    /**
     * A ring of frames an input, each at the place that its sequence says; of the input's present epoch only where the
     * epoch says so. A place that was never taken holds a sequence that belongs elsewhere.
     */
    private final long[] frames;

    /**
     * An input's last frame in its ring.
     */
    private final int[] latest;
    private final int[] candidates;
    private final int[] chosen;
    private long staleCount;

    /**
     * Remember the last frame of each input only.
     *
     * @param streamIds of the inputs in the order of the parents, each uint32 and distinct.
     * @throws IllegalArgumentException if there is none, or one is out of its range or there twice.
     */
    public LatestFrames(final long... streamIds)
    {
        this(1, streamIds);
    }

    /**
     * Remember some frames of each input.
     *
     * @param historyLength a frame is remembered until its input brings one that is so many sequences later, 1 to
     *                      {@link #MAX_HISTORY_LENGTH}; the next power of two is taken. Memory is 32 bytes a frame.
     * @param streamIds     of the inputs in the order of the parents, each uint32 and distinct.
     * @throws IllegalArgumentException if a value is out of its range, or there is no stream or one twice.
     */
    public LatestFrames(final int historyLength, final long[] streamIds)
    {
        if (historyLength < 1 || historyLength > MAX_HISTORY_LENGTH)
        {
            throw new IllegalArgumentException(
                "historyLength=" + historyLength + " must be in 1.." + MAX_HISTORY_LENGTH);
        }

        validate(streamIds);

        this.streamIds = streamIds.clone();
        this.historyLength = BitUtil.findNextPositivePowerOfTwo(historyLength);

        frames = new long[Math.multiplyExact(this.historyLength * FRAME_LENGTH, streamIds.length)];
        latest = new int[streamIds.length];
        candidates = new int[streamIds.length];
        chosen = new int[streamIds.length];
        clear();
    }

    /**
     * A frame came.
     *
     * @param descriptor of the frame.
     * @return the index of its input, or {@link #NOT_AN_INPUT} or {@link #STALE} with nothing remembered.
     */
    public int onFrame(final FrameDescriptorReader descriptor)
    {
        return onFrame(
            descriptor.streamId(),
            descriptor.epoch(),
            descriptor.seq(),
            descriptor.timestampNs(),
            descriptor.traceId());
    }

    /**
     * A frame came.
     *
     * @param streamId    of the frame, uint32.
     * @param epoch       of the frame, uint64.
     * @param seq         of the frame, uint64.
     * @param timestampNs of the frame, or {@link FrameDescriptorFlyweight#NULL_TIMESTAMP}.
     * @param traceId     of the frame, or 0.
     * @return the index of its input, or {@link #NOT_AN_INPUT} or {@link #STALE} with nothing remembered.
     */
    public int onFrame(
        final long streamId, final long epoch, final long seq, final long timestampNs, final long traceId)
    {
        final int input = indexOf(streamId);
        if (input < 0)
        {
            return NOT_AN_INPUT;
        }

        final int last = latest[input];
        if (NONE != last && !isAfter(epoch, seq, last))
        {
            staleCount++;
            return STALE;
        }

        final int place = placeOf(input, seq);
        final long[] frames = this.frames;
        frames[place + TRACE_ID] = traceId;
        frames[place + TIMESTAMP] = timestampNs;
        frames[place + SEQ] = seq;
        frames[place + EPOCH] = epoch;
        latest[input] = place;

        return input;
    }

    /**
     * Choose the last frame of every input.
     *
     * @return true if each has brought one; otherwise what was chosen before stays.
     */
    public boolean matchLatest()
    {
        final int[] latest = this.latest;
        for (final int place : latest)
        {
            if (NONE == place)
            {
                return false;
            }
        }

        choose(latest);
        return true;
    }

    /**
     * Choose the frame of a sequence of every input, of the epoch that is its present one.
     *
     * @param seq of the frames, uint64.
     * @return true if each input has brought it and it is remembered; otherwise what was chosen before stays.
     */
    public boolean matchSeq(final long seq)
    {
        final long[] frames = this.frames;
        final int[] latest = this.latest;
        final int[] candidates = this.candidates;
        for (int input = 0; input < latest.length; input++)
        {
            final int last = latest[input];
            final int place = placeOf(input, seq);
            if (NONE == last || frames[place + SEQ] != seq || frames[place + EPOCH] != frames[last + EPOCH])
            {
                return false;
            }
            candidates[input] = place;
        }

        choose(candidates);
        return true;
    }

    /**
     * Fill a set with the trace IDs of the frames that the last match chose, in the order of the inputs. One that is
     * not traced is left out, and one that two inputs share, as where a frame came on two ways, is in the set once.
     *
     * @param parents to be filled; cleared first.
     * @return the number of parents in the set, or {@link ParentSet#FULL} if it does not hold all of them.
     */
    public int parents(final ParentSet parents)
    {
        parents.clear();
        for (final int place : chosen)
        {
            if (NONE != place && ParentSet.FULL == parents.add(frames[place + TRACE_ID]))
            {
                return ParentSet.FULL;
            }
        }

        return parents.size();
    }

    /**
     * How many inputs there are.
     *
     * @return the number of streams given at construction.
     */
    public int inputCount()
    {
        return streamIds.length;
    }

    /**
     * How many sequences later a frame of an input is no longer remembered.
     *
     * @return a power of two.
     */
    public int historyLength()
    {
        return historyLength;
    }

    /**
     * The stream of an input.
     *
     * @param input 0 to {@link #inputCount()} - 1.
     * @return uint32.
     */
    public long streamId(final int input)
    {
        return streamIds[input];
    }

    /**
     * Epoch of the frame that the last match chose of an input.
     *
     * @param input 0 to {@link #inputCount()} - 1.
     * @return uint64, or 0 before the first match.
     */
    public long epoch(final int input)
    {
        return valueOf(input, EPOCH);
    }

    /**
     * Sequence of the frame that the last match chose of an input.
     *
     * @param input 0 to {@link #inputCount()} - 1.
     * @return uint64, or 0 before the first match.
     */
    public long seq(final int input)
    {
        return valueOf(input, SEQ);
    }

    /**
     * When the frame was made that the last match chose of an input, in the clock of its producer.
     *
     * @param input 0 to {@link #inputCount()} - 1.
     * @return nanoseconds, or {@link FrameDescriptorFlyweight#NULL_TIMESTAMP}; 0 before the first match.
     */
    public long timestampNs(final int input)
    {
        return valueOf(input, TIMESTAMP);
    }

    /**
     * Trace ID of the frame that the last match chose of an input.
     *
     * @param input 0 to {@link #inputCount()} - 1.
     * @return the trace ID, or 0 if the frame is not traced and before the first match.
     */
    public long traceId(final int input)
    {
        return valueOf(input, TRACE_ID);
    }

    /**
     * Frames that were not after the last one of their input: repeated, or overtaken.
     *
     * @return the number of frames since construction.
     */
    public long staleCount()
    {
        return staleCount;
    }

    /**
     * Forget all frames, and what was chosen.
     */
    public void clear()
    {
        for (int i = 0; i < frames.length; i += FRAME_LENGTH)
        {
            frames[i + SEQ] = i / FRAME_LENGTH + 1L;
        }
        Arrays.fill(latest, NONE);
        Arrays.fill(chosen, NONE);
    }

    private int indexOf(final long streamId)
    {
        final long[] streamIds = this.streamIds;
        for (int i = 0; i < streamIds.length; i++)
        {
            if (streamIds[i] == streamId)
            {
                return i;
            }
        }

        return NOT_AN_INPUT;
    }

    private int placeOf(final int input, final long seq)
    {
        return (input * historyLength + ((int)seq & (historyLength - 1))) * FRAME_LENGTH;
    }

    private boolean isAfter(final long epoch, final long seq, final int place)
    {
        final int order = Long.compareUnsigned(epoch, frames[place + EPOCH]);

        return order > 0 || (0 == order && Long.compareUnsigned(seq, frames[place + SEQ]) > 0);
    }

    private long valueOf(final int input, final int field)
    {
        final int place = chosen[input];

        return NONE == place ? 0 : frames[place + field];
    }

    private void choose(final int[] places)
    {
        for (int i = 0; i < places.length; i++)
        {
            chosen[i] = places[i];
        }
    }

    private static void validate(final long[] streamIds)
    {
        if (0 == streamIds.length)
        {
            throw new IllegalArgumentException("streamIds=[] must have one at least");
        }

        for (int i = 0; i < streamIds.length; i++)
        {
            if (streamIds[i] < 0 || streamIds[i] > MAX_STREAM_ID)
            {
                throw new IllegalArgumentException("streamId=" + streamIds[i] + " must be in 0.." + MAX_STREAM_ID);
            }

            for (int j = 0; j < i; j++)
            {
                if (streamIds[j] == streamIds[i])
                {
                    throw new IllegalArgumentException("streamId=" + streamIds[i] + " must be there once");
                }
            }
        }
    }
}
