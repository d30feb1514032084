package io.tracelink.core;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TraceIdLayoutTest
{
    private static final long LAST_MS = (1L << 41) - 1;

    @Test
    void shouldDivideAsAgronaDoesByDefault()
    {
        final TraceIdLayout layout = TraceIdLayout.DEFAULT;

        assertThat(layout.nodeIdBits()).isEqualTo(10);
        assertThat(layout.sequenceBits()).isEqualTo(12);
        assertThat(layout.epochOffsetMs()).isZero();
        assertThat(layout.maxNodeId()).isEqualTo(1_023);
        assertThat(layout.maxSequence()).isEqualTo(4_095);
        assertThat(layout.maxTimestampMs()).isEqualTo(2_199_023_255_551L);
    }

    @ParameterizedTest
    @CsvSource({
        // nodeIdBits, sequenceBits, maxNodeId, maxSequence
        "0, 0, 0, 0",
        "0, 22, 0, 4194303",
        "22, 0, 4194303, 0",
        "1, 1, 1, 1",
        "11, 11, 2047, 2047",
    })
    void shouldTakeBitsUpToTheirBounds(
        final int nodeIdBits, final int sequenceBits, final int maxNodeId, final int maxSequence)
    {
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, sequenceBits, 0);

        assertThat(layout.maxNodeId()).isEqualTo(maxNodeId);
        assertThat(layout.maxSequence()).isEqualTo(maxSequence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-1 | 12 | 0 | nodeIdBits=-1 must be in 0..22",
        "23 | 0 | 0 | nodeIdBits=23 must be in 0..22",
        "-2147483648 | 0 | 0 | nodeIdBits=-2147483648 must be in 0..22",
        "10 | -1 | 0 | sequenceBits=-1 must be in 0..22",
        "0 | 23 | 0 | sequenceBits=23 must be in 0..22",
        "11 | 12 | 0 | nodeIdBits=11 and sequenceBits=12 must be at most 22 together",
        "22 | 1 | 0 | nodeIdBits=22 and sequenceBits=1 must be at most 22 together",
        "10 | 12 | -1 | epochOffsetMs=-1 must be in 0..2199023255551",
        "10 | 12 | 2199023255552 | epochOffsetMs=2199023255552 must be in 0..2199023255551",
    })
    void shouldRefuseWhatDoesNotFit(
        final int nodeIdBits, final int sequenceBits, final long epochOffsetMs, final String message)
    {
        assertThatThrownBy(() -> new TraceIdLayout(nodeIdBits, sequenceBits, epochOffsetMs))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(message);
    }

    @Test
    void shouldTakeEpochOffsetsUpToTheirBounds()
    {
        assertThat(new TraceIdLayout(10, 12, LAST_MS).epochOffsetMs()).isEqualTo(LAST_MS);
        assertThat(new TraceIdLayout(10, 12, LAST_MS).maxTimestampMs()).isEqualTo(2 * LAST_MS);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1_022, 1_023})
    void shouldTakeNodeIdsThatFit(final long nodeId)
    {
        assertThat(TraceIdLayout.DEFAULT.isNodeId(nodeId)).isTrue();
        assertThat(TraceIdLayout.DEFAULT.validateNodeId(nodeId)).isEqualTo((int)nodeId);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1_024, 4_294_967_295L, 4_294_967_296L, Long.MAX_VALUE, Long.MIN_VALUE})
    void shouldRefuseNodeIdsThatDoNotFit(final long nodeId)
    {
        assertThat(TraceIdLayout.DEFAULT.isNodeId(nodeId)).isFalse();
        assertThatThrownBy(() -> TraceIdLayout.DEFAULT.validateNodeId(nodeId))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("nodeId=" + nodeId + " must be in 0..1023 to fit " +
                "TraceIdLayout{nodeIdBits=10, sequenceBits=12, epochOffsetMs=0}");
    }

    @ParameterizedTest
    @CsvSource({
        // epochOffsetMs, nowMs, remainingMs
        "0, 0, 2199023255552",
        "0, 1, 2199023255551",
        "0, 1700000000000, 499023255552",
        "0, 2199023255551, 1",
        "0, 2199023255552, 0",
        "0, 2199023255553, 0",
        "0, 9223372036854775807, 0",
        "1600000000000, 1700000000000, 2099023255552",
        "1600000000000, 1600000000000, 2199023255552",
        "1600000000000, 1599999999999, 2199023255552",
        "1600000000000, 0, 2199023255552",
        "1600000000000, -1, 2199023255552",
        "1600000000000, -9223372036854775808, 2199023255552",
        "2199023255551, 4398046511102, 1",
        "2199023255551, 4398046511103, 0",
    })
    void shouldTellHowLongTheBitsOfTheTimeLast(final long epochOffsetMs, final long nowMs, final long remainingMs)
    {
        assertThat(new TraceIdLayout(10, 12, epochOffsetMs).remainingMs(nowMs)).isEqualTo(remainingMs);
    }

    @Test
    void shouldTakeAnEpochUpToTheClock()
    {
        final TraceIdLayout layout = new TraceIdLayout(10, 12, 1_000);

        assertThat(layout.validateEpochOffset(1_000)).isEqualTo(1_000);
        assertThat(layout.validateEpochOffset(Long.MAX_VALUE)).isEqualTo(1_000);
        assertThat(TraceIdLayout.DEFAULT.validateEpochOffset(1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void shouldRefuseAClockThatStands(final long nowMs)
    {
        assertThatThrownBy(() -> TraceIdLayout.DEFAULT.validateEpochOffset(nowMs))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("nowMs=" + nowMs +
                " of the clock must be above 0: update the clock before the generator is made");
    }

    @ParameterizedTest
    @ValueSource(longs = {999, 1})
    void shouldRefuseAnEpochThatIsStillToCome(final long nowMs)
    {
        assertThatThrownBy(() -> new TraceIdLayout(10, 12, 1_000).validateEpochOffset(nowMs))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("epochOffsetMs=1000 must be in 0.." + nowMs + ", not after the clock");
    }

    @ParameterizedTest
    @CsvSource({
        // traceId, nodeIdBits, sequenceBits, epochOffsetMs, timestampMs, nodeId, sequence
        "0, 10, 12, 0, 0, 0, 0",
        "1, 10, 12, 0, 0, 0, 1",
        "4095, 10, 12, 0, 0, 0, 4095",
        "4096, 10, 12, 0, 0, 1, 0",
        "4194303, 10, 12, 0, 0, 1023, 4095",
        "4194304, 10, 12, 0, 1, 0, 0",
        "7130316800025194501, 10, 12, 0, 1700000000006, 7, 5",
        "7130316800025194501, 10, 12, 1000, 1700000001006, 7, 5",
        "9223372036854775807, 10, 12, 0, 2199023255551, 1023, 4095",
        "9223372036854775807, 22, 0, 0, 2199023255551, 4194303, 0",
        "9223372036854775807, 0, 22, 0, 2199023255551, 0, 4194303",
        "2199023255551, 0, 0, 0, 2199023255551, 0, 0",
    })
    void shouldTellThePartsOfAnId(
        final long traceId,
        final int nodeIdBits,
        final int sequenceBits,
        final long epochOffsetMs,
        final long timestampMs,
        final int nodeId,
        final int sequence)
    {
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, sequenceBits, epochOffsetMs);

        assertThat(layout.timestampMs(traceId)).isEqualTo(timestampMs);
        assertThat(layout.nodeId(traceId)).isEqualTo(nodeId);
        assertThat(layout.sequence(traceId)).isEqualTo(sequence);
    }
}
