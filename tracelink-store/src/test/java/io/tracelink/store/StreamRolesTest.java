package io.tracelink.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static io.tracelink.store.TestStore.EPOCH;
import static io.tracelink.store.TestStore.framesMissing;
import static io.tracelink.store.TestStore.id;
import static io.tracelink.store.TestStore.linksMissing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a verdict knows once streams are declared. Node 1 makes stream 10, which node 2 filters into 11; node 3 makes
 * 12; node 4 joins them into 20.
 */
@Tag("store")
class StreamRolesTest
{
    private static final Missing.Cause NEVER_SEEN = Missing.Cause.NEVER_SEEN;

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
    void shouldKnowThatAJoinedFrameLacksItsLinksThoughNoneEverCame()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1));
            test.frames(20, 1, j(5));
        });

        assertThat(test.missing(j(5), Direction.UP)).as("it looks like a root").isEmpty();

        test.store.declare(Map.of(20L, StreamRole.JOINED));
        assertThat(test.missing(j(5), Direction.UP)).containsExactly(linksMissing(20, 1, NEVER_SEEN, j(5)));
        assertThat(test.missing(a(1), Direction.DOWN)).containsExactly(linksMissing(20, 1, NEVER_SEEN, j(5)));
        assertThat(impact(10, 1, 1).missing()).containsExactly(linksMissing(20, 1, NEVER_SEEN, j(5)));
        assertThat(latency(10, 20).missing()).containsExactly(linksMissing(20, 1, NEVER_SEEN, j(5)));
    }

    @Test
    void shouldReportLastOutputsWhoseLinksWereLostGoingDown()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(3));
            test.frames(12, 1, b(1), b(3));
            test.frames(20, 1, j(2), j(4));
            test.set(20, 1, j(2), a(1), b(1));
            test.frames(40, 1, id(6, 1));
        });

        assertThat(test.missing(a(3), Direction.DOWN)).containsExactly(linksMissing(20, 2, NEVER_SEEN, j(4)));
        assertThat(impact(12, 2, 2).missing()).containsExactly(linksMissing(20, 2, NEVER_SEEN, j(4)));
        assertThat(test.missing(id(6, 1), Direction.DOWN)).as("the join does not take stream 40").isEmpty();
    }

    @Test
    void shouldNotMissLinksOfARootThatWasRootedAnewOnce()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1));
            test.frames(12, 1, b(1), b(2));
            test.set(12, 1, b(1), a(1));
        });

        assertThat(test.missing(b(2), Direction.UP)).containsExactly(linksMissing(12, 2, NEVER_SEEN, b(2)));

        test.store.declare(Map.of(12L, StreamRole.ROOT));
        assertThat(test.missing(b(2), Direction.UP)).isEmpty();
        assertThat(test.missing(a(1), Direction.DOWN)).isEmpty();
        assertThat(latency(10, 12).missing()).isEmpty();
    }

    @Test
    void shouldKnowThatTheOriginOfADerivedFrameWasLost()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), 0, a(3));
            test.frames(11, 1, a(2));
            test.frames(20, 1, j(4));
            test.set(20, 1, j(4), a(2));
        });

        assertThat(test.missing(j(4), Direction.UP)).as("stream 11 looks like a root").isEmpty();

        test.store.declare(Map.of(11L, StreamRole.DERIVED));
        assertThat(test.missing(j(4), Direction.UP)).containsExactly(framesMissing(10, 2, 2, a(2)));
        assertThat(test.missing(a(2), Direction.DOWN)).containsExactly(framesMissing(10, 2, 2, a(2)));
        assertThat(latency(11, 20).missing()).containsExactly(framesMissing(10, 2, 2, a(2)));
        assertThat(impact(11, 1, 1).missing()).as("what came before does not matter").isEmpty();
    }

    @Test
    void shouldReportALossOnADerivedStreamThatMayHaveBeenOfTheTrace()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2), a(3), a(4), a(5), a(6));
            test.frames(12, 1, b(3), b(5));
            // the filter leaves out 5, which makes no gap, and 3 is lost
            test.frames(11, 1, a(1), a(2), 0, a(4), a(6));
            test.frames(20, 1, j(3), j(5));
            test.set(20, 1, j(3), a(3), b(3));
            test.set(20, 2, j(5), a(5), b(5));
        });

        assertThat(test.missing(j(3), Direction.UP)).as("stream 11 may take anything").isEmpty();

        test.store.declare(Map.of(11L, StreamRole.DERIVED));
        assertThat(test.missing(j(3), Direction.UP)).containsExactly(framesMissing(11, 3, 3, null));
        assertThat(test.missing(a(3), Direction.DOWN)).containsExactly(framesMissing(11, 3, 3, null));
        assertThat(impact(10, 3, 3).missing()).containsExactly(framesMissing(11, 3, 3, null));
        assertThat(test.missing(j(5), Direction.UP)).isEmpty();
        assertThat(impact(10, 5, 5).missing()).isEmpty();
        assertThat(test.missing(a(2), Direction.DOWN)).isEmpty();
        assertThat(test.missing(b(3), Direction.DOWN)).as("stream 11 takes from stream 10 only").isEmpty();
        assertThat(impact(12, 1, 1).missing()).isEmpty();
        try (LineageAnalysis analysis = test.store.analysis())
        {
            assertThat(analysis.latency(10, 20, InputChoice.NEWEST, EPOCH, 1, 1).missing())
                .containsExactly(framesMissing(11, 3, 3, null));
            assertThat(analysis.latency(10, 20, InputChoice.NEWEST, EPOCH, 2, 2).missing()).isEmpty();
        }
    }

    @Test
    void shouldTellByNodesWhatADerivedStreamTakesWhereTheOriginsWereLost()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), 0, a(3), 0, a(5));
            test.frames(12, 1, b(3));
            test.frames(11, 1, a(1), a(2), 0, a(4), a(5));
        });
        test.store.declare(Map.of(11L, StreamRole.DERIVED));

        assertThat(test.missing(a(3), Direction.DOWN)).containsExactly(framesMissing(11, 3, 3, null));
        assertThat(test.missing(b(3), Direction.DOWN)).isEmpty();
    }

    @Test
    void shouldSayThatTheOriginIsLostWhereNothingTellsItsPlace()
    {
        test.write(() -> test.frames(11, 1, a(2)));
        test.store.declare(Map.of(11L, StreamRole.DERIVED));

        assertThat(test.missing(a(2), Direction.UP)).containsExactly(
            new Missing(Missing.Kind.FRAMES, null, null, null, null, NEVER_SEEN, a(2)));
    }

    @Test
    void shouldTellTheLostFrameOfAJoinFromItsLinksOnce()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1));
            test.frames(20, 1, j(2), 0, j(6));
            test.set(20, 1, j(2), a(1));
            test.set(20, 2, j(4), a(1));
            test.set(20, 3, j(6), a(1));
            test.frames(21, 1, j(4));
        });
        test.store.declare(Map.of(21L, StreamRole.DERIVED));

        assertThat(test.missing(j(4), Direction.UP)).containsExactly(framesMissing(20, 2, 2, j(4)));
        assertThat(impact(10, 1, 1).missing()).containsExactly(framesMissing(20, 2, 2, j(4)));
    }

    @Test
    void shouldKnowWhoMintedWhateverTheClocksOfDerivedStreamsSay()
    {
        test.write(() ->
        {
            test.frame(20, 1, 100, j(1));
            test.frame(20, 2, 200, j(2));
            test.frame(21, 1, 150, j(2));
            test.set(20, 1, j(1), a(1));
            test.frames(10, 1, a(1));
        });

        assertThat(test.missing(j(2), Direction.UP)).as("it looks as if it came from stream 21").isEmpty();

        test.store.declare(Map.of(21L, StreamRole.DERIVED, 20L, StreamRole.JOINED));
        assertThat(test.missing(j(2), Direction.UP)).containsExactly(linksMissing(20, 2, NEVER_SEEN, j(2)));
    }

    @Test
    void shouldKeepDeclarationsAndRefuseOthersAsAWhole()
    {
        test.store.declare(Map.of(20L, StreamRole.JOINED, 0xFFFF_FFFFL, StreamRole.ROOT));
        test.store.declare(Map.of(20L, StreamRole.JOINED));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> test.store.declare(Map.of(20L, StreamRole.ROOT, 11L, StreamRole.DERIVED)))
            .withMessage("stream=20 cannot be root: database=" + test.store.location() + " has it as joined; " +
                "declare it as that, or remove its row from stream_roles");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> test.store.declare(Map.of(1L << 32, StreamRole.ROOT)))
            .withMessage("streamId=4294967296 must be in 0..4294967295");

        assertThat(test.store.roles())
            .containsExactly(Map.entry(20L, StreamRole.JOINED), Map.entry(0xFFFF_FFFFL, StreamRole.ROOT));
    }

    private Impact impact(final long streamId, final long fromSeq, final long toSeq)
    {
        try (LineageAnalysis analysis = test.store.analysis())
        {
            return analysis.impact(streamId, EPOCH, fromSeq, toSeq);
        }
    }

    private Latency latency(final long fromStreamId, final long toStreamId)
    {
        try (LineageAnalysis analysis = test.store.analysis())
        {
            return analysis.latency(fromStreamId, toStreamId, InputChoice.NEWEST);
        }
    }

    private static long a(final long ms)
    {
        return id(1, ms);
    }

    private static long b(final long ms)
    {
        return id(3, ms);
    }

    private static long j(final long ms)
    {
        return id(4, ms);
    }
}
