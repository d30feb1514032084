package io.tracelink.store;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.tracelink.testing.Await;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import static io.tracelink.store.TestStore.EPOCH;
import static io.tracelink.store.TestStore.id;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pipeline over IPC, of which chosen descriptors and link sets are not sent: what verdicts say is missing is what was
 * taken away, no more and no less. Frame i of root 10 passes filter 11 and is joined with frame i of root 12 into frame
 * i of 20; ten of those are a window, of which 30 has the output. All streams are declared. Nothing is lost at the ends
 * of a window, where a gap would belong to two.
 */
@Timeout(120)
class InjectedLossIT
{
    private static final int ROOT_A = 10;
    private static final int FILTER = 11;
    private static final int ROOT_B = 12;
    private static final int JOIN = 20;
    private static final int WINDOW = 30;
    private static final int[] STREAMS = {ROOT_A, FILTER, ROOT_B, JOIN};
    private static final int SIZE = 10;
    private static final int WINDOWS = 8;
    private static final int UNTRACED = 40;
    private static final double LOSS = 0.2;

    /**
     * Everything before it expires: the first two windows and a half.
     */
    private static final int CUT = 25;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> lost = new TreeSet<>();
    private final Set<Integer> lostSets = new TreeSet<>();

    @TempDir
    private Path directory;
    private TestStore test;
    private ArchiveFixture fixture;
    private MediaDriver driver;
    private Aeron aeron;
    private Emitter emitter;
    private Collector collector;
    private AgentInvoker invoker;
    private long sent;

    @BeforeEach
    void setUp()
    {
        test = new TestStore();
    }

    @AfterEach
    void tearDown()
    {
        CloseHelper.closeAll(invoker, emitter, aeron, driver, fixture, test);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSayExactlyWhatWasTakenAway(final boolean isFromArchive)
    {
        start(isFromArchive);
        test.store.declare(Map.of(
            10L, StreamRole.ROOT, 12L, StreamRole.ROOT, 11L, StreamRole.DERIVED, 20L, StreamRole.JOINED,
            30L, StreamRole.JOINED));
        publish();

        for (int window = 0; window < WINDOWS; window++)
        {
            final Set<String> expected = lostFrames(window, JOIN);
            expected.add("links 30/" + window + " not-committed");
            assertThat(up(window)).as("not expanded, window %s seed=%s", window, seed).isEqualTo(expected);
        }

        try (WindowExpansion expansion = test.store.windowExpansion())
        {
            expansion.expand();
        }

        for (int window = 0; window < WINDOWS; window++)
        {
            assertThat(up(window)).as("window %s seed=%s", window, seed).isEqualTo(expected(window));
            assertThat(impact(window)).as("impact, window %s seed=%s", window, seed)
                .isEqualTo(expectedImpact(window));
        }

        contradict();
        leaveUntraced();
        expire();
        assertThat(errors).isEmpty();
    }

    /**
     * The first frame of window 3 comes again with another ID, and the set of its last join names its first one, too.
     */
    private void contradict()
    {
        final int first = 3 * SIZE;
        emitter.frame(ROOT_A, EPOCH, first, 1, id(9, 1));
        emitter.set(JOIN, EPOCH, first, j(first + SIZE - 1), a(first + SIZE - 1), b(first + SIZE - 1));
        sent += 2;
        awaitStored();

        final Set<String> expected = expected(3);
        expected.add("frames 10/" + first + " mismatch");
        expected.add("links 20/" + first + " mismatch");
        assertThat(up(3)).as("seed=%s", seed).isEqualTo(expected);

        final Set<String> expectedImpact = expectedImpact(3);
        expectedImpact.add("frames 10/" + first + " mismatch");
        expectedImpact.add("links 20/" + first + " mismatch");
        assertThat(impact(3)).as("seed=%s", seed).isEqualTo(expectedImpact);
        assertThat(test.store.counts().conflicts()).isEqualTo(1);
        assertThat(test.store.counts().misplacedSets()).isEqualTo(1);
    }

    private void leaveUntraced()
    {
        for (int i = 0; i < 3; i++)
        {
            emitter.frame(UNTRACED, EPOCH, i, 1 + i, 0);
            sent++;
        }

        awaitStored();
        try (Lineage lineage = test.store.lineage(); LineageAnalysis analysis = test.store.analysis())
        {
            assertThat(texts(lineage.ofFrame(UNTRACED, EPOCH, 1, Direction.UP).missing()))
                .containsExactly("links 40/1 sampled-out");
            assertThat(texts(analysis.impact(UNTRACED, EPOCH, 0, 2).missing())).containsExactly(
                "links 40/0 sampled-out", "links 40/1 sampled-out", "links 40/2 sampled-out");
        }
    }

    /**
     * What is gone is told as such, what was lost after it is as before.
     */
    private void expire()
    {
        try (Expiry expiry = test.store.expiry())
        {
            expiry.before(a(CUT) >>> 22);
        }

        assertThat(up(0)).containsExactly("trace " + Long.toUnsignedString(w(0)) + " expired");
        final int window = CUT / SIZE;
        final Set<String> expected = new TreeSet<>();
        for (int i = window * SIZE; i < CUT; i++)
        {
            expected.add("frames 20/" + i + " expired");
            if (!lost.contains(JOIN + "/" + i))
            {
                expected.add("trace " + Long.toUnsignedString(j(i)) + " expired");
            }
        }

        expected(window).stream().filter((text) -> seq(text) >= CUT || text.contains("30/")).forEach(expected::add);
        assertThat(up(window)).as("seed=%s", seed).isEqualTo(expected);
        assertThat(up(window + 2)).as("seed=%s", seed).isEqualTo(expected(window + 2));

        final Set<String> expectedImpact = new TreeSet<>();
        for (int i = window * SIZE; i < CUT; i++)
        {
            expectedImpact.add("frames 10/" + i + " expired");
        }

        expectedImpact(window).stream().filter((text) -> seq(text) >= CUT).forEach(expectedImpact::add);
        assertThat(impact(window)).as("seed=%s", seed).isEqualTo(expectedImpact);
    }

    private void start(final boolean isFromArchive)
    {
        if (isFromArchive)
        {
            fixture = new ArchiveFixture(directory);
            aeron = fixture.aeron;
            collector = new Collector(fixture.context(test.store));
        }
        else
        {
            driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
                .aeronDirectoryName(CommonContext.generateRandomDirName())
                .threadingMode(ThreadingMode.SHARED)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true));
            aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .errorHandler(errors::add));
            collector = new Collector(
                new Collector.Context().aeron(aeron).store(test.store).errorHandler(errors::add));
        }

        invoker = new AgentInvoker(errors::add, null, collector);
        invoker.start();
        emitter = new Emitter(aeron);
    }

    private void publish()
    {
        for (int i = 0; i < WINDOWS * SIZE; i++)
        {
            final boolean mayLose = 0 != i % SIZE && SIZE - 1 != i % SIZE && CUT != i && CUT - 1 != i;
            final long[] ids = {a(i), a(i), b(i), j(i)};
            for (int k = 0; k < STREAMS.length; k++)
            {
                if (mayLose && random.nextDouble() < LOSS)
                {
                    lost.add(STREAMS[k] + "/" + i);
                }
                else
                {
                    emitter.frame(STREAMS[k], EPOCH, i, (ids[k] >>> 22) * 1_000_000 + k, ids[k]);
                    sent++;
                }
            }

            if (mayLose && random.nextDouble() < LOSS)
            {
                lostSets.add(i);
            }
            else
            {
                emitter.set(JOIN, EPOCH, i, j(i), a(i), b(i));
                sent++;
            }

            if (SIZE - 1 == i % SIZE)
            {
                final int window = i / SIZE;
                emitter.frame(WINDOW, EPOCH, window, (w(window) >>> 22) * 1_000_000, w(window));
                sent++;
                test.writer.recordWindowBySeq(w(window), JOIN, EPOCH, (long)window * SIZE, i);
            }
        }

        awaitStored();
    }

    private void awaitStored()
    {
        final CollectorCounters counters = collector.counters();
        Await.until(
            () ->
            {
                invoker.invoke();
                return sent == counters.framesStored() + counters.linkSetsStored();
            },
            () -> sent + " rows, " + counters.pending() + " pending, errors: " + errors);
    }

    /**
     * What was taken from the lineage of a window: its frames on all streams, and links of joins that were not lost
     * themselves. The set of a lost join tells nothing that its gap does not.
     */
    private Set<String> expected(final int window)
    {
        final Set<String> expected = lostFrames(window, STREAMS);
        for (int i = window * SIZE; i < (window + 1) * SIZE; i++)
        {
            if (lostSets.contains(i) && !lost.contains(JOIN + "/" + i))
            {
                expected.add("links 20/" + i + " never-seen");
            }
        }

        return expected;
    }

    /**
     * Going down from root 10, root 12 is not touched.
     */
    private Set<String> expectedImpact(final int window)
    {
        final Set<String> expected = expected(window);
        expected.removeIf((text) -> text.startsWith("frames 12/"));
        return expected;
    }

    private Set<String> lostFrames(final int window, final int... streams)
    {
        final Set<String> frames = new TreeSet<>();
        for (final int stream : streams)
        {
            for (int i = window * SIZE; i < (window + 1) * SIZE; i++)
            {
                if (lost.contains(stream + "/" + i))
                {
                    frames.add("frames " + stream + "/" + i + " never-seen");
                }
            }
        }

        return frames;
    }

    private Set<String> up(final int window)
    {
        try (Lineage lineage = test.store.lineage())
        {
            return texts(lineage.ofTrace(w(window), Direction.UP).missing());
        }
    }

    private Set<String> impact(final int window)
    {
        try (LineageAnalysis analysis = test.store.analysis())
        {
            return texts(analysis.impact(
                ROOT_A, EPOCH, (long)window * SIZE, (long)(window + 1) * SIZE - 1).missing());
        }
    }

    /**
     * One text for each sequence that is missing.
     */
    private static Set<String> texts(final List<Missing> missing)
    {
        final Set<String> texts = new TreeSet<>();
        for (final Missing entry : missing)
        {
            if (null == entry.streamId())
            {
                texts.add("trace " + Long.toUnsignedString(entry.traceId()) + " " + entry.cause().text());
            }
            else if (null == entry.fromSeq() || null == entry.toSeq())
            {
                texts.add("open " + entry);
            }
            else
            {
                for (long seq = entry.fromSeq(); seq <= entry.toSeq(); seq++)
                {
                    texts.add(
                        entry.kind().text() + " " + entry.streamId() + "/" + seq + " " + entry.cause().text());
                }
            }
        }

        return texts;
    }

    private static int seq(final String text)
    {
        return Integer.parseInt(text.substring(text.indexOf('/') + 1, text.lastIndexOf(' ')));
    }

    private static long a(final int i)
    {
        return id(1, 1_000 + i * 10L);
    }

    private static long b(final int i)
    {
        return id(3, 1_001 + i * 10L);
    }

    private static long j(final int i)
    {
        return id(4, 1_005 + i * 10L);
    }

    private static long w(final int window)
    {
        return id(5, 1_007 + (window * 10L + 9) * 10);
    }
}
