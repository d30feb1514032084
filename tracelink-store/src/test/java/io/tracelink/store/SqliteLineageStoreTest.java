package io.tracelink.store;

import io.tracelink.testing.Tmpfs;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SqliteLineageStoreTest
{
    @TempDir
    Path directory;

    @Test
    void shouldMakeTablesOfTheSpecification() throws SQLException
    {
        final Path file = directory.resolve("new.db");
        SqliteLineageStore.open(file);

        assertThat(query(file, "SELECT name || ' ' || type || ' ' || pk FROM pragma_table_info('frames')"))
            .containsExactly(
                "stream_id INTEGER 1", "epoch INTEGER 2", "seq INTEGER 3", "stage_id INTEGER 0", "t_ns INTEGER 0",
                "trace_id INTEGER 0", "status INTEGER 0");
        assertThat(query(file, "SELECT name || ' ' || type || ' ' || pk FROM pragma_table_info('trace_links')"))
            .containsExactly("trace_id INTEGER 1", "parent_trace_id INTEGER 2");
        assertThat(query(file, "SELECT name || ' ' || type || ' ' || pk || ' ' || \"notnull\" " +
            "FROM pragma_table_info('trace_windows')"))
            .containsExactly(
                "trace_id INTEGER 1 1", "in_stream_id INTEGER 2 1", "epoch INTEGER 0 1", "seq_start INTEGER 0 0",
                "seq_end INTEGER 0 0", "t_start_ns INTEGER 0 0", "t_end_ns INTEGER 0 0");
        assertThat(query(
            file, "SELECT tbl_name || ' ' || (SELECT group_concat(name) FROM pragma_index_info(m.name)) " +
            "FROM sqlite_master m WHERE type = 'index' AND name NOT LIKE 'sqlite%' ORDER BY 1"))
            .containsExactly(
                "conflicts trace_id", "frames trace_id,stream_id,epoch,seq", "link_sets trace_id",
                "trace_links parent_trace_id",
                "trace_windows in_stream_id,epoch");
        assertThat(query(file, "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND wr = 1"))
            .containsExactly("11");
        assertThat(query(file, "PRAGMA journal_mode")).containsExactly("wal");
        assertThat(query(file, "PRAGMA user_version")).containsExactly("3");
    }

    @Test
    void shouldGoOnWithAnExistingFile()
    {
        final Path file = directory.resolve("again.db");
        try (LineageWriter writer = SqliteLineageStore.open(file).writer())
        {
            writer.begin();
            writer.appendFrame(7, 1, 2, 3, 4, 5, FrameStatus.OK);
            writer.commit();
        }

        try (LineageWriter writer = SqliteLineageStore.open(file).writer())
        {
            writer.begin();
            writer.appendFrame(7, 1, 3, 3, 5, 6, FrameStatus.OK);
            writer.commit();
        }

        try (Lineage lineage = SqliteLineageStore.openExisting(file).lineage())
        {
            assertThat(lineage.frames(5)).containsExactly(new StoredFrame(7, 1, 2, 3, 4, 5, 0));
            assertThat(lineage.frames(6)).containsExactly(new StoredFrame(7, 1, 3, 3, 5, 6, 0));
        }
    }

    @Test
    void shouldRefuseDirectory()
    {
        assertThatIllegalArgumentException().isThrownBy(() -> SqliteLineageStore.open(directory))
            .withMessage("database=" + directory + " is a directory; give the path of a file");
    }

    @Test
    void shouldRefuseMissingDirectory()
    {
        final Path file = directory.resolve("no").resolve("lineage.db");
        assertThatIllegalArgumentException().isThrownBy(() -> SqliteLineageStore.open(file))
            .withMessage(
                "database=" + file + " is in a directory that does not exist; create the directory first");
    }

    @Test
    void shouldRefuseDirectoryThatIsAFile() throws IOException
    {
        final Path file = Files.createFile(directory.resolve("file")).resolve("lineage.db");
        assertThatIllegalArgumentException().isThrownBy(() -> SqliteLineageStore.open(file))
            .withMessageContaining("is in a directory that does not exist");
    }

    @Test
    void shouldRefuseReadOnlyFile() throws IOException
    {
        final Path file = directory.resolve("read-only.db");
        SqliteLineageStore.open(file);
        Assumptions.assumeTrue(file.toFile().setWritable(false) && !Files.isWritable(file), "user may write anything");

        assertThatIllegalArgumentException().isThrownBy(() -> SqliteLineageStore.open(file))
            .withMessage("database=" + file + " is read-only; give a file that can be written");
    }

    @Test
    void shouldRefuseNewerSchema() throws SQLException
    {
        final Path file = directory.resolve("newer.db");
        SqliteLineageStore.open(file);
        execute(file, "PRAGMA user_version = 4");

        assertThatIllegalArgumentException().isThrownBy(() -> SqliteLineageStore.open(file))
            .withMessage(
                "database=" + file + " has schema version 4, this release knows up to 3; use a newer release");
        assertThatIllegalArgumentException().isThrownBy(() -> SqliteLineageStore.openExisting(file))
            .withMessageContaining("has schema version 4");
    }

    @Test
    void shouldBringAStoreOfVersionOneToThisVersion() throws SQLException
    {
        final Path file = versionOne("old.db");
        try (LineageWriter writer = SqliteLineageStore.open(file).writer())
        {
            writer.begin();
            writer.appendRecording(new RecordingRow(0, 3, 1100, 4, 5, 0, 96, RecordingRow.UNKNOWN));
            writer.commit();
        }

        assertThat(query(file, "PRAGMA user_version")).containsExactly("3");
        assertThat(query(file, "SELECT trace_id FROM frames")).containsExactly("42");
        assertThat(query(file, "SELECT position FROM recordings")).containsExactly("96");
    }

    @Test
    void shouldAskAStoreOfVersionOneAndLeaveItSo() throws SQLException
    {
        final Path file = versionOne("asked.db");
        try (Lineage lineage = SqliteLineageStore.openExisting(file).lineage())
        {
            assertThat(lineage.frames(42)).hasSize(1);
        }

        assertThat(SqliteLineageStore.openExisting(file).recordings(0)).isEmpty();
        assertThat(query(file, "PRAGMA user_version")).containsExactly("1");
        SqliteLineageStore.openExisting(file).writer().close();
        assertThat(query(file, "PRAGMA user_version")).as("whoever writes brings it to this version")
            .containsExactly("3");
    }

    @Test
    void shouldAskAStoreOfVersionTwoHowFarItIs() throws SQLException
    {
        final Path file = versionOne("two.db");
        execute(file, "CREATE TABLE recordings (recording_id INTEGER NOT NULL PRIMARY KEY, stream_id INTEGER, " +
            "start_timestamp INTEGER, initial_term_id INTEGER, start_position INTEGER, position INTEGER, " +
            "stop_position INTEGER)");
        execute(file, "INSERT INTO recordings VALUES (3, 1100, 4, 5, 0, 96, -1)");
        execute(file, "PRAGMA user_version = 2");

        final RecordingRow row = new RecordingRow(0, 3, 1100, 4, 5, 0, 96, RecordingRow.UNKNOWN);
        assertThat(SqliteLineageStore.openExisting(file).recordings(0)).containsExactly(row);
        assertThat(query(file, "PRAGMA user_version")).containsExactly("2");
        assertThat(SqliteLineageStore.open(file).recordings(0)).containsExactly(row);
        assertThat(query(file, "PRAGMA user_version")).containsExactly("3");
    }

    @Test
    void shouldLeaveAStoreOfVersionOneWholeWhereItCannotBeBroughtToThisVersion() throws SQLException
    {
        final Path file = versionOne("stuck.db");
        execute(file, "CREATE TABLE recordings (something_else INTEGER)");

        assertThatIllegalArgumentException().isThrownBy(() -> SqliteLineageStore.open(file))
            .withMessageStartingWith("database=" + file + " cannot be used: ");
        assertThat(query(file, "PRAGMA user_version")).containsExactly("1");
        assertThat(query(file, "SELECT trace_id FROM frames")).containsExactly("42");
    }

    @Test
    void shouldRefuseStoreWithoutItsRecordings() throws SQLException
    {
        final Path file = directory.resolve("no-recordings.db");
        SqliteLineageStore.open(file);
        execute(file, "DROP TABLE recordings");

        assertThatIllegalArgumentException().isThrownBy(() -> SqliteLineageStore.open(file))
            .withMessage("database=" + file + " lacks table recordings; the file is damaged");
    }

    @Test
    void shouldRefuseAndKeepDatabaseOfAnotherApplication() throws SQLException
    {
        final Path file = directory.resolve("foreign.db");
        execute(file, "CREATE TABLE frames (id INTEGER PRIMARY KEY)");

        assertThatIllegalArgumentException().isThrownBy(() -> SqliteLineageStore.open(file))
            .withMessage("database=" + file + " is a database of another application; " +
                "give the path of a TraceLink store or of a new file");
        assertThat(query(file, "SELECT name FROM sqlite_master")).containsExactly("frames");
        assertThat(query(file, "PRAGMA journal_mode")).containsExactly("delete");
    }

    @Test
    void shouldRefuseStoreWithoutItsTables() throws SQLException
    {
        final Path file = directory.resolve("lacking.db");
        SqliteLineageStore.open(file);
        execute(file, "DROP TABLE link_sets");

        assertThatIllegalArgumentException().isThrownBy(() -> SqliteLineageStore.open(file))
            .withMessage("database=" + file + " lacks table link_sets; the file is damaged");
    }

    @Test
    void shouldRefuseFileThatIsNoDatabase() throws IOException
    {
        final Path file = directory.resolve("notes.txt");
        Files.writeString(file, "these are notes, and not a database\n".repeat(200));

        assertThatIllegalArgumentException().isThrownBy(() -> SqliteLineageStore.open(file))
            .withMessage("database=" + file +
                " is not a SQLite database; give the path of a store or of a new file");
    }

    @Test
    void shouldRefuseDamagedFile() throws IOException, SQLException
    {
        final Path file = directory.resolve("damaged.db");
        SqliteLineageStore.open(file);
        execute(file, "PRAGMA wal_checkpoint(TRUNCATE)");
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw"))
        {
            bytes.seek(100);
            bytes.write(new byte[3_000]);
        }

        assertThatIllegalArgumentException().isThrownBy(() -> SqliteLineageStore.open(file))
            .withMessage("database=" + file + " is damaged; restore it from a copy, or make it anew from its archive " +
                "with tracelink rebuild");
    }

    @Test
    void shouldNotMakeAFileWhenAskedForAnExistingOne()
    {
        final Path file = directory.resolve("typo.db");

        assertThatIllegalArgumentException().isThrownBy(() -> SqliteLineageStore.openExisting(file))
            .withMessage("database=" + file + " does not exist; give the path of a store");
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldRefuseEmptyFileWhenAskedForAnExistingStore() throws IOException
    {
        final Path file = Files.createFile(directory.resolve("empty.db"));
        assertThatIllegalArgumentException().isThrownBy(() -> SqliteLineageStore.openExisting(file))
            .withMessage("database=" + file + " is empty; give the path of a store");
    }

    @Test
    void shouldRefuseNegativeTimeout()
    {
        assertThatIllegalArgumentException().isThrownBy(() -> SqliteLineageStore.open(directory.resolve("x"), -1))
            .withMessage("busyTimeoutMs=-1 must be 0 or more");
    }

    @Test
    void shouldSayThatTheStoreIsLocked()
    {
        final Path file = directory.resolve("locked.db");
        final SqliteLineageStore store = SqliteLineageStore.open(file, 20);
        try (LineageWriter holder = store.writer(); LineageWriter waiter = store.writer())
        {
            holder.begin();
            assertThatThrownBy(waiter::begin)
                .isInstanceOfSatisfying(StoreException.class, (ex) -> assertThat(ex.isBusy()).isTrue())
                .hasMessageStartingWith("transaction cannot be started: ");

            holder.rollback();
            waiter.begin();
            waiter.rollback();
        }
    }

    @Test
    void shouldKnowARunningCollectorByAnotherPathToTheFile() throws IOException
    {
        final Path file = directory.resolve("lineage.db");
        final Path link = directory.resolve("link.db");
        try (LineageWriter writer = SqliteLineageStore.open(file).collectorWriter(3, 20))
        {
            Files.createSymbolicLink(link, file);
            final SqliteLineageStore store = SqliteLineageStore.open(link);
            assertThatIllegalArgumentException().isThrownBy(() -> store.collectorWriter(3, 20))
                .withMessage("database=" + link + " has a running collector=3; stop that, or give this one an id of " +
                    "its own");
            writer.recordNode(1, 2, 3);
        }

        SqliteLineageStore.open(link).collectorWriter(3, 20).close();
        assertThat(directory.resolve("lineage.db-collector-3")).exists();
    }

    @Test
    void shouldRefuseACollectorThatCannotBeKnown() throws IOException
    {
        final Path file = directory.resolve("lineage.db");
        final Path lockFile = Files.createDirectory(directory.resolve("lineage.db-collector-3"));
        final SqliteLineageStore store = SqliteLineageStore.open(file);

        assertThatIllegalArgumentException().isThrownBy(() -> store.collectorWriter(3, 20))
            .withMessageStartingWith("database=" + file + " cannot lock " + lockFile.toRealPath() +
                "; check the rights on it and its directory, or remove it while no collector runs: ");
        store.collectorWriter(4, 20).close();

        Files.delete(lockFile);
        Files.writeString(lockFile, "torn".repeat(1_024));
        assertThatIllegalArgumentException().isThrownBy(() -> store.collectorWriter(3, 20))
            .withMessageEndingWith("(file is not a database)");
        Files.delete(lockFile);
        store.collectorWriter(3, 20).close();
    }

    @Test
    void shouldAnswerWhileAnotherWrites()
    {
        final SqliteLineageStore store = SqliteLineageStore.open(directory.resolve("both.db"), 20);
        try (LineageWriter writer = store.writer(); Lineage lineage = store.lineage())
        {
            writer.begin();
            writer.appendFrame(1, 1, 1, 0, 1, 77, FrameStatus.OK);
            assertThat(lineage.frames(77)).isEmpty();

            writer.commit();
            assertThat(lineage.frames(77)).hasSize(1);
        }
    }

    @Test
    void shouldReadByALinkWhatIsOnAReadOnlyFileSystem() throws IOException
    {
        final Path disk = Files.createDirectory(directory.resolve("disk"));
        final Path link = directory.resolve("link.db");
        try (Tmpfs tmpfs = mounted(disk))
        {
            final Path file = oneFrame(disk.resolve("lineage.db"));
            Files.createSymbolicLink(link, file);
            tmpfs.makeReadOnly();

            assertThat(SqliteLineageStore.openExisting(link).counts().frames()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotTakeAFileForUnchangingThatOthersMayWrite() throws IOException
    {
        final Path disk = Files.createDirectory(directory.resolve("disk"));
        final Path bind = Files.createDirectory(directory.resolve("bind"));
        try (Tmpfs tmpfs = mounted(disk))
        {
            oneFrame(disk.resolve("lineage.db"));
            tmpfs.bindReadOnly(bind);
            assertLogLacking(bind.resolve("lineage.db"));

            try (LineageWriter writer = SqliteLineageStore.open(disk.resolve("lineage.db")).writer())
            {
                writer.recordNode(1, 2, 3);
                assertThat(SqliteLineageStore.openExisting(bind.resolve("lineage.db")).counts().frames()).isEqualTo(1);
            }
        }
    }

    @Test
    void shouldRefuseToReadInADirectoryThatOthersMayWriteTo() throws IOException
    {
        final Path others = Files.createDirectory(directory.resolve("others"));
        final Path file = oneFrame(others.resolve("lineage.db"));
        final Path link = Files.createSymbolicLink(directory.resolve("link.db"), file);
        assertThat(others.toFile().setWritable(false)).isTrue();
        try
        {
            Assumptions.assumeFalse(Files.isWritable(others), "user may write anything");
            assertLogLacking(file);
            assertLogLacking(link);
        }
        finally
        {
            assertThat(others.toFile().setWritable(true)).isTrue();
        }
    }

    @Test
    void shouldKnowHowItOpenedTheFileThatItVerifies() throws IOException
    {
        final Path disk = Files.createDirectory(directory.resolve("disk"));
        try (Tmpfs tmpfs = mounted(disk))
        {
            final Path file = oneFrame(disk.resolve("lineage.db"));
            tmpfs.makeReadOnly();
            try (StoreVerification verification = SqliteLineageStore.openExisting(file).verification())
            {
                tmpfs.makeWritable();
                try (LineageWriter writer = SqliteLineageStore.open(file).writer())
                {
                    writer.recordNode(1, 2, 3);
                    assertThat(disk.resolve("lineage.db-wal")).exists();
                    assertThat(verification.verify().checks()).noneMatch(CheckResult::isViolated);
                }
            }
        }
    }

    private static void assertLogLacking(final Path file)
    {
        assertThatIllegalArgumentException().isThrownBy(() -> SqliteLineageStore.openExisting(file))
            .withMessage("database=" + file + " cannot be read without its write-ahead log, which cannot be made in " +
                "its directory; copy it to a directory that you can write to, or open it as a user who can write " +
                "there");
    }

    /**
     * A store that nobody has open.
     */
    private static Path oneFrame(final Path file)
    {
        try (LineageWriter writer = SqliteLineageStore.open(file).writer())
        {
            writer.begin();
            writer.appendFrame(7, 1, 2, 3, 4, 5, FrameStatus.OK);
            writer.commit();
        }

        return file;
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

    /**
     * A store as the first version made it, with one frame.
     */
    private Path versionOne(final String name) throws SQLException
    {
        final Path file = directory.resolve(name);
        try (LineageWriter writer = SqliteLineageStore.open(file).writer())
        {
            writer.begin();
            writer.appendFrame(7, 9, 1, 0, 1, 42, FrameStatus.OK);
            writer.commit();
        }

        for (final String table : List.of(
            "recordings", "stream_roles", "conflicts", "expired", "expired_traces", "expanded_windows"))
        {
            execute(file, "DROP TABLE " + table);
        }

        execute(file, "PRAGMA user_version = 1");

        return file;
    }

    static long count(final Path file, final String table)
    {
        try
        {
            return Long.parseLong(query(file, "SELECT count(*) FROM " + table).get(0));
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }

    static List<String> query(final Path file, final String sql) throws SQLException
    {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery(sql))
        {
            final List<String> values = new ArrayList<>();
            while (row.next())
            {
                values.add(row.getString(1));
            }

            return values;
        }
    }

    static void execute(final Path file, final String sql) throws SQLException
    {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            Statement statement = connection.createStatement())
        {
            statement.execute(sql);
        }
    }
}
