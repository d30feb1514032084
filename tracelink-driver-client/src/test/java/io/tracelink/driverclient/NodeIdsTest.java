package io.tracelink.driverclient;

import io.tracelink.core.NodeIdSource;
import io.tracelink.core.TraceIdLayout;
import io.tracelink.schema.driver.Role;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class NodeIdsTest
{
    private static final String WAYS_OUT = "; either configure a node ID in 0..1023 that no other process has, " +
        "or attach to a driver that assigns one, or turn tracing off";
    private static final TraceIdLayout LAYOUT = TraceIdLayout.DEFAULT;
    private static final CachedNanoClock CLOCK = new CachedNanoClock();

    @Test
    void shouldPreferTheConfiguredNodeId()
    {
        final NodeIdSource never = layout ->
        {
            throw new AssertionError("asked");
        };

        assertThat(NodeIds.resolve(0, never, LAYOUT)).isZero();
        assertThat(NodeIds.resolve(1023, null, LAYOUT)).isEqualTo(1023);
        assertThatIllegalArgumentException().isThrownBy(() -> NodeIds.resolve(1024, never, LAYOUT));
        assertThatIllegalArgumentException().isThrownBy(() -> NodeIds.resolve(-2, never, LAYOUT));
    }

    @Test
    void shouldTakeTheNodeIdOfTheDriver()
    {
        assertThat(NodeIds.resolve(NodeIds.NOT_CONFIGURED, lease(17), LAYOUT)).isEqualTo(17);
        assertThat(NodeIds.resolve(NodeIds.NOT_CONFIGURED, lease(0), LAYOUT)).isZero();
        assertThat(NodeIds.resolve(NodeIds.NOT_CONFIGURED, lease(1023), LAYOUT)).isEqualTo(1023);
    }

    @Test
    void shouldSayEveryWayOutWhenThereIsNone()
    {
        assertThatIllegalStateException()
            .isThrownBy(() -> NodeIds.resolve(NodeIds.NOT_CONFIGURED, null, LAYOUT))
            .withMessage("no node ID: none is configured and there is no driver" + WAYS_OUT);
        assertThatIllegalStateException()
            .isThrownBy(() -> NodeIds.resolve(
                NodeIds.NOT_CONFIGURED, new Lease(null, AttachOptions.producer(1), CLOCK), LAYOUT))
            .withMessageStartingWith("no node ID: Lease{streamId=1,")
            .withMessageEndingWith(WAYS_OUT);
        assertThatIllegalStateException()
            .isThrownBy(() -> NodeIds.resolve(NodeIds.NOT_CONFIGURED, lease(Lease.NULL_NODE_ID), LAYOUT))
            .withMessageStartingWith("the driver assigned no node ID")
            .withMessageEndingWith(WAYS_OUT);
    }

    @Test
    void shouldNeverUseANodeIdThatDoesNotFit()
    {
        assertThatIllegalStateException()
            .isThrownBy(() -> NodeIds.resolve(NodeIds.NOT_CONFIGURED, lease(1024), LAYOUT))
            .withMessageStartingWith("nodeId=1024 of the driver does not fit TraceIdLayout{nodeIdBits=10")
            .withMessageContaining("nodeIdBits=11 would; or ask for one in 0..1023 with desiredNodeId")
            .withMessageEndingWith(WAYS_OUT);
        assertThatIllegalStateException()
            .isThrownBy(() -> lease(0xFFFF_FFFEL).nodeId(LAYOUT))
            .withMessageContaining("no layout holds it, at most 22 bits do");
        assertThat(lease(1024).nodeId(new TraceIdLayout(11, 11, 0))).isEqualTo(1024);
    }

    @Test
    void shouldHoldTheNodeIdOfADriverOnlyWithTheLease()
    {
        final Lease lease = lease(17);
        final NodeIdSource ofDriver = NodeIds.source(NodeIds.NOT_CONFIGURED, lease);
        final NodeIdSource configured = NodeIds.source(5, lease);

        assertThat(ofDriver.nodeId(LAYOUT)).isEqualTo(17);
        assertThat(ofDriver.isHeld(17)).isTrue();
        assertThat(ofDriver.isHeld(18)).isFalse();
        assertThat(configured.nodeId(LAYOUT)).isEqualTo(5);

        CLOCK.update(99);
        assertThat(ofDriver.isHeld(17)).isTrue();
        CLOCK.update(100);
        assertThat(ofDriver.isHeld(17)).isFalse();
        assertThat(ofDriver.isAssigned(17)).as("no clock is looked at").isTrue();
        assertThat(ofDriver.isAssigned(18)).isFalse();
        CLOCK.update(0);
        lease.grant(null);
        assertThat(ofDriver.isHeld(17)).isFalse();
        assertThat(ofDriver.isAssigned(17)).isFalse();
        assertThat(configured.isHeld(5)).isTrue();
        assertThat(configured.isAssigned(5)).isTrue();
    }

    private static Lease lease(final long nodeId)
    {
        final Lease lease = new Lease(null, AttachOptions.producer(1), CLOCK);
        final RegionUri uri = RegionUri.parse("shm:file?path=/a");
        lease.grant(new LeaseGrant(
            1, 1, 1, Role.PRODUCER, 1, -1, 1, 8, uri, List.of(new PayloadPool(1, 8, 64, uri)), nodeId));
        lease.deadlineNs(100 + NodeIdSource.HELD_AHEAD_NS);

        return lease;
    }
}
