package io.tracelink.aeron;

import io.tracelink.core.ParentSet;
import io.tracelink.testing.AllocationProbe;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LatestFramesTest
{
    private static final long LEFT = 10_000;
    private static final long RIGHT = 4_294_967_295L;

    private final LatestFrames latest = new LatestFrames(4, new long[]{LEFT, RIGHT});
    private final ParentSet parents = new ParentSet(4);

    @Test
    void shouldChooseTheLatestFramesOnceEveryInputHasBroughtOne()
    {
        assertThat(latest.onFrame(LEFT, 9, 1, 100, 41)).isZero();
        assertThat(latest.matchLatest()).isFalse();
        assertThat(latest.parents(parents)).isZero();

        assertThat(latest.onFrame(LEFT, 9, 2, 200, 42)).isZero();
        assertThat(latest.onFrame(RIGHT, 8, 7, 300, 51)).isEqualTo(1);
        assertThat(latest.matchLatest()).isTrue();
        assertChosen(0, 9, 2, 200, 42);
        assertChosen(1, 8, 7, 300, 51);
        assertThat(latest.parents(parents)).isEqualTo(2);
        assertThat(parents.get(0)).isEqualTo(42);
        assertThat(parents.get(1)).isEqualTo(51);

        latest.onFrame(RIGHT, 8, 8, 400, 52);
        assertThat(latest.matchLatest()).isTrue();
        assertChosen(0, 9, 2, 200, 42);
        assertChosen(1, 8, 8, 400, 52);
    }

    @Test
    void shouldChooseTheFramesOfOneSequence()
    {
        latest.onFrame(LEFT, 9, 1, 100, 41);
        latest.onFrame(LEFT, 9, 2, 200, 42);
        latest.onFrame(LEFT, 9, 3, 300, 43);
        assertThat(latest.matchSeq(2)).isFalse();

        latest.onFrame(RIGHT, 8, 2, 210, 52);
        assertThat(latest.matchSeq(1)).isFalse();
        assertThat(latest.matchSeq(2)).isTrue();
        assertChosen(0, 9, 2, 200, 42);
        assertChosen(1, 8, 2, 210, 52);

        latest.onFrame(RIGHT, 8, 3, 310, 53);
        assertThat(latest.matchSeq(3)).isTrue();
        assertThat(latest.parents(parents)).isEqualTo(2);
        assertThat(parents.get(0)).isEqualTo(43);
        assertThat(parents.get(1)).isEqualTo(53);
    }

    @Test
    void shouldForgetWhatIsOlderThanItsHistory()
    {
        for (long seq = 0; seq <= 4; seq++)
        {
            latest.onFrame(LEFT, 9, seq, 0, 40 + seq);
        }
        latest.onFrame(RIGHT, 8, 0, 0, 50);
        assertThat(latest.matchSeq(0)).isFalse();
        latest.onFrame(RIGHT, 8, 1, 0, 51);
        assertThat(latest.matchSeq(1)).isTrue();
        assertThat(latest.historyLength()).isEqualTo(4);
        assertThat(new LatestFrames(5, new long[]{1}).historyLength()).isEqualTo(8);
        assertThat(new LatestFrames(1, 2).historyLength()).isEqualTo(1);
    }

    @Test
    void shouldNotMatchFramesOfAnEpochThatIsOver()
    {
        latest.onFrame(LEFT, 9, 1, 0, 41);
        latest.onFrame(LEFT, 10, 0, 0, 42);
        latest.onFrame(RIGHT, 8, 0, 0, 50);
        assertThat(latest.matchSeq(0)).isTrue();
        assertThat(latest.epoch(0)).isEqualTo(10);

        latest.onFrame(RIGHT, 8, 1, 0, 51);
        assertThat(latest.matchSeq(1)).isFalse();
        assertThat(latest.matchLatest()).isTrue();
        assertThat(latest.seq(0)).isZero();
    }

    @Test
    void shouldTellStaleFrames()
    {
        latest.onFrame(LEFT, -2, -2, 0, 41);
        assertThat(latest.onFrame(LEFT, -2, -2, 0, 42)).isEqualTo(LatestFrames.STALE);
        assertThat(latest.onFrame(LEFT, -2, 5, 0, 42)).isEqualTo(LatestFrames.STALE);
        assertThat(latest.onFrame(LEFT, 5, -1, 0, 42)).isEqualTo(LatestFrames.STALE);
        assertThat(latest.staleCount()).isEqualTo(3);

        assertThat(latest.onFrame(LEFT, -2, -1, 0, 43)).isZero();
        assertThat(latest.onFrame(LEFT, -1, 0, 0, 44)).isZero();
        latest.onFrame(RIGHT, 0, 0, 0, 50);
        assertThat(latest.matchLatest()).isTrue();
        assertThat(latest.traceId(0)).isEqualTo(44);
        assertThat(latest.staleCount()).isEqualTo(3);
    }

    @Test
    void shouldPassOverStreamsThatAreNoInput()
    {
        assertThat(latest.onFrame(1, 9, 1, 0, 41)).isEqualTo(LatestFrames.NOT_AN_INPUT);
        assertThat(latest.onFrame(-1, 9, 1, 0, 41)).isEqualTo(LatestFrames.NOT_AN_INPUT);
        assertThat(latest.staleCount()).isZero();
        assertThat(latest.inputCount()).isEqualTo(2);
        assertThat(latest.streamId(0)).isEqualTo(LEFT);
        assertThat(latest.streamId(1)).isEqualTo(RIGHT);
    }

    @Test
    void shouldLeaveOutUntracedFramesAndTakeASharedOneOnce()
    {
        final LatestFrames three = new LatestFrames(1, 2, 3);
        three.onFrame(1, 9, 1, 0, 41);
        three.onFrame(2, 9, 1, 0, 0);
        three.onFrame(3, 9, 1, 0, 41);
        assertThat(three.matchLatest()).isTrue();

        assertThat(three.parents(parents)).isEqualTo(1);
        assertThat(parents.get(0)).isEqualTo(41);
        assertThat(three.traceId(1)).isZero();

        three.onFrame(3, 9, 2, 0, 43);
        assertThat(three.matchLatest()).isTrue();
        assertThat(three.parents(new ParentSet(1))).isEqualTo(ParentSet.FULL);
    }

    @Test
    void shouldReadDescriptors()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[FrameDescriptorFlyweight.LENGTH]);
        FrameDescriptorFlyweight.encode(buffer, 0, RIGHT, 9, 11, 13, 15, 42);
        final FrameDescriptorReader reader = new FrameDescriptorReader();
        reader.wrap(buffer, 0, buffer.capacity());

        assertThat(latest.onFrame(reader)).isEqualTo(1);
        latest.onFrame(LEFT, 1, 2, 3, 4);
        assertThat(latest.matchLatest()).isTrue();
        assertChosen(1, 9, 11, 13, 42);
    }

    @Test
    void shouldForgetEverythingWhenItIsCleared()
    {
        latest.onFrame(LEFT, 9, 1, 100, 41);
        latest.onFrame(RIGHT, 9, 1, 100, 51);
        assertThat(latest.matchLatest()).isTrue();

        latest.clear();
        assertThat(latest.matchLatest()).isFalse();
        assertThat(latest.matchSeq(1)).isFalse();
        assertThat(latest.parents(parents)).isZero();
        assertChosen(0, 0, 0, 0, 0);
        assertThat(latest.onFrame(LEFT, 1, 1, 100, 41)).isZero();
    }

    @Test
    void shouldNotAllocate()
    {
        final long[] seq = new long[1];
        assertThat(AllocationProbe.allocatedBytes(5_000, () ->
        {
            seq[0]++;
            latest.onFrame(LEFT, 9, seq[0], 0, seq[0]);
            latest.onFrame(LEFT, 9, seq[0], 0, seq[0]);
            latest.onFrame(1, 9, seq[0], 0, seq[0]);
            latest.onFrame(RIGHT, 9, seq[0], 0, -seq[0] - 100);
            if (latest.matchLatest() && latest.matchSeq(seq[0]))
            {
                latest.parents(parents);
            }
        })).isZero();
        assertThat(parents.size()).isEqualTo(2);
        assertThat(latest.staleCount()).isEqualTo(seq[0]);
    }

    @Test
    void shouldRefuseWhatIsOutOfRange()
    {
        assertRefused(() -> new LatestFrames(), "streamIds=[] must have one at least");
        assertRefused(() -> new LatestFrames(-1), "streamId=-1 must be in 0..4294967295");
        assertRefused(() -> new LatestFrames(1, 4_294_967_296L), "streamId=4294967296 must be in 0..4294967295");
        assertRefused(() -> new LatestFrames(7, 8, 7), "streamId=7 must be there once");
        assertRefused(() -> new LatestFrames(0, new long[]{1}), "historyLength=0 must be in 1..1048576");
        assertRefused(() -> new LatestFrames(1_048_577, new long[]{1}), "historyLength=1048577 must be in 1..1048576");
    }

    private void assertChosen(
        final int input, final long epoch, final long seq, final long timestampNs, final long traceId)
    {
        assertThat(latest.epoch(input)).isEqualTo(epoch);
        assertThat(latest.seq(input)).isEqualTo(seq);
        assertThat(latest.timestampNs(input)).isEqualTo(timestampNs);
        assertThat(latest.traceId(input)).isEqualTo(traceId);
    }

    private static void assertRefused(final Runnable construction, final String message)
    {
        assertThatThrownBy(construction::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
