package io.tracelink.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Tag("store")
class LineageWriterTest
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
    void shouldKeepTheFirstOfDuplicates() throws SQLException
    {
        test.write(() ->
        {
            test.frame(7, 1, 100, 42);
            test.frame(7, 1, 100, 42);
            test.set(7, 1, 42, 10, 20);
            test.set(7, 1, 42, 10, 20);
        });
        test.write(() ->
        {
            test.frame(7, 1, 200, 42);
            test.set(7, 1, 42, 20, 10);
        });

        assertThat(rows("SELECT t_ns || ' ' || trace_id || ' ' || status FROM frames")).containsExactly("100 42 0");
        assertThat(rows("SELECT trace_id || ' ' || parent_trace_id FROM trace_links"))
            .containsExactly("42 10", "42 20");
        assertThat(rows("SELECT seq || ' ' || parent_count FROM link_sets")).containsExactly("1 2");
    }

    @Test
    void shouldMarkConflictingDuplicates() throws SQLException
    {
        test.write(() ->
        {
            test.frame(7, 1, 100, 42);
            test.frame(7, 1, 100, 43);
        });

        assertThat(rows("SELECT trace_id || ' ' || status FROM frames")).containsExactly("42 2");
    }

    @Test
    void shouldFindDuplicatesInTheMiddleOfManyRows() throws SQLException
    {
        final int count = 3 * SqliteRows.STATEMENT_ROWS + 7;
        test.write(() ->
        {
            test.frame(7, 70, 100, 70);
            test.frame(7, 71, 100, 99);
        });

        test.write(() ->
        {
            for (int seq = 0; seq < count; seq++)
            {
                test.frame(7, seq, 200, seq + 1_000);
                test.set(7, seq, seq + 1_000, 1, 2, 1);
                test.set(7, seq, seq + 1_000, 1, 2);
            }

            test.frame(7, 3, 300, 1_003);
            test.frame(7, 4, 300, 5);
        });

        assertThat(rows("SELECT count(*) || ' ' || sum(status) FROM frames")).containsExactly(count + " 6");
        assertThat(rows("SELECT seq || ' ' || t_ns || ' ' || trace_id FROM frames WHERE status = 2 ORDER BY seq"))
            .containsExactly("4 200 1004", "70 100 70", "71 100 99");
        assertThat(rows("SELECT count(*) FROM link_sets")).containsExactly(Integer.toString(count));
        assertThat(rows("SELECT count(*) FROM trace_links")).containsExactly(Integer.toString(2 * count));
    }

    @Test
    void shouldForgetOnRollback() throws SQLException
    {
        test.writer.begin();
        for (int i = 0; i < 3_000; i++)
        {
            test.frame(7, i, 100, 42);
        }

        test.writer.rollback();
        test.write(() -> test.frame(8, 0, 0, 1));

        assertThat(rows("SELECT stream_id FROM frames")).containsExactly("8");
    }

    @Test
    void shouldForgetOnClose() throws SQLException
    {
        try (LineageWriter other = test.store.writer())
        {
            other.begin();
            other.appendFrame(1, 1, 1, 1, 1, 1, 0);
        }

        assertThat(rows("SELECT count(*) FROM frames")).containsExactly("0");
    }

    @Test
    void shouldRefuseRowsOutsideOfATransaction()
    {
        assertThatIllegalStateException().isThrownBy(() -> test.frame(1, 1, 1, 1))
            .withMessage("no transaction: call begin() first");
    }

    @Test
    void shouldRecordWindowsAndNodes() throws SQLException
    {
        test.writer.recordWindowBySeq(42, 7, 1, 10, 20);
        test.writer.recordWindowBySeq(42, 7, 1, 11, 21);
        test.writer.recordWindowByTime(43, 7, 1, 1_000, 2_000);
        test.writer.recordNode(3, 4_711, 1_700_000_000_000L);
        test.writer.recordNode(3, 4_711, 1_700_000_000_000L);

        assertThat(rows("SELECT concat_ws(' ', trace_id, in_stream_id, epoch, seq_start, seq_end, " +
            "coalesce(CAST(t_start_ns AS TEXT), 'null'), coalesce(CAST(t_end_ns AS TEXT), 'null')) FROM trace_windows"))
            .containsExactly("42 7 1 10 20 null null", "43 7 1 1000 2000");
        assertThat(rows("SELECT concat_ws(' ', node_id, process_id, start_time) FROM nodes"))
            .containsExactly("3 4711 1700000000000");
    }

    @Test
    void shouldRefuseWindowThatEndsBeforeItStarts()
    {
        test.writer.begin();
        assertThatIllegalArgumentException().isThrownBy(() -> test.writer.appendWindowBySeq(42, 7, 1, -1, 5))
            .withMessage("first=18446744073709551615 last=5 must be in order");

        test.writer.rollback();
        assertThatIllegalArgumentException()
            .isThrownBy(() -> test.writer.recordWindowByTime(1, 2, 3, 9, 5))
            .withMessage("first=9 last=5 must be in order");
        test.writer.recordWindowByTime(1, 2, 3, 5, 9);
    }

    @Test
    void shouldKeepTheBitsOfUnsignedValues()
    {
        test.write(() ->
        {
            test.writer.appendFrame(0xFFFF_FFFFL, -1, -2, 0xFFFF_FFFEL, -3, -4, FrameStatus.TIMESTAMP_ABSENT);
            test.set(0xFFFF_FFFFL, -2, -4, -5, Long.MIN_VALUE);
        });

        try (Lineage lineage = test.store.lineage())
        {
            final StoredFrame frame = new StoredFrame(0xFFFF_FFFFL, -1, -2, 0xFFFF_FFFEL, -3, -4, 1);
            assertThat(lineage.frames(-4)).containsExactly(frame);
            assertThat(lineage.frame(0xFFFF_FFFFL, -1, -2)).isEqualTo(frame);
            assertThat(lineage.parents(-4)).containsExactlyInAnyOrder(-5, Long.MIN_VALUE);
            assertThat(lineage.children(Long.MIN_VALUE)).containsExactly(-4);
        }
    }

    private List<String> rows(final String sql) throws SQLException
    {
        return test.query(sql);
    }
}
