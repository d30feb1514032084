package io.tracelink.driverclient;

import io.tracelink.schema.driver.Role;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeaseReturnsTest
{
    private static final long TIMEOUT_NS = 2_000;
    private final CachedNanoClock clock = new CachedNanoClock();
    private final FakePublication publication = new FakePublication();
    private final ClientCounters counters = new ClientCounters();
    private final LeaseReturns returns = new LeaseReturns(
        publication.proxy(), new ClientIds(99), counters, clock, TIMEOUT_NS);

    @Test
    void shouldSendAtOnceWhatCanBeSent()
    {
        returns.add(11, 7, 5, Role.PRODUCER);

        assertThat(publication.take()).isEqualTo(RawMessage.detachRequest(99, 11, 7, 5, 1));
        assertThat(counters.get(ClientCounter.LEASES_RETURNED)).isEqualTo(1);
        assertThat(returns.doWork()).isZero();
    }

    @Test
    void shouldSendLaterWhatIsHeldUp()
    {
        publication.isBackPressured = true;
        returns.add(11, 7, 5, Role.PRODUCER);
        returns.add(12, 8, 6, Role.CONSUMER);
        assertThat(returns.doWork()).isZero();
        assertThat(publication.take()).isNull();

        clock.update(TIMEOUT_NS - 1);
        assertThat(returns.doWork()).isZero();
        publication.isBackPressured = false;
        assertThat(returns.doWork()).isEqualTo(2);
        assertThat(RawMessage.wrap(publication.take()).getLong(8 + 8)).isEqualTo(11);
        final byte[] second = publication.take();
        assertThat(second).isEqualTo(
            RawMessage.detachRequest(RawMessage.correlationId(second), 12, 8, 6, 2));
        assertThat(counters.get(ClientCounter.LEASES_RETURNED)).isEqualTo(2);
    }

    @Test
    void shouldLeaveToExpireWhatIsHeldUpForTooLong()
    {
        publication.isBackPressured = true;
        returns.add(11, 7, 5, Role.PRODUCER);
        clock.update(TIMEOUT_NS);
        returns.doWork();
        publication.isBackPressured = false;

        assertThat(returns.doWork()).isZero();
        assertThat(publication.take()).isNull();
        assertThat(counters.get(ClientCounter.LEASES_RETURNED)).isZero();
    }

    @Test
    void shouldForgetAllWhenWhoeverGaveThemIsGoneAndTakeNoMoreThanFit()
    {
        publication.isBackPressured = true;
        for (int i = 0; i < 100; i++)
        {
            returns.add(i, 7, 5, Role.PRODUCER);
        }

        publication.isBackPressured = false;
        assertThat(returns.doWork()).isEqualTo(64);
        publication.isBackPressured = true;
        returns.add(11, 7, 5, Role.PRODUCER);
        returns.clear();
        publication.isBackPressured = false;
        assertThat(returns.doWork()).isZero();
    }
}
