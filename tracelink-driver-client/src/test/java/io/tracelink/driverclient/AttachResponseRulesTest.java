package io.tracelink.driverclient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class AttachResponseRulesTest extends HarnessFixture
{
    private static final long NULL_U32 = RawMessage.NULL_U32;

    static Stream<Arguments> faults()
    {
        return Stream.of(
            fault("grant has no leaseId", g -> g.leaseId = RawMessage.NULL_U64),
            fault("grant streamId=4294967295 was not asked for", g -> g.streamId = NULL_U32),
            fault("grant streamId=10008 was not asked for", g -> g.streamId = Harness.STREAM + 1),
            fault("grant has no epoch", g -> g.epoch = RawMessage.NULL_U64),
            fault("grant layoutVersion=4294967295 was not asked for", g -> g.regions.layoutVersion = NULL_U32),
            fault("grant layoutVersion=4 was not asked for", g -> g.regions.layoutVersion = 4),
            fault("grant has no headerNslots", g -> g.regions.headerNslots = NULL_U32),
            fault("grant headerNslots=0 must be a power of two", g -> g.regions.headerNslots = 0),
            fault("grant headerNslots=12 must be a power of two", g -> g.regions.headerNslots = 12),
            fault("grant headerSlotBytes=65535 must be 256", g -> g.regions.headerSlotBytes = 0xFFFF),
            fault("grant headerSlotBytes=128 must be 256", g -> g.regions.headerSlotBytes = 128),
            fault("grant has no payload pool", g -> g.regions.pools.clear()),
            fault("regionUri='' is blank", g -> g.regions.headerUri = ""),
            fault("regionUri='  ' is blank", g -> g.regions.headerUri = "  "),
            fault("regionUri='' is blank", g -> pool(g, 1, 8, 64, "")),
            fault("poolNslots=4 must be headerNslots=8", g -> pool(g, 1, 4, 64, null)),
            fault("strideBytes=96 must be a power of two, at least 64", g -> pool(g, 1, 8, 96, null)),
            fault("strideBytes=32 must be a power of two, at least 64", g -> pool(g, 1, 8, 32, null)),
            fault("poolId=4 is there twice", g -> pool(g, 4, 8, 64, null)),
            fault("must begin with shm:file?", g -> g.regions.headerUri = "file:/etc/passwd"),
            fault("is outside of allowedBaseDirs", g -> g.regions.headerUri = "shm:file?path=/etc/passwd"),
            fault("cannot be resolved", g -> g.regions.delete()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void shouldDropAnAttachThatBreaksARule(final String message, final Consumer<RawGrant> fault)
    {
        final Lease lease = harness.client.attach(harness.producer().expectedLayoutVersion(3));
        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
        final RawGrant grant = new RawGrant(request, Harness.LEASE_ID, harness.regions(7)).with(fault);

        harness.send(grant.toBytes());

        assertThat(lease.state()).isEqualTo(LeaseState.BACKOFF);
        assertThat(lease.grant()).isNull();
        assertThat(lease.lastFailure()).startsWith("protocol error: ").contains(message);
        assertThat(harness.client.counter(ClientCounter.PROTOCOL_ERRORS)).isEqualTo(1);
        assertThat(harness.errors).hasSize(1);
        assertThat(harness.errors.get(0)).hasMessageContaining(message);
        assertThat(harness.listener.events).noneMatch(event -> event.startsWith("attached"));
        assertThat(null != harness.driver.take(ScriptedDriver.DETACH))
            .isEqualTo(RawMessage.NULL_U64 != grant.leaseId);

        harness.advance(50 * Harness.MILLI);
        harness.grant(43, harness.regions(8));
        assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);
    }

    @Test
    void shouldGoOnSayingWhatWasWrongHereWhenTheDriverRefusesAfterwards()
    {
        final Lease lease = harness.client.attach(harness.producer());
        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
        harness.send(new RawGrant(request, 11, harness.regions(7))
            .with(g -> g.regions.headerUri = "shm:file?path=/etc/passwd")
            .toBytes());
        final String cause = lease.lastFailure();
        assertThat(cause).isEqualTo("protocol error: regionUri='shm:file?path=/etc/passwd' is outside of " +
            "allowedBaseDirs=[" + baseDir + "]: name the base_dir of the driver there");
        for (int i = 0; i < 2; i++)
        {
            harness.advance(Harness.SECOND);
            harness.send(RawMessage.refusal(
                RawMessage.correlationId(harness.awaitRequest(ScriptedDriver.ATTACH)), 3, "producer already attached"));
            assertThat(lease.lastFailure()).isEqualTo("REJECTED: producer already attached; before that, " + cause);
        }

        harness.advance(Harness.SECOND);
        harness.grant(12, harness.regions(8));
        harness.send(RawMessage.revoked(12, Harness.STREAM, lease.clientId(), PRODUCER, 3));
        harness.advance(Harness.SECOND);
        harness.send(RawMessage.refusal(
            RawMessage.correlationId(harness.awaitRequest(ScriptedDriver.ATTACH)), 3, "no"));
        assertThat(lease.lastFailure()).isEqualTo("REJECTED: no");
    }

    @Test
    void shouldAcceptAGrantWithoutDeadlineAndNodeId()
    {
        final Lease lease = harness.client.attach(harness.producer());
        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
        harness.send(new RawGrant(request, Harness.LEASE_ID, harness.regions(7))
            .with(g -> g.nodeId = NULL_U32)
            .toBytes());

        assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);
        assertThat(lease.nodeId()).isEqualTo(Lease.NULL_NODE_ID);
        assertThat(lease.grant().leaseExpiryTimestampNs()).isEqualTo(LeaseGrant.NULL_EXPIRY_TIMESTAMP_NS);
    }

    @Test
    void shouldAcceptAGrantWhoseDeadlineIsByAnotherClock()
    {
        final Lease lease = harness.client.attach(harness.producer());
        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
        harness.send(new RawGrant(request, Harness.LEASE_ID, harness.regions(7)).with(g -> g.expiryNs = 5).toBytes());

        harness.elapse(10 * Harness.SECOND);
        assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);
        assertThat(harness.driver.requests()).hasSize(10);
    }

    @Test
    void shouldReadAnAnswerThatWasFragmented()
    {
        final Lease lease = harness.client.attach(harness.producer());
        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
        final RawGrant grant = new RawGrant(request, Harness.LEASE_ID, harness.regions(7))
            .with(g -> g.errorMessage = "x".repeat(3000));

        harness.send(grant.toBytes());

        assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);
    }

    @Test
    void shouldCutAndCleanWhatADriverSays()
    {
        final Lease lease = harness.client.attach(harness.producer());
        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);

        harness.send(RawMessage.refusal(
            RawMessage.correlationId(request), 1, "\u001b[31m\u00e9" + "x".repeat(2000)));

        assertThat(lease.lastFailure()).isEqualTo("UNSUPPORTED: ?[31m?" + "x".repeat(1024 - 6));
    }

    private static Arguments fault(final String message, final Consumer<RawGrant> fault)
    {
        return arguments(message, fault);
    }

    private static void pool(
        final RawGrant grant, final int poolId, final long nslots, final long strideBytes, final String uri)
    {
        final RawRegions.Pool pool = grant.regions.pools.get(1);
        grant.regions.pools.set(
            1, new RawRegions.Pool(poolId, nslots, strideBytes, null == uri ? pool.uri() : uri));
    }
}
