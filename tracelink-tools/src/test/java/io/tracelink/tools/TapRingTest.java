package io.tracelink.tools;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class TapRingTest
{
    private static final int LENGTH = 1024;

    private final UnsafeBuffer message = new UnsafeBuffer(new byte[LENGTH]);

    /**
     * Messages are numbered; a mark says how many are missing where it stands.
     */
    @Property
    void shouldMarkEveryGapWhereItIs(
        @ForAll @Size(max = 200) final List<@IntRange(min = -8, max = 300) Integer> steps)
    {
        final TapRing ring = new TapRing(LENGTH);
        final Seen seen = new Seen();
        long written = 0;

        for (final int step : steps)
        {
            if (step < 0)
            {
                ring.read(seen::onMessage, -step);
            }
            else
            {
                message.putLong(0, written++);
                ring.write(TapFilter.FRAME, message, 0, Long.BYTES + step);
            }
        }

        seen.readAll(ring);
        ring.writeMark();
        seen.readAll(ring);

        assertThat(seen.next).isEqualTo(written);
        assertThat(seen.skipped).isEqualTo(ring.skipped());
    }

    private static final class Seen
    {
        private long next;
        private long skipped;

        void onMessage(final int kind, final DirectBuffer buffer, final int offset, final int length)
        {
            if (TapRing.SKIPPED == kind)
            {
                assertThat(buffer.getLong(offset)).isPositive();
                skipped += buffer.getLong(offset);
                next += buffer.getLong(offset);
            }
            else
            {
                assertThat(buffer.getLong(offset)).isEqualTo(next++);
            }
        }

        void readAll(final TapRing ring)
        {
            while (!ring.isEmpty())
            {
                ring.read(this::onMessage, 100);
            }
        }
    }
}
