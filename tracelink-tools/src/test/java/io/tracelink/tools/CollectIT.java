package io.tracelink.tools;

import com.fasterxml.jackson.databind.JsonNode;
import io.aeron.CommonContext;
import io.tracelink.testing.Await;
import io.tracelink.testing.Jdbc;
import io.tracelink.testing.ProgramProcess;
import io.tracelink.testing.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The collector as a person runs it, with a peer that puts the protocol's bytes together by itself.
 */
@Execution(ExecutionMode.CONCURRENT)
class CollectIT
{
    private static final long EPOCH = 9;
    private static final int PARENTS = 200;
    private static final int LAST_FRAMES = 1_000;
    private static final int HOSTILE = 50;

    private final String aeronDir = CommonContext.generateRandomDirName();

    @TempDir
    private Path directory;

    @Test
    void shouldStoreWhatPeersSendAndCommitAllOfItWhenItIsTerminated()
    {
        final String database = directory.resolve("lineage.db").toString();
        final long[] parents = new long[PARENTS];

        try (ProgramProcess collector = Programs.start(
            "collect", "--db", database, "--embedded-media-driver", "--aeron-dir", aeronDir).awaitReady())
        {
            try (RawEmitter emitter = new RawEmitter(aeronDir))
            {
                for (int i = 0; i < PARENTS; i++)
                {
                    parents[i] = TestLineage.id(1, i);
                    emitter.frame(4294967295L, EPOCH, i, 1_000 + i, parents[i]);
                }

                sendHostileBytes(emitter);
                emitter
                    .frame(7, EPOCH, 11, 5_000, 42).links(7, EPOCH, 11, 42, parents[3], parents[1])
                    .frame(8, EPOCH, 12, 6_000, 43).links(8, EPOCH, 12, 43, parents);

                Await.until(
                    () -> PARENTS + 2 == count(database, "frames") && PARENTS + 2 == count(database, "trace_links"),
                    () -> "frames and links in the store, " + collector);

                // nothing is awaited between these and SIGTERM
                for (int i = 0; i < LAST_FRAMES; i++)
                {
                    emitter.frame(9, EPOCH, i, 7_000 + i, TestLineage.id(9, i));
                }
                assertThat(emitter.errors()).isEmpty();
            }

            assertThat(collector.terminate().awaitExit()).as(collector.toString()).isZero();
            assertThat(collector.out()).isEmpty();
            assertThat(collector.err()).last().asString().isEqualTo(
                "collect: " + (PARENTS + 2 + LAST_FRAMES) + " frames and 2 TraceLinkSets stored, 0 dropped, " +
                (2 * HOSTILE + 1) + " broken messages skipped");
        }

        assertThat(count(database, "frames")).isEqualTo(PARENTS + 2 + LAST_FRAMES);
        assertThat(count(database, "trace_links")).isEqualTo(PARENTS + 2);
        assertThat(count(database, "frames WHERE stream_id = 4294967295 AND t_ns = 1000 + seq")).isEqualTo(PARENTS);
        assertLineage(database, parents);
        assertThat(new File(aeronDir)).doesNotExist();
    }

    @Test
    void shouldKnowWhatStreamsAreDeclaredToBe()
    {
        final String database = directory.resolve("roles.db").toString();
        try (ProgramProcess collector = Programs.start(
            "collect", "--db", database, "--embedded-media-driver", "--aeron-dir", aeronDir, "--root", "1,2",
            "--joined", "21").awaitReady();
            RawEmitter emitter = new RawEmitter(aeronDir))
        {
            emitter.frame(1, EPOCH, 1, 1_000, TestLineage.id(1, 1)).frame(21, EPOCH, 1, 2_000, TestLineage.id(2, 2));
            Await.until(() -> 2 == count(database, "frames"), () -> "frames in the store, " + collector);
            assertThat(emitter.errors()).isEmpty();
            assertThat(collector.terminate().awaitExit()).as(collector.toString()).isZero();
        }

        final CommandRun lineage = CommandRun.of(
            "lineage", Long.toUnsignedString(TestLineage.id(2, 2)), "--db", database, "--format", "json");
        assertThat(lineage.outLines()).singleElement().asString().contains("\"complete\": false").contains(
            "{\"kind\": \"links\", \"streamId\": 21, \"epoch\": \"9\", \"fromSeq\": \"1\", \"toSeq\": \"1\", " +
            "\"cause\": \"never-seen\"");

        try (ProgramProcess refused = Programs.start(
            "collect", "--db", database, "--embedded-media-driver", "--aeron-dir", aeronDir, "--derived", "21"))
        {
            assertThat(refused.awaitExit()).as(refused.toString()).isEqualTo(ExitStatus.USAGE);
            assertThat(refused.err()).last().asString().isEqualTo(
                "tracelink collect: stream=21 cannot be derived: database=" + database + " has it as joined; " +
                "declare it as that, or remove its row from stream_roles");
        }
    }

    private static void assertLineage(final String database, final long[] parents)
    {
        try (ProgramProcess lineage = Programs.start("lineage", "43", "--db", database, "--format", "json"))
        {
            assertThat(lineage.awaitExit()).as(lineage.toString()).isZero();
            assertThat(lineage.err()).isEmpty();
            assertThat(lineage.out()).hasSize(1);

            final JsonNode answer = CommandRun.json(lineage.out().get(0));
            assertThat(answer.get("complete").booleanValue()).isTrue();
            final List<String> edges = new ArrayList<>();
            answer.get("edges").forEach((edge) ->
            {
                assertThat(edge.get("traceId").textValue()).isEqualTo("43");
                edges.add(edge.get("parentTraceId").textValue());
            });
            assertThat(edges).containsExactlyInAnyOrderElementsOf(
                Arrays.stream(parents).mapToObj(Long::toUnsignedString).toList());
        }
    }

    /**
     * Broken in many ways, all but the last of the two message types that the collector reads.
     */
    private static void sendHostileBytes(final RawEmitter emitter)
    {
        final Random random = new Random(42);
        final byte[] frame = TapPrinterTest.frame(7, EPOCH, 99, 1L, 1L, 77);
        final byte[] links = TapPrinterTest.links(7, EPOCH, 99, 77, 1, 2, 3);

        for (int i = 0; i < HOSTILE; i++)
        {
            emitter.onDescriptors(Arrays.copyOf(frame, random.nextInt(frame.length)));
            final byte[] broken = links.clone();
            switch (i % 4)
            {
                // as many parents as do not fit
                case 0 -> Arrays.fill(broken, links.length - 26, links.length - 24, (byte)0xFF);
                // a parent twice
                case 1 -> System.arraycopy(links, links.length - 8, broken, links.length - 16, 8);
                // a null parent
                case 2 -> Arrays.fill(broken, links.length - 8, links.length, (byte)0);
                // a block length of one's own
                default -> broken[0]++;
            }
            emitter.onControl(broken);
        }

        // a message of others, which is no fault, and one of no schema of the family, which is
        emitter.onControl(Protocol.SHM_LEASE_KEEPALIVE.encode(Protocol.SHM_LEASE_KEEPALIVE.newBlock()));
        emitter.onDescriptors(new byte[]{0, 0, 1, 0, 77, 0, 1, 0});
    }

    private static long count(final String database, final String table)
    {
        return Jdbc.count("jdbc:sqlite:" + database, table);
    }
}
