package io.tracelink.tools;

import com.fasterxml.jackson.databind.JsonNode;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.tracelink.testing.Await;
import io.tracelink.testing.Jdbc;
import io.tracelink.testing.ProgramProcess;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A person who collects into an archive and a store, damages the store, finds the damage, and makes it anew.
 */
@Execution(ExecutionMode.CONCURRENT)
class VerifyIT
{
    private static final int FRAMES = 500;

    private final String aeronDir = CommonContext.generateRandomDirName();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private MediaDriver mediaDriver;
    private String database;
    private String archive;

    @BeforeEach
    void collect()
    {
        database = directory.resolve("lineage.db").toString();
        archive = directory.resolve("archive").toString();
        mediaDriver = AeronSession.launchMediaDriver(aeronDir, errors::add);
        try (ProgramProcess collector = Programs.start(
            "collect", "--db", database, "--archive", archive, "--aeron-dir", aeronDir).awaitReady();
            RawEmitter emitter = new RawEmitter(aeronDir))
        {
            for (int i = 0; i < FRAMES; i++)
            {
                emitter.frame(9, 1, i, 7_000 + i, TestLineage.id(9, i));
                emitter.links(9, 1, i, TestLineage.id(9, i), TestLineage.id(1, i), TestLineage.id(2, i));
            }

            Await.until(
                () -> FRAMES == count("frames") && 2 * FRAMES == count("trace_links"),
                () -> "all that was sent, " + collector);
            assertThat(collector.terminate().awaitExit()).as(collector.toString()).isZero();
            assertThat(emitter.errors()).isEmpty();
        }
    }

    @AfterEach
    void tearDown()
    {
        CloseHelper.close(mediaDriver);
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldFindADamagedRowByTheArchiveAndMakeTheStoreAnew() throws SQLException
    {
        try (ProgramProcess verify = verify(database))
        {
            assertThat(verify.awaitExit()).as(verify.toString()).isEqualTo(ExitStatus.DONE);
            assertThat(verify.out()).last().asString()
                .isEqualTo("valid: " + database + ", 0 checks violated, equal to the archive");
            assertThat(verify.err()).isEmpty();
        }

        execute("UPDATE frames SET t_ns = 1 WHERE seq = 77");
        execute("DELETE FROM trace_links WHERE parent_trace_id = " + TestLineage.id(2, 99));
        try (ProgramProcess verify = verify(database, "--format", "json"))
        {
            assertThat(verify.awaitExit()).as(verify.toString()).isEqualTo(ExitStatus.FAILED);
            final JsonNode json = CommandRun.json(String.join("", verify.out()));
            assertThat(json.get("valid").asBoolean()).isFalse();
            assertThat(json.get("checks")).filteredOn((check) -> check.get("count").asLong() > 0).singleElement()
                .isEqualTo(CommandRun.json(
                    "{\"check\": \"parent-counts\", \"kind\": \"violation\", \"count\": 1, \"examples\": " +
                    "[\"stream_id=9 epoch=1 seq=99 trace_id=" + TestLineage.id(9, 99) + " parent_count=2 links=1\"]}"));
            assertThat(json.at("/archive/equal").asBoolean()).isFalse();
            assertThat(json.at("/archive/differences")).hasSize(2);
            assertThat(json.at("/archive/differences/0/table").asText()).isEqualTo("frames");
            assertThat(json.at("/archive/differences/0/streamId").asLong()).isEqualTo(9);
            assertThat(json.at("/archive/differences/0/changed").asLong()).isEqualTo(1);
            assertThat(json.at("/archive/differences/1/missing").asLong()).isEqualTo(1);
        }

        final String anew = directory.resolve("anew.db").toString();
        final String[] command = {"rebuild", "--db", anew, "--from", database, "--archive", archive};
        try (ProgramProcess rebuild = Programs.start(command))
        {
            assertThat(rebuild.awaitExit()).as(rebuild.toString()).isEqualTo(ExitStatus.DONE);
            assertThat(rebuild.out()).last().asString().isEqualTo(
                "rebuilt: " + anew + " from 2 recordings, 0 windows and 0 registrations of " + database);
        }

        try (ProgramProcess verify = verify(anew))
        {
            assertThat(verify.awaitExit()).as(verify.toString()).isEqualTo(ExitStatus.DONE);
        }

        try (ProgramProcess again = Programs.start(command))
        {
            assertThat(again.awaitExit()).isEqualTo(ExitStatus.USAGE);
            assertThat(again.err()).singleElement().asString()
                .isEqualTo("tracelink rebuild: database=" + anew + " exists; give the path of a new file");
        }
    }

    private ProgramProcess verify(final String location, final String... options)
    {
        return Programs.start(Programs.line(
            List.of(options), "verify", "--db", location, "--archive", archive, "--scratch", directory.toString()));
    }

    private void execute(final String sql) throws SQLException
    {
        Jdbc.execute("jdbc:sqlite:" + database, sql);
    }

    private long count(final String table)
    {
        return Jdbc.count("jdbc:sqlite:" + database, table);
    }
}
