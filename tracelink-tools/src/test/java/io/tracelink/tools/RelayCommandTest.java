package io.tracelink.tools;

import io.tracelink.aeron.relay.RelayRoute;
import io.tracelink.aeron.relay.TraceRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a relay's file may say, and how it is refused: in one line that names file, line, key, value and reason.
 */
class RelayCommandTest
{
    private static final String ENDS = "from_channel='aeron:ipc';from_stream_id=1;to_channel='aeron:udp?endpoint=h:1';";

    @TempDir
    private Path directory;

    @Test
    void shouldReadEverythingThatThereIs() throws IOException
    {
        final TraceRelay.Context context = new TraceRelay.Context();

        new RelayConfigReader(file("""
            [relay]
            max_hops = 4
            origin_id = 4294967295

            [routes.links-out]
            from_channel = "aeron:ipc?tether=false"
            from_stream_id = 1000
            to_channel = "aeron:udp?control-mode=manual"
            to_stream_id = 2000
            to_destinations = ["aeron:udp?endpoint=b:40500", "aeron:udp?endpoint=c:40500"]
            descriptors = false
            other_kinds = [{ schema_id = 900, template_id = 1 }]
            stream_ids = [10000, 4294967295]
            map_stream_ids = [{ from = 10000, to = 20000 }]

            [routes.in]
            from_channel = "aeron:udp?endpoint=a:40500"
            from_stream_id = 1000
            to_channel = "aeron:ipc?term-length=4m"
            links = true
            """)).read(context);

        assertThat(context.maxHops()).isEqualTo(4);
        assertThat(context.originId()).isEqualTo(0xFFFF_FFFFL);
        assertThat(context.routes()).extracting(RelayRoute::name).containsExactly("links-out", "in");
        final RelayRoute out = context.routes().get(0);
        assertThat(out.fromChannel()).isEqualTo("aeron:ipc?tether=false");
        assertThat(out.fromStreamId()).isEqualTo(1000);
        assertThat(out.toChannel()).isEqualTo("aeron:udp?control-mode=manual");
        assertThat(out.toStreamId()).isEqualTo(2000);
        assertThat(out.destinations())
            .isEqualTo(List.of("aeron:udp?endpoint=b:40500", "aeron:udp?endpoint=c:40500"));
        assertThat(out.areLinksCarried()).isTrue();
        assertThat(out.areDescriptorsCarried()).isFalse();
        assertThat(out.carriedStreamIds()).containsExactlyInAnyOrder(10_000L, 0xFFFF_FFFFL);
        assertThat(out.mappedStreamId(10_000)).isEqualTo(20_000);
        assertThat(out.mappedStreamId(10_001)).isEqualTo(10_001);
        final RelayRoute in = context.routes().get(1);
        assertThat(in.toStreamId()).isEqualTo(1000);
        assertThat(in.areDescriptorsCarried()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        x                                  | : line 1: no valid TOML:
        [relays]                           | : line 1: relays=(table): unknown key
        [relay]                            | : routes=(missing): must have a table for each route, [routes.<name>]
        routes = 1                         | : line 1: routes=1: must be a table
        [relay];max_hops = 0               | : line 2: relay.max_hops=0: must be a whole number within 1..255
        [relay];origin_id = -1             | : line 2: relay.origin_id=-1: must be a whole number within 0..4294967295
        [relay];hops = 1                   | : line 2: relay.hops=1: unknown key
        [routes];a = 1                     | : line 2: routes.a=1: must be a table
        [routes.a];from = 1                | : line 2: routes.a.from=1: unknown key
        [routes.a];from_stream_id = 1      | : routes.a.from_channel=(missing): must be a channel
        [routes.a];from_channel = 'a'      | : routes.a.from_stream_id=(missing): must be a whole number within
        [routes.a];ENDSto_stream_id = 'x'  | : line 5: routes.a.to_stream_id=x: must be a whole number within
        [routes.a];ENDSto_destinations = 1 | : line 5: routes.a.to_destinations=1: must be an array
        [routes.a];ENDSto_destinations = [1] | : line 5: routes.a.to_destinations=[1]: must be channels
        [routes.a];ENDSlinks = 1           | : line 5: routes.a.links=1: must be true or false
        [routes.a];ENDSstream_ids = ['a']  | : line 5: routes.a.stream_ids=[a]: must be whole numbers
        [routes.a];ENDSstream_ids = [-1]   | : line 1: route=a: streamId=-1 must be in 0..4294967295
        [routes.a];ENDSmap_stream_ids = [1] | : line 5: routes.a.map_stream_ids=[1]: must be tables with from and to
        [routes.a];ENDSother_kinds = [{schema_id=901, template_id=1}] | : line 1: route=a: schemaId=901 is
        [routes.a];ENDSto_destinations = ['b'] | : line 1: route=a: destinations=[b] need control-mode=manual
        """)
    void shouldRefuseInOneLine(final String toml, final String message) throws IOException
    {
        final Path file = file(toml.replace("ENDS", ENDS).replace(';', '\n'));

        assertRefused(CommandRun.of("relay", "--config", file.toString()), "tracelink relay: " + file + message);
    }

    @Test
    void shouldSayWhatIsMissing()
    {
        assertRefused(
            CommandRun.of("relay"), "tracelink relay: there is no route: give --config, --out or --in");
        final Path missing = directory.resolve("missing.toml");
        assertRefused(
            CommandRun.of("relay", "--config", missing.toString()),
            "tracelink relay: " + missing + ": there is no such file");
        assertRefused(
            CommandRun.of("relay", "--config", directory.toString()),
            "tracelink relay: " + directory + ": cannot be read: ");
    }

    private Path file(final String toml) throws IOException
    {
        return Files.writeString(directory.resolve("relay.toml"), toml);
    }

    private static void assertRefused(final CommandRun run, final String start)
    {
        assertThat(run.status()).as(run.toString()).isEqualTo(ExitStatus.USAGE);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).startsWith(start.stripTrailing());
        assertThat(run.out()).isEmpty();
    }
}
