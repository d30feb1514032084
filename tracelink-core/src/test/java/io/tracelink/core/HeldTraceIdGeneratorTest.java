package io.tracelink.core;

import io.tracelink.testing.AllocationProbe;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.SystemEpochClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HeldTraceIdGeneratorTest
{
    private static final TraceIdLayout LAYOUT = TraceIdLayout.DEFAULT;
    private static final int NODE_ID = 7;
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final long FIRST_ID = NOW_MS << 22 | NODE_ID << 12;

    private final CachedEpochClock clock = TestClocks.at(NOW_MS);
    private final SnowflakeTraceIdGenerator generator = new SnowflakeTraceIdGenerator(LAYOUT, NODE_ID, clock);
    private final Source source = new Source();
    private final HeldTraceIdGenerator held = new HeldTraceIdGenerator(source, generator, generator);
    private long sink;

    @Test
    void shouldMintTheIdsOfItsGenerator()
    {
        assertThat(held.nodeId()).isEqualTo(NODE_ID);
        assertThat(held.layout()).isSameAs(LAYOUT);
        for (int i = 0; i < 4_096; i++)
        {
            assertThat(held.nextId()).isEqualTo(FIRST_ID + i);
        }
        for (int i = 0; i < 904; i++)
        {
            assertThat(held.nextId()).isEqualTo(FIRST_ID + (1 << 22) + i);
        }

        assertThat(held.clockLeadMs()).isEqualTo(1);
        assertThat(generator.nextId()).isEqualTo(FIRST_ID + (1 << 22) + 904);
    }

    @Test
    void shouldLookAtTheDeadlineOnceForEachMillisecondOfTheClock()
    {
        for (int ms = 1; ms <= 3; ms++)
        {
            for (int i = 0; i < 5_000; i++)
            {
                assertThat(held.nextId()).isPositive();
            }

            assertThat(source.looks).isEqualTo(ms);
            clock.advance(1);
        }
    }

    @Test
    void shouldLookAgainWhenTheClockIsSetBack()
    {
        final long id = held.nextId();
        source.isHeld = false;

        for (final long stepMs : new long[]{-1, -3_600_000, 1})
        {
            clock.update(NOW_MS + stepMs);
            assertThat(held.nextId()).isEqualTo(TraceId.NO_NODE_ID);
            clock.update(NOW_MS);
            assertThat(held.nextId()).as("the millisecond in which it was held").isEqualTo(TraceId.NO_NODE_ID);
        }

        source.isHeld = true;
        assertThat(held.nextId()).as("no ID was left out").isEqualTo(id + 1);
    }

    @Test
    void shouldRefuseAtOnceWhenTheLossIsKnown()
    {
        assertThat(held.nextId()).isEqualTo(FIRST_ID);
        source.isAssigned = false;
        source.isHeld = false;

        assertThat(held.nextId()).isEqualTo(TraceId.NO_NODE_ID);
        assertThat(held.nextId()).isEqualTo(TraceId.NO_NODE_ID);
        source.isAssigned = true;
        assertThat(held.nextId()).isEqualTo(TraceId.NO_NODE_ID);

        source.isHeld = true;
        assertThat(held.nextId()).isEqualTo(FIRST_ID + 1);
        assertThat(source.askedFor).isEqualTo(NODE_ID);
    }

    @Test
    void shouldNotMintBeforeItHasLooked()
    {
        source.isHeld = false;

        assertThat(held.nextId()).isEqualTo(TraceId.NO_NODE_ID);
        assertThat(generator.nextId()).isEqualTo(FIRST_ID);
    }

    @Test
    void shouldPassOnWhyThereIsNoId()
    {
        clock.update(LAYOUT.epochOffsetMs() + TraceIdLayout.MAX_TIMESTAMP_MS + 1);

        assertThat(held.nextId()).isEqualTo(TraceId.EXHAUSTED);
    }

    /**
     * A clock of one's own may stand still while time goes on.
     */
    @Test
    void shouldLookForEveryIdOfAnyOtherGenerator()
    {
        final HeldTraceIdGenerator byOwnClock = new HeldTraceIdGenerator(source, generator);
        final HeldTraceIdGenerator ofMany = new HeldTraceIdGenerator(
            source, new ConcurrentTraceIdGenerator(LAYOUT, NODE_ID, SystemEpochClock.INSTANCE));
        for (final HeldTraceIdGenerator other : new HeldTraceIdGenerator[]{byOwnClock, ofMany})
        {
            source.looks = 0;
            for (int i = 0; i < 100; i++)
            {
                assertThat(other.nextId()).isPositive();
            }

            assertThat(source.looks).isEqualTo(100);
            source.isHeld = false;
            assertThat(other.nextId()).isEqualTo(TraceId.NO_NODE_ID);
            source.isHeld = true;
        }
    }

    @Test
    void shouldLookForEveryIdWhereTheSourceHasNoQuickerAnswer()
    {
        final int[] looks = {0};
        final NodeIdSource slow = new NodeIdSource()
        {
            @Override
            public int nodeId(final TraceIdLayout layout)
            {
                return NODE_ID;
            }

            @Override
            public boolean isHeld(final int nodeId)
            {
                looks[0]++;
                return looks[0] < 10;
            }
        };
        final HeldTraceIdGenerator other = new HeldTraceIdGenerator(slow, generator, generator);
        for (int i = 1; i < 10; i++)
        {
            assertThat(other.nextId()).isPositive();
        }

        assertThat(other.nextId()).isEqualTo(TraceId.NO_NODE_ID);
        assertThat(new HeldTraceIdGenerator((layout) -> NODE_ID, generator).nextId()).isPositive();
    }

    @Test
    void shouldMintWithinTheTimeThatWasLookedAt()
    {
        final SnowflakeTraceIdGenerator bySystemClock = new SnowflakeTraceIdGenerator(NODE_ID);
        final HeldTraceIdGenerator other = new HeldTraceIdGenerator(source, bySystemClock);
        final long startMs = System.currentTimeMillis();
        while (System.currentTimeMillis() < startMs + 20)
        {
            assertThat(other.nextId()).isPositive();
        }

        assertThat(source.looks).isBetween(1L, System.currentTimeMillis() - startMs + 1);
    }

    @Test
    void shouldSayWhatItIs()
    {
        assertThat(held).hasToString("HeldTraceIdGenerator{isHeld=true, generator=" + generator + "}");
    }

    @Test
    void shouldRefuseToBeMadeOfNothing()
    {
        assertThatThrownBy(() -> new HeldTraceIdGenerator(null, generator))
            .isInstanceOf(NullPointerException.class).hasMessage("nodeIdSource");
        assertThatThrownBy(() -> new HeldTraceIdGenerator(source, null))
            .isInstanceOf(NullPointerException.class).hasMessage("generator");
    }

    @Test
    void shouldAllocateNothing()
    {
        assertThat(AllocationProbe.allocatedBytes(10_000, () ->
        {
            source.isHeld = 0 != (source.looks & 7);
            clock.advance(source.looks & 1);
            sink += held.nextId();
        })).isZero();
        assertThat(sink).isNotZero();
    }

    /**
     * Counts how often the deadline was looked at.
     */
    private static final class Source implements NodeIdSource
    {
        private boolean isAssigned = true;
        private boolean isHeld = true;
        private long looks;
        private int askedFor = -1;

        @Override
        public int nodeId(final TraceIdLayout layout)
        {
            return NODE_ID;
        }

        @Override
        public boolean isHeld(final int nodeId)
        {
            looks++;
            askedFor = nodeId;
            return isHeld;
        }

        @Override
        public boolean isAssigned(final int nodeId)
        {
            askedFor = nodeId;
            return isAssigned;
        }
    }
}
