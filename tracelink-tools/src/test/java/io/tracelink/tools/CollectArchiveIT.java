package io.tracelink.tools;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.CommonContext;
import io.aeron.archive.Archive;
import io.aeron.archive.client.AeronArchive;
import io.aeron.driver.MediaDriver;
import io.tracelink.testing.Await;
import io.tracelink.testing.Jdbc;
import io.tracelink.testing.ProgramProcess;
import org.agrona.CloseHelper;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The collector on an archive as a person runs it: with one in its own process, which dies with it, and with one that
 * goes on.
 */
@Execution(ExecutionMode.CONCURRENT)
class CollectArchiveIT
{
    private static final int FRAMES = 2_000;
    private static final int KILLED = 128 + 9;

    private final String aeronDir = CommonContext.generateRandomDirName();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private String database;
    private MediaDriver mediaDriver;
    private Aeron aeron;
    private Archive archive;

    @BeforeEach
    void setUp()
    {
        database = directory.resolve("lineage.db").toString();
        mediaDriver = AeronSession.launchMediaDriver(aeronDir, errors::add);
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDir).errorHandler(errors::add));
    }

    @AfterEach
    void tearDown()
    {
        CloseHelper.closeAll(aeron, archive, mediaDriver);
    }

    @Test
    void shouldStoreWhatItsOwnArchiveRecordedBeforeBothWereKilled() throws SQLException
    {
        final String archiveDir = directory.resolve("archive").toString();
        final String[] command = {"collect", "--db", database, "--archive", archiveDir, "--aeron-dir", aeronDir};

        try (ProgramProcess first = Programs.start(command).awaitReady();
            RawEmitter emitter = new RawEmitter(aeronDir);
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database))
        {
            // what is recorded while the database is locked is in the archive alone
            execute(connection, "BEGIN IMMEDIATE");
            send(emitter, 0, FRAMES);
            Await.until(() -> isRecorded(emitter.descriptorPosition()), () -> "a recording of all, " + first);
            first.handle().destroyForcibly();
            assertThat(first.awaitExit()).as(first.toString()).isEqualTo(KILLED);
            execute(connection, "ROLLBACK");
            assertThat(frames()).isZero();

            try (ProgramProcess second = Programs.start(command).awaitReady())
            {
                assertThat(second.err()).first().asString().startsWith(
                    "collect: --archive=" + archiveDir + " is in use, or was until a moment ago by a process that " +
                    "was killed");
                Await.until(() -> FRAMES == frames(), () -> "all that was recorded, " + second);
                send(emitter, FRAMES, 2 * FRAMES);
                Await.until(() -> 2 * FRAMES == frames(), () -> "what came after it, " + second);
                assertThat(ask("--aeron-dir", aeronDir)).satisfies(CollectArchiveIT::assertComplete);
                assertThat(ask("--aeron-dir", aeronDir, "--collector", "9")).isEqualTo(new CommandRun(
                    ExitStatus.USAGE, "", "tracelink frame: --collector=9 has read no recording into " + database +
                    ", but collectors=[0] have: give the id of the one that reads this archive" +
                    System.lineSeparator()));
                assertThat(second.terminate().awaitExit()).as(second.toString()).isZero();
                assertThat(second.err()).last().asString().isEqualTo(
                    "collect: " + 2 * FRAMES + " frames and 0 TraceLinkSets stored, 0 dropped, 0 broken messages " +
                    "skipped");
            }

            assertThat(ask("--aeron-dir", aeronDir)).isEqualTo(new CommandRun(
                ExitStatus.USAGE, "", "tracelink frame: no archive runs on the media driver in --aeron-dir=" +
                aeronDir + ": give the one that the collector reads by --archive-channel or --archive, as to " +
                "collect; or ask without these options of what is committed" + System.lineSeparator()));
            assertThat(ask("--archive", archiveDir)).satisfies(CollectArchiveIT::assertComplete);
            assertThat(emitter.errors()).isEmpty();
        }

        assertThat(errors).isEmpty();
    }

    @Test
    void shouldFindAnArchiveThatRunsOnTheMediaDriver() throws SQLException
    {
        archive = TestArchive.launch(
            aeronDir, AeronArchive.Configuration.LOCAL_CONTROL_STREAM_ID_DEFAULT, directory.resolve("archive"),
            errors::add);
        try (ProgramProcess collector = Programs.start(
                "collect", "--db", database, "--aeron-dir", aeronDir,
                "--archive-channel", "aeron:ipc?term-length=64k").awaitReady();
            RawEmitter emitter = new RawEmitter(aeronDir))
        {
            send(emitter, 0, FRAMES);
            Await.until(() -> FRAMES == frames(), () -> "all frames, " + collector);
            assertThat(ask("--aeron-dir", aeronDir)).satisfies(CollectArchiveIT::assertComplete);
            assertThat(collector.terminate().awaitExit()).as(collector.toString()).isZero();
        }
    }

    @Test
    void shouldStoreWhatAnotherArchiveRecordedWhileNobodyCollected() throws SQLException
    {
        final String[] command = Programs.line(TestArchive.options(aeronDir), "collect", "--db", database);
        try (ProgramProcess early = Programs.start(command))
        {
            assertThat(early.awaitExit()).isEqualTo(ExitStatus.USAGE);
            assertThat(early.err()).singleElement().asString().startsWith(
                "tracelink collect: no archive answers at --archive-channel=aeron:ipc?term-length=64k: ");
        }

        final String[] archiveOptions = TestArchive.options(aeronDir).toArray(new String[0]);
        archive = TestArchive.launch(aeronDir, directory.resolve("archive"), errors::add);
        try (ProgramProcess first = Programs.start(command).awaitReady())
        {
            final long position;
            try (RawEmitter emitter = new RawEmitter(aeronDir))
            {
                send(emitter, 0, FRAMES);
                Await.until(() -> frames() > 0, () -> "the first frames, " + first);
                first.handle().destroyForcibly();
                assertThat(first.awaitExit()).isEqualTo(KILLED);
                send(emitter, FRAMES, 2 * FRAMES);
                position = emitter.descriptorPosition();
                Await.until(() -> isRecorded(position), () -> "a recording of all");
            }

            // the stage is gone, its recording has ended, and no counter tells of it
            Await.until(() -> !isRecorded(position), () -> "the end of the recording");
            final CommandRun behind = ask(archiveOptions);
            assertThat(behind.json().get("missing")).singleElement().satisfies(
                (entry) -> assertThat(entry.get("cause").textValue()).isEqualTo("not-committed"));
            assertThat(behind.errLines()).anyMatch((line) -> line.matches(
                "tracelink frame: recording=\\d+ of stream=1100 is committed up to position=\\d+, " +
                "recorded up to position=" + position));

            try (ProgramProcess second = Programs.start(command).awaitReady())
            {
                Await.until(() -> 2 * FRAMES == frames(), () -> "all that was recorded, " + second);
                assertThat(ask(archiveOptions)).satisfies(CollectArchiveIT::assertComplete);
                archive.close();
                assertThat(second.awaitExit()).as(second.toString()).isEqualTo(ExitStatus.FAILED);
                assertThat(second.err()).anyMatch(
                    (line) -> line.endsWith("archive is gone: it does not answer, or its connection was lost"));
            }
        }
    }

    private CommandRun ask(final String... archiveOptions)
    {
        return CommandRun.of(Programs.line(
            List.of(archiveOptions), "frame", "9", "1", "0", "--db", database, "--format", "json"));
    }

    private static void assertComplete(final CommandRun run)
    {
        assertThat(run.err()).isEmpty();
        assertThat(run.json().get("complete").booleanValue()).isTrue();
    }

    private boolean isRecorded(final long position)
    {
        final CountersReader counters = aeron.countersReader();
        final boolean[] isRecorded = new boolean[1];
        counters.forEach((counterId, typeId, keyBuffer, label) -> isRecorded[0] |=
            AeronCounters.ARCHIVE_RECORDING_POSITION_TYPE_ID == typeId &&
            position == counters.getCounterValue(counterId));

        return isRecorded[0];
    }

    private static void send(final RawEmitter emitter, final int from, final int to)
    {
        for (int i = from; i < to; i++)
        {
            emitter.frame(9, 1, i, 7_000 + i, TestLineage.id(9, i));
        }
    }

    private static void execute(final Connection connection, final String sql) throws SQLException
    {
        try (Statement statement = connection.createStatement())
        {
            statement.execute(sql);
        }
    }

    private long frames()
    {
        return Jdbc.count("jdbc:sqlite:" + database, "frames");
    }
}
