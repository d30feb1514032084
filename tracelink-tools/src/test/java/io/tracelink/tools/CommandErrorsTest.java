package io.tracelink.tools;

import io.aeron.CommonContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes wrong before a command begins is one line that says what to do, and exit status 2.
 */
class CommandErrorsTest
{
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {
        "driver", "collect", "relay", "tap", "id", "lineage", "frame", "impact", "latency", "expand", "expire",
        "verify", "rebuild", "stat"})
    void shouldExplainItself(final String command)
    {
        final CommandRun run = CommandRun.of(command, "--help");

        assertThat(run.status()).isEqualTo(ExitStatus.DONE);
        assertThat(run.outLines().get(0)).startsWith("Usage: tracelink " + command);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void shouldExplainEveryOptionWithItsDefault()
    {
        for (final CommandLine command : TracelinkCommand.commandLine().getSubcommands().values())
        {
            for (final OptionSpec option : command.getCommandSpec().options())
            {
                final String explanation = String.join(" ", option.description());
                assertThat(explanation).as(command.getCommandName() + " " + option.longestName()).endsWith(".");
                if (!option.required() && !option.isMultiValue() && null == option.group() && option.arity().max() > 0)
                {
                    assertThat(explanation).as(command.getCommandName() + " " + option.longestName())
                        .contains("(default: ");
                }
            }
        }
    }

    @Test
    void shouldListItsCommands()
    {
        final CommandRun run = CommandRun.of("--help");

        assertThat(run.status()).isEqualTo(ExitStatus.DONE);
        assertThat(run.out()).contains(
            "driver", "collect", "relay", "tap", "id", "lineage", "frame", "impact", "latency", "expand", "expire",
            "verify", "rebuild", "stat");
    }

    @Test
    void shouldSayTheVersionOfTheProject() throws IOException
    {
        final String pom = Files.readString(Path.of(System.getProperty("basedir", ""), "pom.xml"));
        final int start = pom.indexOf("<version>") + "<version>".length();
        final String version = pom.substring(start, pom.indexOf("</version>", start)).replace("-SNAPSHOT", "");

        assertThat(CommandRun.of("--version").outLines()).containsExactly("tracelink " + version);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                        | tracelink: a command is needed (see 'tracelink --help')
        fly                             | tracelink: there is no command 'fly' (see 'tracelink --help')
        id                              | tracelink id: Missing required parameter: 'ID'
        id one                          | tracelink id: Invalid value for positional parameter (ID): 'one' is not an
        id 1 abc 2                      | tracelink id: Invalid value for positional parameter (ID): 'abc' is not an
        id 1 --sequence-bits=x          | tracelink id: Invalid value for option '--sequence-bits'
        id 1 --node-id-bits=23          | tracelink id: --node-id-bits=23 must be in 0..22
        id 1 --sequence-bits=-1         | tracelink id: --sequence-bits=-1 must be in 0..22
        id 1 --epoch-offset-ms=-1       | tracelink id: --epoch-offset-ms=-1 must be in 0..2199023255551
        id 1 --node-id-bits=11 | tracelink id: --node-id-bits=11 and --sequence-bits=12 must be at most 22 together
        id 1 --format=xml               | tracelink id: Invalid value for option '--format'
        lineage                         | tracelink lineage: Missing required options
        lineage 1                       | tracelink lineage: Missing required option: '--db=DB'
        lineage 1 --db x --direction=in | tracelink lineage: Invalid value for option '--direction'
        lineage 1 --db x --depth=x      | tracelink lineage: Invalid value for option '--depth'
        lineage 1 --db x --depth=-1     | tracelink lineage: --depth=-1 must be at least 0
        frame 1 2 --db x                | tracelink frame: Missing required parameter: 'SEQ'
        frame -1 2 3 --db x             | tracelink frame: Invalid value for positional parameter at index 0 (STREAM)
        frame 1 2 3                     | tracelink frame: Missing required option: '--db=DB'
        impact --db x                   | tracelink impact: Missing required options
        impact --db x --stream 1 --epoch 2 --from 9 --to 8  | tracelink impact: --from=9 must not be above --to=8
        latency --db x --from-stream 1  | tracelink latency: Missing required option: '--to-stream=STREAM'
        latency --db x --from-stream 1 --to-stream 1 | tracelink latency: --from-stream=1 and --to-stream=1 must be two
        latency --db x --from-stream 1 --to-stream 2 --from 9 | tracelink latency: Missing required argument(s)
        latency --db x --from-stream 1 --to-stream 2 --epoch 3 --from 9 --to 8 | tracelink latency: --from=9 must
        latency --db x --from-stream 1 --to-stream 2 --input=any | tracelink latency: Invalid value for option '--input'
        collect --db x --max-replays 5  | tracelink collect: --max-replays goes with --archive or --archive-channel
        collect --db x --archive y --archive-stream 5 | tracelink collect: --archive-stream goes with --archive-channel
        collect --db x --archive no/where | tracelink collect: --archive=no/where cannot be made: there is no directory
        impact --db x --stream 1 --epoch 2 --from 8 --to 9 --replay-stream 5 | tracelink impact: database=x does not
        expand                          | tracelink expand: Missing required option: '--db=DB'
        expire --db x                   | tracelink expire: Missing required argument (specify one of these)
        expire --db x --before=1 --older-than=7d | tracelink expire: Invalid value for option '--before': '1' is not a
        expire --db x --older-than=7    | tracelink expire: Invalid value for option '--older-than': '7' is not an age
        expire --db x --older-than=7d --max-bytes=1g | tracelink expire: --older-than=AGE, --max-bytes=SIZE are
        expire --db x --max-bytes=1t    | tracelink expire: Invalid value for option '--max-bytes': '1t' is not a size
        collect --db x --retain-age=0s  | tracelink collect: Invalid value for option '--retain-age': '0s' is not an
        expand --db x --fast            | tracelink expand: Unknown option: '--fast'
        collect                         | tracelink collect: Missing required option: '--db=DB'
        collect --db x --root=1 --joined=2,1 | tracelink collect: --root=1 and --joined=1 contradict each other: give
        collect --db x --joined=2,-1    | tracelink collect: Invalid value for option '--joined' (ID): '-1' is not a
        collect --db x --control-stream=a | tracelink collect: Invalid value for option '--control-stream'
        collect --db x --archive a --archive-channel aeron:ipc | tracelink collect: --archive=a and --archive-channel
        collect --db x --accept-archive-loss | tracelink collect: --accept-archive-loss goes with --archive or
        verify                          | tracelink verify: Missing required option: '--db=DB'
        verify --db x --archive a --archive-channel aeron:ipc | tracelink verify: --archive=a and --archive-channel
        rebuild --db x                  | tracelink rebuild: an archive is needed: give --archive or --archive-channel
        rebuild --db x --archive target | tracelink rebuild: --archive=target has no archive; give the directory that
        rebuild --db x --archive a --from none.db | tracelink rebuild: database=none.db does not exist; give the path
        tap --stream=-1                 | tracelink tap: Invalid value for option '--stream'
        tap --trace-id=x                | tracelink tap: Invalid value for option '--trace-id'
        tap --count=0                   | tracelink tap: --count=0 must be at least 1
        tap --nothing                   | tracelink tap: Unknown option: '--nothing'
        driver --config                 | tracelink driver: Missing required parameter for option '--config'
        driver --control-stream=a       | tracelink driver: Invalid value for option '--control-stream'
        relay --out                     | tracelink relay: Missing required parameter for option '--out'
        driver a                        | tracelink driver: Unmatched argument at index 1: 'a'
        """)
    void shouldRefuseBadUsage(final String line, final String message)
    {
        assertRefused(CommandRun.of(null == line ? new String[0] : line.split(" ")), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "lineage 1", "frame 1 2 3", "expand", "impact --stream 1 --epoch 2 --from 3 --to 4",
        "latency --from-stream 1 --to-stream 2", "verify"})
    void shouldRefuseDatabasesThatAreNone(final String command) throws IOException
    {
        final Path missing = directory.resolve("missing.db");
        assertRefused(runOn(missing, command), "database=" + missing + " does not exist; give the path of a store");
        assertThat(missing).doesNotExist();

        final Path text = directory.resolve("text.db");
        Files.writeString(text, "no database at all, but long enough to be looked at as one".repeat(20));
        assertRefused(
            runOn(text, command),
            "database=" + text + " is not a SQLite database; give the path of a store or of a new file");

        assertRefused(runOn(directory, command), "database=" + directory + " is a directory; give the path of a file");
    }

    @Test
    void shouldRefuseTheNullTraceId()
    {
        final TestLineage lineage = new TestLineage(directory);

        assertRefused(
            CommandRun.of("lineage", "0", "--db", lineage.file.toString()),
            "tracelink lineage: traceId=0 is the null trace ID");
    }

    @Test
    void shouldRefuseBadConfigurations() throws IOException
    {
        final Path missing = directory.resolve("missing.toml");
        assertRefused(
            CommandRun.of("driver", "--config", missing.toString()), missing + ": cannot be read: no such file");

        final Path bad = directory.resolve("bad.toml");
        Files.writeString(bad, "[driver]\ncontrol_stream = 1000\n", StandardCharsets.UTF_8);
        assertRefused(CommandRun.of("driver", "--config", bad.toString()), "control_stream");
    }

    @Test
    void shouldSayThatThereIsNoMediaDriver()
    {
        final String aeronDir = CommonContext.generateRandomDirName();
        final String database = directory.resolve("new.db").toString();

        // side by side, since each waits for its own timeout
        final List<CommandRun> runs = Stream.of(
            List.of("collect", "--db", database, "--aeron-dir", aeronDir),
            List.of("relay", "--out", "aeron:udp?endpoint=localhost:40500", "--aeron-dir", aeronDir),
            List.of("tap", "--aeron-dir", aeronDir))
            .parallel()
            .map((args) -> CommandRun.of(args.toArray(new String[0])))
            .toList();

        assertThat(runs).allSatisfy((run) -> assertRefused(run, "no media driver answers in "));
        assertThat(runs).allSatisfy((run) -> assertThat(run.err())
            .contains(aeronDir + ": start one there, or use --embedded-media-driver"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", textBlock = """
        tap --control-channel aeron:foo -> tracelink tap: --control-channel=aeron:foo: unknown media: foo
        tap --descriptor-channel ipc    -> tracelink tap: --descriptor-channel=ipc: Aeron URIs must start with 'aeron:'
        relay --out aeron:foo -> tracelink relay: route=descriptors-out: channel=aeron:foo: unknown media: foo
        relay --out aeron:udp?control=localhost:0|control-mode=dynamic|term-length=5\
         -> tracelink relay: route=descriptors-out: Term length less than min length of 65536: length=5
        """)
    void shouldSayWhatIsWrongWithAChannel(final String line, final String message)
    {
        final String aeronDir = CommonContext.generateRandomDirName();
        final CommandRun run = CommandRun.of(
            Stream.concat(Stream.of(line.split(" ")), Stream.of("--embedded-media-driver", "--aeron-dir", aeronDir))
                .toArray(String[]::new));

        assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run.errLines()).last().asString()
            .startsWith(message).doesNotContain("ERROR", "Exception", "errorCodeValue");
    }

    @Test
    void shouldTakeAeronsWordsForPrograms()
    {
        assertThat(AeronText.plain("route=a: ERROR - io.aeron.exceptions.AeronException : ERROR - channel error - " +
            "Address already in use (at java.base/sun.nio.ch.Net.bind0(Native Method)): aeron:udp?endpoint=a:1, " +
            "errorCodeValue=11")).isEqualTo("route=a: channel error - Address already in use: aeron:udp?endpoint=a:1");
        assertThat(AeronText.plain("name=value must be set")).isEqualTo("name=value must be set");
    }

    @Test
    void shouldRefuseADatabaseThatCannotBeMade()
    {
        final Path file = directory.resolve("missing").resolve("new.db");

        assertRefused(
            CommandRun.of("collect", "--db", file.toString(), "--embedded-media-driver",
            "--aeron-dir", CommonContext.generateRandomDirName()),
            "tracelink collect: database=" + file + " is in a directory that does not exist");
    }

    private static CommandRun runOn(final Path database, final String command)
    {
        return CommandRun.of((command + " --db " + database).split(" "));
    }

    private static void assertRefused(final CommandRun run, final String message)
    {
        assertThat(run.status()).as(run.toString()).isEqualTo(ExitStatus.USAGE);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).startsWith("tracelink").contains(message);
        assertThat(run.out()).isEmpty();
    }
}
