package io.tracelink.store;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Measures what a lineage costs beside the bare recursive query that reads the same links and frames and judges
 * nothing: a program, not a test. Two sensors (streams 1 and 2), a filter that keeps the IDs of the first (11), a join
 * of both (21) and a window over 400 joins (31), whose lineage has 1,201 traces.
 * <p>
 * Arguments: a file, which is made unless it exists, and the number of frames of each sensor; 1,666,800 make 5,000,400
 * links. The two are asked by turns for the same windows, all over the store, and compared by what the thread had of
 * the processor, which others do not disturb as much; the store is in the cache of the operating system.
 */
final class LineageRate
{
    private static final int WINDOW = 400;
    private static final int WARM_UP = 300;
    private static final int QUESTIONS = 1_001;
    private static final int COLUMNS = 9;
    private static final double NS_PER_MS = 1e6;
    private static final String BARE =
        """
        WITH RECURSIVE up(child, id) AS (
            SELECT 0, ? UNION SELECT trace_id, parent_trace_id FROM up JOIN trace_links ON trace_id = id)
        SELECT child, id, stream_id, epoch, seq, stage_id, t_ns, trace_id, status
        FROM up LEFT JOIN frames ON trace_id = id""";

    private LineageRate()
    {
    }

    /**
     * Run.
     *
     * @param args file and number of frames.
     * @throws SQLException if the bare query fails.
     */
    public static void main(final String[] args) throws SQLException
    {
        final Path file = Path.of(args[0]);
        final int frames = Integer.parseInt(args[1]);
        if (!file.toFile().exists())
        {
            RatedPipeline.fill(SqliteLineageStore.open(file), frames, WINDOW);
        }

        try (Lineage lineage = SqliteLineageStore.openExisting(file).lineage();
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            PreparedStatement bare = connection.prepareStatement(BARE))
        {
            connection.setAutoCommit(false);
            connection.createStatement().execute("PRAGMA cache_size = -65536");
            final long[] bareNs = new long[QUESTIONS];
            final long[] lineageNs = new long[QUESTIONS];
            final ThreadMXBean thread = ManagementFactory.getThreadMXBean();
            long bareSum = 0;
            long lineageSum = 0;
            for (int i = -WARM_UP; i < QUESTIONS; i++)
            {
                final long window = Math.floorMod(i * 7_919L, (long)(frames / WINDOW));
                final long traceId = RatedPipeline.id(31, (window + 1) * WINDOW - 1);
                final long start = thread.getCurrentThreadCpuTime();
                bareSum += read(bare, traceId);
                connection.rollback();
                final long middle = thread.getCurrentThreadCpuTime();
                final LineageGraph graph = lineage.ofTrace(traceId, Direction.UP);
                final long end = thread.getCurrentThreadCpuTime();
                lineageSum += sum(graph);
                if (!graph.complete() || 3 * WINDOW + 1 != graph.nodes().size())
                {
                    throw new IllegalStateException("not the lineage that was written: " + graph.missing());
                }

                if (i >= 0)
                {
                    bareNs[i] = middle - start;
                    lineageNs[i] = end - middle;
                }
            }

            if (bareSum != lineageSum)
            {
                throw new IllegalStateException("the two did not read the same");
            }

            final double query = median(bareNs);
            final double own = median(lineageNs);
            System.out.println(String.format(
                Locale.ROOT, "bare query %.2f ms, lineage with its verdict %.2f ms: %.2f times", query / NS_PER_MS,
                own / NS_PER_MS, own / query));
        }
    }

    /**
     * A link comes again with each frame of its input; it counts once.
     */
    private static long read(final PreparedStatement statement, final long traceId) throws SQLException
    {
        long sum = 0;
        long child = -1;
        long id = -1;
        statement.setLong(1, traceId);
        try (ResultSet row = statement.executeQuery())
        {
            while (row.next())
            {
                final long nextChild = row.getLong(1);
                final long nextId = row.getLong(2);
                sum += 0 == nextChild || (child == nextChild && id == nextId) ? 0 : nextChild + nextId;
                child = nextChild;
                id = nextId;

                for (int i = 3; i <= COLUMNS; i++)
                {
                    sum += row.getLong(i);
                }
            }
        }

        return sum;
    }

    private static long sum(final LineageGraph graph)
    {
        long sum = 0;
        for (final TraceEdge edge : graph.edges())
        {
            sum += edge.traceId() + edge.parentTraceId();
        }

        for (final TraceNode node : graph.nodes())
        {
            for (final StoredFrame frame : node.frames())
            {
                sum += frame.streamId() + frame.epoch() + frame.seq() + frame.stageId() + frame.tNs() +
                    frame.traceId() + frame.status();
            }
        }

        return sum;
    }

    private static double median(final long[] values)
    {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
