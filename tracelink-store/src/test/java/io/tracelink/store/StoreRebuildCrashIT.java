package io.tracelink.store;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.tracelink.testing.Await;
import io.tracelink.testing.PostgresServer;
import io.tracelink.testing.ProgramProcess;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Kills rebuilds (SIGKILL) at chosen messages of the archive. What they leave is consistent and no store of a rebuild
 * that was done; the old store is as it was, and the next rebuild makes one that is equal to it.
 */
@Timeout(120)
class StoreRebuildCrashIT
{
    private static final int FRAMES = 4_000;
    private static final int FRAMES_PER_STOP = 400;

    @TempDir
    private Path directory;

    private TestStore test;
    private ArchiveFixture fixture;

    @BeforeEach
    void collect()
    {
        test = new TestStore();
        fixture = new ArchiveFixture(directory.resolve("archive"));
        RecordedStreams.recorded(fixture.context(test.store));
        final Publication descriptors = fixture.descriptors();
        final Publication control = fixture.control();
        for (int seq = 0; seq < FRAMES; seq++)
        {
            final long tNs = 0 == seq % FRAMES_PER_STOP ? -1 : seq;
            ArchiveFixture.send(descriptors, Emitter.descriptor(1, TestStore.EPOCH, seq, tNs, 1 + seq));
            ArchiveFixture.send(control, Emitter.linkSet(1, TestStore.EPOCH, seq, 1 + seq, 10_000 + seq, 20_000 + seq));
        }

        final Collector collector = new Collector(fixture.context(test.store));
        final AgentInvoker invoker = new AgentInvoker(fixture.errors::add, null, collector);
        invoker.start();
        Await.until(
            () ->
            {
                invoker.invoke();
                return FRAMES == collector.counters().framesStored() && 0 == collector.counters().behind();
            },
            () -> "all is collected, errors=" + fixture.errors);
        invoker.close();
        test.store.declare(Map.of(1L, StreamRole.JOINED));
        test.writer.recordNode(5, 6, 7);
        test.writer.recordWindowBySeq(-7, 1, TestStore.EPOCH, 0, 99);
        try (WindowExpansion expansion = test.store.windowExpansion())
        {
            assertThat(expansion.expand().linksAdded()).isEqualTo(100);
        }
    }

    @AfterEach
    void tearDown()
    {
        CloseHelper.closeAll(fixture, test);
    }

    @ParameterizedTest
    @CsvSource({"1, sqlite", "5, sqlite", "10, sqlite", "5, postgres"})
    void shouldLeaveAStoreThatIsNotTakenForWhole(final int stop, final String database)
        throws SQLException, IOException
    {
        final boolean isPostgres = "postgres".equals(database);
        final String location =
            isPostgres ? PostgresServer.shared().newSchema() : directory.resolve("new.db").toString();
        final List<TableDigest> digests = digests(test.store);
        try (ProgramProcess rebuild = ProgramProcess.ofMain(
            Rebuild.class, fixture.aeronDir, location, test.location, String.valueOf(stop)))
        {
            rebuild.awaitOut(Rebuild.STOPPED::equals);
            rebuild.handle().destroyForcibly();
            assertThat(rebuild.awaitExit()).as(rebuild.toString()).isEqualTo(128 + 9);
            assertThat(rebuild.err()).isEmpty();
        }

        assertThat(digests(test.store)).isEqualTo(digests);
        try (StoreVerification verification = LineageStore.openExisting(location).verification())
        {
            final Verification result = verification.verify();
            assertThat(result.isValid()).as(result.toString()).isTrue();
            assertThat(result.digests()).isNotEqualTo(digests);
        }

        assertThat(Long.parseLong(TestStore.query(location, "SELECT count(*) FROM frames").get(0)))
            .isBetween(1 == stop ? 0L : 1L, FRAMES - 1L);
        assertThatIllegalArgumentException().isThrownBy(() -> rebuild(location))
            .withMessage("database=" + location + (isPostgres ?
                " is a store already; give an empty schema by currentSchema=NAME" :
                " exists; give the path of a new file"));

        final String next = isPostgres ? PostgresServer.shared().newSchema() : location;
        if (!isPostgres)
        {
            for (final String suffix : List.of("", "-wal", "-shm"))
            {
                Files.deleteIfExists(Path.of(location + suffix));
            }
        }

        final LineageStore rebuilt = rebuild(next).store();
        assertThat(digests(rebuilt)).isEqualTo(digests);
        assertThat(rebuilt.recordings(0)).isEqualTo(test.store.recordings(0));
        assertThat(rebuilt.roles()).isEqualTo(test.store.roles());
        assertThat(fixture.errors).as("but that who asked for a replay was killed")
            .allMatch((error) -> error.getMessage().contains("no connection established for replayChannel"));
    }

    private StoreRebuild.Result rebuild(final String location)
    {
        return StoreRebuild.rebuild(fixture.context(null), location, test.store);
    }

    private static List<TableDigest> digests(final LineageStore store)
    {
        try (StoreVerification verification = store.verification())
        {
            return verification.digests();
        }
    }

    /**
     * The program that is killed. It stops when it reads a chosen one of the frames without timestamp.
     */
    static final class Rebuild
    {
        static final String STOPPED = "stopped";

        private Rebuild()
        {
        }

        /**
         * Run.
         *
         * @param args directory of the media driver, locations of the new and the old store, and which of the frames
         *             without timestamp to stop at, from 1.
         */
        public static void main(final String[] args)
        {
            final int[] left = {Integer.parseInt(args[3])};
            final Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(args[0]));
            final Collector.Context context = new Collector.Context()
                .aeron(aeron)
                .archive(new CollectorArchive(ArchiveFixture.connect(aeron)))
                .commitIntervalNs(TimeUnit.MILLISECONDS.toNanos(1))
                .batchRows(64)
                .epochNanoClock(() ->
                {
                    if (0 == --left[0])
                    {
                        System.out.println(STOPPED);
                        while (true)
                        {
                            LockSupport.park();
                        }
                    }

                    return 1;
                });
            StoreRebuild.rebuild(context, args[1], LineageStore.openExisting(args[2]));
        }
    }
}
