package io.tracelink.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What is found in stores that were damaged by hand, one rule at a time.
 */
@Tag("store")
class StoreVerificationTest
{
    private final TestStore test = new TestStore();

    @BeforeEach
    void fillStore()
    {
        test.write(() ->
        {
            test.frames(1, 0, 101, 102, 103);
            test.frames(2, Long.MAX_VALUE, 201, 202);
            test.frames(9, 0, 901, 902);
            test.set(9, 0, 901, 101, 201);
            test.set(9, 1, 902, 102, 103, 202);
            test.writer.appendWindowBySeq(-7, 1, TestStore.EPOCH, 0, 2);
            test.writer.appendWindowByTime(-7, 2, TestStore.EPOCH, 5, -1);
            for (final long parent : new long[]{101, 102, 103, 201, 202})
            {
                test.writer.appendLink(-7, parent);
            }

            test.writer.appendExpandedWindow(-7, 1);
            test.writer.appendNode(4_294_967_295L, 1, 2);
            test.writer.appendRecording(new RecordingRow(0, 0, 1000, 1, 2, 64, 128, 128));
            test.writer.appendRecording(new RecordingRow(0, 1, 1100, 1, 2, 0, 0, RecordingRow.UNKNOWN));
        });
    }

    @AfterEach
    void tearDown()
    {
        test.close();
    }

    @Test
    void shouldFindNothingInAStoreThatIsWhole()
    {
        final Verification verification = verify();

        assertThat(verification.isValid()).isTrue();
        assertThat(verification.checks()).extracting(CheckResult::name).doesNotHaveDuplicates().contains(
            "unsigned-ids", "frame-status", "conflicts", "null-ids", "parent-counts", "link-origins", "window-bounds",
            "expanded-windows", "positions", "node-ids", "sets-without-frame", "sets-of-other-frames", "repeated-sets",
            "conflicting-frames", "self-links", "lost-frames", "unexpanded-windows");
        assertThat(verification.checks()).allSatisfy((check) ->
        {
            assertThat(check.count()).as(check.name()).isZero();
            assertThat(check.examples()).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("violations")
    void shouldTellWhichRuleIsViolated(final String damage, final String name, final String example) throws SQLException
    {
        test.writer.close();
        test.execute(damage);
        final Verification verification = verify();

        assertThat(verification.isValid()).isFalse();
        assertThat(check(verification, name).isViolated()).isTrue();
        assertThat(check(verification, name).count()).isEqualTo(1);
        assertThat(check(verification, name).examples()).containsExactly(example);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void shouldCountWhatWasLostAndFindNoFault(
        final String loss, final String name, final String example) throws SQLException
    {
        test.execute(loss);
        final Verification verification = verify();

        assertThat(verification.isValid()).isTrue();
        final CheckResult found = check(verification, name);
        assertThat(found.count()).isEqualTo(1);
        assertThat(found.examples()).contains(example);
        assertThat(found.isViolated()).isFalse();
    }

    static Stream<Arguments> violations()
    {
        return Stream.of(
            arguments(
                "UPDATE frames SET stream_id = 4294967296 WHERE seq = 2",
                "unsigned-ids",
                "stream_id=4294967296 epoch=5 seq=2 stage_id=0"),
            arguments(
                "UPDATE frames SET stage_id = -1 WHERE seq = 2",
                "unsigned-ids",
                "stream_id=1 epoch=5 seq=2 stage_id=18446744073709551615"),
            arguments(
                "UPDATE link_sets SET stream_id = -9 WHERE seq = 1",
                "unsigned-ids",
                "stream_id=18446744073709551607 epoch=5 seq=1 stage_id=0"),
            arguments(
                "UPDATE trace_windows SET in_stream_id = -1 WHERE seq_end = 2",
                "unsigned-ids",
                "stream_id=18446744073709551615 epoch=5 seq=0 stage_id=0"),
            arguments(
                "UPDATE frames SET status = 4 WHERE seq = 2",
                "frame-status",
                "stream_id=1 epoch=5 seq=2 status=4"),
            arguments(
                "INSERT INTO trace_links VALUES (901, 0)",
                "null-ids",
                "trace_id=901 parent_trace_id=0"),
            arguments(
                "UPDATE link_sets SET trace_id = 0, parent_count = 0 WHERE seq = 1",
                "null-ids",
                "trace_id=0 parent_trace_id=0"),
            arguments(
                "DELETE FROM trace_links WHERE parent_trace_id = 103",
                "parent-counts",
                "stream_id=9 epoch=5 seq=1 trace_id=902 parent_count=3 links=2"),
            arguments(
                "INSERT INTO trace_links VALUES (-5, 7)",
                "link-origins",
                "trace_id=18446744073709551611 parent_trace_id=7"),
            arguments(
                "UPDATE trace_windows SET seq_start = -1, seq_end = 9 WHERE in_stream_id = 1",
                "window-bounds",
                "trace_id=18446744073709551609 in_stream_id=1 epoch=5"),
            arguments(
                "UPDATE trace_windows SET t_start_ns = 6, t_end_ns = 5 WHERE in_stream_id = 2",
                "window-bounds",
                "trace_id=18446744073709551609 in_stream_id=2 epoch=5"),
            arguments(
                "INSERT INTO conflicts VALUES (1, 5, 0, 0, 0, 7, 0)",
                "conflicts",
                "stream_id=1 epoch=5 seq=0 trace_id=7"),
            arguments(
                "INSERT INTO conflicts VALUES (1, 5, 7, 0, 0, 7, 0)",
                "conflicts",
                "stream_id=1 epoch=5 seq=7 trace_id=7"),
            arguments(
                "UPDATE trace_windows SET seq_start = NULL, seq_end = NULL",
                "window-bounds",
                "trace_id=18446744073709551609 in_stream_id=1 epoch=5"),
            arguments(
                "UPDATE recordings SET position = 32 WHERE recording_id = 0",
                "positions",
                "recording_id=0 start_position=64 position=32 stop_position=128"),
            arguments(
                "UPDATE recordings SET position = 160 WHERE recording_id = 0",
                "positions",
                "recording_id=0 start_position=64 position=160 stop_position=128"),
            arguments(
                "UPDATE recordings SET position = 33 WHERE recording_id = 1",
                "positions",
                "recording_id=1 start_position=0 position=33 stop_position=-1"),
            arguments(
                "DELETE FROM trace_windows WHERE in_stream_id = 1",
                "expanded-windows",
                "trace_id=18446744073709551609 in_stream_id=1"),
            arguments(
                "UPDATE nodes SET node_id = 4294967296",
                "node-ids",
                "node_id=4294967296 process_id=1 start_time=2"));
    }

    static Stream<Arguments> losses()
    {
        return Stream.of(
            arguments(
                "DELETE FROM frames WHERE trace_id = 901",
                "sets-without-frame",
                "stream_id=9 epoch=5 seq=0 trace_id=901"),
            arguments(
                "UPDATE frames SET trace_id = 7 WHERE trace_id = 901",
                "sets-of-other-frames",
                "stream_id=9 epoch=5 seq=0 trace_id=901 frame_trace_id=7"),
            arguments(
                "INSERT INTO link_sets VALUES (9, 5, -3, 901, 2)",
                "repeated-sets",
                "trace_id=901 sets=2"),
            arguments(
                "UPDATE frames SET status = 3 WHERE trace_id = 901",
                "conflicting-frames",
                "stream_id=9 epoch=5 seq=0 trace_id=901"),
            arguments(
                "DELETE FROM trace_links WHERE trace_id = -7 AND parent_trace_id = 202",
                "unexpanded-windows",
                "trace_id=18446744073709551609 in_stream_id=2 epoch=5"),
            arguments(
                "INSERT INTO trace_links VALUES (901, 901)",
                "self-links",
                "trace_id=901"),
            arguments(
                "DELETE FROM frames WHERE trace_id = 102",
                "lost-frames",
                "stream_id=1 epoch=5 lost=1 from=0 to=2"));
    }

    @Test
    void shouldCountAllFindingsAndShowTheFirst() throws SQLException
    {
        test.write(() ->
        {
            for (int i = 0; i < 1_000; i++)
            {
                test.set(9, 10 + i, 10_000 + i, 1);
            }
        });
        test.execute("DELETE FROM trace_links WHERE trace_id >= 10000");

        final CheckResult found = check(verify(), "parent-counts");
        assertThat(found.count()).isEqualTo(1_000);
        assertThat(found.examples()).hasSize(5).first().asString()
            .isEqualTo("stream_id=9 epoch=5 seq=10 trace_id=10000 parent_count=1 links=0");
    }

    @Test
    void shouldCountGapsOfUnsignedSequences()
    {
        test.write(() ->
        {
            test.frame(20, Long.MAX_VALUE - 1, 1, 1);
            test.frame(20, Long.MIN_VALUE + 2, 1, 2);
            test.frame(21, 0, 1, 3);
            test.frame(21, -1, 1, 4);
        });

        final CheckResult found = check(verify(), "lost-frames");
        assertThat(found.examples()).containsExactly(
            "stream_id=20 epoch=5 lost=3 from=9223372036854775806 to=9223372036854775810",
            "stream_id=21 epoch=5 lost=18446744073709551614 from=0 to=18446744073709551615");
        assertThat(found.count()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldDigestRowsWhateverTheirOrderAndTheirWay() throws SQLException
    {
        try (TestStore other = new TestStore())
        {
            other.write(() ->
            {
                other.writer.appendNode(4_294_967_295L, 1, 2);
                other.writer.appendWindowByTime(-7, 2, TestStore.EPOCH, 5, -1);
                other.writer.appendWindowBySeq(-7, 1, TestStore.EPOCH, 0, 2);
                other.set(9, 1, 902, 202, 103, 102);
                other.set(9, 0, 901, 101, 201);
                other.frames(9, 0, 901, 902);
                other.frames(2, Long.MIN_VALUE, 202);
            });
            other.write(() ->
            {
                other.frames(2, Long.MAX_VALUE, 201);
                other.frames(1, 0, 101, 102, 103);
            });

            assertThat(digests(other)).isEqualTo(digests(test));
            other.execute("UPDATE frames SET stage_id = 8");
            assertThat(digests(other)).as("depends on announces").isEqualTo(digests(test));

            for (final String change : List.of(
                "UPDATE frames SET t_ns = t_ns + 1 WHERE trace_id = 101",
                "UPDATE link_sets SET parent_count = 4 WHERE trace_id = 902",
                "UPDATE trace_links SET parent_trace_id = 203 WHERE parent_trace_id = 202",
                "UPDATE trace_windows SET t_end_ns = -2 WHERE in_stream_id = 2",
                "UPDATE nodes SET start_time = 3"))
            {
                final List<TableDigest> before = digests(other);
                other.execute(change);
                assertThat(digests(other)).as(change).isNotEqualTo(before);
            }
        }
    }

    @Test
    void shouldDigestFramesOfOnePlaceTheSameWhicheverCameFirst() throws SQLException
    {
        try (TestStore a = new TestStore();
            TestStore b = new TestStore())
        {
            a.write(() -> a.frame(1, 0, 10, 7));
            a.write(() -> a.frame(1, 0, 20, 8));
            b.write(() -> b.frame(1, 0, 20, 8));
            assertThat(digests(a)).isNotEqualTo(digests(b));
            b.write(() -> b.frame(1, 0, 10, 7));
            assertThat(digests(a)).isEqualTo(digests(b));

            a.execute("UPDATE conflicts SET trace_id = 9");
            assertThat(digests(a)).isNotEqualTo(digests(b));
        }
    }

    private Verification verify()
    {
        try (StoreVerification verification = test.store.verification())
        {
            return verification.verify();
        }
    }

    private static List<TableDigest> digests(final TestStore of)
    {
        try (StoreVerification verification = of.store.verification())
        {
            return verification.digests();
        }
    }

    private static CheckResult check(final Verification verification, final String name)
    {
        return verification.checks().stream().filter((check) -> name.equals(check.name())).findFirst().orElseThrow();
    }
}
