package io.tracelink.core;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import static org.assertj.core.api.Assertions.assertThat;

class TraceIdLayoutPropertyTest
{
    @Property(edgeCases = EdgeCasesMode.NONE)
    void shouldTellThePartsThatAnIdWasMadeOf(
        @ForAll @IntRange(max = 22) final int nodeIdBits,
        @ForAll @IntRange(max = 22) final int anySequenceBits,
        @ForAll @LongRange(max = (1L << 41) - 1) final long ms,
        @ForAll final int anyNodeId,
        @ForAll final int anySequence)
    {
        final int sequenceBits = Math.min(anySequenceBits, 22 - nodeIdBits);
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, sequenceBits, 0);
        final int nodeId = anyNodeId & layout.maxNodeId();
        final int sequence = anySequence & layout.maxSequence();
        final long traceId = (ms << (nodeIdBits + sequenceBits)) | ((long)nodeId << sequenceBits) | sequence;

        assertThat(traceId).isNotNegative();
        assertThat(layout.timestampMs(traceId)).isEqualTo(ms);
        assertThat(layout.nodeId(traceId)).isEqualTo(nodeId);
        assertThat(layout.sequence(traceId)).isEqualTo(sequence);
    }
}
