package io.tracelink.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static io.tracelink.store.TestStore.EPOCH;
import static io.tracelink.store.TestStore.framesMissing;
import static io.tracelink.store.TestStore.id;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Losses on a derived stream some frames of which carry no trace ID. Node 1 makes stream 10, which node 2 filters into
 * 11; node 3 makes 12.
 */
@Tag("store")
class DerivedRulesTest
{
    private static final StreamKey DERIVED = new StreamKey(11, EPOCH);

    private TestStore test;

    @BeforeEach
    void setUp()
    {
        test = new TestStore();
        test.store.declare(Map.of(11L, StreamRole.DERIVED));
    }

    @AfterEach
    void tearDown()
    {
        test.close();
    }

    @Test
    void shouldReportALossBeforeAnUntracedLastFrame()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2), a(3));
            test.frames(11, 1, a(1), 0, a(3));
            test.untraced(11, 4);
        });

        assertThat(test.missing(a(2), Direction.DOWN)).containsExactly(framesMissing(11, 2, 2, null));
        assertThat(test.impactMissing(10, 2)).containsExactly(framesMissing(11, 2, 2, null));
        assertThat(test.missing(a(3), Direction.DOWN)).isEmpty();
    }

    @Test
    void shouldReportALossBetweenUntracedFramesByThoseAroundThem()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2), a(3), a(4), a(5));
            // 3 and 6 are lost, between the frames of a(2) and a(4), and of a(4) and a(5)
            test.frames(11, 1, a(2));
            test.untraced(11, 2);
            test.untraced(11, 4);
            test.frames(11, 5, a(4));
            test.untraced(11, 7);
            test.frames(11, 8, a(5));
        });

        assertThat(test.missing(a(3), Direction.DOWN)).containsExactly(framesMissing(11, 3, 3, null));
        assertThat(test.impactMissing(10, 3)).containsExactly(framesMissing(11, 3, 3, null));
        assertThat(test.missing(a(1), Direction.DOWN)).isEmpty();
        assertThat(test.impactMissing(10, 1)).isEmpty();
    }

    @Test
    void shouldReportALossBehindTheLastOrBeforeTheFirstTraceId()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(2), a(3));
            test.untraced(11, 1);
            test.frames(11, 3, a(2));
            test.untraced(11, 5);
        });

        assertThat(test.missing(a(1), Direction.DOWN)).containsExactly(framesMissing(11, 2, 2, null));
        assertThat(test.impactMissing(10, 1)).containsExactly(framesMissing(11, 2, 2, null));
        assertThat(test.missing(a(2), Direction.DOWN)).isEmpty();
        assertThat(test.missing(a(3), Direction.DOWN)).containsExactly(framesMissing(11, 4, 4, null));
        assertThat(test.impactMissing(10, 3)).containsExactly(framesMissing(11, 4, 4, null));
    }

    @Test
    void shouldReportEveryLossWhereNoFrameIsTraced()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1));
            test.untraced(11, 1);
            test.untraced(11, 2);
            test.untraced(11, 4);
        });

        assertThat(test.missing(a(1), Direction.DOWN)).containsExactly(framesMissing(11, 3, 3, null));
        assertThat(test.impactMissing(10, 1)).containsExactly(framesMissing(11, 3, 3, null));
    }

    @Test
    void shouldNotTakeOtherUntracedFramesForThoseOfANeighbour()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1), a(3), a(5));
            test.untraced(12, 1);
            test.frames(12, 2, b(2));
            test.untraced(11, 1);
            test.frames(11, 3, a(5));
        });

        assertThat(test.missing(b(2), Direction.DOWN)).as("stream 11 takes from stream 10 only").isEmpty();
        assertThat(test.missing(a(3), Direction.DOWN)).containsExactly(framesMissing(11, 2, 2, null));
    }

    @Test
    void shouldTellByItsNodeWhatANeighbourIsWhoseOriginWasLost()
    {
        test.write(() ->
        {
            test.frames(10, 1, a(1));
            test.frames(12, 1, b(2));
            test.frames(11, 1, a(1), 0, b(3));
        });

        assertThat(test.missing(b(2), Direction.DOWN)).containsExactly(framesMissing(11, 2, 2, null));
    }

    @Test
    void shouldNotReadAStreamWhereNothingCanBeFound() throws SQLException
    {
        test.write(() -> test.frames(11, 1, a(5), a(6), 0, a(8), a(9)));

        final List<String> statements = new ArrayList<>();
        final StoredFrame touched = new StoredFrame(11, EPOCH, 5, 0, 0, a(9), FrameStatus.OK);
        assertThat(missing(Map.of(DERIVED, Touched.of(touched, touched)), statements, a(2), a(3))).isEmpty();
        assertThat(statements).isNotEmpty().noneMatch((sql) -> sql.contains("count(*)"));

        statements.clear();
        assertThat(missing(Map.of(DERIVED, Touched.of(touched, touched)), statements, a(2), a(7)))
            .containsExactly(framesMissing(11, 3, 3, null));
        assertThat(statements).anyMatch((sql) -> sql.contains("count(*)"));
    }

    /**
     * What the rule finds of traces of node 1 that have no frames, and the statements that it needs.
     */
    private List<Missing> missing(
        final Map<StreamKey, Touched> touched, final List<String> statements, final Long... ids) throws SQLException
    {
        try (Connection connection = DriverManager.getConnection(
            test.location.startsWith("jdbc:") ? test.location : "jdbc:sqlite:" + test.location))
        {
            final Connection recorded = recorded(connection, statements);
            final FrameRows rows = new FrameRows(recorded);
            final StreamKinds kinds = new StreamKinds(recorded, rows);
            kinds.load();
            statements.clear();

            final MissingSet missing = new MissingSet(new Expired(connection));
            new DerivedRules(new TraceRows(recorded), rows, kinds)
                .assess(new Frameless(List.of(ids)), touched, missing);
            return missing.toList();
        }
    }

    private static Connection recorded(final Connection connection, final List<String> statements)
    {
        return proxy(Connection.class, (self, method, args) ->
        {
            final Object result = invoke(connection, method, args);
            return !(result instanceof PreparedStatement) ? result : proxy(
                PreparedStatement.class, (statement, called, values) ->
                {
                    if ("executeQuery".equals(called.getName()))
                    {
                        statements.add((String)args[0]);
                    }

                    return invoke(result, called, values);
                });
        });
    }

    private static <T> T proxy(final Class<T> type, final InvocationHandler handler)
    {
        return type.cast(
            Proxy.newProxyInstance(DerivedRulesTest.class.getClassLoader(), new Class<?>[]{type}, handler));
    }

    private static Object invoke(final Object target, final Method method, final Object... args) throws Throwable
    {
        try
        {
            return method.invoke(target, args);
        }
        catch (final InvocationTargetException ex)
        {
            throw ex.getCause();
        }
    }

    private static long a(final long ms)
    {
        return id(1, ms);
    }

    private static long b(final long ms)
    {
        return id(3, ms);
    }

    private record Frameless(List<Long> ids) implements DerivedRules.Traces
    {
        @Override
        public int count()
        {
            return ids.size();
        }

        @Override
        public long id(final int index)
        {
            return ids.get(index);
        }

        @Override
        public boolean isOn(final long traceId, final long streamId)
        {
            return false;
        }
    }
}
