package io.tracelink.bench;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.tracelink.aeron.FrameDescriptorFlyweight;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.core.ParentSet;
import io.tracelink.core.TraceLinkSetFlyweight;
import io.tracelink.store.Collector;
import io.tracelink.store.CollectorArchive;
import io.tracelink.store.LineageStore;
import io.tracelink.store.SqliteLineageStore;
import org.agrona.BitUtil;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.LangUtil;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Measures how fast a collector brings joined frames with two parents from an Aeron Archive into a new SQLite store,
 * beside a loop that puts the same rows into the same tables by JDBC alone. Rows are frames, link sets and links: four
 * for each joined frame.
 * <p>
 * Arguments: the number of frames, 512,000 by default, which is rounded up to a multiple of 64; and the URL of a
 * PostgreSQL database, if one is to be measured, too: each round makes and drops a schema there. Archive and SQLite
 * databases are in a temporary directory ({@code java.io.tmpdir}). In each round all are measured one after the other;
 * what is printed is the median of the rounds, the first of which only warms up.
 */
public final class IngestRate
{
    private static final int DEFAULT_FRAMES = 512_000;
    private static final int ROUNDS = 6;
    private static final int ROWS_PER_FRAME = 4;
    private static final int STATEMENT_ROWS = 64;
    private static final int TRANSACTION_FRAMES = 8_192;
    private static final long STREAM_ID = 10_000;
    private static final long EPOCH = 1;
    private static final long FIRST_TRACE_ID = 1L << 40;
    private static final long T_NS = 1_800_000_000_000_000_000L;
    private static final double NS_PER_S = 1e9;
    private static final String SCHEMA = "tracelink_ingest";

    private IngestRate()
    {
    }

    /**
     * Run.
     *
     * @param args number of frames and {@code jdbc:postgresql:} URL, both optional.
     * @throws IOException  if the temporary directory cannot be written.
     * @throws SQLException if a database fails.
     */
    public static void main(final String[] args) throws IOException, SQLException
    {
        final int frames = BitUtil.align(0 == args.length ? DEFAULT_FRAMES : Integer.parseInt(args[0]), STATEMENT_ROWS);
        final Path directory = Files.createTempDirectory("tracelink-ingest");

        try (Recorded recorded = new Recorded(directory.resolve("archive"), frames))
        {
            final double[] collector = new double[ROUNDS];
            final double[] bare = new double[ROUNDS];
            final double[] postgres = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++)
            {
                final Path database = directory.resolve("collected-" + round + ".db");
                collector[round] = rate(frames, recorded.collect(database.toString(), frames));
                final Path bareDatabase = directory.resolve("bare-" + round + ".db");
                bare[round] = rate(frames, insert(bareDatabase, frames));
                postgres[round] = args.length < 2 ? 0 : rate(frames, collectIntoSchema(recorded, args[1], frames));
                print("round " + round, collector[round], bare[round], postgres[round]);
                delete(database);
                delete(bareDatabase);
            }

            print("median", median(collector), median(bare), median(postgres));
        }
        finally
        {
            IoUtil.delete(directory.toFile(), true);
        }
    }

    private static void print(final String name, final double collector, final double bare, final double postgres)
    {
        System.out.printf(
            Locale.ROOT,
            "%-8s collector %,9.0f rows/s   bare JDBC %,9.0f rows/s   ratio %.2f",
            name, collector, bare, collector / bare);
        System.out.println(0 == postgres ? "" : String.format(Locale.ROOT, "   PostgreSQL %,9.0f rows/s", postgres));
    }

    private static long collectIntoSchema(final Recorded recorded, final String url, final int frames)
        throws SQLException
    {
        try (Connection connection = DriverManager.getConnection(url);
            Statement statement = connection.createStatement())
        {
            statement.execute("CREATE SCHEMA " + SCHEMA);
            try
            {
                return recorded.collect(url + (url.contains("?") ? "&" : "?") + "currentSchema=" + SCHEMA, frames);
            }
            finally
            {
                statement.execute("DROP SCHEMA " + SCHEMA + " CASCADE");
            }
        }
    }

    private static double median(final double[] rates)
    {
        final double[] warm = Arrays.copyOfRange(rates, 1, ROUNDS);
        Arrays.sort(warm);

        return warm[warm.length / 2];
    }

    private static double rate(final int frames, final long elapsedNs)
    {
        return ROWS_PER_FRAME * NS_PER_S * frames / elapsedNs;
    }

    private static void delete(final Path database)
    {
        for (final String suffix : new String[]{"", "-wal", "-shm"})
        {
            IoUtil.deleteIfExists(Path.of(database + suffix).toFile());
        }
    }

    private static long traceId(final long seq)
    {
        return FIRST_TRACE_ID + 3 * seq;
    }

    /**
     * What somebody writes who has the rows in memory and nothing else to do.
     */
    private static long insert(final Path database, final int frames) throws SQLException
    {
        SqliteLineageStore.open(database);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
            Statement control = connection.createStatement())
        {
            control.execute("PRAGMA synchronous = NORMAL");
            control.execute("PRAGMA cache_size = -16384");
            try (PreparedStatement frame = multiRow(connection, "frames", 7);
                PreparedStatement linkSet = multiRow(connection, "link_sets", 5);
                PreparedStatement link = multiRow(connection, "trace_links", 2))
            {
                final long startNs = System.nanoTime();
                for (int seq = 0; seq < frames; seq += STATEMENT_ROWS)
                {
                    if (0 == seq % TRANSACTION_FRAMES)
                    {
                        control.execute("BEGIN IMMEDIATE");
                    }

                    bindFrames(frame, seq);
                    frame.executeUpdate();
                    bindLinkSets(linkSet, seq);
                    linkSet.executeUpdate();
                    for (int half = 0; half < 2; half++)
                    {
                        bindLinks(link, seq + half * STATEMENT_ROWS / 2);
                        link.executeUpdate();
                    }

                    if (0 == (seq + STATEMENT_ROWS) % TRANSACTION_FRAMES || seq + STATEMENT_ROWS >= frames)
                    {
                        control.execute("COMMIT");
                    }
                }

                return System.nanoTime() - startNs;
            }
        }
    }

    private static PreparedStatement multiRow(final Connection connection, final String table, final int columns)
        throws SQLException
    {
        final String row = "(" + "?, ".repeat(columns - 1) + "?)";

        return connection.prepareStatement("INSERT INTO " + table + " VALUES " +
            (row + ", ").repeat(STATEMENT_ROWS - 1) + row + " ON CONFLICT DO NOTHING");
    }

    private static void bindFrames(final PreparedStatement statement, final long firstSeq) throws SQLException
    {
        int index = 0;
        for (long seq = firstSeq; seq < firstSeq + STATEMENT_ROWS; seq++)
        {
            statement.setLong(++index, STREAM_ID);
            statement.setLong(++index, EPOCH);
            statement.setLong(++index, seq);
            statement.setLong(++index, 0);
            statement.setLong(++index, T_NS + seq);
            statement.setLong(++index, traceId(seq));
            statement.setLong(++index, 0);
        }
    }

    private static void bindLinkSets(final PreparedStatement statement, final long firstSeq) throws SQLException
    {
        int index = 0;
        for (long seq = firstSeq; seq < firstSeq + STATEMENT_ROWS; seq++)
        {
            statement.setLong(++index, STREAM_ID);
            statement.setLong(++index, EPOCH);
            statement.setLong(++index, seq);
            statement.setLong(++index, traceId(seq));
            statement.setLong(++index, 2);
        }
    }

    private static void bindLinks(final PreparedStatement statement, final long firstSeq) throws SQLException
    {
        int index = 0;
        for (long seq = firstSeq; seq < firstSeq + STATEMENT_ROWS / 2; seq++)
        {
            for (int parent = 2; parent > 0; parent--)
            {
                statement.setLong(++index, traceId(seq));
                statement.setLong(++index, traceId(seq) - parent);
            }
        }
    }

    /**
     * A media driver with an archive that has recorded the frames.
     */
    private static final class Recorded implements AutoCloseable
    {
        private final IdleStrategy idleStrategy = new BackoffIdleStrategy();
        private final MediaDriver driver;
        private final Archive archive;
        private final Aeron aeron;
        private final AeronArchive client;

        private Recorded(final Path archiveDir, final int frames)
        {
            final String aeronDir = CommonContext.generateRandomDirName();
            driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(aeronDir)
                .threadingMode(ThreadingMode.SHARED)
                .dirDeleteOnShutdown(true)
                .errorHandler(LangUtil::rethrowUnchecked));
            archive = Archive.launch(new Archive.Context()
                .aeronDirectoryName(aeronDir)
                .archiveDir(archiveDir.toFile())
                .deleteArchiveOnStart(true)
                .controlChannelEnabled(false)
                .archiveClientContext(new AeronArchive.Context().controlResponseChannel("aeron:ipc"))
                .recordingEventsEnabled(false)
                .replicationChannel("aeron:ipc")
                .threadingMode(ArchiveThreadingMode.SHARED)
                .errorHandler(LangUtil::rethrowUnchecked));
            aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDir));
            client = AeronArchive.connect(new AeronArchive.Context()
                .aeron(aeron)
                .ownsAeronClient(false)
                .controlRequestChannel("aeron:ipc?term-length=64k")
                .controlResponseChannel("aeron:ipc?term-length=64k"));
            record(frames);
        }

        private void record(final int frames)
        {
            final long descriptorRecording =
                client.startRecording(
                    TraceStreams.DESCRIPTOR_CHANNEL, TraceStreams.DESCRIPTOR_STREAM_ID, SourceLocation.LOCAL);
            final long controlRecording = client.startRecording(
                TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID, SourceLocation.LOCAL);

            try (ExclusivePublication descriptors = aeron.addExclusivePublication(
                TraceStreams.DESCRIPTOR_CHANNEL, TraceStreams.DESCRIPTOR_STREAM_ID);
                ExclusivePublication control = aeron.addExclusivePublication(
                    TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID))
            {
                final UnsafeBuffer buffer = new UnsafeBuffer(new byte[TraceLinkSetFlyweight.encodedLength(2)]);
                final ParentSet parents = new ParentSet(2);
                for (long seq = 0; seq < frames; seq++)
                {
                    final int length = FrameDescriptorFlyweight.encode(
                        buffer, 0, STREAM_ID, EPOCH, seq, T_NS + seq, 0, traceId(seq));
                    offer(descriptors, buffer, length);

                    parents.clear();
                    parents.add(traceId(seq) - 2);
                    parents.add(traceId(seq) - 1);
                    offer(control, buffer, TraceLinkSetFlyweight.encode(
                        buffer, 0, STREAM_ID, EPOCH, seq, traceId(seq), parents));
                }

                awaitRecorded(descriptors);
                awaitRecorded(control);
            }

            client.stopRecording(descriptorRecording);
            client.stopRecording(controlRecording);
        }

        private void offer(final ExclusivePublication publication, final UnsafeBuffer buffer, final int length)
        {
            while (publication.offer(buffer, 0, length) < 0)
            {
                idleStrategy.idle();
            }
        }

        private void awaitRecorded(final ExclusivePublication publication)
        {
            await(() -> recordedPosition(publication), publication.position());
        }

        private long recordedPosition(final ExclusivePublication publication)
        {
            final long recordingId =
                client.findLastMatchingRecording(0, "", publication.streamId(), publication.sessionId());

            return recordingId < 0 ? -1 : client.getRecordingPosition(recordingId);
        }

        /**
         * Collect everything.
         *
         * @return the nanoseconds from the collector's begin until the last row can be read.
         */
        private long collect(final String location, final int frames) throws SQLException
        {
            final LineageStore store = LineageStore.open(location);
            final long startNs = System.nanoTime();
            final Collector collector = new Collector(new Collector.Context()
                .aeron(aeron)
                .store(store)
                .archive(new CollectorArchive(client)));
            final AgentRunner runner = new AgentRunner(
                new BackoffIdleStrategy(), LangUtil::rethrowUnchecked, null, collector);
            AgentRunner.startOnThread(runner);
            try (Connection connection = DriverManager.getConnection(
                location.startsWith("jdbc:") ? location : "jdbc:sqlite:" + location);
                PreparedStatement lastFrame = lastSeq(connection, "frames");
                PreparedStatement lastLinkSet = lastSeq(connection, "link_sets"))
            {
                await(() -> Math.min(seq(lastFrame), seq(lastLinkSet)), frames - 1L);

                return System.nanoTime() - startNs;
            }
            finally
            {
                CloseHelper.close(runner);
            }
        }

        private void await(final LongSupplier reached, final long expected)
        {
            while (reached.getAsLong() < expected)
            {
                idleStrategy.idle();
            }
            idleStrategy.reset();
        }

        private static PreparedStatement lastSeq(final Connection connection, final String table) throws SQLException
        {
            return connection.prepareStatement("SELECT max(seq) FROM " + table +
                " WHERE stream_id = " + STREAM_ID + " AND epoch = " + EPOCH);
        }

        private static long seq(final PreparedStatement statement)
        {
            try (ResultSet resultSet = statement.executeQuery())
            {
                resultSet.next();
                final long seq = resultSet.getLong(1);

                return resultSet.wasNull() ? -1 : seq;
            }
            catch (final SQLException ex)
            {
                throw new IllegalStateException("database cannot be read", ex);
            }
        }

        @Override
        public void close()
        {
            CloseHelper.closeAll(client, aeron, archive, driver);
        }
    }
}
