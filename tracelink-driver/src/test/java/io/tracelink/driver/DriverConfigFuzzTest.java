package io.tracelink.driver;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any text as a configuration: read, and the same when it is written and read again; or refused in one line.
 */
class DriverConfigFuzzTest
{
    private static final String SOURCE = "driver.toml";

    @FuzzTest
    void shouldReadAConfigurationOrRefuseItInOneLine(final byte[] utf8)
    {
        final DriverConfig config;
        try
        {
            config = DriverConfig.parse(SOURCE, new String(utf8, StandardCharsets.UTF_8), Map.of());
        }
        catch (final IllegalArgumentException ex)
        {
            assertThat(ex).hasMessageStartingWith(SOURCE + ": ");
            assertThat(ex.getMessage().lines()).hasSize(1);
            return;
        }

        assertThat(DriverConfig.parse(SOURCE, config.toToml(), Map.of())).isEqualTo(config);
    }
}
