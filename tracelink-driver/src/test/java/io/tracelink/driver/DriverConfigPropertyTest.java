package io.tracelink.driver;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a configuration says, it is printed so that it reads back the same.
 */
class DriverConfigPropertyTest
{
    @Provide
    Arbitrary<DriverConfig> configs()
    {
        return Combinators.combine(
            Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(64),
            Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(40),
            Arbitraries.strings().ofMaxLength(12),
            Arbitraries.longs().between(1, Integer.MAX_VALUE),
            Arbitraries.longs().between(1, 4_194_303),
            Arbitraries.longs().between(1, IdRange.MAX_U32),
            Arbitraries.integers().between(0, 24),
            Arbitraries.of(true, false))
            .as(DriverConfigPropertyTest::config);
    }

    @Property(tries = 150)
    void shouldReadBackWhatItPrints(@ForAll("configs") final DriverConfig config)
    {
        final String toml = config.toToml();
        final DriverConfig read = DriverConfig.parse("printed", toml, Map.of());
        assertThat(read).isEqualTo(config);
        assertThat(read.toToml()).isEqualTo(toml);
    }

    private static DriverConfig config(
        final String instanceId,
        final String token,
        final String name,
        final long number,
        final long nodeId,
        final long streamId,
        final int slotBits,
        final boolean flag)
    {
        return DriverConfig.builder()
            .set(DriverKey.INSTANCE_ID, instanceId)
            .set(DriverKey.SHUTDOWN_TOKEN, token)
            .set(DriverKey.AERON_DIR, "/dev/shm/" + name)
            .set(DriverKey.BASE_DIR, "/dev/shm/regions/" + number)
            .set(DriverKey.ALLOWED_BASE_DIRS, List.of("/dev/shm/other", "/dev/shm/regions"))
            .set(DriverKey.CONTROL_STREAM_ID, number)
            .set(DriverKey.NODE_ID_RANGE, new IdRange(nodeId / 2, nodeId))
            .set(DriverKey.STREAM_ID_RANGE, flag ? new IdRange(streamId, IdRange.MAX_U32) : new IdRange(1, streamId))
            .set(DriverKey.LEASE_KEEPALIVE_INTERVAL_MS, 1 + number % 3_600_000)
            .set(DriverKey.ALLOW_DYNAMIC_STREAMS, flag)
            .set(DriverKey.PREFAULT_SHM, !flag)
            .profile(new StreamProfile(name, 1 << slotBits, List.of(new PayloadPool(1, 64), new PayloadPool(9, 4096))))
            .profile(new StreamProfile(name + "0", 1, List.of()))
            .stream(new StreamBinding(name, streamId, name))
            .build();
    }
}
