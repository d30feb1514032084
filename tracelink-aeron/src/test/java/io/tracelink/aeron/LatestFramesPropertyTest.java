package io.tracelink.aeron;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Against a model that keeps every frame that ever came.
 */
class LatestFramesPropertyTest
{
    private static final int INPUTS = 3;

    private record Frame(long epoch, long seq, long traceId)
    {
        boolean isAfter(final Frame other)
        {
            return epoch > other.epoch || (epoch == other.epoch && seq > other.seq);
        }
    }

    @Property
    void shouldChooseWhatAModelChooses(
        @ForAll @IntRange(min = 1, max = 8) final int historyLength,
        @ForAll @Size(max = 200) final List<@IntRange(max = 1 << 16) Integer> steps)
    {
        final LatestFrames latest = new LatestFrames(historyLength, new long[]{0, 1, 2});
        final List<List<Frame>> model = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++)
        {
            model.add(new ArrayList<>());
        }

        long traceId = 100;
        for (final int step : steps)
        {
            final int input = step % INPUTS;
            final List<Frame> frames = model.get(input);
            final Frame frame = next(frames, step / INPUTS, traceId++);
            final boolean isStale = !frames.isEmpty() && !frame.isAfter(frames.get(frames.size() - 1));

            assertThat(latest.onFrame(input, frame.epoch(), frame.seq(), 0, frame.traceId()))
                .isEqualTo(isStale ? LatestFrames.STALE : input);
            if (!isStale)
            {
                frames.add(frame);
            }

            assertLatest(latest, model);
            assertSeq(latest, model, frame.seq());
        }
    }

    /**
     * Mostly the next one, sometimes some later, an earlier or the same one, or one of another epoch.
     */
    private static Frame next(final List<Frame> frames, final int choice, final long traceId)
    {
        if (frames.isEmpty())
        {
            return new Frame(5, choice % 4, traceId);
        }

        final Frame last = frames.get(frames.size() - 1);
        return switch (choice % 16)
        {
            case 0 -> new Frame(last.epoch() + 1, choice % 3, traceId);
            case 1 -> new Frame(last.epoch() - 1, last.seq() + 1, traceId);
            case 2 -> new Frame(last.epoch(), last.seq(), traceId);
            case 3 -> new Frame(last.epoch(), Math.max(0, last.seq() - 1), traceId);
            case 4, 5 -> new Frame(last.epoch(), last.seq() + 2 + choice % 5, traceId);
            default -> new Frame(last.epoch(), last.seq() + 1, traceId);
        };
    }

    private static void assertLatest(final LatestFrames latest, final List<List<Frame>> model)
    {
        final boolean hasAll = model.stream().noneMatch(List::isEmpty);
        assertThat(latest.matchLatest()).isEqualTo(hasAll);
        for (int i = 0; i < INPUTS && hasAll; i++)
        {
            assertChosen(latest, i, model.get(i).get(model.get(i).size() - 1));
        }
    }

    private static void assertSeq(final LatestFrames latest, final List<List<Frame>> model, final long seq)
    {
        final boolean isMatch = latest.matchSeq(seq);
        boolean isEveryOneRecent = true;
        for (int i = 0; i < INPUTS; i++)
        {
            final List<Frame> frames = model.get(i);
            final Frame frame = ofPresentEpoch(frames, seq);
            if (isMatch)
            {
                assertThat(frame).isNotNull();
                assertChosen(latest, i, frame);
            }
            isEveryOneRecent &= null != frame &&
                frames.get(frames.size() - 1).seq() - seq < latest.historyLength();
        }

        assertThat(isMatch || !isEveryOneRecent).isTrue();
    }

    private static Frame ofPresentEpoch(final List<Frame> frames, final long seq)
    {
        for (final Frame frame : frames)
        {
            if (frame.seq() == seq && frame.epoch() == frames.get(frames.size() - 1).epoch())
            {
                return frame;
            }
        }

        return null;
    }

    private static void assertChosen(final LatestFrames latest, final int input, final Frame frame)
    {
        assertThat(latest.epoch(input)).isEqualTo(frame.epoch());
        assertThat(latest.seq(input)).isEqualTo(frame.seq());
        assertThat(latest.traceId(input)).isEqualTo(frame.traceId());
    }
}
