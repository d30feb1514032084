package io.tracelink.driver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DriverConfigTest
{
    private static final String PROFILE = """
        [profiles.raw]
        payload_pools = [{ pool_id = 1, stride_bytes = 4096 }]
        """;

    @TempDir
    private Path directory;

    @Test
    void shouldSayWhyAFileCannotBeRead() throws IOException
    {
        final Path missing = directory.resolve("nofile.toml");
        final Path noText = Files.write(directory.resolve("picture.toml"), new byte[]{-1, -40, -1});

        assertThatThrownBy(() -> DriverConfig.load(missing))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessage("config=" + missing + ": cannot be read: no such file");
        assertThatThrownBy(() -> DriverConfig.load(noText))
            .hasMessage("config=" + noText + ": cannot be read: is no UTF-8 text");
        assertThatThrownBy(() -> DriverConfig.load(directory))
            .hasMessage("config=" + directory + ": cannot be read: Is a directory");
    }

    @Test
    void shouldHaveTheCanonicalDefaults()
    {
        final DriverConfig config = parse(PROFILE);
        assertThat(config.toToml()).isEqualTo("""
            [driver]
            instance_id = "driver-01"
            aeron_dir = ""
            control_channel = "aeron:ipc?term-length=4m"
            control_stream_id = 1000
            announce_channel = "aeron:ipc?term-length=4m"
            announce_stream_id = 1000
            qos_channel = "aeron:ipc?term-length=4m"
            qos_stream_id = 1200
            node_id_range = "1-1023"

            [shm]
            base_dir = "/dev/shm/tensorpool"
            namespace = "default"
            require_hugepages = false
            page_size_bytes = 4096
            permissions_mode = "660"
            allowed_base_dirs = ["/dev/shm/tensorpool"]

            [policies]
            allow_dynamic_streams = false
            default_profile = "raw"
            announce_period_ms = 1000
            lease_keepalive_interval_ms = 1000
            lease_expiry_grace_intervals = 3
            node_id_cooldown_ms = 1000
            dynamic_stream_linger_ms = 60000
            prefault_shm = true
            epoch_gc_enabled = true
            epoch_gc_keep = 2
            epoch_gc_min_age_ns = 3000000000
            cleanup_shm_on_exit = true
            shutdown_timeout_ms = 2000
            shutdown_token = ""

            [profiles."raw"]
            header_nslots = 1024
            payload_pools = [
              { pool_id = 1, stride_bytes = 4096 },
            ]
            """);
    }

    @Test
    void shouldReadEverythingFromAFileAndPrintItSoThatItReadsTheSame(@TempDir final Path directory) throws IOException
    {
        final Path file = directory.resolve("driver.toml");
        Files.writeString(file, """
            [driver]
            instance_id = "lab 7"
            aeron_dir = "/tmp/aeron"
            control_stream_id = 1010
            announce_stream_id = 1001
            stream_id_range = [20000, 29999]
            node_id_range = "5-9"

            [shm]
            base_dir = "/mnt/shm/pool"
            allowed_base_dirs = ["/mnt/shm", "/other"]
            permissions_mode = "600"

            [policies]
            allow_dynamic_streams = true
            default_profile = "small"
            announce_period_ms = 500
            shutdown_token = "se\\"cret"

            [profiles.raw]
            header_nslots = 8
            [[profiles.raw.payload_pools]]
            pool_id = 2
            stride_bytes = 64

            [profiles.small]
            payload_pools = []

            [streams.cam1]
            stream_id = 4294967295
            profile = "raw"
            """);

        final DriverConfig config = DriverConfig.load(file, Map.of());
        assertThat(config.value(DriverKey.INSTANCE_ID)).isEqualTo("lab 7");
        assertThat(config.value(DriverKey.ANNOUNCE_STREAM_ID)).isEqualTo(1001);
        assertThat(config.value(DriverKey.STREAM_ID_RANGE)).isEqualTo(new IdRange(20000, 29999));
        assertThat(config.value(DriverKey.NODE_ID_RANGE)).isEqualTo(new IdRange(5, 9));
        assertThat(config.value(DriverKey.ALLOWED_BASE_DIRS)).containsExactly("/mnt/shm", "/other");
        assertThat(config.value(DriverKey.EPOCH_GC_MIN_AGE_NS)).isEqualTo(1_500_000_000L);
        assertThat(config.value(DriverKey.SHUTDOWN_TOKEN)).isEqualTo("se\"cret");
        assertThat(config.profiles()).containsOnlyKeys("raw", "small");
        assertThat(config.profiles().get("raw").payloadPools()).containsExactly(new PayloadPool(2, 64));
        assertThat(config.streams()).containsExactly(new StreamBinding("cam1", 4294967295L, "raw"));
        assertThat(DriverConfig.parse("printed", config.toToml(), Map.of())).isEqualTo(config);
        assertThat(config.toString()).doesNotContain("cret");
    }

    @Test
    void shouldLetTheEnvironmentOverrideTheFile()
    {
        final DriverConfig config = DriverConfig.parse("x.toml", "[driver]\ncontrol_stream_id = 7\n" + PROFILE, Map.of(
            "DRIVER_CONTROL_STREAM_ID", "1234",
            "DRIVER_NODE_ID_RANGE", "3-4",
            "POLICIES_PREFAULT_SHM", "false",
            "SHM_ALLOWED_BASE_DIRS", "/a,/dev",
            "SHM_PERMISSIONS_MODE", "600",
            "DRIVER_SEAT", "left"));

        assertThat(config.value(DriverKey.CONTROL_STREAM_ID)).isEqualTo(1234);
        assertThat(config.value(DriverKey.ANNOUNCE_STREAM_ID)).isEqualTo(1234);
        assertThat(config.value(DriverKey.NODE_ID_RANGE)).isEqualTo(new IdRange(3, 4));
        assertThat(config.value(DriverKey.PREFAULT_SHM)).isFalse();
        assertThat(config.value(DriverKey.ALLOWED_BASE_DIRS)).containsExactly("/a", "/dev");
        assertThat(config.value(DriverKey.PERMISSIONS_MODE)).isEqualTo("600");
    }

    @Test
    void shouldLetTheEnvironmentOverrideTheEmbeddedDefaults()
    {
        final DriverConfig config = DriverConfig.embeddedBuilder()
            .environment(Map.of("SHM_BASE_DIR", "/tmp/pool")).build();
        assertThat(config.value(DriverKey.BASE_DIR)).isEqualTo("/tmp/pool");
        assertThat(config.value(DriverKey.ALLOWED_BASE_DIRS)).containsExactly("/tmp/pool");
    }

    @Test
    void shouldRefuseBadEnvironment()
    {
        assertThatThrownBy(() -> DriverConfig.parse("x.toml", PROFILE, Map.of("DRIVER_CONTROL_STREAM_ID", "abc")))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("environment: DRIVER_CONTROL_STREAM_ID=abc: must be a whole number within 1..2147483647");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[driver]$control_stream_id = -5|line 2: driver.control_stream_id=-5: " +
            "must be a whole number within 1..2147483647",
        "[driver]$control_stream_id = '1000'|line 2: driver.control_stream_id=1000: " +
            "must be a whole number within 1..2147483647",
        "[driver]$colour = 'red'|line 2: driver.colour=red: unknown key",
        "[engine]$x = 1|line 1: engine=(table): unknown key",
        "driver = 3|line 1: driver=3: must be a table",
        "[driver]$control_channel = 'ipc'|line 2: driver.control_channel=ipc: " +
            "must be an Aeron channel such as aeron:ipc?term-length=4m",
        "[driver]$node_id_range = '9-5'|line 2: driver.node_id_range=9-5: " +
            "must be first-last with 0 <= first <= last <= 4294967295, for example 1-1023",
        "[driver]$node_id_range = [1, 9999999]|line 2: driver.node_id_range=[1, 9999999]: must be within 0..4194303",
        "[shm]$base_dir = 'here'|line 2: shm.base_dir=here: " +
            "must be an absolute path of at most 1024 ASCII characters without blanks and vertical bars",
        "[shm]$permissions_mode = '999'|line 2: shm.permissions_mode=999: " +
            "must be an octal mode with rw for the owner, such as 660",
        "[shm]$require_hugepages = true|line 2: shm.require_hugepages=true: " +
            "must be false: this driver has no hugepage regions",
        "[shm]$allowed_base_dirs = ['/a']|shm.base_dir=/dev/shm/tensorpool: " +
            "must lie in one of shm.allowed_base_dirs=[/a]",
        "[policies]$prefault_shm = 1|line 2: policies.prefault_shm=1: must be true or false",
        "[policies]$default_profile = 'x'|policies.default_profile=x: must be one of the profiles [raw]",
        "[policies]$shutdown_token = 7|line 2: policies.shutdown_token=(hidden): must be a string",
        "[profiles.p]$header_nslots = 3|line 1: profiles.p.header_nslots=3: " +
            "must be a power of two within 1..16777216",
        "[profiles.p]$slots = 3|line 2: profiles.p.slots=3: unknown key",
        "[profiles.p]$payload_pools = 3|line 2: profiles.p.payload_pools=3: " +
            "must be tables with pool_id and stride_bytes",
        "[profiles.p]$payload_pools = [{ pool_id = 1 }]|" +
            "profiles.p.payload_pools[0].stride_bytes=(missing): must be a whole number within 0..2147483647",
        "[profiles.p]$payload_pools = [{ pool_id = 1, stride_bytes = 100 }]|line 2: " +
            "profiles.p.payload_pools[0].stride_bytes=100: must be a power of two within 64..1073741824",
        "[streams.s]$stream_id = 1|streams.s.profile=(missing): must be the name of a profile",
        "[streams.s]$stream_id = 0$profile = 'raw'|line 2: streams.s.stream_id=0: must be within 1..4294967295",
        "[streams.s]$stream_id = 1$profile = 'x'|streams.s.profile=x: must be one of the profiles [raw]",
        "[streams]$a = { stream_id = 1, profile = 'raw' }$b = { stream_id = 1, profile = 'raw' }|" +
            "streams.b.stream_id=1: is that of streams.a already"
    }, quoteCharacter = '`')
    void shouldRefuseWithFileKeyValueAndReasonInOneLine(final String toml, final String message)
    {
        final String text = toml.replace('$', '\n') + "\n" + PROFILE;
        assertThatThrownBy(() -> parse(text))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("driver.toml: " + message);
    }

    @Test
    void shouldRefuseWhatIsNoToml()
    {
        assertThatThrownBy(() -> parse("[driver]\ncontrol_stream_id = = 1\n"))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("driver.toml: line 2: no valid TOML: ")
            .hasMessageNotContaining("\n");
    }

    @Test
    void shouldAskForAProfile()
    {
        assertThatThrownBy(() -> parse(""))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("driver.toml: profiles=(none): define at least one, for example [profiles.default] with " +
                "payload_pools = [{ pool_id = 1, stride_bytes = 4096 }]");
    }

    @Test
    void shouldRefuseBadValuesOfABuilder()
    {
        assertThatThrownBy(() -> DriverConfig.builder().set(DriverKey.ANNOUNCE_PERIOD_MS, 0L))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("policies.announce_period_ms=0: must be a whole number within 1..3600000");
        assertThatThrownBy(() -> new StreamProfile("p", 4, List.of(new PayloadPool(1, 64), new PayloadPool(1, 128))))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageEndingWith("pool_id must be unique");
    }

    @Test
    void shouldAllowDynamicStreamsWhenEmbedded()
    {
        final DriverConfig config = DriverConfig.embedded();
        assertThat(config.value(DriverKey.ALLOW_DYNAMIC_STREAMS)).isTrue();
        assertThat(config.value(DriverKey.DEFAULT_PROFILE)).isEqualTo("default");
        assertThat(config.profiles().get("default").payloadPools()).hasSize(2);
        assertThat(DriverConfig.parse("printed", config.toToml(), Map.of())).isEqualTo(config);
    }

    @Test
    void shouldNameEnvironmentVariablesAfterKeys()
    {
        assertThat(DriverKey.CONTROL_STREAM_ID.environmentVariable()).isEqualTo("DRIVER_CONTROL_STREAM_ID");
        assertThat(DriverKey.keys()).doesNotHaveDuplicates().hasSize(30);
    }

    private static DriverConfig parse(final String toml)
    {
        return DriverConfig.parse("driver.toml", toml, Map.of());
    }
}
