package io.tracelink.driverclient;

import io.aeron.Subscription;
import io.aeron.exceptions.AeronEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeaseLossTest extends HarnessFixture
{
    @Test
    void shouldStopAtOnceAndAskAgainWhenRevoked()
    {
        final Lease lease = harness.attached(harness.producer().clientId(5), harness.regions(7));
        final byte[] revoked = RawMessage.revoked(Harness.LEASE_ID, Harness.STREAM, 5, PRODUCER, 2);

        harness.send(revoked);
        harness.send(revoked);

        assertThat(lease.state()).isEqualTo(LeaseState.BACKOFF);
        assertThat(lease.grant()).isNull();
        assertThat(lease.lastFailure()).isEqualTo("REVOKED: revoked by the driver, EXPIRED: because");
        assertThat(harness.listener.events).endsWith("ATTACHED->BACKOFF", "lost REVOKED");
        assertThat(harness.errors).hasSize(1).first().isInstanceOf(AeronEvent.class);
        assertThat(harness.client.counter(ClientCounter.LEASES_LOST)).isEqualTo(1);

        harness.advance(50 * Harness.MILLI);
        harness.grant(43, harness.regions(8));
        assertThat(lease.leaseId()).isEqualTo(43);
        assertThat(lease.clientId()).isEqualTo(5);
        assertThat(lease.epoch()).isEqualTo(8);
        assertThat(harness.driver.requests()).isEmpty();
    }

    @Test
    void shouldKeepTheLeaseWhenAnotherIsRevoked()
    {
        final Lease lease = harness.attached(harness.producer().clientId(5), harness.regions(7));

        harness.send(RawMessage.revoked(Harness.LEASE_ID + 1, Harness.STREAM, 5, PRODUCER, 3));
        harness.send(RawMessage.revoked(Harness.LEASE_ID, Harness.STREAM + 1, 5, PRODUCER, 3));
        harness.send(RawMessage.revoked(Harness.LEASE_ID, Harness.STREAM, 6, PRODUCER, 3));
        harness.send(RawMessage.revoked(Harness.LEASE_ID, Harness.STREAM, 5, CONSUMER, 3));

        assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);
    }

    @Test
    void shouldLoseEveryLeaseWhenTheDriverShutsDown()
    {
        final Lease lease = harness.attached(harness.producer().clientId(5), harness.regions(7));
        final Lease other = harness.client.attach(harness.consumer().clientId(6));
        harness.grant(43, harness.regions(7));
        assertThat(other.state()).isEqualTo(LeaseState.ATTACHED);

        harness.send(RawMessage.shutdown(1, "bye\n"));

        assertThat(lease.state()).isEqualTo(LeaseState.BACKOFF);
        assertThat(other.state()).isEqualTo(LeaseState.BACKOFF);
        assertThat(lease.lastFailure()).isEqualTo("DRIVER_SHUTDOWN: driver shuts down, ADMIN: bye?");
        assertThat(harness.driver.take(ScriptedDriver.DETACH)).isNull();
        harness.advance(50 * Harness.MILLI);
        harness.awaitRequest(ScriptedDriver.ATTACH);
        harness.awaitRequest(ScriptedDriver.ATTACH);
    }

    @Test
    void shouldLoseALeaseThatWasNotAttendedUntilItsDeadline()
    {
        final Lease lease = harness.attached(harness.producer().clientId(5), harness.regions(7));

        harness.advance(3 * Harness.SECOND - 1);
        harness.settle();
        assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);
        harness.advance(3 * Harness.SECOND);
        harness.settle();

        assertThat(harness.listener.events).endsWith("ATTACHED->BACKOFF", "lost EXPIRED");
        assertThat(harness.driver.take(ScriptedDriver.DETACH)).isNotNull();
    }

    @Test
    void shouldTakeTheDriversGraceWhereItsClockIsOurs()
    {
        final Lease lease = harness.client.attach(harness.producer().clientId(5));
        final byte[] request = harness.awaitRequest(ScriptedDriver.ATTACH);
        harness.send(new RawGrant(request, Harness.LEASE_ID, harness.regions(7))
            .with(g -> g.expiryNs = harness.clock.nanoTime() + 600 * Harness.MILLI)
            .toBytes());
        assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);

        harness.elapse(Harness.SECOND);
        assertThat(harness.driver.requests()).hasSize(5);
        harness.advance(600 * Harness.MILLI);
        harness.settle();
        assertThat(harness.listener.events).endsWith("lost EXPIRED");
    }

    @Test
    void shouldRetryABackPressuredKeepaliveUntilShortlyBeforeTheDeadline()
    {
        final Lease lease = harness.attached(harness.producer().clientId(5), harness.regions(7));
        try (Subscription stopped = media.aeron().addSubscription(Harness.CHANNEL, harness.controlStreamId))
        {
            harness.await(() -> stopped.imageCount() == 2);

            keepAliveUntilHeldUp();
            final long keepalives = harness.client.counter(ClientCounter.KEEPALIVES);
            assertThat(harness.client.counter(ClientCounter.KEEPALIVES_DELAYED)).isPositive();
            harness.advance(1600 * Harness.MILLI);
            harness.settle();
            assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);
            assertThat(harness.client.counter(ClientCounter.KEEPALIVES)).isEqualTo(keepalives);

            while (stopped.poll((buffer, offset, length, header) -> {}, 100) > 0)
            {
                harness.work();
            }

            harness.await(() -> harness.client.counter(ClientCounter.KEEPALIVES) > keepalives);
            assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);

            keepAliveUntilHeldUp();
            harness.advance(1624 * Harness.MILLI);
            harness.settle();
            assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);
            harness.advance(Harness.MILLI);
            harness.settle();
            assertThat(harness.listener.events).endsWith("ATTACHED->BACKOFF", "lost KEEPALIVE_FAILED");
            assertThat(lease.lastFailure()).isEqualTo("KEEPALIVE_FAILED: keepalive cannot be sent: BACK_PRESSURED");
        }
    }

    /**
     * Send keepalives until one cannot be sent, not even after the media driver moved the limit of the publication.
     */
    private void keepAliveUntilHeldUp()
    {
        long keepalives;
        do
        {
            keepalives = harness.client.counter(ClientCounter.KEEPALIVES);
            harness.advance(Harness.SECOND);
            harness.settle();
            if (harness.client.counter(ClientCounter.KEEPALIVES) == keepalives)
            {
                media.awaitDutyCycle();
                harness.settle();
            }
        }
        while (harness.client.counter(ClientCounter.KEEPALIVES) > keepalives);
    }

    @Test
    void shouldReportASilentDriverOnceAndKeepTheLease()
    {
        final RawRegions regions = harness.regions(7);
        final Lease lease = harness.attached(harness.producer(), regions);
        harness.elapse(10 * Harness.SECOND);
        assertThat(harness.errors).isEmpty();
        for (int i = 0; i < 3; i++)
        {
            harness.send(RawMessage.announce(Harness.STREAM, 7, regions));
            harness.elapse(4 * Harness.SECOND);
        }

        assertThat(harness.listener.events).doesNotContain("silent");
        harness.elapse(20 * Harness.SECOND);

        assertThat(harness.listener.events.stream().filter("silent"::equals)).hasSize(1);
        assertThat(harness.errors).hasSize(1);
        assertThat(harness.errors.get(0)).hasMessageContaining("driver silent for");
        assertThat(harness.client.counter(ClientCounter.DRIVER_SILENCES)).isEqualTo(1);
        assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);

        harness.send(RawMessage.announce(Harness.STREAM + 1, 7, regions));
        assertThat(harness.listener.events).endsWith("silent");
        harness.send(RawMessage.announce(Harness.STREAM, 7, regions));
        assertThat(harness.listener.events).endsWith("silent", "heard");
        harness.elapse(5 * Harness.SECOND);
        assertThat(harness.listener.events).endsWith("heard", "silent");
    }

    @Test
    void shouldLoseAProducerLeaseWhoseStreamHasALaterEpoch()
    {
        final RawRegions regions = harness.regions(7);
        final Lease lease = harness.attached(harness.producer(), regions);

        harness.send(RawMessage.announce(Harness.STREAM, 6, regions));
        harness.send(RawMessage.announce(Harness.STREAM, 7, regions));
        harness.send(RawMessage.announce(Harness.STREAM + 1, 8, regions));
        assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);

        harness.send(RawMessage.announce(Harness.STREAM, 8, regions));
        assertThat(harness.listener.events).endsWith("lost STALE_EPOCH");
        assertThat(lease.lastFailure()).isEqualTo("STALE_EPOCH: epoch 8 was announced, the lease is of 7");
        assertThat(harness.driver.take(ScriptedDriver.DETACH)).isNotNull();
        harness.advance(50 * Harness.MILLI);
        harness.grant(43, harness.regions(9));
        harness.send(RawMessage.announce(Harness.STREAM, 8, regions));
        harness.send(RawMessage.announce(Harness.STREAM, 9, regions));
        assertThat(lease.leaseId()).isEqualTo(43);
    }

    @Test
    void shouldFollowTheEpochOfAProducerWithoutANewLease()
    {
        final Lease lease = harness.attached(harness.consumer().clientId(5), harness.regions(7));
        final long nodeId = lease.nodeId();
        final RawRegions next = harness.regions(8);

        harness.send(RawMessage.announce(Harness.STREAM, 8, next));

        assertThat(lease.epoch()).isEqualTo(8);
        assertThat(lease.leaseId()).isEqualTo(Harness.LEASE_ID);
        assertThat(lease.nodeId()).isEqualTo(nodeId);
        assertThat(lease.grant().headerRegionUri().path()).isEqualTo(next.headerPath());
        assertThat(harness.listener.events).endsWith("attached 4242", "epoch 8");
        assertThat(harness.driver.requests()).isEmpty();
        assertThat(harness.errors).isEmpty();
    }

    @Test
    void shouldStayInItsEpochWhenTheNextOneIsAnnouncedWrongly()
    {
        final Lease lease = harness.attached(harness.consumer().clientId(5), harness.regions(7));
        final RawRegions next = harness.regions(8);
        next.delete();

        harness.send(RawMessage.announce(Harness.STREAM, 8, next));
        harness.send(RawMessage.announce(Harness.STREAM, 8, next));

        assertThat(lease.epoch()).isEqualTo(7);
        assertThat(harness.errors).hasSize(1);
        assertThat(harness.client.counter(ClientCounter.PROTOCOL_ERRORS)).isEqualTo(1);
        harness.send(RawMessage.announce(Harness.STREAM, 8, harness.regions(8)));
        assertThat(lease.epoch()).isEqualTo(8);
    }

    @Test
    void shouldAskAnotherRunOfTheDriverForANewLease()
    {
        final Lease lease = harness.attached(harness.consumer().clientId(5), harness.regions(7));
        final long nodeId = lease.nodeId();
        harness.newDriver();

        harness.send(RawMessage.announce(Harness.STREAM, 8, harness.regions(8)));

        assertThat(harness.listener.events).endsWith("lost DRIVER_RESTARTED");
        assertThat(harness.driver.take(ScriptedDriver.DETACH)).isNull();
        harness.advance(50 * Harness.MILLI);
        final byte[] request = harness.grant(1, harness.regions(8));
        assertThat(RawMessage.desiredNodeId(request)).isEqualTo(nodeId);
        assertThat(lease.leaseId()).isEqualTo(1);
    }

    @Test
    void shouldTakeASecondPublicationThatAnnouncesItsEpochForTheSameDriver()
    {
        final RawRegions regions = harness.regions(7);
        final Lease lease = harness.attached(harness.consumer().clientId(5), regions);
        harness.newDriver();

        harness.send(RawMessage.announce(Harness.STREAM, 7, regions));
        harness.send(RawMessage.announce(Harness.STREAM, 8, harness.regions(8)));

        assertThat(lease.epoch()).isEqualTo(8);
        assertThat(lease.leaseId()).isEqualTo(Harness.LEASE_ID);
    }

    @Test
    void shouldAskTheNextRunOfAGoneDriverThatDoesNotAnnounceTheStream()
    {
        final Lease lease = harness.attached(harness.producer().clientId(5), harness.regions(7));
        final RawRegions other = RawRegions.create(baseDir, Harness.STREAM + 1, 3);
        final byte[] announce = RawMessage.announce(Harness.STREAM + 1, 3, other);
        harness.send(announce);
        harness.newDriver();

        harness.await(() ->
        {
            harness.send(announce);
            return LeaseState.BACKOFF == lease.state();
        });

        assertThat(lease.lastFailure()).isEqualTo(
            "DRIVER_RESTARTED: the driver is gone, and another run of it announces other streams");
        assertThat(harness.driver.take(ScriptedDriver.DETACH)).isNull();
        harness.advance(50 * Harness.MILLI);
        harness.grant(1, harness.regions(8));
        harness.send(announce);
        assertThat(lease.leaseId()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheLeaseWhileTheDriverIsThereWhoeverAnnouncesOtherStreams()
    {
        final Lease lease = harness.attached(harness.producer().clientId(5), harness.regions(7));
        final RawRegions other = RawRegions.create(baseDir, Harness.STREAM + 1, 3);
        final byte[] announce = RawMessage.announce(Harness.STREAM + 1, 3, other);
        try (ScriptedDriver neighbour = new ScriptedDriver(media.aeron(), Harness.CHANNEL, harness.controlStreamId))
        {
            final long heard = harness.messages();
            harness.await(() -> neighbour.trySend(announce));
            harness.await(() ->
            {
                neighbour.skip();
                return harness.messages() > heard;
            });
        }

        media.awaitDutyCycle();
        harness.send(announce);
        assertThat(lease.state()).isEqualTo(LeaseState.ATTACHED);
    }

    @Test
    void shouldHearAnnouncesOnAStreamOfTheirOwn()
    {
        final int announceStreamId = media.nextStreamId();
        try (Harness harness = new Harness(media, baseDir, ctx -> ctx.announceStreamId(announceStreamId));
            ScriptedDriver announcer = new ScriptedDriver(media.aeron(), Harness.CHANNEL, announceStreamId))
        {
            final Lease lease = harness.attached(harness.consumer().clientId(5), harness.regions(7));
            announce(harness, announcer, 7);
            announce(harness, announcer, 8);
            harness.await(() -> 8 == lease.epoch());
            assertThat(lease.leaseId()).isEqualTo(Harness.LEASE_ID);

            harness.elapse(5 * Harness.SECOND);
            assertThat(harness.listener.events).endsWith("epoch 8", "silent");
            announce(harness, announcer, 8);
            harness.await(() -> harness.listener.events.contains("heard"));
        }
    }

    private static void announce(final Harness harness, final ScriptedDriver announcer, final long epoch)
    {
        final byte[] message = RawMessage.announce(Harness.STREAM, epoch, harness.regions(epoch));
        harness.await(() -> announcer.trySend(message));
        announcer.poll();
    }
}
