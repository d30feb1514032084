package io.tracelink.tools;

import com.fasterxml.jackson.databind.JsonNode;
import io.aeron.CommonContext;
import io.aeron.archive.Archive;
import io.aeron.driver.MediaDriver;
import io.tracelink.store.LineageStore;
import io.tracelink.store.LineageWriter;
import io.tracelink.testing.Await;
import io.tracelink.testing.Jdbc;
import io.tracelink.testing.PostgresServer;
import io.tracelink.testing.ProgramProcess;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static io.tracelink.tools.TestLineage.EPOCH;
import static io.tracelink.tools.TestLineage.id;
import static io.tracelink.tools.TestLineage.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands on PostgreSQL, as two people use it whose hosts have a collector each and share the database.
 * <p>
 * Cameras (streams 1 and 2) and a filter (stream 11) are on one host, whose archive runs beside the collector; a join
 * (stream 21) and a window over joins (stream 31) on the other, whose collector records by itself.
 */
@Execution(ExecutionMode.CONCURRENT)
class PostgresIT
{
    private static final int STEPS = 400;
    private static final int WINDOW = 10;
    private static final int KILLED = 128 + 9;

    private final String aeronDir = CommonContext.generateRandomDirName();
    private final String otherAeronDir = CommonContext.generateRandomDirName();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final List<String> archiveOptions = TestArchive.options(aeronDir);

    @TempDir
    private Path directory;

    private PostgresServer server;
    private String url;
    private MediaDriver mediaDriver;
    private Archive archive;

    @BeforeEach
    void setUp()
    {
        server = PostgresServer.shared();
        url = server.newSchema();
    }

    @AfterEach
    void tearDown()
    {
        CloseHelper.closeAll(archive, mediaDriver);
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldStoreAndAnswerWhatTwoCollectorsReadOfWhichOneWasKilled()
    {
        launchArchive();
        collect();
        expand();
        askForLineage();
        askForRanges();
        verify();
        expire();
    }

    @Test
    void shouldSayWhatIsWrongWithADatabase() throws IOException
    {
        final String[] question = {"lineage", "1"};
        final String[] collector = {
            "collect", "--embedded-media-driver", "--aeron-dir", CommonContext.generateRandomDirName()};
        for (final String[] command : new String[][]{question, collector})
        {
            assertRefused("jdbc:postgresql://host:port/db", "is not a URL of PostgreSQL; give jdbc:", command);
            final String unreachable = "jdbc:postgresql://localhost:" + freePort() + "/db?user=me";
            assertRefused(unreachable, "cannot be reached; check host and port, and that the server runs: ", command);
            assertRefused(url.replace("/postgres?", "/none?"), "does not exist; create it on the server", command);
            assertRefused(
                url.replaceFirst("currentSchema=.*", "currentSchema=none"),
                "has no schema to use; create the one that currentSchema or search_path names", command);
        }

        server.createUser("guest", "right-password");
        for (final String password : List.of("", "&password=wrong-password"))
        {
            assertRefused(
                url.replace("user=postgres", "user=guest" + password),
                "refuses the login; check user and password: ", question);
        }

        assertRefused(
            url.replace("user=postgres", "user=guest&password=right-password"), "has no schema to use; ", question);

        for (final String command : List.of(
            "lineage 1", "frame 1 2 3", "impact --stream 1 --epoch 2 --from 3 --to 4",
            "latency --from-stream 1 --to-stream 2", "expand", "expire --older-than 1d", "verify"))
        {
            assertRefused(url, "is empty; give the database, and the currentSchema, of a store", command.split(" "));
        }

        assertThat(LineageStore.open(url).location()).isEqualTo(url);
        final String unbounded = "does not know how large it is; keep it in bounds by age";
        assertRefused(url, unbounded, "expire", "--max-bytes", "1g");
        assertRefused(url, unbounded, Programs.line(List.of("--retain-bytes", "1g"), collector));
    }

    private void collect()
    {
        final String[] command =
            Programs.line(archiveOptions, "collect", "--db", url, "--root", "1,2", "--derived", "11");
        try (ProgramProcess first = Programs.start(command);
            ProgramProcess other = Programs.start(
                "collect", "--db", url, "--joined", "21", "--embedded-media-driver", "--aeron-dir", otherAeronDir,
                "--archive", directory.resolve("other").toString(), "--collector", "1"))
        {
            first.awaitReady();
            other.awaitReady();
            try (TestHost host = new TestHost(aeronDir, 1, 2, 11);
                TestHost otherHost = new TestHost(otherAeronDir, 21, 31))
            {
                publish(host, otherHost, 0, STEPS / 2);
                Await.until(() -> count("frames WHERE stream_id = 1") > 0, () -> "the first frames, " + first);
                first.handle().destroyForcibly();
                assertThat(first.awaitExit()).as(first.toString()).isEqualTo(KILLED);

                publish(host, otherHost, STEPS / 2, STEPS);
                otherHost.root(31, STEPS, 0);
                Await.until(
                    () -> STEPS + 1 == count("frames WHERE stream_id IN (21, 31)") && STEPS == count("link_sets"),
                    () -> "what the other one stores meanwhile, " + other);
                assertRefused(url, "has a running collector=1; stop that, or give this one an id of its own",
                    Programs.line(archiveOptions, "collect", "--collector", "1"));

                try (ProgramProcess second = Programs.start(command).awaitReady())
                {
                    Await.until(() -> 4 * STEPS + 1 == count("frames"), () -> "all that was recorded, " + second);
                    assertThat(second.terminate().awaitExit()).as(second.toString()).isEqualTo(ExitStatus.DONE);
                }

                assertThat(host.errors()).isEmpty();
                assertThat(otherHost.errors()).isEmpty();
            }

            assertThat(other.terminate().awaitExit()).as(other.toString()).isEqualTo(ExitStatus.DONE);
            assertThat(other.err()).last().asString().isEqualTo("collect: " + (STEPS + 1) + " frames and " + STEPS +
                " TraceLinkSets stored, 0 dropped, 0 broken messages skipped");
        }

        assertThat(count("trace_links")).isEqualTo(2 * STEPS);
        assertThat(count("conflicts")).isZero();
    }

    private static void publish(final TestHost host, final TestHost otherHost, final int from, final int to)
    {
        for (int i = from; i < to; i++)
        {
            host.root(1, i, 0);
            host.root(2, i, 1);
            host.derived(11, i, 2, id(1, i));
            otherHost.joined(21, i, 5, id(1, i), id(2, i));
        }
    }

    private void expand()
    {
        try (LineageWriter writer = LineageStore.open(url).writer())
        {
            writer.recordWindowBySeq(id(31, STEPS), 21, EPOCH, STEPS - WINDOW, STEPS - 1);
        }

        assertThat(done("expand").outLines())
            .containsExactly("1 window read, 0 still open, " + WINDOW + " links added");
        assertThat(done("expand", "--again", "--format", "json").outLines())
            .containsExactly("{\"windows\": 1, \"open\": 0, \"linksAdded\": 0}");
    }

    private void askForLineage()
    {
        final String window = text(id(31, STEPS));
        final String verdict = "complete: " + (1 + 4 * WINDOW) + " frames of " + (1 + 3 * WINDOW) + " traces, " +
            3 * WINDOW + " links, nothing is missing";
        assertThat(done("lineage", window).outLines()).last().isEqualTo(verdict);
        assertThat(done("frame", "31", text(EPOCH), String.valueOf(STEPS)).outLines()).last().isEqualTo(verdict);
        try (ProgramProcess lineage = Programs.start("lineage", window, "--db", url, "--format", "json"))
        {
            assertThat(lineage.awaitExit()).as(lineage.toString()).isEqualTo(ExitStatus.DONE);
            assertThat(lineage.err()).isEmpty();
            final JsonNode json = CommandRun.json(lineage.out().get(0));
            assertThat(json.get("complete").booleanValue()).isTrue();
            assertThat(json.get("edges")).hasSize(3 * WINDOW);
        }

        final JsonNode down = done(
            "frame", "1", text(EPOCH), String.valueOf(STEPS - 1), "--direction", "down", "--format", "json").json();
        assertThat(down.get("complete").booleanValue()).isTrue();
        assertThat(down.get("edges")).hasSize(2);

        final CommandRun missing = run("frame", "31", text(EPOCH), "0", "--format", "json");
        assertThat(missing.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(missing.errLines()).containsExactly(
            "tracelink frame: a traced frame of stream 31 epoch " + EPOCH + " seq 0 is not in " + url);
    }

    private void askForRanges()
    {
        final String[] impact = {
            "impact", "--stream", "1", "--epoch", text(EPOCH), "--from", "0", "--to", String.valueOf(STEPS - 1)};
        assertThat(done(impact).outLines()).containsExactly(
            "stream 1  epoch 7  seq 0..399  400 frames",
            "reached",
            "  stream 11  epoch 7  seq 0..399  400 frames",
            "  stream 21  epoch 7  seq 0..399  400 frames",
            "  stream 31  epoch 7  seq 400  1 frame",
            "complete: 801 frames, 801 traces, 410 links, nothing is missing");
        final JsonNode outputs = done(Programs.line(List.of("--format", "json"), impact)).json().get("outputs");
        assertThat(outputs).hasSize(3).last().isEqualTo(CommandRun.json("{\"streamId\": 31, \"epoch\": \"7\", " +
            "\"frames\": 1, \"ranges\": [{\"fromSeq\": \"400\", \"toSeq\": \"400\"}]}"));

        final String[] latency = {"latency", "--from-stream", "1", "--to-stream", "31", "--input", "oldest"};
        assertThat(done(latency).outLines())
            .anyMatch((line) -> line.matches("end to end +1 .* 100[.]0 ms"))
            .last().asString().startsWith("complete: 1 output, 0 without input on stream 1, ");
        final JsonNode json = done(Programs.line(List.of("--format", "json"), latency)).json();
        assertThat(json.get("complete").booleanValue()).isTrue();
        assertThat(json.at("/endToEnd/count").longValue()).isEqualTo(1);

        final CommandRun nothing = run("latency", "--from-stream", "31", "--to-stream", "1", "--epoch", "7", "--from",
            "0", "--to", "9");
        assertThat(nothing.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(nothing.errLines()).containsExactly(
            "tracelink latency: nothing leads from stream 31 to stream 1 in " + url + " (10 frames looked at)");
    }

    private void verify()
    {
        final String valid = "valid: " + url + ", 0 checks violated";
        assertThat(done("verify").outLines()).last().isEqualTo(valid);
        try (ProgramProcess verify = Programs.start(
            "verify", "--db", url, "--archive", directory.resolve("other").toString(), "--collector", "1",
            "--scratch", directory.toString()))
        {
            assertThat(verify.awaitExit()).as(verify.toString()).isEqualTo(ExitStatus.DONE);
            assertThat(verify.out()).last().asString().isEqualTo(valid + ", equal to the archive");
        }

        final JsonNode json = done(
            Programs.line(archiveOptions, "verify", "--scratch", directory.toString(), "--format", "json")).json();
        assertThat(json.get("valid").booleanValue()).isTrue();
        assertThat(json.at("/archive/equal").booleanValue()).isTrue();

        server.execute("UPDATE " + url.substring(url.lastIndexOf('=') + 1) + ".frames SET t_ns = 1 " +
            "WHERE stream_id = 2 AND seq = 7");
        final CommandRun damaged = run(Programs.line(archiveOptions, "verify", "--scratch", directory.toString()));
        assertThat(damaged.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(damaged.outLines()).last().isEqualTo("not " + valid + ", not equal to the archive");
    }

    private void expire()
    {
        final int expired = STEPS / 2;
        final String before = Instant.ofEpochMilli(id(0, expired) >>> 22).toString();
        assertThat(done("expire", "--before", before).outLines()).containsExactly(
            4 * expired + " frames, " + 2 * expired + " links, " + expired + " TraceLinkSets and 0 windows removed");
        assertThat(count("frames")).isEqualTo(4 * (STEPS - expired) + 1);
        assertThat(done("expire", "--before", before, "--format", "json").outLines())
            .containsExactly("{\"frames\": 0, \"links\": 0, \"linkSets\": 0, \"windows\": 0}");

        final CommandRun gone = run("lineage", text(id(21, 0)));
        assertThat(gone.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(gone.errLines()).containsExactly(
            "tracelink lineage: trace " + text(id(21, 0)) + " has expired from " + url);
    }

    private void launchArchive()
    {
        mediaDriver = AeronSession.launchMediaDriver(aeronDir, errors::add);
        archive = TestArchive.launch(aeronDir, directory.resolve("archive"), errors::add);
    }

    private CommandRun done(final String... command)
    {
        final CommandRun run = run(command);
        assertThat(run.status()).as(run.toString()).isEqualTo(ExitStatus.DONE);
        assertThat(run.err()).isEmpty();
        return run;
    }

    private CommandRun run(final String... command)
    {
        return CommandRun.of(Programs.line(List.of("--db", url), command));
    }

    private static void assertRefused(final String database, final String reason, final String... command)
    {
        final CommandRun run = CommandRun.of(Programs.line(List.of("--db", database), command));
        assertThat(run.status()).as(run.toString()).isEqualTo(ExitStatus.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString()
            .startsWith("tracelink " + command[0] + ": database=" +
                database.replaceFirst("&password=[^&]*", "") + " " + reason);
    }

    private long count(final String table)
    {
        return Jdbc.count(url, table);
    }

    private static int freePort() throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0))
        {
            return socket.getLocalPort();
        }
    }
}
