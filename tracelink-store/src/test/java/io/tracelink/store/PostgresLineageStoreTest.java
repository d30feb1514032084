package io.tracelink.store;

import io.tracelink.testing.Await;
import io.tracelink.testing.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PostgresLineageStoreTest
{
    private PostgresServer server;
    private String url;

    @BeforeEach
    void setUp()
    {
        server = PostgresServer.shared();
        url = server.newSchema();
    }

    @Test
    void shouldMakeTablesOfTheSpecification() throws SQLException
    {
        LineageStore.open(url);

        assertThat(TestStore.query(url, "SELECT c.table_name || '(' || string_agg(column_name || ' ' || data_type || " +
            "CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END, ', ' ORDER BY c.ordinal_position) || ')' " +
            "FROM information_schema.columns c WHERE table_schema = current_schema() AND " +
            "table_name IN ('frames', 'trace_links', 'trace_windows') GROUP BY table_name ORDER BY 1"))
            .containsExactly(
                "frames(stream_id bigint, epoch bigint, seq bigint, stage_id bigint, t_ns bigint, trace_id bigint, " +
                "status bigint)",
                "trace_links(trace_id bigint, parent_trace_id bigint)",
                "trace_windows(trace_id bigint, in_stream_id bigint, epoch bigint, seq_start bigint?, " +
                "seq_end bigint?, t_start_ns bigint?, t_end_ns bigint?)");
        assertThat(TestStore.query(url, "SELECT replace(indexdef, current_schema() || '.', '') FROM pg_indexes " +
            "WHERE schemaname = current_schema() AND tablename IN ('frames', 'trace_links') ORDER BY 1"))
            .containsExactly(
                "CREATE INDEX frames_trace_id ON frames USING btree (trace_id, stream_id, epoch, seq)",
                "CREATE INDEX trace_links_parent ON trace_links USING btree (parent_trace_id)",
                "CREATE UNIQUE INDEX frames_pkey ON frames USING btree (stream_id, epoch, seq)",
                "CREATE UNIQUE INDEX trace_links_pkey ON trace_links USING btree (trace_id, parent_trace_id)");
        assertThat(TestStore.query(url, "SELECT schema_version FROM tracelink_store"))
            .containsExactly(String.valueOf(LineageStore.SCHEMA_VERSION));
    }

    @Test
    void shouldGoOnWithAStoreThatIsThere()
    {
        for (int seq = 1; seq <= 2; seq++)
        {
            try (LineageWriter writer = LineageStore.open(url).writer())
            {
                writer.begin();
                writer.appendFrame(7, 1, seq, 3, 4, 5, FrameStatus.OK);
                writer.commit();
            }
        }

        try (Lineage lineage = LineageStore.openExisting(url).lineage())
        {
            assertThat(lineage.frames(5)).containsExactly(
                new StoredFrame(7, 1, 1, 3, 4, 5, 0), new StoredFrame(7, 1, 2, 3, 4, 5, 0));
        }
    }

    @Test
    void shouldKeepPasswordsToItself()
    {
        assertThat(LineageStore.open(url + "&password=secret&sslpassword=secret").location()).isEqualTo(url);
        assertThatIllegalArgumentException().isThrownBy(() -> LineageStore.open("postgres://me:secret@host/db"))
            .withMessage("database=postgres:.. is of a kind that is not supported; give the path of a file, or " +
                "jdbc:postgresql://HOST/DATABASE?user=USER");
        assertThatIllegalArgumentException().isThrownBy(() -> LineageStore.open("jdbc:mysql://h/db?password=secret"))
            .withMessageStartingWith("database=jdbc:mysql:.. is of a kind that is not supported; ");
    }

    @Test
    void shouldRefuseWhatIsNoUrl()
    {
        assertThatIllegalArgumentException().isThrownBy(() -> LineageStore.open("jdbc:postgresql://host:port/db"))
            .withMessage("database=jdbc:postgresql://host:port/db is not a URL of PostgreSQL; " +
                "give jdbc:postgresql://HOST:PORT/DATABASE?user=USER");
        assertThatIllegalArgumentException().isThrownBy(() -> LineageStore.open("jdbc:postgresql://me:secret@host/db"))
            .withMessageStartingWith("database=jdbc:postgresql://host/db is not a URL of PostgreSQL; ");
    }

    @Test
    void shouldRefuseServerThatIsNotThere() throws IOException
    {
        final int port;
        try (ServerSocket socket = new ServerSocket(0))
        {
            port = socket.getLocalPort();
        }

        assertThatIllegalArgumentException()
            .isThrownBy(() -> LineageStore.open("jdbc:postgresql://localhost:" + port + "/db?user=me"))
            .withMessageStartingWith("database=jdbc:postgresql://localhost:" + port +
                "/db?user=me cannot be reached; check host and port, and that the server runs: ");
    }

    @Test
    void shouldRefuseUserAndDatabaseThatAreNotThere()
    {
        final String nobody = server.url().replace("user=postgres", "user=nobody");
        assertThatIllegalArgumentException().isThrownBy(() -> LineageStore.open(nobody))
            .withMessage("database=" + nobody + " refuses the login; check user and password: " +
                "role \"nobody\" does not exist");

        final String nowhere = server.url().replace("/postgres?", "/nowhere?");
        assertThatIllegalArgumentException().isThrownBy(() -> LineageStore.openExisting(nowhere))
            .withMessage("database=" + nowhere + " does not exist; create it on the server");

        final String noSchema = server.url() + "&currentSchema=no_schema";
        assertThatIllegalArgumentException().isThrownBy(() -> LineageStore.open(noSchema))
            .withMessage("database=" + noSchema +
                " has no schema to use; create the one that currentSchema or search_path names");
    }

    @Test
    void shouldRefuseUserWithoutRights() throws SQLException
    {
        LineageStore.open(url);
        final String schema = url.substring(url.lastIndexOf('=') + 1);
        server.execute("CREATE USER reader_of_" + schema);
        server.execute("GRANT USAGE ON SCHEMA " + schema + " TO reader_of_" + schema);
        final String reader = url.replace("user=postgres", "user=reader_of_" + schema);

        assertThatIllegalArgumentException().isThrownBy(() -> LineageStore.open(reader))
            .withMessageStartingWith("database=" + reader + " lacks a right; grant it to its user: permission denied");
        TestStore.execute(url, "GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO reader_of_" + schema);
        assertThatIllegalArgumentException().isThrownBy(() -> LineageStore.open(reader))
            .withMessageStartingWith("database=" + reader + " lacks a right; grant its user INSERT on table ");

        try (Lineage lineage = LineageStore.openExisting(reader).lineage())
        {
            assertThat(lineage.frames(5)).isEmpty();
        }
    }

    @Test
    void shouldRefuseAndKeepTablesOfAnotherApplication() throws SQLException
    {
        TestStore.execute(url, "CREATE TABLE frames (id INTEGER)");
        final String schema = url.substring(url.lastIndexOf('=') + 1);

        assertThatIllegalArgumentException().isThrownBy(() -> LineageStore.open(url))
            .withMessage("database=" + url + " has tables of another application in schema " + schema +
                "; give an empty database, or a schema of its own by currentSchema=NAME");
        assertThat(TestStore.query(url, "SELECT table_name FROM information_schema.tables " +
            "WHERE table_schema = current_schema()")).containsExactly("frames");
    }

    @Test
    void shouldRefuseStoresThatItDoesNotKnow() throws SQLException
    {
        assertThatIllegalArgumentException().isThrownBy(() -> LineageStore.openExisting(url))
            .withMessage("database=" + url + " is empty; give the database, and the currentSchema, of a store");

        LineageStore.open(url);
        TestStore.execute(url, "UPDATE tracelink_store SET schema_version = 99");
        assertThatIllegalArgumentException().isThrownBy(() -> LineageStore.open(url))
            .withMessage("database=" + url + " has schema version 99, this release knows up to " +
                LineageStore.SCHEMA_VERSION + "; use a newer release");

        TestStore.execute(url, "UPDATE tracelink_store SET schema_version = " + LineageStore.SCHEMA_VERSION +
            "; DROP TABLE link_sets");
        assertThatIllegalArgumentException().isThrownBy(() -> LineageStore.openExisting(url))
            .withMessage("database=" + url + " lacks table link_sets; the store is damaged");
    }

    @Test
    void shouldNotWriteToAStoreThatANewerReleaseTookOver() throws SQLException
    {
        final String fault =
            "has schema version 99, this release knows up to " + LineageStore.SCHEMA_VERSION + "; use a newer release";
        final LineageStore store = LineageStore.open(url);
        try (LineageWriter writer = store.writer())
        {
            writer.recordNode(1, 2, 3);
            TestStore.execute(url, "UPDATE tracelink_store SET schema_version = 99; ALTER TABLE nodes ADD host BIGINT");
            assertThatThrownBy(store::writer).isInstanceOf(StoreException.class)
                .hasMessage("database=" + url + " cannot be opened: " + fault);

            endWriters();
            assertThatThrownBy(() -> writer.recordNode(2, 3, 4)).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> writer.recordNode(2, 3, 4)).as("with a new connection")
                .isInstanceOfSatisfying(StoreException.class, (ex) -> assertThat(ex.isBusy()).isFalse())
                .hasMessage("transaction cannot be started: " + fault);
        }

        assertThat(TestStore.query(url, "SELECT schema_version FROM tracelink_store")).containsExactly("99");
        assertThat(TestStore.query(url, "SELECT concat_ws(' ', node_id, host) FROM nodes")).containsExactly("1");
    }

    @Test
    void shouldHaveTheServerNoticeAWriterThatIsGone() throws SQLException
    {
        try (LineageWriter writer = LineageStore.open(url).writer();
            Statement statement = writer.connection().createStatement();
            ResultSet row = statement.executeQuery(
                "SELECT current_setting('tcp_keepalives_idle'), current_setting('tcp_keepalives_interval'), " +
                "current_setting('tcp_keepalives_count'), inet_client_addr()"))
        {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(4)).as("0 is what is told of other sockets").isNotNull();
            assertThat(List.of(row.getString(1), row.getString(2), row.getString(3))).containsExactly("10", "5", "3");
        }
    }

    @Test
    void shouldAnswerFromOneSnapshotWhileAnotherWrites()
    {
        final LineageStore store = LineageStore.open(url);
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
    void shouldWriteMoreInOneTransactionThanIsKeptInMemory() throws SQLException
    {
        final int count = 40_000;
        try (LineageWriter writer = LineageStore.open(url).writer())
        {
            writer.begin();
            for (int i = 0; i < count; i++)
            {
                writer.appendFrame(7, 1, i / 2, 0, i, 1 + i, FrameStatus.OK);
            }

            writer.commit();
        }

        assertThat(TestStore.query(url, "SELECT concat_ws(' ', count(*), sum(status), sum(t_ns % 2)) FROM frames"))
            .as("the first of two has an even time").containsExactly(count / 2 + " " + count + " 0");
    }

    @Test
    void shouldWaitForTheWriterOfTheSameRowsAndSayWhenThatIsTooLong() throws SQLException
    {
        final LineageStore store = LineageStore.open(url);
        TestStore.execute(url, "INSERT INTO frames VALUES (7, 1, 1, 0, 1, 42, 0)");
        try (LineageWriter writer = store.writer(20))
        {
            try (Connection holder = DriverManager.getConnection(url);
                Statement statement = holder.createStatement())
            {
                holder.setAutoCommit(false);
                statement.execute("UPDATE frames SET status = 2");
                writer.begin();
                writer.appendFrame(7, 1, 1, 0, 1, 43, FrameStatus.OK);
                assertThatThrownBy(writer::commit)
                    .isInstanceOfSatisfying(StoreException.class, (ex) -> assertThat(ex.isBusy()).isTrue())
                    .hasMessageStartingWith("commit cannot be written: ");
            }

            writer.begin();
            writer.appendFrame(7, 1, 1, 0, 1, 43, FrameStatus.OK);
            writer.commit();
        }

        assertThat(TestStore.query(url, "SELECT trace_id || ' ' || status FROM frames")).containsExactly("42 2");
    }

    @Test
    void shouldKeepTheRecordingsOfEachCollector()
    {
        final LineageStore store = LineageStore.open(url);
        final RecordingRow ofFirst = new RecordingRow(1, 0, 1100, 4, 5, 0, 96, RecordingRow.UNKNOWN);
        final RecordingRow ofSecond = new RecordingRow(2, 0, 1100, 4, 5, 0, 64, RecordingRow.UNKNOWN);
        try (LineageWriter writer = store.writer())
        {
            writer.begin();
            writer.appendRecording(ofFirst);
            writer.appendRecording(ofSecond);
            writer.commit();
            assertThat(store.recordings(1)).containsExactly(ofFirst);
            assertThat(store.recordings(2)).containsExactly(ofSecond);

            writer.begin();
            writer.deleteRecording(1, 0);
            writer.commit();
        }

        assertThat(store.recordings(1)).isEmpty();
        assertThat(store.recordings(2)).hasSize(1);
    }

    @Test
    void shouldGoOnWithANewConnectionWhenItsOwnIsLost() throws SQLException
    {
        try (LineageWriter writer = LineageStore.open(url).writer())
        {
            writer.begin();
            writer.appendFrame(7, 1, 1, 0, 1, 42, FrameStatus.OK);
            endWriters();
            assertThatThrownBy(writer::commit)
                .isInstanceOfSatisfying(StoreException.class, (ex) -> assertThat(ex.isBusy()).isFalse());

            writer.begin();
            writer.appendFrame(7, 1, 2, 0, 1, 43, FrameStatus.OK);
            writer.commit();
        }

        assertThat(TestStore.query(url, "SELECT seq FROM frames")).containsExactly("2");
    }

    @Test
    void shouldExpireOnANewConnectionWhenItsOwnIsLost() throws SQLException
    {
        final LineageStore store = LineageStore.open(url);
        final List<Throwable> errors = new ArrayList<>();
        final long[] nowNs = {0};
        final Retention retention = new Retention(
            new Retention.Context().store(store).maxAgeMs(1).errorHandler(errors::add), () -> nowNs[0]);
        try (LineageWriter writer = store.writer())
        {
            endWriters();
            assertThat(retention.doWork()).isZero();
            assertThat(errors).as("told once").hasSize(1);

            assertThatThrownBy(() -> writer.recordNode(1, 2, 3)).isInstanceOf(StoreException.class);
            writer.begin();
            writer.appendFrame(7, 1, 1, 0, 1, TestStore.id(1, 1), FrameStatus.OK);
            writer.commit();

            nowNs[0] += Retention.CHECK_INTERVAL_NS;
            assertThat(retention.doWork()).isOne();
            assertThat(retention.framesRemoved()).isOne();
            assertThat(errors).hasSize(1);
        }
        finally
        {
            retention.onClose();
        }

        assertThat(TestStore.query(url, "SELECT from_seq FROM expired")).containsExactly("1");
    }

    @Test
    void shouldExpireWhatAWriterChangedMeanwhile() throws SQLException
    {
        final LineageStore store = LineageStore.open(url);
        for (int seq = 1; seq <= 3; seq++)
        {
            TestStore.execute(url, "INSERT INTO frames VALUES (7, 1, " + seq + ", 0, 1, " + seq + ", 0)");
        }

        try (Connection holder = DriverManager.getConnection(url);
            Statement statement = holder.createStatement();
            Expiry expiry = store.expiry())
        {
            holder.setAutoCommit(false);
            statement.execute("UPDATE frames SET status = 2 WHERE seq = 2");
            final CompletableFuture<Expiry.Result> result = CompletableFuture.supplyAsync(() -> expiry.before(1));
            Await.until(() -> isAnybodyWaiting(), () -> "expiry that waits for the row");
            holder.commit();
            assertThat(result.join()).isEqualTo(new Expiry.Result(3, 0, 0, 0));
        }

        assertThat(TestStore.query(url, "SELECT from_seq || ' ' || to_seq FROM expired")).containsExactly("1 3");
    }

    /**
     * The server ends their connections.
     */
    private void endWriters() throws SQLException
    {
        TestStore.query(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity " +
            "WHERE application_name = 'tracelink' AND pid <> pg_backend_pid()");
    }

    private boolean isAnybodyWaiting()
    {
        try
        {
            return !TestStore.query(url, "SELECT pid FROM pg_locks WHERE NOT granted").isEmpty();
        }
        catch (final SQLException ex)
        {
            throw new AssertionError(ex);
        }
    }

    /**
     * Each writes all frames, in an order of its own and with trace IDs of its own.
     */
    @Test
    void shouldLetWritersOfTheSameRowsWaitButNeverInACircle() throws InterruptedException, SQLException
    {
        final int writers = 3;
        final int frames = 2_000;
        final int perBatch = 100;
        final LineageStore store = LineageStore.open(url);
        final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < writers; i++)
        {
            final int traceId = i + 1;
            final Thread thread = new Thread(() ->
            {
                final List<Integer> seqs = new ArrayList<>();
                for (int seq = 0; seq < frames; seq++)
                {
                    seqs.add(seq);
                }

                Collections.shuffle(seqs, new Random(traceId));
                try (LineageWriter writer = store.writer(60_000))
                {
                    for (int from = 0; from < frames; from += perBatch)
                    {
                        writer.begin();
                        for (final int seq : seqs.subList(from, from + perBatch))
                        {
                            writer.appendFrame(7, 1, seq, 0, 1, traceId, FrameStatus.OK);
                            writer.appendLinkSet(7, 1, seq, 1 + seq, new long[]{1 + seqs.get(seq)}, 0, 1);
                        }

                        writer.commit();
                    }
                }
                catch (final StoreException ex)
                {
                    errors.add(ex);
                }
            });
            threads.add(thread);
            thread.start();
        }

        for (final Thread thread : threads)
        {
            thread.join();
        }

        assertThat(errors).isEmpty();
        assertThat(TestStore.query(url, "SELECT count(*) || ' ' || sum(status) FROM frames"))
            .as("all are marked").containsExactly(frames + " " + 2 * frames);
        assertThat(TestStore.query(url, "SELECT count(*) FROM conflicts"))
            .as("every claim but the first is kept").containsExactly(String.valueOf((writers - 1) * frames));
        assertThat(TestStore.query(url, "SELECT count(*) FROM conflicts c JOIN frames f ON f.seq = c.seq " +
            "WHERE f.trace_id = c.trace_id")).containsExactly("0");
    }
}
