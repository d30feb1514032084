package io.tracelink.store;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.testing.Await;
import io.tracelink.testing.ProgramProcess;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Kills collectors (SIGKILL) while several sessions publish, and then holds the store against the archive: every
 * message is there, and was written once. Of every four rounds, three kill at a point of a transaction and one at a
 * random instant.
 * <p>
 * {@code -Dtracelink.crash.rounds=200} is the soak; {@code tracelink.crash.seed} repeats the random part of a run.
 * Which database it is, the subclasses say.
 */
abstract class CollectorCrashRounds
{
    private static final int ROUNDS = Integer.getInteger("tracelink.crash.rounds", 5);
    private static final long SEED = Long.getLong("tracelink.crash.seed", System.nanoTime());
    private static final List<String> OF_KILLED_CLIENTS = List.of(
        "no connection established for replayChannel", "response publication is closed", "failed to send response");
    private static final String POSITIONS = "SELECT recording_id || ' ' || position FROM recordings";
    private static final int ROUNDS_PER_SESSION = 2;
    private static final long MAX_LIFE_NS = TimeUnit.MILLISECONDS.toNanos(700);

    private final Random random = new Random(SEED);

    @TempDir
    private Path directory;

    private String location;
    private ArchiveFixture fixture;
    private Traffic traffic;

    /**
     * Make an empty store.
     *
     * @param directory of its own.
     * @return the location of the store.
     */
    abstract String createStore(Path directory) throws SQLException;

    /**
     * A table {@code attempts} with one column, {@code count}, that counts each attempt to insert into {@code frames}
     * and {@code link_sets}, those that find the row there included.
     */
    abstract void countAttempts() throws SQLException;

    /**
     * The first column of what a query finds.
     */
    abstract List<String> query(String sql) throws SQLException;

    /**
     * Kill something. Nothing else goes wrong in a round.
     */
    void disturb(final int round) throws SQLException
    {
        killOne(round);
    }

    /**
     * No collector may be running after it.
     */
    void endDisturbance()
    {
    }

    void assertAttempts(final long expected, final long actual)
    {
        assertThat(actual).as("seed=" + SEED).isEqualTo(expected);
    }

    @BeforeEach
    void setUp() throws SQLException
    {
        location = createStore(directory);
        countAttempts();
        fixture = new ArchiveFixture(directory.resolve("archive"));
        new RecordedStreams(fixture.client, new Collector.Context()).record();
        traffic = new Traffic();
    }

    @AfterEach
    void tearDown()
    {
        CloseHelper.closeAll(traffic, fixture);
    }

    @Test
    void shouldLoseNothingAndStoreNothingTwiceWhenItIsKilled() throws SQLException
    {
        for (int round = 0; round < ROUNDS; round++)
        {
            disturb(round);
            if (ROUNDS_PER_SESSION - 1 == round % ROUNDS_PER_SESSION)
            {
                traffic.renewSessions();
            }
        }

        endDisturbance();
        traffic.close();
        final ArchiveContents contents = endRecordings();
        try (ProgramProcess last = start("NONE", 0))
        {
            awaitEnds(contents.ends, last);
            assertThat(last.err()).as("seed=" + SEED).containsExactly(CrashingCollector.READY);
        }

        assertThat(contents.frames).as("seed=" + SEED).isNotEmpty().doesNotHaveDuplicates();
        assertThat(contents.linkSets).isNotEmpty().doesNotHaveDuplicates();
        assertEqual(
            rows("SELECT concat_ws(' ', stream_id, epoch, seq, trace_id) FROM frames"), sorted(contents.frames));
        assertEqual(
            rows("SELECT concat_ws(' ', stream_id, epoch, seq, trace_id, parent_count) FROM link_sets"),
            sorted(contents.linkSets));
        assertEqual(rows("SELECT trace_id || ' ' || parent_trace_id FROM trace_links"), sorted(contents.links));
        assertAttempts(
            contents.frames.size() + contents.linkSets.size(),
            Long.parseLong(rows("SELECT sum(count) FROM attempts").get(0)));
        assertThat(fixture.errors).as("but that who asked was killed before the answer, or the replay, came")
            .allMatch((error) -> OF_KILLED_CLIENTS.stream().anyMatch(error.getMessage()::contains));
    }

    /**
     * What a soak leaves to the last collector takes longer than any condition, but goes on all the time.
     */
    private void awaitEnds(final List<String> ends, final ProgramProcess collector)
    {
        List<String> committed = List.of();
        while (!ends.equals(rows(
            "SELECT recording_id || ' ' || position FROM recordings WHERE position = stop_position " +
            "ORDER BY recording_id")))
        {
            final List<String> before = committed;
            Await.until(
                () -> !before.equals(rows(POSITIONS)),
                () -> "of " + ends + ", more than " + before + " is committed by " + collector);
            committed = rows(POSITIONS);
        }
    }

    /**
     * AssertJ's way to tell two lists apart takes time with the square of their length: hours after a soak.
     */
    private static void assertEqual(final List<String> actual, final List<String> expected)
    {
        if (!actual.equals(expected))
        {
            final Set<String> missing = new HashSet<>(expected);
            actual.forEach(missing::remove);
            final Set<String> extra = new HashSet<>(actual);
            expected.forEach(extra::remove);
            fail("seed=" + SEED + ": " + actual.size() + " rows, " + expected.size() + " expected, missing: " +
                missing.stream().limit(10).toList() + ", not expected: " + extra.stream().limit(10).toList());
        }
    }

    private void killOne(final int round)
    {
        final CommitProbe.Point[] points = CommitProbe.Point.values();
        final boolean isRandom = points.length == round % (points.length + 1);
        final String point = isRandom ? "NONE" : points[round % (points.length + 1)].name();

        try (ProgramProcess collector = start(point, random.nextInt(20)))
        {
            if (isRandom)
            {
                awaitRandomInstant();
            }
            else
            {
                collector.awaitOut((line) -> line.equals(CrashingCollector.STOPPED + point));
            }

            collector.handle().destroyForcibly();
            assertThat(collector.awaitExit()).as(collector.toString()).isEqualTo(128 + 9);
            assertThat(collector.err()).as("seed=" + SEED).containsExactly(CrashingCollector.READY);
        }
    }

    final void awaitRandomInstant()
    {
        final long deadlineNs = System.nanoTime() + (long)(random.nextDouble() * MAX_LIFE_NS);
        while (System.nanoTime() - deadlineNs < 0)
        {
            LockSupport.parkNanos(deadlineNs - System.nanoTime());
        }
    }

    final ProgramProcess start(final String point, final int transactions)
    {
        final ProgramProcess collector = ProgramProcess.of(
            directory,
            Map.of(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"),
            CrashingCollector.class.getName(),
            fixture.aeronDir, location, point, String.valueOf(transactions));
        collector.awaitErr((line) -> line.equals(CrashingCollector.READY));

        return collector;
    }

    private ArchiveContents endRecordings()
    {
        fixture.client.stopRecording(TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID);
        fixture.client.stopRecording(TraceStreams.DESCRIPTOR_CHANNEL, TraceStreams.DESCRIPTOR_STREAM_ID);
        return ArchiveContents.of(fixture);
    }

    private List<String> rows(final String sql)
    {
        try
        {
            final List<String> rows = query(sql);
            return sql.contains("ORDER BY") ? rows : sorted(rows);
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private static List<String> sorted(final List<String> rows)
    {
        final List<String> sorted = new ArrayList<>(rows);
        Collections.sort(sorted);
        return sorted;
    }

    /**
     * Two sessions of frames and one of link sets, some of which come in fragments: a few thousand messages a second
     * for as long as it is not closed.
     */
    private final class Traffic implements AutoCloseable
    {
        private static final int BURST = 2;
        private static final long PAUSE_NS = 1_000_000;

        private final Random sizes = new Random(SEED);
        private final List<ExclusivePublication> publications = new ArrayList<>();
        private final Thread thread = new Thread(this::run, "traffic");
        private volatile boolean isClosed;
        private volatile boolean isToRenew;
        private volatile Throwable fault;
        private long seq;

        Traffic()
        {
            open();
            thread.start();
        }

        void renewSessions()
        {
            isToRenew = true;
            Await.until(() -> !isToRenew, () -> "new sessions, fault=" + fault);
        }

        @Override
        public void close()
        {
            isClosed = true;
            try
            {
                thread.join();
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
            }

            assertThat(fault).isNull();
        }

        private void run()
        {
            try
            {
                while (!isClosed)
                {
                    if (isToRenew)
                    {
                        publications.forEach(fixture::end);
                        open();
                        isToRenew = false;
                    }

                    burst();
                    LockSupport.parkNanos(PAUSE_NS);
                }

                publications.forEach(fixture::end);
            }
            catch (final RuntimeException | AssertionError ex)
            {
                fault = ex;
            }
        }

        private void burst()
        {
            final Publication control = publications.get(2);
            for (int i = 0; i < BURST; i++)
            {
                final long traceId = 1 + 3 * seq;
                ArchiveFixture.frames(publications.get(0), 7, seq, seq + 1);
                ArchiveFixture.send(
                    publications.get(1), Emitter.descriptor(8, TestStore.EPOCH, seq, seq, traceId));
                final long[] parents = new long[0 == sizes.nextInt(50) ? 400 : 2];
                for (int k = 0; k < parents.length; k++)
                {
                    parents[k] = 1 + seq + k;
                }

                ArchiveFixture.send(control, Emitter.linkSet(8, TestStore.EPOCH, seq, traceId, parents));
                seq++;
            }
        }

        private void open()
        {
            publications.clear();
            publications.add(fixture.descriptors());
            publications.add(fixture.descriptors());
            publications.add(fixture.control());
        }
    }
}
