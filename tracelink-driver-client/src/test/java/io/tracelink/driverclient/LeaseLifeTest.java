package io.tracelink.driverclient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashSet;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class LeaseLifeTest extends HarnessFixture
{
    @Test
    void shouldSendTheBytesOfAnAttachRequest()
    {
        harness.client.attach(harness.producer().clientId(5).desiredNodeId(9).expectedLayoutVersion(3));

        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);

        assertThat(request).isEqualTo(RawMessage.attachRequest(99, Harness.STREAM, 5, 1, 3, 2, 1, 9));
        harness.client.attach(harness.consumer().clientId(6).desiredNodeId(AttachOptions.NODE_ID_OF_DRIVER));
        assertThat(harness.awaitRequest(ScriptedDriver.ATTACH))
            .isEqualTo(RawMessage.attachRequest(100, Harness.STREAM, 6, 2, 0, 1, 1, RawMessage.NULL_U32));
    }

    @Test
    void shouldAttachAndTellTheListener()
    {
        final RawRegions regions = harness.regions(7);
        final Lease lease = harness.attached(harness.producer().clientId(5).desiredNodeId(9), regions);

        assertThat(lease.nodeId()).isEqualTo(9);
        assertThat(lease.epoch()).isEqualTo(7);
        assertThat(lease.leaseId()).isEqualTo(Harness.LEASE_ID);
        assertThat(lease.clientId()).isEqualTo(5);
        assertThat(lease.streamId()).isEqualTo(Harness.STREAM);
        assertThat(lease.grant().layoutVersion()).isEqualTo(3);
        assertThat(lease.grant().headerNslots()).isEqualTo(8);
        assertThat(lease.grant().headerRegionUri().path()).isEqualTo(regions.headerPath());
        assertThat(lease.grant().pools()).extracting(PayloadPool::poolId).containsExactly(4, 1, 2);
        assertThat(harness.listener.events).containsExactly(
            "UNATTACHED->ATTACHING", "ATTACHING->ATTACHED", "attached 4242");
        assertThat(harness.errors).isEmpty();
    }

    @Test
    void shouldKeepTheLeaseAliveEverySecond()
    {
        harness.attached(harness.producer().clientId(5), harness.regions(7));

        harness.elapse(900 * Harness.MILLI);
        assertThat(harness.driver.take(ScriptedDriver.KEEPALIVE)).isNull();
        harness.elapse(100 * Harness.MILLI);

        assertThat(harness.driver.take(ScriptedDriver.KEEPALIVE)).isEqualTo(RawMessage.keepalive(
            Harness.LEASE_ID, Harness.STREAM, 5, 1, Harness.START_NS + Harness.SECOND));
        harness.elapse(5 * Harness.SECOND);
        assertThat(harness.driver.requests()).hasSize(5);
        assertThat(harness.client.counter(ClientCounter.KEEPALIVES)).isEqualTo(6);
    }

    @Test
    void shouldDetachOnRequest()
    {
        final Lease lease = harness.attached(harness.producer().clientId(5), harness.regions(7));

        lease.detach();
        assertThat(lease.state()).isEqualTo(LeaseState.DETACHING);
        assertThat(lease.grant()).isNull();
        final byte[] request = harness.awaitRequest(ScriptedDriver.DETACH);
        assertThat(request).isEqualTo(RawMessage.detachRequest(
            RawMessage.correlationId(request), Harness.LEASE_ID, Harness.STREAM, 5, 1));
        harness.send(RawMessage.detachResponse(RawMessage.correlationId(request) + 1, 0, ""));
        assertThat(lease.state()).isEqualTo(LeaseState.DETACHING);
        harness.send(RawMessage.detachResponse(RawMessage.correlationId(request), 0, ""));

        assertThat(lease.state()).isEqualTo(LeaseState.UNATTACHED);
        assertThat(lease.isClosed()).isTrue();
        assertThat(harness.listener.events).endsWith("DETACHING->UNATTACHED", "detached");
        lease.detach();
        harness.elapse(10 * Harness.SECOND);
        assertThat(harness.listener.events.stream().filter("detached"::equals)).hasSize(1);
        assertThat(harness.driver.requests()).isEmpty();
    }

    @Test
    void shouldEndADetachThatIsNotAnswered()
    {
        final Lease lease = harness.attached(harness.producer(), harness.regions(7));

        lease.detach();
        harness.awaitRequest(ScriptedDriver.DETACH);
        harness.elapse(2 * Harness.SECOND);

        assertThat(lease.isClosed()).isTrue();
    }

    @Test
    void shouldGiveBackALeaseThatIsGrantedWhileDetaching()
    {
        final Lease lease = harness.client.attach(harness.producer());
        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
        lease.detach();
        harness.send(new RawGrant(request, 11, harness.regions(7)).toBytes());

        assertThat(lease.isClosed()).isTrue();
        final byte[] detach = harness.awaitRequest(ScriptedDriver.DETACH);
        assertThat(detach).isEqualTo(RawMessage.detachRequest(
            RawMessage.correlationId(detach), 11, Harness.STREAM, lease.clientId(), 1));
        assertThat(harness.client.counter(ClientCounter.LEASES_RETURNED)).isEqualTo(1);
    }

    @Test
    void shouldBackOffExponentiallyWhenRefused()
    {
        final Lease lease = harness.client.attach(harness.producer());
        long delayMaxNs = 50 * Harness.MILLI;
        for (int i = 0; i < 8; i++)
        {
            final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
            harness.send(RawMessage.refusal(RawMessage.correlationId(request), REJECTED, "producer already attached"));
            assertThat(lease.state()).isEqualTo(LeaseState.BACKOFF);
            assertThat(lease.lastFailure()).isEqualTo("REJECTED: producer already attached");
            harness.advance(delayMaxNs / 2 - 1);
            harness.settle();
            assertThat(harness.driver.requests()).isEmpty();
            harness.advance(delayMaxNs / 2 + 1);
            delayMaxNs = Math.min(2 * delayMaxNs, 2 * Harness.SECOND);
        }

        harness.grant(Harness.LEASE_ID, harness.regions(7));
        assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);
        assertThat(harness.client.counter(ClientCounter.ATTACH_FAILURES)).isEqualTo(8);
        assertThat(harness.errors).isEmpty();
    }

    @Test
    void shouldAskAgainWithAnotherClientIdWhenUnanswered()
    {
        final Lease lease = harness.client.attach(harness.producer());
        final byte[] first = harness.awaitRequest(ScriptedDriver.ATTACH);
        harness.elapse(2 * Harness.SECOND);
        assertThat(lease.lastFailure()).isEqualTo("no answer from a driver within 2000000000 ns");
        harness.elapse(100 * Harness.MILLI);
        final byte[] second = harness.awaitRequest(ScriptedDriver.ATTACH);

        assertThat(RawMessage.correlationId(second)).isNotEqualTo(RawMessage.correlationId(first));
        assertThat(RawMessage.attachClientId(second)).isNotEqualTo(RawMessage.attachClientId(first));
        assertThat(RawMessage.desiredNodeId(second)).isEqualTo(RawMessage.desiredNodeId(first));

        // The first request is granted after all: given back, while the second one stays open.
        harness.send(new RawGrant(first, 11, harness.regions(7)).toBytes());
        final byte[] detach = harness.awaitRequest(ScriptedDriver.DETACH);
        assertThat(detach).isEqualTo(RawMessage.detachRequest(
            RawMessage.correlationId(detach), 11, Harness.STREAM, RawMessage.attachClientId(first), 1));
        assertThat(lease.state()).isEqualTo(LeaseState.ATTACHING);
        harness.send(new RawGrant(second, 12, harness.regions(8)).toBytes());
        assertThat(lease.leaseId()).isEqualTo(12);
    }

    @Test
    void shouldAcceptAnAnswerThatComesWhileBackingOff()
    {
        final Lease lease = harness.client.attach(harness.producer());
        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
        harness.advance(2 * Harness.SECOND);
        harness.settle();
        assertThat(lease.state()).isEqualTo(LeaseState.BACKOFF);

        harness.send(new RawGrant(request, 11, harness.regions(7)).toBytes());

        assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);
        assertThat(lease.leaseId()).isEqualTo(11);
    }

    @Test
    void shouldIgnoreDuplicatesOfAnAnswer()
    {
        final Lease lease = harness.client.attach(harness.producer());
        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
        final RawRegions regions = harness.regions(7);
        harness.send(new RawGrant(request, 11, regions).toBytes());
        final LeaseGrant grant = lease.grant();

        harness.send(new RawGrant(request, 12, regions).toBytes());
        harness.send(RawMessage.refusal(RawMessage.correlationId(request), REJECTED, "no"));

        assertThat(lease.grant()).isSameAs(grant);
        assertThat(harness.listener.events).hasSize(3);
        assertThat(harness.driver.requests()).isEmpty();
    }

    @Test
    void shouldChooseAnotherClientIdWhenTheChosenOneIsTaken()
    {
        final Lease lease = harness.client.attach(harness.producer());
        final byte[] first = harness.awaitRequest(ScriptedDriver.ATTACH);
        harness.send(RawMessage.refusal(
            RawMessage.correlationId(first), REJECTED, "client_id already attached"));
        final byte[] second = harness.awaitRequest(ScriptedDriver.ATTACH);

        assertThat(RawMessage.attachClientId(first)).isNotZero();
        assertThat(RawMessage.attachClientId(second)).isNotZero().isNotEqualTo(RawMessage.attachClientId(first));
        assertThat(lease.clientId()).isEqualTo(RawMessage.attachClientId(second));
    }

    @Test
    void shouldKeepAConfiguredClientIdThatIsTaken()
    {
        harness.client.attach(harness.producer().clientId(5));
        final byte[] first = harness.awaitRequest(ScriptedDriver.ATTACH);
        harness.send(RawMessage.refusal(
            RawMessage.correlationId(first), REJECTED, "client_id already attached"));
        assertThat(harness.driver.requests()).isEmpty();
        harness.advance(50 * Harness.MILLI);

        assertThat(RawMessage.attachClientId(harness.awaitRequest(ScriptedDriver.ATTACH))).isEqualTo(5);
    }

    @Test
    void shouldProposeOtherNodeIdsWhenRefusedAndSlowDownAfterSome()
    {
        harness.client.attach(harness.producer());
        final Set<Long> proposed = new HashSet<>();
        for (int i = 0; i < 9; i++)
        {
            final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
            assertThat(RawMessage.desiredNodeId(request)).isBetween(1L, 1023L);
            proposed.add(RawMessage.desiredNodeId(request));
            harness.send(RawMessage.refusal(
                RawMessage.correlationId(request), REJECTED, "desired node_id unavailable"));
        }

        assertThat(proposed).hasSizeGreaterThan(7);
        assertThat(harness.driver.requests()).isEmpty();
        harness.advance(50 * Harness.MILLI);
        harness.awaitRequest(ScriptedDriver.ATTACH);
    }

    /**
     * The protocol leaves the words to the driver, and the code open between two.
     */
    @ParameterizedTest
    @CsvSource({
        "2, desired node_id unavailable",
        "3, node ID 7 in use",
        "2, nodeId out of range",
        "3, DesiredNodeId cools down"
    })
    void shouldProposeAnotherNodeIdHoweverTheRefusalIsWorded(final int code, final String words)
    {
        harness.client.attach(harness.producer());
        final Set<Long> proposed = new HashSet<>();
        for (int i = 0; i < 5; i++)
        {
            final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
            proposed.add(RawMessage.desiredNodeId(request));
            harness.send(RawMessage.refusal(RawMessage.correlationId(request), code, words));
        }

        assertThat(proposed).hasSizeGreaterThan(3);
    }

    @Test
    void shouldAskForTheSameNodeIdAgainAndAgainAfterALoss()
    {
        final Lease lease = harness.attached(harness.producer(), harness.regions(7));
        final long nodeId = lease.nodeId();
        harness.send(RawMessage.revoked(Harness.LEASE_ID, Harness.STREAM, lease.clientId(), 1, 3));
        for (int i = 0; i < 20; i++)
        {
            harness.advance(2 * Harness.SECOND);
            final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
            assertThat(RawMessage.desiredNodeId(request)).isEqualTo(nodeId);
            harness.send(RawMessage.refusal(
                RawMessage.correlationId(request), REJECTED, "desired node_id unavailable"));
            assertThat(lease.state()).isEqualTo(LeaseState.BACKOFF);
        }

        harness.advance(2 * Harness.SECOND);
        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
        harness.send(new RawGrant(request, 50, harness.regions(8)).with(g -> g.nodeId = nodeId + 1).toBytes());
        assertThat(lease.state()).isEqualTo(LeaseState.BACKOFF);
        assertThat(lease.lastFailure()).isEqualTo(
            "nodeId=" + nodeId + " must be kept, the driver assigned " + (nodeId + 1));
        assertThat(harness.driver.take(ScriptedDriver.DETACH)).isNotNull();

        assertThat(harness.client.counter(ClientCounter.NODE_IDS_WITHHELD)).isEqualTo(21);
        assertThat(harness.errors).hasSize(2);
        assertThat(harness.errors.get(1)).hasMessageContaining("no trace IDs until the driver gives nodeId=" + nodeId +
            ", REJECTED: desired node_id unavailable; it is asked for again and again. To go on with another one, " +
            "set AttachOptions.keepNodeId(false), without a desiredNodeId: Lease{");
        assertThat(lease.isHeld((int)nodeId)).isFalse();

        harness.advance(2 * Harness.SECOND);
        harness.grant(51, harness.regions(9));
        assertThat(lease.nodeId()).isEqualTo(nodeId);
        assertThat(lease.isHeld((int)nodeId)).isTrue();

        harness.send(RawMessage.revoked(51, Harness.STREAM, lease.clientId(), PRODUCER, 3));
        harness.advance(2 * Harness.SECOND);
        harness.send(RawMessage.refusal(RawMessage.correlationId(
            harness.awaitRequest(ScriptedDriver.ATTACH)), REJECTED, "desired node_id unavailable"));
        assertThat(harness.errors).as("another loss, and once more that nothing is minted").hasSize(4);
    }

    @Test
    void shouldTakeAnotherNodeIdAfterALossWhereAllowed()
    {
        final Lease lease = harness.attached(harness.producer().keepNodeId(false), harness.regions(7));
        final long nodeId = lease.nodeId();
        harness.send(RawMessage.revoked(Harness.LEASE_ID, Harness.STREAM, lease.clientId(), 1, 3));
        harness.advance(Harness.SECOND);
        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
        assertThat(RawMessage.desiredNodeId(request)).isEqualTo(nodeId);
        harness.send(RawMessage.refusal(RawMessage.correlationId(request), 2, "desired node_id unavailable"));

        assertThat(RawMessage.desiredNodeId(harness.awaitRequest(ScriptedDriver.ATTACH))).isNotEqualTo(nodeId);
    }

    @Test
    void shouldNotAskAgainForANodeIdThatDoesNotFit()
    {
        final Lease lease = harness.client.attach(harness.producer());
        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
        harness.send(new RawGrant(request, 11, harness.regions(7)).with(g -> g.nodeId = 70_000).toBytes());
        assertThat(lease.nodeId()).isEqualTo(70_000);
        harness.send(RawMessage.revoked(11, Harness.STREAM, lease.clientId(), PRODUCER, 3));
        harness.advance(Harness.SECOND);

        final byte[] next = harness.awaitRequest(ScriptedDriver.ATTACH);
        assertThat(RawMessage.desiredNodeId(next)).isBetween(1L, 1023L);
        harness.send(new RawGrant(next, 12, harness.regions(8)).toBytes());
        assertThat(lease.nodeId()).isEqualTo(RawMessage.desiredNodeId(next));
    }

    @Test
    void shouldDetachFromWithinAListenerWithTheNextDutyCycle()
    {
        final RecordingListener recorder = harness.listener;
        final Lease lease = harness.client.attach(AttachOptions.producer(Harness.STREAM).listener(new LeaseListener()
        {
            @Override
            public void onStateChange(final Lease lease, final LeaseState previous, final LeaseState state)
            {
                recorder.onStateChange(lease, previous, state);
                if (LeaseState.ATTACHED == state)
                {
                    lease.detach();
                }
            }

            @Override
            public void onAttached(final Lease lease, final LeaseGrant grant)
            {
                recorder.onAttached(lease, grant);
            }
        }));
        harness.grant(Harness.LEASE_ID, harness.regions(7));

        harness.awaitState(lease, LeaseState.DETACHING);
        assertThat(recorder.events).containsExactly(
            "UNATTACHED->ATTACHING", "ATTACHING->ATTACHED", "attached 4242", "ATTACHED->DETACHING");
    }

    @Test
    void shouldHandWhatAListenerThrowsToTheErrorHandler()
    {
        final IllegalStateException fault = new IllegalStateException("listener");
        final Lease lease = harness.attached(
            AttachOptions.producer(Harness.STREAM).listener(new LeaseListener()
            {
                @Override
                public void onAttached(final Lease lease, final LeaseGrant grant)
                {
                    throw fault;
                }
            }),
            harness.regions(7));

        assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);
        assertThat(harness.errors).containsExactly(fault);
    }

    @Test
    void shouldGiveEveryLeaseBackOnClose()
    {
        final Lease lease = harness.attached(harness.producer(), harness.regions(7));
        final Lease other = harness.client.attach(harness.consumer());

        harness.client.close();

        harness.awaitRequest(ScriptedDriver.DETACH);
        assertThat(lease.isClosed()).isTrue();
        assertThat(lease.grant()).isNull();
        assertThat(other.isClosed()).isTrue();
        assertThat(harness.client.doWork()).isZero();
        harness.client.close();
    }
}
