package io.tracelink.aeron.relay;

import io.aeron.Aeron;
import io.tracelink.testing.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static io.tracelink.aeron.relay.RelayHost.CONTROL;
import static io.tracelink.aeron.relay.RelayHost.IPC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What is refused before anything is opened, or with nothing left open.
 */
class RelayRouteTest
{
    private static final String UDP = "aeron:udp?endpoint=localhost:40500";

    private static RelayHost host;

    @BeforeAll
    static void launch()
    {
        host = new RelayHost();
    }

    @AfterAll
    static void shutdown()
    {
        host.close();
    }

    @Test
    void shouldNeedBothEnds()
    {
        assertRefused(new RelayRoute("r"), "route=r: fromChannel=null and toChannel=null must be set");
        assertRefused(
            new RelayRoute("r").from(IPC, 1), "route=r: fromChannel=" + IPC + " and toChannel=null must be set");
        assertRefused(new RelayRoute(" ").from(IPC, 1).to(UDP, 1), "name=  of a route must be set");
    }

    @Test
    void shouldNotLeadToItself()
    {
        assertRefused(
            new RelayRoute("r").from(UDP, 1).to(UDP, 1), "route=r: leads from " + UDP + " stream 1 to itself");
        assertRefused(
            new RelayRoute("r").from("aeron:ipc?tether=false", 1).to(IPC, 1),
            "route=r: leads from aeron:ipc?tether=false stream 1 to itself");
        assertThat(new RelayRoute("r").from(IPC, 1).to(IPC, 2).conclude()).isNotNull();
    }

    @Test
    void shouldCarrySomething()
    {
        final RelayRoute route = new RelayRoute("r").from(IPC, 1).to(UDP, 1).carryLinks(false).carryDescriptors(false);

        assertRefused(route, "route=r: carries neither links nor descriptors nor anything else");
        assertThat(route.carry(900, 1).conclude()).isSameAs(route);
    }

    @Test
    void shouldNeverCarryLeases()
    {
        for (int templateId = 1; templateId <= 8; templateId++)
        {
            final int id = templateId;
            assertThatThrownBy(() -> new RelayRoute("r").carry(901, id)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("route=r: schemaId=901 is that of leases, which must not leave their host: " +
                    "two drivers would answer one request");
        }
    }

    @Test
    void shouldCheckRanges()
    {
        final RelayRoute route = new RelayRoute("r");

        assertThatThrownBy(() -> route.carry(-1, 1))
            .hasMessage("route=r: schemaId=-1 templateId=1 must be in 0..65535");
        assertThatThrownBy(() -> route.carry(1, 65_536))
            .hasMessage("route=r: schemaId=1 templateId=65536 must be in 0..65535");
        assertThatThrownBy(() -> route.streamId(-1)).hasMessage("route=r: streamId=-1 must be in 0..4294967295");
        assertThatThrownBy(() -> route.mapStreamId(1, 1L << 32))
            .hasMessage("route=r: streamId=4294967296 must be in 0..4294967295");
        assertThatThrownBy(() -> route.mapStreamId(1, 2).mapStreamId(1, 3))
            .hasMessage("route=r: streamId=1 is mapped to 2 and 3: give it one id");
    }

    @Test
    void shouldHaveDestinationsWhereTheyAreGivenByHandAndNowhereElse()
    {
        assertRefused(
            new RelayRoute("r").from(IPC, 1).to("aeron:udp?control-mode=manual", 1),
            "route=r: toChannel=aeron:udp?control-mode=manual needs its destinations");
        assertRefused(
            new RelayRoute("r").from(IPC, 1).to(UDP, 1).destination(UDP),
            "route=r: destinations=[" + UDP + "] need control-mode=manual in toChannel=" + UDP);
    }

    @Test
    void shouldNameTheChannelThatIsNone()
    {
        assertThatThrownBy(() -> new RelayRoute("r").from("ipc", 1).to(UDP, 1).conclude())
            .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("route=r: channel=ipc: ");
    }

    @Test
    void shouldCheckTheContext()
    {
        final RelayRoute route = new RelayRoute("r").from(IPC, 1).to(UDP, 1);

        assertRefused(new TraceRelay.Context(), "aeron=null must be set to a connected client");
        assertRefused(context(), "routes=[] must have at least one");
        assertRefused(context().route(route).route(route), "route=r is there twice: give each its name");
        assertRefused(context().route(route).maxHops(0), "maxHops=0 must be in 1..255");
        assertRefused(context().route(route).maxHops(256), "maxHops=256 must be in 1..255");
        assertRefused(context().route(route).fragmentLimit(0), "fragmentLimit=0 must be at least 1");
        assertRefused(context().route(route).originId(-2), "originId=-2 must be in 0..4294967295");
    }

    @Test
    void shouldNameTheRouteThatAeronRefusesAndLeaveNothingOpen()
    {
        final RelayRoute good = new RelayRoute("good").from(IPC, CONTROL).to("aeron:ipc", CONTROL + 1);
        final RelayRoute bad = new RelayRoute("bad").from(IPC, CONTROL).to("aeron:udp?endpoint=localhost", CONTROL);
        final int before = counterCount(host.aeron);

        assertThatThrownBy(() -> host.relay(good, bad)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("route=bad: ");
        Await.until(
            () -> counterCount(host.aeron) == before, () -> "nothing open but " + counterCount(host.aeron));
        // the media driver reports what it refuses
        assertThat(host.errors).hasSize(1);
        host.errors.clear();
    }

    @Test
    void shouldDeriveOneOriginForEveryClientOfAMediaDriver()
    {
        try (RelayHost other = new RelayHost();
            Aeron second = Aeron.connect(
                new Aeron.Context().aeronDirectoryName(host.mediaDriver.aeronDirectoryName())))
        {
            assertThat(RelayOrigin.of(second)).isEqualTo(RelayOrigin.of(host.aeron)).isBetween(0L, 0xFFFF_FFFFL);
            assertThat(RelayOrigin.of(other.aeron)).isNotEqualTo(RelayOrigin.of(host.aeron));
        }
    }

    @Test
    void shouldTellMarkersFromOtherReservedValues()
    {
        final long marker = RelayMarker.marker(255, 0xFFFF_FFFEL);

        assertThat(RelayMarker.isMarked(marker)).isTrue();
        assertThat(RelayMarker.hops(marker)).isEqualTo(255);
        assertThat(RelayMarker.origin(marker)).isEqualTo(0xFFFF_FFFEL);
        assertThat(marker >>> 40).isEqualTo(0x544C52L);
        assertThat(RelayMarker.isMarked(0)).isFalse();
        assertThat(RelayMarker.isMarked(-1)).isFalse();
        assertThat(RelayMarker.hops(System.nanoTime())).isZero();
    }

    private static TraceRelay.Context context()
    {
        return new TraceRelay.Context().aeron(host.aeron);
    }

    private static int counterCount(final Aeron aeron)
    {
        final int[] count = new int[1];
        aeron.countersReader().forEach((counterId, typeId, key, label) ->
            count[0] += label.contains("tracelink relay") || label.contains("pub-pos") ? 1 : 0);

        return count[0];
    }

    private static void assertRefused(final RelayRoute route, final String message)
    {
        assertThatThrownBy(route::conclude).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static void assertRefused(final TraceRelay.Context context, final String message)
    {
        assertThatThrownBy(context::conclude).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
