package io.tracelink.driverclient;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Leases that a driver gives and nobody uses would keep others out until they expire.
 */
class GhostLeaseTest extends HarnessFixture
{
    @Test
    void shouldGiveBackEveryLeaseThatIsGrantedTooLate()
    {
        final Lease lease = harness.client.attach(harness.producer());
        final List<byte[]> givenUp = new ArrayList<>();
        for (int i = 0; i < 3; i++)
        {
            givenUp.add(harness.awaitRequest(ScriptedDriver.ATTACH));
            harness.elapse(2_500 * Harness.MILLI);
        }

        final byte[] last = harness.awaitRequest(ScriptedDriver.ATTACH);
        final RawRegions regions = harness.regions(7);
        for (int i = 0; i < 3; i++)
        {
            harness.send(new RawGrant(givenUp.get(i), 11 + i, regions).toBytes());
            assertReturned(11 + i, RawMessage.attachClientId(givenUp.get(i)));
        }

        assertThat(lease.state()).isEqualTo(LeaseState.ATTACHING);
        harness.send(new RawGrant(last, 14, regions).toBytes());
        assertThat(lease.leaseId()).isEqualTo(14);
        assertThat(harness.client.counter(ClientCounter.LEASES_RETURNED)).isEqualTo(3);
    }

    @Test
    void shouldPassOverALateRefusalAndTheDuplicateOfALateGrant()
    {
        harness.client.attach(harness.producer());
        final byte[] first = harness.awaitRequest(ScriptedDriver.ATTACH);
        harness.elapse(2_500 * Harness.MILLI);
        final byte[] second = harness.awaitRequest(ScriptedDriver.ATTACH);
        harness.elapse(2_500 * Harness.MILLI);
        harness.awaitRequest(ScriptedDriver.ATTACH);

        harness.send(RawMessage.refusal(RawMessage.correlationId(first), REJECTED, "no"));
        harness.send(new RawGrant(first, 11, harness.regions(7)).toBytes());
        assertThat(harness.driver.requests()).isEmpty();
        harness.send(new RawGrant(second, 12, harness.regions(7)).toBytes());
        harness.send(new RawGrant(second, 12, harness.regions(7)).toBytes());
        assertReturned(12, RawMessage.attachClientId(second));
        assertThat(harness.driver.requests()).isEmpty();
    }

    @Test
    void shouldGiveBackWhatARestartedDriverGrantsToAnOldRequest()
    {
        final Lease lease = harness.client.attach(harness.producer());
        final RawRegions regions = harness.regions(7);
        final byte[] request = harness.grant(11, regions);
        harness.newDriver();

        harness.send(new RawGrant(request, 1, harness.regions(8)).toBytes());

        assertReturned(1, lease.clientId());
        assertThat(lease.leaseId()).isEqualTo(11);
        harness.send(new RawGrant(request, 1, harness.regions(8)).toBytes());
        assertThat(harness.driver.requests()).isEmpty();
    }

    @Test
    void shouldNeverGiveBackTheLeaseThatItHolds()
    {
        final Lease lease = harness.client.attach(harness.producer());
        final RawRegions regions = harness.regions(7);
        final byte[] request = harness.grant(11, regions);
        harness.newDriver();

        harness.send(new RawGrant(request, 11, regions).toBytes());

        assertThat(harness.driver.requests()).isEmpty();
        assertThat(lease.leaseId()).isEqualTo(11);
        assertThat(harness.client.counter(ClientCounter.LEASES_RETURNED)).isZero();
    }

    @Test
    void shouldGiveBackWhatIsGrantedAfterTheLeaseWasGivenUp()
    {
        final Lease lease = harness.client.attach(harness.producer());
        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
        lease.detach();
        harness.elapse(2 * Harness.SECOND);
        assertThat(lease.isClosed()).isTrue();

        harness.send(new RawGrant(request, 11, harness.regions(7)).toBytes());

        assertReturned(11, RawMessage.attachClientId(request));
    }

    @Test
    void shouldGiveBackWhatTheNextDriverGrantsToARequestFromBeforeAShutdown()
    {
        final Lease lease = harness.client.attach(harness.producer());
        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
        harness.send(RawMessage.shutdown(0, "bye"));
        assertThat(lease.state()).isEqualTo(LeaseState.BACKOFF);
        harness.newDriver();

        harness.send(new RawGrant(request, 1, harness.regions(7)).toBytes());

        assertReturned(1, RawMessage.attachClientId(request));
        harness.advance(50 * Harness.MILLI);
        harness.grant(2, harness.regions(8));
        assertThat(lease.leaseId()).isEqualTo(2);
    }

    @Test
    void shouldHaveOneRequestInFlightPerStreamAndRole()
    {
        final Lease producer = harness.client.attach(harness.producer());
        final Lease first = harness.client.attach(harness.consumer().clientId(5));
        final Lease second = harness.client.attach(harness.consumer().clientId(6));
        harness.await(() -> 2 == harness.driver.requests().size());
        harness.settle();
        assertThat(harness.driver.requests()).hasSize(2);
        final RawRegions regions = harness.regions(7);
        harness.grant(1, regions);
        assertThat(producer.state()).isEqualTo(LeaseState.ATTACHED);

        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
        assertThat(RawMessage.attachClientId(request)).isEqualTo(5);
        assertThat(second.state()).isEqualTo(LeaseState.UNATTACHED);
        harness.elapse(2 * Harness.SECOND);
        assertThat(first.state()).isEqualTo(LeaseState.BACKOFF);

        // An unanswered request does not keep the others waiting for longer than the timeout.
        final byte[] ofSecond = harness.awaitRequest(ScriptedDriver.ATTACH);
        assertThat(RawMessage.attachClientId(ofSecond)).isEqualTo(6);
        harness.send(new RawGrant(ofSecond, 3, regions).toBytes());
        harness.elapse(100 * Harness.MILLI);
        harness.grant(2, regions);
        assertThat(first.leaseId()).isEqualTo(2);
        assertThat(second.leaseId()).isEqualTo(3);
    }

    @Test
    void shouldRefuseTheClientIdOfAnotherLease()
    {
        final Lease lease = harness.attached(harness.producer().clientId(5), harness.regions(7));

        assertThatIllegalArgumentException()
            .isThrownBy(() -> harness.client.attach(harness.consumer().clientId(5)))
            .withMessage("clientId=5 is that of another lease of this client, " +
                "a driver gives one lease to each: choose another, or 0");
        lease.detach();
        assertThat(harness.client.attach(harness.consumer().clientId(5)).clientId()).isEqualTo(5);
    }

    private void assertReturned(final long leaseId, final long clientId)
    {
        final byte[] detach = harness.awaitRequest(ScriptedDriver.DETACH);
        assertThat(detach).isEqualTo(RawMessage.detachRequest(
            RawMessage.correlationId(detach), leaseId, Harness.STREAM, clientId, PRODUCER));
    }
}
