package io.tracelink.driver;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.agrona.IoUtil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static io.tracelink.driver.DriverFixture.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The life of leases in random order, on the driver itself, with a client that speaks bytes, against a
 * {@link LeaseOracle}.
 */
class LeaseModelTest
{
    private static final int CLIENTS = 6;
    private static final String TOKEN = "token";

    private static Path directory;
    private static DriverFixture fixture;
    private static int tries;

    @BeforeContainer
    static void before() throws IOException
    {
        directory = Files.createTempDirectory("lease-model");
        fixture = new DriverFixture(directory);
    }

    @AfterContainer
    static void after()
    {
        fixture.close();
        IoUtil.delete(directory.toFile(), false);
    }

    /**
     * What happens next.
     */
    enum Kind
    {
        ATTACH, DETACH, KEEPALIVE, ADVANCE, REVOKE, RESTART, SHUTDOWN
    }

    /**
     * One step; what a kind has no use for is ignored.
     *
     * @param kind     what happens.
     * @param clientId whose step it is.
     * @param streamId of which stream.
     * @param role     in which role.
     * @param variant  0 is the plain case, others are faults and rarities.
     * @param nodeId   that is asked for; 0 for none.
     * @param deltaNs  by which the clock moves.
     */
    record Step(Kind kind, long clientId, long streamId, int role, int variant, long nodeId, long deltaNs)
    {
    }

    @Provide
    Arbitrary<Step> steps()
    {
        final Arbitrary<Kind> kinds = Arbitraries.frequency(
            Tuple.of(12, Kind.ATTACH),
            Tuple.of(5, Kind.DETACH),
            Tuple.of(6, Kind.KEEPALIVE),
            Tuple.of(8, Kind.ADVANCE),
            Tuple.of(2, Kind.REVOKE),
            Tuple.of(1, Kind.RESTART),
            Tuple.of(1, Kind.SHUTDOWN));
        return Combinators.combine(
            kinds,
            Arbitraries.longs().between(1, CLIENTS),
            Arbitraries.longs().between(10_001, 10_003),
            Arbitraries.of(Raw.PRODUCER, Raw.CONSUMER),
            Arbitraries.of(0, 0, 0, 1, 2),
            Arbitraries.of(0L, 0L, 1L, 2L, 3L, 4L, 5L),
            Arbitraries.of(1L, SECOND_NS - 1, SECOND_NS, 2 * SECOND_NS, 3 * SECOND_NS, 5 * SECOND_NS))
            .as(Step::new);
    }

    @Property(tries = 60)
    void shouldAnswerAsTheOracleDoes(@ForAll @Size(max = 60) final List<@From("steps") Step> steps)
    {
        fixture.namespace = "try-" + tries++;
        fixture.epochClock.update(DriverFixture.START_MS);
        fixture.launch(config());
        final LeaseOracle oracle = new LeaseOracle(fixture);
        try
        {
            for (int i = 0; i < steps.size(); i++)
            {
                run(steps.get(i), i, oracle);
                oracle.assertCounters();
            }
        }
        finally
        {
            fixture.closeDriverAndHearIt();
        }
    }

    private static DriverConfig config()
    {
        return fixture.config()
            .set(DriverKey.NODE_ID_RANGE, LeaseOracle.NODE_IDS)
            .set(DriverKey.NODE_ID_COOLDOWN_MS, LeaseOracle.COOLDOWN_NS / 1_000_000)
            .set(DriverKey.ANNOUNCE_PERIOD_MS, LeaseOracle.PERIOD_NS / 1_000_000)
            .set(DriverKey.DYNAMIC_STREAM_LINGER_MS, 0L)
            .set(DriverKey.SHUTDOWN_TOKEN, TOKEN)
            .build();
    }

    private static void run(final Step step, final int number, final LeaseOracle oracle)
    {
        switch (step.kind())
        {
            case ATTACH -> attach(step, number, oracle);
            case DETACH ->
            {
                final long leaseId = oracle.leaseIdOf(step.variant() == 1 ? 1 : step.clientId());
                fixture.send(Raw.detachRequest(number, leaseId, step.streamId(), step.clientId(), step.role()));
                oracle.detach(
                    number, leaseId, step.streamId(), step.clientId(), step.role(), fixture.settle());
            }
            case KEEPALIVE ->
            {
                final long leaseId = step.variant() == 1 ? 7 : oracle.leaseIdOf(step.clientId());
                fixture.send(Raw.keepalive(leaseId, step.streamId(), step.clientId(), step.role()));
                oracle.keepalive(leaseId, step.streamId(), step.clientId(), step.role(), fixture.settle());
            }
            case ADVANCE ->
            {
                fixture.advance(step.deltaNs());
                oracle.onTime(fixture.settle(), false);
            }
            case REVOKE ->
            {
                fixture.driver.revoke(step.clientId());
                oracle.revoke(step.clientId(), fixture.settle());
            }
            case RESTART ->
            {
                fixture.closeDriverAndHearIt();
                fixture.launch(config());
                oracle.start();
                assertThat(fixture.settle()).isEmpty();
            }
            case SHUTDOWN -> shutdown(step, oracle);
            default -> throw new AssertionError(step);
        }
    }

    private static void attach(final Step step, final int number, final LeaseOracle oracle)
    {
        final long desired = step.nodeId() == 0 ? Raw.NULL_U32 : step.nodeId();
        final int mode = step.variant() == 1 ? Raw.REQUIRE_EXISTING : Raw.EXISTING_OR_CREATE;
        final long layoutVersion = step.variant() == 2 ? step.deltaNs() == 1 ? 2 : 0 : 1;
        fixture.send(Raw.attachRequest(
            number, step.streamId(), step.clientId(), step.role(), layoutVersion, mode, 0, desired));
        oracle.attach(
            number, step.streamId(), step.clientId(), step.role(), layoutVersion, mode, desired, fixture.settle());
    }

    /**
     * With the token everybody hears of it and nobody is attached any more; without it nothing happens.
     */
    private static void shutdown(final Step step, final LeaseOracle oracle)
    {
        fixture.send(Raw.shutdownRequest(1, step.variant() == 0 ? TOKEN : "tokem"));
        final List<byte[]> answers = fixture.settle();
        if (step.variant() != 0)
        {
            assertThat(answers).isEmpty();
        }
        else
        {
            oracle.drain(answers);
            attach(new Step(Kind.ATTACH, 1, 10_001, Raw.CONSUMER, 0, 0, 1), -1, oracle);
            fixture.advance(2 * SECOND_NS);
            final List<byte[]> last = new ArrayList<>();
            byte[] message = fixture.next();
            while (Raw.templateId(message) != Raw.DRIVER_SHUTDOWN)
            {
                last.add(message);
                message = fixture.next();
            }

            oracle.onTime(last, true);
            assertThat(message).isEqualTo(Raw.driverShutdown(fixture.nanoClock.nanoTime(), 1));
            assertThat(fixture.driver.isStopped()).isTrue();

            fixture.closeDriver();
            fixture.forget();
            fixture.launch(config());
            oracle.start();
            assertThat(fixture.settle()).isEmpty();
        }
    }
}
