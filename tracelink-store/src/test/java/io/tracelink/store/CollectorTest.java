package io.tracelink.store;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.Publication;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.RegistrationException;
import io.tracelink.aeron.TraceStreams;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentTerminationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

@Timeout(60)
@Tag("store")
class CollectorTest
{
    private static final long NULL_TIMESTAMP = -1;

    private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
    private TestStore test;
    private MediaDriver driver;
    private Aeron aeron;
    private Emitter emitter;
    private Collector collector;
    private AgentInvoker invoker;

    @BeforeEach
    void setUp()
    {
        test = new TestStore();
        driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .threadingMode(ThreadingMode.SHARED)
            .ipcTermBufferLength(4 * 1024 * 1024)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true));
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .errorHandler(errors::add));
        emitter = new Emitter(aeron);
    }

    @AfterEach
    void tearDown()
    {
        CloseHelper.closeAll(invoker, emitter, aeron, driver, test);
    }

    @Test
    void shouldStoreWhatAnIndependentEmitterSends() throws SQLException
    {
        start(context().epochNanoClock(() -> 4_711));
        emitter.frame(7, 9, 10, 1_000, 41);
        pollUntil(() -> 1 == received());
        emitter.announce(7, -2);
        emitter.set(7, 9, 11, 42, 10, 20);
        pollUntil(() -> 2 == received());

        emitter.frame(7, 9, 11, NULL_TIMESTAMP, 42);
        emitter.frame(-1, -2, -3, -4, -5);
        emitter.set(-1, -2, -3, -5, -6, Long.MIN_VALUE, 1);
        emitter.frame(8, 1, 0, 5, 0);
        pollUntil(() -> 6 == received());
        pollUntil(() -> 0 == collector.counters().pending());

        assertThat(rows("SELECT concat_ws(' ', stream_id, epoch, seq, stage_id, t_ns, trace_id, status) " +
            "FROM frames ORDER BY stream_id, seq")).containsExactly(
            "7 9 10 0 1000 41 0",
            "7 9 11 4294967294 4711 42 1",
            "8 1 0 0 5 0 0",
            "4294967295 -2 -3 0 -4 -5 0");
        assertThat(rows("SELECT trace_id || ' ' || parent_trace_id FROM trace_links ORDER BY 1")).containsExactly(
            "-5 -6", "-5 -9223372036854775808", "-5 1", "42 10", "42 20");
        assertThat(rows("SELECT concat_ws(' ', stream_id, epoch, seq, trace_id, parent_count) FROM link_sets"))
            .containsExactlyInAnyOrder("7 9 11 42 2", "4294967295 -2 -3 -5 3");
        assertThat(collector.counters().framesStored()).isEqualTo(4);
        assertThat(collector.counters().linkSetsStored()).isEqualTo(2);
        assertThat(collector.counters().rejects()).isZero();
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldStoreSetsThatComeInFragments() throws SQLException
    {
        start(context());
        final int[] sizes = {1, 2, 167, 168, 256, 5_000, 60_000};
        for (int i = 0; i < sizes.length; i++)
        {
            final long[] parents = new long[sizes[i]];
            for (int k = 0; k < parents.length; k++)
            {
                parents[k] = 1_000L * (k + 1) + i;
            }

            emitter.set(7, 9, i, 100 + i, parents);
            final int sent = i + 1;
            pollUntil(() -> sent == received());
        }

        pollUntil(() -> 0 == collector.counters().pending());
        assertThat(rows("SELECT parent_count || ' ' || (SELECT count(*) FROM trace_links l " +
            "WHERE l.trace_id = s.trace_id) FROM link_sets s ORDER BY seq")).containsExactly(
            "1 1", "2 2", "167 167", "168 168", "256 256", "5000 5000", "60000 60000");
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldOnlyCountHostileBytes() throws SQLException
    {
        start(context());
        final List<ByteBuffer> broken = new ArrayList<>();
        broken.add(ByteBuffer.wrap(new byte[]{1, 2, 3}));
        broken.add(cut(Emitter.descriptor(7, 9, 1, 1, 42), 47));
        broken.add(patch(Emitter.descriptor(7, 9, 1, 1, 42), 0, 39));
        broken.add(patch(Emitter.descriptor(7, 9, 1, 1, 42), 6, 2));
        broken.add(cut(Emitter.linkSet(7, 9, 1, 42, 10, 20), 55));
        broken.add(cut(Emitter.linkSet(7, 9, 1, 42, 10, 20), 38));
        broken.add(patch(Emitter.linkSet(7, 9, 1, 42, 10, 20), 38, 0));
        broken.add(patch(Emitter.linkSet(7, 9, 1, 42, 10, 20), 38, 0xFFFF));
        broken.add(patch(Emitter.linkSet(7, 9, 1, 42, 10, 20), 36, 7));
        broken.add(patch(Emitter.linkSet(7, 9, 1, 42, 10, 20), 6, 9));
        broken.add(Emitter.linkSet(7, 9, 1, 0, 10, 20));
        broken.add(Emitter.linkSet(7, 9, 1, 42, 10, 10));
        broken.add(Emitter.linkSet(7, 9, 1, 42, 10, 0));
        broken.add(cut(Emitter.poolAnnounce(7, 5), 20));
        broken.add(patch(Emitter.poolAnnounce(7, 5), 0, 10));
        broken.add(patch(Emitter.poolAnnounce(7, 5), 6, 2));

        for (final ByteBuffer message : broken)
        {
            emitter.onControl(message.duplicate());
            emitter.onDescriptors(message.duplicate());
        }

        pollUntil(() -> 2L * broken.size() == collector.counters().rejects());

        final Random random = new Random(5);
        for (int i = 0; i < 2_000; i++)
        {
            final byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            emitter.onControl(ByteBuffer.wrap(noise));
            emitter.onDescriptors(ByteBuffer.wrap(noise));
            invoker.invoke();
        }

        emitter.frame(7, 9, 1, 1, 42);
        pollUntil(() -> 1 == collector.counters().framesStored());
        assertThat(rows("SELECT concat_ws(' ', stream_id, stage_id, trace_id) FROM frames")).containsExactly("7 0 42");
        assertThat(rows("SELECT count(*) FROM link_sets")).containsExactly("0");
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldDropAndCountWhileTheStoreIsLocked() throws SQLException
    {
        start(context().batchRows(16).batchCount(2));
        test.lock();

        final int count = 1_000;
        for (int i = 0; i < count; i++)
        {
            emitter.frame(7, 9, i, 1, 1 + i);
            emitter.set(7, 9, i, 1 + i, 5_000);
            invoker.invoke();
        }

        pollUntil(() -> 2 * count == received());
        assertThat(collector.counters().framesDropped()).isGreaterThan(count - 64);
        assertThat(collector.counters().linkSetsDropped()).isGreaterThan(count - 64);
        pollUntil(() -> collector.counters().writeFailures() >= 2);
        assertThat(collector.counters().framesStored()).isZero();

        test.unlock();
        pollUntil(() -> 0 == collector.counters().pending());
        emitter.frame(7, 9, count, 1, 9_999);
        pollUntil(() -> 2 * count + 1 == received() && 0 == collector.counters().pending());

        final long stored = collector.counters().framesStored();
        assertThat(stored + collector.counters().framesDropped()).isEqualTo(count + 1);
        assertThat(rows("SELECT count(*) FROM frames")).containsExactly(String.valueOf(stored));
        assertThat(rows("SELECT trace_id FROM frames WHERE trace_id = 9999")).containsExactly("9999");
        assertThat(errors).singleElement().isInstanceOfSatisfying(
            StoreException.class, (ex) -> assertThat(ex.isBusy()).isTrue());
    }

    @Test
    void shouldCommitWhatIsThereOnClose() throws SQLException
    {
        start(context().commitIntervalNs(TimeUnit.SECONDS.toNanos(1)));
        emitter.frame(7, 9, 0, 1, 1);
        pollUntil(() -> 1 == received());

        final int count = 5_000;
        for (int i = 1; i < count; i++)
        {
            emitter.frame(7, 9, i, 1, 1 + i);
        }

        invoker.close();
        invoker.close();
        assertThat(rows("SELECT count(*) FROM frames")).containsExactly(String.valueOf(count));
        assertThat(collector.counters().framesStored()).isEqualTo(count);
        assertThat(collector.counters().pending()).isZero();
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldSayWhatCouldNotBeCommittedOnClose()
    {
        start(context().closeTimeoutNs(TimeUnit.MILLISECONDS.toNanos(50)));
        test.lock();
        for (int i = 0; i < 10; i++)
        {
            emitter.frame(7, 9, i, 1, 1 + i);
        }

        pollUntil(() -> 10 == received());
        invoker.close();
        test.unlock();

        assertThat(collector.counters().pending()).isEqualTo(10);
        assertThat(collector.counters().framesDropped()).isEqualTo(10);
        assertThat(collector.counters().linkSetsDropped()).isZero();
        assertThat(errors).extracting(Throwable::getMessage)
            .contains("pending=10 rows could not be committed within the close timeout and are lost");
    }

    @Test
    void shouldCommitAndEndWhenTheClientIsClosed() throws SQLException
    {
        start(context().commitIntervalNs(TimeUnit.SECONDS.toNanos(1)));
        emitter.frame(7, 9, 1, 1, 42);
        pollUntil(() -> 1 == received());
        aeron.close();

        pollUntil(() -> errors.stream().anyMatch(AgentTerminationException.class::isInstance) || invoker.isClosed());
        invoker.close();
        assertThat(rows("SELECT trace_id FROM frames")).containsExactly("42");
    }

    @Test
    void shouldShowItsCounters()
    {
        start(context());
        emitter.frame(7, 9, 1, 1, 42);
        pollUntil(() -> 1 == collector.counters().framesStored() && 0 == collector.counters().pending());
        invoker.invoke();

        final List<String> labels = new ArrayList<>();
        aeron.countersReader().forEach((counterId, typeId, keyBuffer, label) ->
        {
            if (typeId >= 1300 && typeId < 1400)
            {
                labels.add(typeId + " " + label + "=" + aeron.countersReader().getCounterValue(counterId));
            }
        });
        assertThat(labels).containsExactlyInAnyOrder(
            "1300 tracelink store frames-stored=1",
            "1301 tracelink store link-sets-stored=0",
            "1302 tracelink store rejects=0",
            "1303 tracelink store frames-dropped=0",
            "1304 tracelink store link-sets-dropped=0",
            "1305 tracelink store commits=1",
            "1306 tracelink store pending=0",
            "1307 tracelink store write-failures=0",
            "1308 tracelink store behind-bytes=0");
    }

    @Test
    void shouldLeaveNothingOnTheClientWhenAStreamIsRefused()
    {
        final Publication publication =
            aeron.addPublication(TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID);
        final Collector.Context context = context().descriptorChannel("aeron:nonsense");

        assertThatThrownBy(() -> new Collector(context)).isInstanceOf(RegistrationException.class);

        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (publication.isConnected() && System.nanoTime() - deadlineNs < 0)
        {
            Thread.onSpinWait();
        }

        assertThat(publication.isConnected()).isFalse();
    }

    @Test
    void shouldRefuseSettingsOutOfTheirRange()
    {
        assertThatIllegalArgumentException().isThrownBy(() -> new Collector.Context().aeron(aeron).conclude())
            .withMessage("store=null must be set to an open store");
        assertThatIllegalArgumentException().isThrownBy(() -> new Collector.Context().store(test.store).conclude())
            .withMessage("aeron=null must be set to a connected client");
        assertThatIllegalArgumentException().isThrownBy(() -> context().commitIntervalNs(1).conclude())
            .withMessage("commitIntervalNs=1 must be in 1000000..1000000000");
        assertThatIllegalArgumentException().isThrownBy(() -> context().closeTimeoutNs(-1).conclude())
            .withMessageStartingWith("closeTimeoutNs=-1 must be in 0..");
        assertThatIllegalArgumentException().isThrownBy(() -> context().batchRows(0).conclude())
            .withMessage("batchRows=0 must be in 1..1048576");
        assertThatIllegalArgumentException().isThrownBy(() -> context().batchCount(1).conclude())
            .withMessage("batchCount=1 must be in 2..1024");
    }

    private Collector.Context context()
    {
        return new Collector.Context().aeron(aeron).store(test.store).errorHandler(errors::add);
    }

    private void start(final Collector.Context context)
    {
        collector = new Collector(context);
        invoker = new AgentInvoker(errors::add, null, collector);
        invoker.start();
    }

    private long received()
    {
        final CollectorCounters counters = collector.counters();
        return counters.pending() + counters.framesStored() + counters.linkSetsStored() +
            counters.framesDropped() + counters.linkSetsDropped();
    }

    private void pollUntil(final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                fail("condition was not met in time, errors: " + errors);
            }

            invoker.invoke();
            Thread.onSpinWait();
        }
    }

    private static ByteBuffer cut(final ByteBuffer message, final int length)
    {
        return message.limit(length);
    }

    private static ByteBuffer patch(final ByteBuffer message, final int offset, final int value)
    {
        return message.order(ByteOrder.LITTLE_ENDIAN).putShort(offset, (short)value);
    }

    private List<String> rows(final String sql) throws SQLException
    {
        return test.query(sql);
    }
}
