package io.tracelink.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;

import static io.tracelink.store.TestStore.EPOCH;
import static io.tracelink.store.TestStore.framesMissing;
import static io.tracelink.store.TestStore.id;
import static io.tracelink.store.TestStore.linksMissing;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What does not fit together is kept, flagged and counted.
 */
@Tag("store")
class ConflictsTest
{
    private TestStore test;

    @BeforeEach
    void setUp()
    {
        test = new TestStore();
    }

    @AfterEach
    void tearDown()
    {
        test.close();
    }

    @Test
    void shouldKeepEveryDescriptorThatCameToATakenPlace() throws SQLException
    {
        test.write(() ->
        {
            test.frame(10, 1, 100, a(1));
            test.frame(10, 1, 101, a(2));
            test.frame(10, 2, 102, a(3));
        });
        test.write(() ->
        {
            test.frame(10, 1, 103, a(4));
            test.frame(10, 1, 104, a(2));
            test.frame(10, 1, 105, a(1));
            test.frame(10, 2, 106, 0);
        });

        assertThat(rows("SELECT seq || ' ' || t_ns || ' ' || (trace_id >> 22) || ' ' || status FROM frames"))
            .containsExactly("1 100 1 2", "2 102 3 2");
        assertThat(rows("SELECT seq || ' ' || t_ns || ' ' || (trace_id >> 22) FROM conflicts ORDER BY t_ns"))
            .containsExactly("1 101 2", "1 103 4", "2 106 0");
        assertThat(test.store.counts().conflicts()).isEqualTo(3);
    }

    @Test
    void shouldForgetThemWithTheirTransaction()
    {
        test.write(() -> test.frame(10, 1, 100, a(1)));
        test.writer.begin();
        for (int i = 2; i < 200; i++)
        {
            test.frame(10, 1, 100, a(i));
        }

        test.writer.rollback();
        assertThat(test.store.counts().conflicts()).isZero();
    }

    @Test
    void shouldSayThatAPlaceWasClaimedTwiceFromBothSides()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2), 0, a(4));
            test.frame(10, 2, 200, a(3));
            test.frames(20, 1, id(4, 5), id(4, 6));
            test.set(20, 1, id(4, 5), a(2));
            test.set(20, 2, id(4, 6), a(3));
        });

        assertThat(test.missing(id(4, 5), Direction.UP)).containsExactly(claimed(2, a(2)));
        assertThat(test.missing(id(4, 6), Direction.UP)).containsExactly(claimed(2, a(3)));
        assertThat(test.missing(a(3), Direction.UP)).containsExactly(claimed(2, a(3)));
        try (LineageAnalysis analysis = test.store.analysis())
        {
            assertThat(analysis.latency(10, 20, InputChoice.NEWEST, EPOCH, 2, 2).missing())
                .containsExactly(claimed(2, a(3)));
        }
    }

    @Test
    void shouldNotTakeAFrameForLostWhoseLinkSetNamesTheTakenPlace()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1));
            test.frames(20, 1, id(4, 5));
            test.frame(20, 1, 300, id(4, 6));
            test.set(20, 1, id(4, 5), a(1));
            test.set(20, 1, id(4, 6), a(1));
        });

        try (LineageAnalysis analysis = test.store.analysis())
        {
            assertThat(analysis.impact(10, EPOCH, 1, 1).missing()).containsExactlyInAnyOrder(
                claimed20(id(4, 5)), claimed20(id(4, 6)), linksMissing(20, 1, Missing.Cause.MISMATCH, id(4, 6)));
        }
    }

    @Test
    void shouldCountWhatDoesNotFit() throws SQLException
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1));
            test.frame(10, 2, 100, 0);
            test.frames(20, 1, id(4, 1), id(4, 2), id(4, 3));
            test.set(20, 1, id(4, 1), a(1), a(7));
            test.set(20, 2, id(4, 9), a(1));
            test.set(20, 3, id(4, 3), a(1), a(7));
            test.set(20, 4, id(4, 4), a(1));
            test.writer.appendWindowBySeq(id(5, 1), 10, EPOCH, 1, 2);
            test.writer.appendNode(1, 2, 3);
        });
        test.execute(
            "DELETE FROM trace_links WHERE trace_id = " + id(4, 3) + " AND parent_trace_id = " + a(7));

        assertThat(test.store.counts()).isEqualTo(new StoreCounts(5, 1, 4, 5, 1, 1, 0, 1, 1, 1));
        assertThat(test.missing(id(4, 4), Direction.UP)).contains(framesMissing(20, 4, 4, id(4, 4)));
    }

    private static Missing claimed(final long seq, final long traceId)
    {
        return new Missing(Missing.Kind.FRAMES, 10L, EPOCH, seq, seq, Missing.Cause.MISMATCH, traceId);
    }

    private static Missing claimed20(final long traceId)
    {
        return new Missing(Missing.Kind.FRAMES, 20L, EPOCH, 1L, 1L, Missing.Cause.MISMATCH, traceId);
    }

    private List<String> rows(final String sql) throws SQLException
    {
        return test.query(sql);
    }

    private static long a(final long ms)
    {
        return id(1, ms);
    }
}
