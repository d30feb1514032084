package io.tracelink.tools;

import io.aeron.CommonContext;
import io.aeron.archive.ArchiveMarkFile;
import io.aeron.archive.ArchivingMediaDriver;
import io.tracelink.testing.Await;
import io.tracelink.testing.Jdbc;
import io.tracelink.testing.ProgramProcess;
import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The archive runs beside the stages, in a process with their media driver, and the collector elsewhere, with a media
 * driver of its own: they speak over UDP alone. The archive is killed (SIGKILL) and started again.
 */
@Execution(ExecutionMode.CONCURRENT)
class CollectArchiveUdpIT
{
    private static final int FRAMES = 2_000;
    private static final int KILLED = 128 + 9;
    private static final long MARK_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(10);
    private static final String CHECKSUM = "io.aeron.archive.checksum.Crc32c";

    private final String stagesDir = CommonContext.generateRandomDirName();
    private final String collectorDir = CommonContext.generateRandomDirName();
    private final String controlChannel = "aeron:udp?endpoint=localhost:" + freePort();

    @TempDir
    private Path directory;

    @AfterEach
    void tearDown()
    {
        IoUtil.delete(new File(stagesDir), true);
        IoUtil.delete(new File(collectorDir), true);
    }

    @Test
    void shouldStoreWhatAnArchiveOnAnotherHostRecordedBeforeItWasKilledAndAfter()
    {
        final String database = directory.resolve("lineage.db").toString();
        try (ProgramProcess archive = startArchive();
            ProgramProcess collector = start("collect", database).awaitReady();
            RawEmitter emitter = new RawEmitter(stagesDir))
        {
            send(emitter, 0, FRAMES);
            Await.until(() -> FRAMES == frames(database), () -> "the first frames, " + collector);

            // how much of this is recorded, chance decides
            send(emitter, FRAMES, 2 * FRAMES);
            archive.handle().destroyForcibly();
            assertThat(archive.awaitExit()).as(archive.toString()).isEqualTo(KILLED);
            assertThat(collector.awaitExit()).as(collector.toString()).isEqualTo(ExitStatus.FAILED);
            assertThat(collector.err()).anyMatch(
                (line) -> line.endsWith("archive is gone: it does not answer, or its connection was lost"));
        }

        Await.until(
            () -> System.currentTimeMillis() - lastSignOfLifeMs() > MARK_TIMEOUT_MS, () -> "the end of the archive");
        try (ProgramProcess archive = startArchive();
            ProgramProcess collector = start("collect", database).awaitReady();
            RawEmitter emitter = new RawEmitter(stagesDir))
        {
            final int last = 4 * FRAMES;
            send(emitter, last - FRAMES, last);
            Await.until(
                () -> FRAMES == count(database, "frames WHERE seq >= " + (last - FRAMES)),
                () -> "what came after the restart, " + collector + archive);

            try (ProgramProcess verify = start("verify", database))
            {
                assertThat(verify.awaitExit()).as(verify.toString()).isEqualTo(ExitStatus.DONE);
                assertThat(verify.out()).last().asString().endsWith("0 checks violated, equal to the archive");
            }

            assertThat(collector.terminate().awaitExit()).as(collector.toString()).isZero();
            assertThat(emitter.errors()).isEmpty();
        }
    }

    private ProgramProcess startArchive()
    {
        final long startMs = System.currentTimeMillis();
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--add-opens=java.base/java.util.zip=ALL-UNNAMED",
            "-Daeron.dir=" + stagesDir, "-Daeron.dir.delete.on.start=true", "-Daeron.threading.mode=SHARED",
            "-Daeron.ipc.term.buffer.length=4m",
            "-Daeron.shared.idle.strategy=org.agrona.concurrent.BackoffIdleStrategy",
            "-Daeron.archive.dir=" + directory.resolve("archive"),
            "-Daeron.archive.control.channel=" + controlChannel,
            "-Daeron.archive.replication.channel=aeron:udp?endpoint=localhost:0",
            "-Daeron.archive.record.checksum=" + CHECKSUM, "-Daeron.archive.replay.checksum=" + CHECKSUM,
            "-cp", Programs.jar().toString(),
            ArchivingMediaDriver.class.getName()));
        final ProgramProcess archive = ProgramProcess.of(directory, Map.of(), command.toArray(new String[0]));
        Await.until(() -> lastSignOfLifeMs() >= startMs, () -> "an archive, " + archive);

        return archive;
    }

    private ProgramProcess start(final String command, final String database)
    {
        final String aeronDir = "collect".equals(command) ? collectorDir : CommonContext.generateRandomDirName();
        return Programs.start(
            command,
            "--db", database,
            "--embedded-media-driver", "--aeron-dir", aeronDir,
            "--archive-channel", controlChannel,
            "--archive-response-channel", "aeron:udp?endpoint=localhost:0",
            "--replay-channel", "aeron:udp?endpoint=localhost:" + ("collect".equals(command) ? freePort() : 0));
    }

    private long lastSignOfLifeMs()
    {
        final File file = directory.resolve("archive").toFile();
        if (!new File(file, ArchiveMarkFile.FILENAME).exists())
        {
            return 0;
        }

        try (ArchiveMarkFile markFile = new ArchiveMarkFile(
            file, ArchiveMarkFile.FILENAME, System::currentTimeMillis, MARK_TIMEOUT_MS, (line) ->
            {
            }))
        {
            return markFile.activityTimestampVolatile();
        }
    }

    private static void send(final RawEmitter emitter, final int from, final int to)
    {
        for (int i = from; i < to; i++)
        {
            emitter.frame(9, 1, i, 7_000 + i, TestLineage.id(9, i));
            emitter.links(9, 1, i, TestLineage.id(9, i), TestLineage.id(1, i), TestLineage.id(2, i));
        }
    }

    private static long frames(final String database)
    {
        return count(database, "frames");
    }

    private static long count(final String database, final String table)
    {
        return Jdbc.count("jdbc:sqlite:" + database, table);
    }

    private static int freePort()
    {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress()))
        {
            return socket.getLocalPort();
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }
}
