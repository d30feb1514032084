package io.tracelink.tools;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.CommonContext;
import io.aeron.archive.Archive;
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
                assertThat(second.terminate().awaitExit()).as(second.toString()).isZero();
                assertThat(second.err()).last().asString().isEqualTo(
                    "collect: " + 2 * FRAMES + " frames and 0 TraceLinkSets stored, 0 dropped, 0 broken messages " +
                    "skipped");
            }

            assertThat(emitter.errors()).isEmpty();
        }

        assertThat(errors).isEmpty();
    }

    @Test
    void shouldStoreWhatAnotherArchiveRecordedWhileNobodyCollected()
    {
        final String[] command = Programs.line(TestArchive.options(aeronDir), "collect", "--db", database);
        try (ProgramProcess early = Programs.start(command))
        {
            assertThat(early.awaitExit()).isEqualTo(ExitStatus.USAGE);
            assertThat(early.err()).singleElement().asString().startsWith(
                "tracelink collect: no archive answers at --archive-channel=aeron:ipc?term-length=64k: ");
        }

        final String[] question = {
            "frame", "9", "1", "0", "--db", database, "--aeron-dir", aeronDir, "--format", "json"};
        archive = TestArchive.launch(aeronDir, directory.resolve("archive"), errors::add);
        try (ProgramProcess first = Programs.start(command).awaitReady();
            RawEmitter emitter = new RawEmitter(aeronDir))
        {
            send(emitter, 0, FRAMES);
            Await.until(() -> frames() > 0, () -> "the first frames, " + first);
            first.handle().destroyForcibly();
            assertThat(first.awaitExit()).as(first.toString()).isEqualTo(KILLED);
            send(emitter, FRAMES, 2 * FRAMES);
            Await.until(() -> isRecorded(emitter.descriptorPosition()), () -> "a recording of all");

            final CommandRun behind = CommandRun.of(question);
            assertThat(behind.json().get("missing")).singleElement().satisfies(
                (entry) -> assertThat(entry.get("cause").textValue()).isEqualTo("not-committed"));
            assertThat(behind.errLines()).anyMatch((line) -> line.matches(
                "tracelink frame: recording=\\d+ of stream=1100 is committed up to position=\\d+, " +
                "recorded up to position=" + emitter.descriptorPosition()));

            try (ProgramProcess second = Programs.start(command).awaitReady())
            {
                Await.until(() -> 2 * FRAMES == frames(), () -> "all that was recorded, " + second);
                assertThat(CommandRun.of(question).json().get("complete").booleanValue()).isTrue();
                archive.close();
                assertThat(second.awaitExit()).as(second.toString()).isEqualTo(ExitStatus.FAILED);
                assertThat(second.err()).anyMatch(
                    (line) -> line.endsWith("archive is gone: it does not answer, or its connection was lost"));
            }
        }
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
