package io.tracelink.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static io.tracelink.store.TestStore.EPOCH;
import static io.tracelink.store.TestStore.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("store")
class WindowExpansionTest
{
    private TestStore test;

    @BeforeEach
    void setUp()
    {
        test = new TestStore();
    }

    @AfterEach
    void tearDown()
    {
        test.close();
    }

    @Test
    void shouldLinkTheFramesBetweenSequences()
    {
        test.write(() -> test.frames(10, 0, id(1, 1), id(1, 2), id(1, 3), id(1, 4), id(1, 5)));
        test.writer.recordWindowBySeq(id(5, 9), 10, EPOCH, 1, 3);

        assertThat(expand()).isEqualTo(new WindowExpansion.Result(1, 0, 3));
        assertThat(parents(id(5, 9))).containsExactly(id(1, 2), id(1, 3), id(1, 4));
    }

    @Test
    void shouldLinkTheFramesBetweenTimes()
    {
        test.write(() ->
        {
            test.frame(10, 0, 100, id(1, 1));
            test.frame(10, 1, 300, id(1, 3));
            test.frame(10, 2, 200, id(1, 2));
            test.frame(10, 3, 400, id(1, 4));
            test.frame(10, 4, -1, id(1, 5));
            test.frame(11, 0, 250, id(1, 6));
        });
        test.writer.recordWindowByTime(id(5, 9), 10, EPOCH, 200, 300);
        test.writer.recordWindowByTime(id(5, 10), 10, EPOCH, 100, 350);
        test.writer.recordWindowByTime(id(5, 11), 10, EPOCH, 400, -1);
        test.writer.recordWindowByTime(id(5, 12), 10, EPOCH, 500, 600);

        assertThat(expand()).isEqualTo(new WindowExpansion.Result(4, 1, 7));
        assertThat(parents(id(5, 9))).containsExactly(id(1, 2), id(1, 3));
        assertThat(parents(id(5, 10))).containsExactly(id(1, 1), id(1, 2), id(1, 3));
        assertThat(parents(id(5, 11))).containsExactly(id(1, 4), id(1, 5));
    }

    @Test
    void shouldChangeNothingWhenRunAgain()
    {
        test.write(() -> test.frames(10, 0, id(1, 1), id(1, 2)));
        test.writer.recordWindowBySeq(id(5, 9), 10, EPOCH, 0, 5);

        assertThat(expand()).isEqualTo(new WindowExpansion.Result(1, 1, 2));
        assertThat(expand()).isEqualTo(new WindowExpansion.Result(1, 1, 0));

        test.write(() -> test.frames(10, 2, id(1, 3)));
        assertThat(expand()).isEqualTo(new WindowExpansion.Result(1, 1, 1));
    }

    @Test
    void shouldLookAtAWindowUntilItsInputHasGonePastIt()
    {
        test.writer.recordWindowBySeq(id(5, 9), 10, EPOCH, 2, 4);
        test.writer.recordWindowByTime(id(5, 9), 11, EPOCH, 20, 40);
        assertThat(expand()).as("no frames at all").isEqualTo(new WindowExpansion.Result(2, 2, 0));

        test.write(() ->
        {
            test.frames(10, 0, id(1, 1), id(1, 2), id(1, 3), id(1, 4));
            test.frame(11, 0, 20, id(2, 1));
            test.frame(11, 1, 40, id(2, 2));
            test.writer.appendFrame(10, EPOCH + 1, 9, 0, 0, id(1, 9), 0);
        });
        assertThat(expand()).isEqualTo(new WindowExpansion.Result(2, 2, 4));

        test.write(() ->
        {
            test.frames(10, 4, id(1, 5));
            test.frame(11, 2, 41, id(2, 3));
        });
        assertThat(expand()).isEqualTo(new WindowExpansion.Result(2, 0, 1));
        assertThat(expand()).isEqualTo(new WindowExpansion.Result(0, 0, 0));
        assertThat(parents(id(5, 9))).containsExactly(id(2, 1), id(2, 2), id(1, 3), id(1, 4), id(1, 5));
    }

    @Test
    void shouldLinkFramesThatCameLateWhenToldToLookAgain()
    {
        test.write(() ->
        {
            test.frames(10, 0, id(1, 1), 0, id(1, 3));
            test.frames(31, 0, id(5, 9));
        });
        test.writer.recordWindowBySeq(id(5, 9), 10, EPOCH, 0, 2);
        assertThat(expand()).isEqualTo(new WindowExpansion.Result(1, 0, 2));

        test.write(() -> test.frames(10, 1, id(1, 2)));
        assertThat(expand()).isEqualTo(new WindowExpansion.Result(0, 0, 0));
        assertThat(test.missing(id(5, 9), Direction.UP)).as("the answer says so").singleElement()
            .extracting(Missing::cause).isEqualTo(Missing.Cause.NOT_COMMITTED);
        try (WindowExpansion expansion = test.store.windowExpansion())
        {
            assertThat(expansion.expandAgain()).isEqualTo(new WindowExpansion.Result(1, 0, 1));
        }

        assertThat(test.missing(id(5, 9), Direction.UP)).isEmpty();
    }

    @Test
    void shouldLinkEachTraceOnceAndNeitherUntracedFramesNorTheOutput()
    {
        test.write(() ->
        {
            test.frames(10, 0, id(1, 1), id(1, 1), id(5, 9));
            test.frame(10, 3, 5, 0);
        });
        test.writer.recordWindowBySeq(id(5, 9), 10, EPOCH, 0, 3);

        assertThat(expand()).isEqualTo(new WindowExpansion.Result(1, 0, 1));
        assertThat(parents(id(5, 9))).containsExactly(id(1, 1));
    }

    @Test
    void shouldTakeTheGivenStreamAndEpochOnly()
    {
        test.write(() ->
        {
            test.writer.appendFrame(10, 1, 0, 0, 0, id(1, 1), 0);
            test.writer.appendFrame(10, 2, 0, 0, 0, id(1, 2), 0);
            test.writer.appendFrame(11, 1, 0, 0, 0, id(1, 3), 0);
        });
        test.writer.recordWindowBySeq(id(5, 9), 10, 1, 0, 3);
        test.writer.recordWindowBySeq(id(5, 9), 11, 1, 0, 3);

        assertThat(expand()).isEqualTo(new WindowExpansion.Result(2, 2, 2));
        assertThat(parents(id(5, 9))).containsExactly(id(1, 1), id(1, 3));
    }

    @Test
    void shouldCrossTheSignedRange()
    {
        test.write(() ->
        {
            test.writer.appendFrame(10, EPOCH, Long.MAX_VALUE, 0, 0, -1, 0);
            test.writer.appendFrame(10, EPOCH, Long.MIN_VALUE, 0, 0, -2, 0);
            test.writer.appendFrame(10, EPOCH, -1, 0, 0, -3, 0);
        });
        test.writer.recordWindowBySeq(Long.MIN_VALUE, 10, EPOCH, Long.MAX_VALUE - 5, Long.MIN_VALUE + 5);

        assertThat(expand()).isEqualTo(new WindowExpansion.Result(1, 0, 2));
        assertThat(parents(Long.MIN_VALUE)).containsExactly(-2, -1);
    }

    @Test
    void shouldEqualAPlainJoinOverManyWindows()
    {
        final Random random = new Random(7);
        final int frames = 20_000;
        final int windows = 3_000;
        final long[] times = new long[frames];
        final long[][] bounds = new long[windows][];
        test.write(() ->
        {
            for (int i = 0; i < frames; i++)
            {
                times[i] = random.nextInt(1_000_000);
                test.frame(10, i, times[i], id(1, i + 1));
            }

            for (int i = 0; i < windows; i++)
            {
                final long start = random.nextInt(1_000_000);
                bounds[i] = new long[]{start, start + random.nextInt(0 == i % 100 ? 5_000 : 300)};
                test.writer.appendWindowByTime(id(5, i + 1), 10, EPOCH, bounds[i][0], bounds[i][1]);
            }
        });

        long expected = 0;
        for (final long[] bound : bounds)
        {
            expected += Arrays.stream(times).filter((time) -> bound[0] <= time && time <= bound[1]).count();
        }

        assertThat(expand()).isEqualTo(new WindowExpansion.Result(
            windows, Arrays.stream(bounds).filter((bound) -> times[frames - 1] <= bound[1]).count(), expected));
        assertThat(expected).isGreaterThan(8_192);
    }

    @Test
    void shouldSayThatTheStoreIsLocked() throws SQLException
    {
        test.write(() -> test.frames(10, 0, id(1, 1)));
        test.writer.recordWindowBySeq(id(5, 9), 10, EPOCH, 0, 5);
        test.lock();

        try (WindowExpansion expansion = new WindowExpansion(test.store.readConnection(), test.store.writer(10)))
        {
            assertThatThrownBy(expansion::expand)
                .isInstanceOfSatisfying(StoreException.class, (ex) -> assertThat(ex.isBusy()).isTrue());
            test.unlock();
            assertThat(expansion.expand()).isEqualTo(new WindowExpansion.Result(1, 1, 1));
        }
    }

    @Test
    void shouldLinkNothingOfAWindowThatExpiresMeanwhile() throws SQLException
    {
        final int expiring = 10_000;
        final int kept = 100;
        test.write(() ->
        {
            for (int seq = 0; seq < expiring + kept; seq++)
            {
                test.frame(10, seq, seq, id(1, 1 + seq));
            }
        });
        test.writer.recordWindowBySeq(id(5, expiring), 10, EPOCH, 0, expiring - 1);
        test.writer.recordWindowBySeq(id(5, 2 * expiring), 10, EPOCH, expiring, expiring + kept - 1);

        final List<Expiry.Result> expired = new ArrayList<>();
        final Connection reader = beforeEachQuery(test.store.readConnection(), () ->
        {
            // the first part of the links of the first window is committed
            if (expired.isEmpty() && test.store.counts().links() > 0)
            {
                try (Expiry expiry = test.store.expiry())
                {
                    expired.add(expiry.before(expiring + 1));
                }
            }
        });
        try (WindowExpansion expansion = new WindowExpansion(reader, test.store.writer()))
        {
            assertThat(expansion.expand().windows()).isEqualTo(2);
        }

        assertThat(expired).containsExactly(new Expiry.Result(expiring, 8_192, 0, 1));
        assertThat(test.query("SELECT trace_id || ' ' || count(*) FROM trace_links GROUP BY trace_id"))
            .containsExactly(id(5, 2 * expiring) + " " + kept);
        assertThat(test.query("SELECT trace_id FROM expanded_windows"))
            .containsExactly(String.valueOf(id(5, 2 * expiring)));
        try (StoreVerification verification = test.store.verification())
        {
            assertThat(verification.verify().isValid()).isTrue();
        }
    }

    /**
     * A connection whose prepared queries are each preceded by something else.
     */
    private static Connection beforeEachQuery(final Connection connection, final Runnable action)
    {
        return proxy(Connection.class, (method, args) ->
        {
            final Object result = method.invoke(connection, args);
            return result instanceof PreparedStatement ?
                proxy(PreparedStatement.class, (call, values) ->
                {
                    if ("executeQuery".equals(call.getName()))
                    {
                        action.run();
                    }

                    return call.invoke(result, values);
                }) : result;
        });
    }

    private static <T> T proxy(final Class<T> type, final Call call)
    {
        return type.cast(Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> call.invoke(method, args)));
    }

    private WindowExpansion.Result expand()
    {
        try (WindowExpansion expansion = test.store.windowExpansion())
        {
            return expansion.expand();
        }
    }

    private long[] parents(final long traceId)
    {
        try (Lineage lineage = test.store.lineage())
        {
            final long[] parents = lineage.parents(traceId);
            Arrays.sort(parents);
            return parents;
        }
    }

    @FunctionalInterface
    private interface Call
    {
        Object invoke(Method method, Object[] args) throws ReflectiveOperationException;
    }
}
