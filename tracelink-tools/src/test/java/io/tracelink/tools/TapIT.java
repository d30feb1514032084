package io.tracelink.tools;

import com.fasterxml.jackson.databind.JsonNode;
import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.Publication;
import io.tracelink.testing.Await;
import io.tracelink.testing.ProgramProcess;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;

@Execution(ExecutionMode.CONCURRENT)
class TapIT
{
    private static final int RING_LENGTH = 32 * 1024 * 1024;

    private final String aeronDir = CommonContext.generateRandomDirName();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    @Test
    void shouldPrintWhatPassesAndEndAfterAsManyLines()
    {
        try (ProgramProcess tap = Programs.start(
            "tap", "--count", "4", "--format", "json", "--stream", "7", "--stream", "8",
            "--embedded-media-driver", "--aeron-dir", aeronDir).awaitReady();
            RawEmitter emitter = new RawEmitter(aeronDir))
        {
            emitter
                .frame(7, 9, 11, 1_000, 42).links(7, 9, 11, 42, 10, 20)
                .frame(6, 9, 11, 1_000, 41)
                .onDescriptors(new byte[5])
                .frame(8, 9, 12, 2_000, 43).links(8, 9, 12, 43, 1, -1)
                .frame(8, 9, 13, 3_000, 44);

            assertThat(tap.awaitExit()).as(tap.toString()).isZero();

            final List<JsonNode> lines = tap.out().stream().map(CommandRun::json).toList();
            assertThat(lines).hasSize(4);
            assertThat(lines).contains(
                CommandRun.json("{\"kind\": \"frame\", \"streamId\": 7, \"epoch\": \"9\", \"seq\": \"11\", " +
                    "\"tNs\": \"1000\", \"metaVersion\": 1, \"traceId\": \"42\"}"));
            assertThat(lines).noneMatch((line) -> 6 == line.get("streamId").intValue());
            // the streams are two: the order holds within each of them
            assertThat(lines).filteredOn((line) -> "links".equals(line.get("kind").textValue()))
                .isSubsetOf(
                    CommandRun.json("{\"kind\": \"links\", \"streamId\": 7, \"epoch\": \"9\", \"seq\": \"11\", " +
                        "\"traceId\": \"42\", \"parents\": [\"10\", \"20\"]}"),
                    CommandRun.json("{\"kind\": \"links\", \"streamId\": 8, \"epoch\": \"9\", \"seq\": \"12\", " +
                        "\"traceId\": \"43\", \"parents\": [\"1\", \"18446744073709551615\"]}"));
        }
    }

    @Test
    void shouldPrintAMessageOnceWhereBothStreamsAreOne()
    {
        try (ProgramProcess tap = Programs.start(
            "tap", "--count", "3", "--descriptor-stream", "1000", "--embedded-media-driver", "--aeron-dir", aeronDir)
            .awaitReady();
            // tap takes its media driver with it: Aeron's own handler would end this process at that
            Aeron aeron = Aeron.connect(
                new Aeron.Context().aeronDirectoryName(aeronDir).errorHandler(errors::add));
            Publication publication = aeron.addPublication("aeron:ipc?term-length=4m", 1_000))
        {
            Await.until(publication::isConnected, tap::toString);
            for (final byte[] message : List.of(
                TapPrinterTest.frame(7, 9, 11, 1_000L, 1L, 42),
                TapPrinterTest.links(7, 9, 11, 42, 10, 20),
                TapPrinterTest.frame(7, 9, 12, 2_000L, 1L, 43)))
            {
                Await.until(() -> publication.offer(new UnsafeBuffer(message)) > 0, tap::toString);
            }

            assertThat(tap.awaitExit()).as(tap.toString()).isZero();
            assertThat(tap.out()).containsExactly(
                "frame  stream 7  epoch 9  seq 11  t 1000  trace 42",
                "links  stream 7  epoch 9  seq 11  trace 42  <- 2 parents 10 20",
                "frame  stream 7  epoch 9  seq 12  t 2000  trace 43");
        }
    }

    @Test
    void shouldPrintAllOfATraceAndNothingElse()
    {
        try (ProgramProcess tap = Programs.start(
            "tap", "--trace-id", "42", "--trace-id", "0xffffffffffffffff", "--count", "401",
            "--embedded-media-driver", "--aeron-dir", aeronDir).awaitReady();
            RawEmitter emitter = new RawEmitter(aeronDir))
        {
            for (long seq = 0; seq < 100; seq++)
            {
                emitter
                    .frame(7, 9, seq, 1_000, 42).frame(7, 9, seq, 1_000, 43).frame(7, 9, seq, 1_000, 0)
                    .frame(8, 9, seq, 1_000, -1)
                    .links(8, 9, seq, 44, 10, 42).links(8, 9, seq, 42, 10, 20).links(8, 9, seq, 45, 10, 20);
            }
            emitter.frame(9, 9, 0, 1_000, 42).frame(9, 9, 1, 1_000, 42);

            assertThat(tap.awaitExit()).as(tap.toString()).isZero();
            assertThat(tap.out()).hasSize(401).allMatch((line) -> line.matches(
                "frame .* trace (42|18446744073709551615)|links .* trace 42 .*|links .* trace 44 .* 42"));
            assertThat(tap.out()).filteredOn((line) -> line.startsWith("links")).doesNotHaveDuplicates()
                .hasSizeBetween(199, 200);
            assertThat(tap.err()).noneMatch((line) -> line.contains("not printed"));
        }
    }

    @Test
    void shouldHoldUpNobodyWhenItsOutputIsPaused()
    {
        try (ProgramProcess tap = Programs.startUnread(
            "tap", "--embedded-media-driver", "--aeron-dir", aeronDir).awaitReady())
        {
            try (RawEmitter emitter = new RawEmitter(aeronDir))
            {
                // more than the log and all that tap keeps, where a message takes a little more than half of the place
                final long end = 2L * RING_LENGTH + 4L * emitter.descriptorTermLength();
                for (long seq = 0; emitter.descriptorPosition() < end; seq++)
                {
                    emitter.frame(7, 9, seq, 1_000, 42);
                }
                assertThat(emitter.errors()).isEmpty();
            }

            assertThat(tap.terminate().awaitExit()).as(tap.toString()).isZero();
            assertThat(tap.err()).anySatisfy((line) -> assertThat(line)
                .matches("tap: [1-9]\\d* messages not printed because the output was slower than the pipeline, " +
                    "0 broken messages skipped"));
            assertThat(tap.err()).contains("tap: the output does not take what is still to be printed");
        }
    }
}
