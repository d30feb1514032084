package io.tracelink.driver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static io.tracelink.driver.DriverFixture.PROFILE;
import static io.tracelink.driver.DriverFixture.SECOND_NS;
import static io.tracelink.driver.DriverFixture.START_MS;
import static io.tracelink.driver.DriverFixture.START_NS;
import static io.tracelink.driver.Raw.CONSUMER;
import static io.tracelink.driver.Raw.EXISTING_OR_CREATE;
import static io.tracelink.driver.Raw.PRODUCER;
import static org.assertj.core.api.Assertions.assertThat;

class LeaseLifeTest
{
    private static final long STREAM = 10_000;
    private static final long FIRST_LEASE = START_MS * 1_000_000;
    private static final long FIRST_EPOCH = FIRST_LEASE + 1;
    private static final long QUIET_PERIOD_MS = 100_000;
    private static final int DETACHED = 1;
    private static final int EXPIRED = 2;
    private static final int REVOKED = 3;

    @TempDir
    private Path directory;
    private DriverFixture fixture;

    @BeforeEach
    void before()
    {
        fixture = new DriverFixture(directory);
        fixture.launch(fixture.config().set(DriverKey.ANNOUNCE_PERIOD_MS, QUIET_PERIOD_MS).build());
        fixture.ask(Raw.attachRequest(1, STREAM, 11, PRODUCER));
        fixture.next();
    }

    @AfterEach
    void after()
    {
        fixture.close();
    }

    @Test
    void shouldRevokeExpiredProducerFirstAndThenAnnounceTheNextEpoch()
    {
        fixture.advance(3 * SECOND_NS - 1);
        fixture.assertSilent();
        fixture.advance(1);

        final long nowNs = START_NS + 3 * SECOND_NS;
        assertThat(fixture.next())
            .isEqualTo(Raw.leaseRevoked(nowNs, FIRST_LEASE, STREAM, 11, PRODUCER, EXPIRED, "lease expired"));
        assertThat(fixture.next()).isEqualTo(Raw.announce(
            STREAM, 0, FIRST_EPOCH + 1, nowNs, PROFILE, fixture.epochDirectory(STREAM, FIRST_EPOCH + 1)));
        assertThat(fixture.counter(DriverCounters.EXPIRIES_TYPE_ID)).isEqualTo(1);
        assertThat(fixture.counter(DriverCounters.LEASES_TYPE_ID)).isZero();
    }

    @Test
    void shouldExtendLeaseOnKeepaliveOfItsHolderOnly()
    {
        fixture.advance(2 * SECOND_NS);
        fixture.send(Raw.keepalive(FIRST_LEASE, STREAM, 11, PRODUCER));
        fixture.assertSilent();
        fixture.advance(2 * SECOND_NS);
        fixture.send(Raw.keepalive(FIRST_LEASE, STREAM, 12, PRODUCER));
        fixture.send(Raw.keepalive(FIRST_LEASE, STREAM, 11, CONSUMER));
        fixture.assertSilent();
        fixture.advance(SECOND_NS);

        assertThat(fixture.next()).isEqualTo(Raw.leaseRevoked(
            START_NS + 5 * SECOND_NS, FIRST_LEASE, STREAM, 11, PRODUCER, EXPIRED, "lease expired"));
    }

    @Test
    void shouldKeepTheEpochWhenConsumerLeaves()
    {
        fixture.ask(Raw.attachRequest(2, STREAM, 12, CONSUMER));

        assertThat(fixture.ask(Raw.detachRequest(3, FIRST_LEASE + 1, STREAM, 12, CONSUMER)))
            .isEqualTo(Raw.detachResponse(3, Raw.OK, ""));
        assertThat(fixture.next()).isEqualTo(Raw.leaseRevoked(
            START_NS, FIRST_LEASE + 1, STREAM, 12, CONSUMER, DETACHED, "lease detached"));
        fixture.assertSilent();
    }

    @Test
    void shouldBumpTheEpochWhenProducerDetaches()
    {
        assertThat(fixture.ask(Raw.detachRequest(3, FIRST_LEASE, STREAM, 11, PRODUCER)))
            .isEqualTo(Raw.detachResponse(3, Raw.OK, ""));
        assertThat(fixture.next()).isEqualTo(Raw.leaseRevoked(
            START_NS, FIRST_LEASE, STREAM, 11, PRODUCER, DETACHED, "lease detached"));
        assertThat(fixture.next()).isEqualTo(Raw.announce(
            STREAM, 0, FIRST_EPOCH + 1, START_NS, PROFILE, fixture.epochDirectory(STREAM, FIRST_EPOCH + 1)));

        assertThat(fixture.ask(Raw.detachRequest(4, FIRST_LEASE, STREAM, 11, PRODUCER)))
            .isEqualTo(Raw.detachResponse(4, Raw.REJECTED, "lease not found"));
        assertThat(Raw.wrap(fixture.ask(Raw.attachRequest(5, STREAM, 11, PRODUCER))).getLong(40))
            .isEqualTo(FIRST_EPOCH + 2);
    }

    @Test
    void shouldRefuseToDetachForAnother()
    {
        assertThat(fixture.ask(Raw.detachRequest(3, FIRST_LEASE, STREAM, 12, PRODUCER)))
            .isEqualTo(Raw.detachResponse(3, Raw.REJECTED, "lease not found"));
        assertThat(fixture.ask(Raw.detachRequest(4, FIRST_LEASE, STREAM, 11, CONSUMER)))
            .isEqualTo(Raw.detachResponse(4, Raw.REJECTED, "lease not found"));
        assertThat(fixture.counter(DriverCounters.LEASES_TYPE_ID)).isEqualTo(1);
    }

    @Test
    void shouldAttachProducerThatComesWhileTheEpochIsBumped()
    {
        fixture.regionExecutor.hold();
        fixture.ask(Raw.detachRequest(3, FIRST_LEASE, STREAM, 11, PRODUCER));
        fixture.next();
        fixture.send(Raw.attachRequest(4, STREAM, 12, PRODUCER));
        fixture.assertSilent();
        fixture.regionExecutor.release();

        assertThat(fixture.next()).isEqualTo(Raw.announce(
            STREAM, 0, FIRST_EPOCH + 1, START_NS, PROFILE, fixture.epochDirectory(STREAM, FIRST_EPOCH + 1)));
        assertThat(fixture.next()).isEqualTo(Raw.attachGranted(
            4, FIRST_LEASE + 1, START_NS + 3 * SECOND_NS, STREAM, FIRST_EPOCH + 2, 2, PROFILE,
            fixture.epochDirectory(STREAM, FIRST_EPOCH + 2)));
    }

    @Test
    void shouldLetNodeIdRestBeforeItIsHandedOutAgain()
    {
        fixture.ask(Raw.detachRequest(3, FIRST_LEASE, STREAM, 11, PRODUCER));
        fixture.next();
        fixture.next();

        fixture.advance(SECOND_NS - 1);
        assertThat(fixture.ask(Raw.attachRequest(4, STREAM, 11, PRODUCER, 1, EXISTING_OR_CREATE, 0, 1)))
            .isEqualTo(Raw.attachRefused(4, Raw.REJECTED, "desired node_id unavailable"));
        fixture.advance(1);
        assertThat(Raw.wrap(fixture.ask(Raw.attachRequest(5, STREAM, 11, PRODUCER, 1, EXISTING_OR_CREATE, 0, 1)))
            .getInt(58)).isEqualTo(1);
        fixture.next();

        assertThat(fixture.ask(Raw.attachRequest(6, STREAM, 12, CONSUMER, 1, EXISTING_OR_CREATE, 0, 1)))
            .isEqualTo(Raw.attachRefused(6, Raw.REJECTED, "desired node_id unavailable"));
    }

    @Test
    void shouldTellClientThatItsLeaseIsNotKnown()
    {
        assertThat(fixture.ask(Raw.keepalive(FIRST_LEASE - 1, STREAM, 44, CONSUMER))).isEqualTo(Raw.leaseRevoked(
            START_NS, FIRST_LEASE - 1, STREAM, 44, CONSUMER, REVOKED, "lease not found"));
        fixture.send(Raw.keepalive(FIRST_LEASE - 1, STREAM + 1, 44, CONSUMER));
        fixture.assertSilent();
    }

    @Test
    void shouldKeepEpochsGrowingOverARestartWhenTheClockStepsBack()
    {
        fixture.closeDriver();
        fixture.epochClock.update(START_MS - 1_000_000);
        fixture.launch();
        fixture.next();

        final byte[] granted = fixture.ask(Raw.attachRequest(9, STREAM, 11, PRODUCER));
        assertThat(Raw.wrap(granted).getLong(20)).isEqualTo(FIRST_EPOCH + 1);
        assertThat(Raw.wrap(granted).getLong(40)).isEqualTo(FIRST_EPOCH + 2);
    }
}
