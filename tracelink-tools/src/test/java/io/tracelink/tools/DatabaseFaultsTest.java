package io.tracelink.tools;

import io.aeron.CommonContext;
import io.tracelink.store.LineageStore;
import io.tracelink.store.LineageWriter;
import io.tracelink.testing.Jdbc;
import io.tracelink.testing.Tmpfs;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import static io.tracelink.tools.TestLineage.id;
import static io.tracelink.tools.TestLineage.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a person is told of a store that is damaged, locked, of another release, or on a disk that cannot be written.
 */
class DatabaseFaultsTest
{
    private static final int PAGE = 4096;
    private static final int JOINS = 3_000;
    private static final String REMEDY =
        "restore it from a copy, or make it anew from its archive with tracelink rebuild";
    private static final List<String> ASKING = List.of(
        "lineage " + text(id(31, JOINS)),
        "frame 31 7 0",
        "impact --stream 1 --epoch 7 --from 0 --to 2999",
        "latency --from-stream 1 --to-stream 31");

    @TempDir
    private Path directory;

    private Path database;

    @BeforeEach
    void fillStore() throws SQLException
    {
        database = new TestLineage(directory).withPipeline(JOINS).file;
        execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    @Test
    void shouldSayThatPagesAreDamaged() throws IOException
    {
        try (FileChannel file = FileChannel.open(database, StandardOpenOption.WRITE))
        {
            for (long position = 16 * PAGE; position < file.size(); position += 2 * PAGE)
            {
                file.write(ByteBuffer.allocate(PAGE / 2), position);
            }
        }

        for (final String command : ASKING)
        {
            final CommandRun run = run(command);
            assertThat(run.status()).as(command).isEqualTo(ExitStatus.USAGE);
            assertThat(run.errLines()).as(command).singleElement().asString()
                .startsWith("tracelink " + command.substring(0, command.indexOf(' ')) + ": query failed: ")
                .contains("[SQLITE_CORRUPT]").endsWith("; the file is damaged, " + REMEDY);
        }

        final CommandRun verify = run("verify");
        assertThat(verify.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(verify.outLines().get(0)).startsWith("VIOLATED   integrity ");
        assertThat(verify.outLines()).last().isEqualTo("not valid: " + database + ", 1 check violated");
    }

    @Test
    void shouldSayThatTheFileLostItsEnd() throws IOException
    {
        try (FileChannel file = FileChannel.open(database, StandardOpenOption.WRITE))
        {
            file.truncate(file.size() / 2 / PAGE * PAGE);
        }

        assertAllRefuse("database=" + database + " is damaged; " + REMEDY);
    }

    @Test
    void shouldSayThatTheStoreIsOfANewerRelease() throws SQLException
    {
        execute("PRAGMA user_version = 99");
        assertAllRefuse("database=" + database + " has schema version 99, this release knows up to " +
            LineageStore.SCHEMA_VERSION + "; use a newer release");
    }

    @Test
    void shouldSayThatTheStoreIsLockedAndGoOnAsking() throws SQLException
    {
        final TestLineage lineage = new TestLineage(directory);
        lineage.write((writer) -> writer.appendWindowBySeq(id(32, 9), 21, TestLineage.EPOCH, 0, 1));
        try (LineageWriter writer = lineage.store.writer())
        {
            writer.begin();
            assertThat(run(ASKING.get(0)).status()).isEqualTo(ExitStatus.DONE);
            assertRefused(run("expand"), "expand",
                "transaction cannot be started: [SQLITE_BUSY] The database file is locked (database is locked); " +
                "somebody else writes to the database all the time, or holds it: end that, or try again");
        }

        assertThat(run("expand").status()).isEqualTo(ExitStatus.DONE);
    }

    @Test
    void shouldAskOnAReadOnlyFileSystemAndRefuseToCollect() throws IOException
    {
        final Path disk = Files.createDirectory(directory.resolve("disk"));
        final Path onDisk = disk.resolve("lineage.db");
        try (Tmpfs tmpfs = mounted(disk))
        {
            Files.copy(database, onDisk);
            database = onDisk;
            final List<CommandRun> before = ASKING.stream().map(this::run).toList();
            tmpfs.makeReadOnly();

            assertThat(ASKING.stream().map(this::run).toList()).isEqualTo(before);
            assertThat(run("verify").status()).isEqualTo(ExitStatus.DONE);
            assertRefused(
                collect(), "collect", "database=" + onDisk + " is read-only; give a file that can be written");
        }
    }

    @Test
    void shouldAskOnAReadOnlyFileSystemWhereNoLogIs() throws IOException
    {
        final Path disk = Files.createDirectory(directory.resolve("disk"));
        final Path onDisk = disk.resolve("100% of lineage?.db");
        try (Tmpfs tmpfs = mounted(disk))
        {
            final List<CommandRun> before = ASKING.stream().map(this::run).toList();
            Files.copy(database, onDisk);
            database = onDisk;
            tmpfs.makeReadOnly();

            assertThat(ASKING.stream().map(this::ask).toList()).isEqualTo(before);
            assertThat(ask("verify").status()).isEqualTo(ExitStatus.DONE);
            assertThat(disk.toFile().list()).hasSize(1);
        }
    }

    private void assertAllRefuse(final String message)
    {
        final List<String> commands = new ArrayList<>(ASKING);
        commands.addAll(List.of("expand", "verify"));
        for (final String command : commands)
        {
            assertRefused(run(command), command.split(" ", 2)[0], message);
        }

        assertRefused(collect(), "collect", message);
    }

    private static void assertRefused(final CommandRun run, final String command, final String message)
    {
        assertThat(run.status()).as(command).isEqualTo(ExitStatus.USAGE);
        assertThat(run.out()).as(command).isEmpty();
        assertThat(run.errLines()).containsExactly("tracelink " + command + ": " + message);
    }

    private CommandRun collect()
    {
        return run("collect --embedded-media-driver --aeron-dir " + CommonContext.generateRandomDirName());
    }

    private CommandRun run(final String command)
    {
        return CommandRun.of((command + " --db " + database).split(" ", -1));
    }

    /**
     * The same of a database with blanks in its name.
     */
    private CommandRun ask(final String command)
    {
        final List<String> args = new ArrayList<>(List.of(command.split(" ", -1)));
        args.addAll(List.of("--db", database.toString()));
        return CommandRun.of(args.toArray(new String[0]));
    }

    private static Tmpfs mounted(final Path disk)
    {
        try
        {
            return new Tmpfs(disk, "32m");
        }
        catch (final UnsupportedOperationException ex)
        {
            return Assumptions.abort(ex.getMessage());
        }
    }

    private void execute(final String sql) throws SQLException
    {
        Jdbc.execute("jdbc:sqlite:" + database, sql);
    }
}
