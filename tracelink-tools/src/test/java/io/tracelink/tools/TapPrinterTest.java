package io.tracelink.tools;

import com.fasterxml.jackson.databind.JsonNode;
import io.tracelink.testing.Protocol;
import io.tracelink.testing.WireBlock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class TapPrinterTest
{
    private static final String NL = System.lineSeparator();

    private final StringWriter out = new StringWriter();

    @Test
    void shouldPrintFrames()
    {
        final TapOutput printer = printer(false, false);
        printer.show(frame(4294967295L, -1, 11, 1234L, 3L, 42));
        printer.show(frame(7, 9, 12, null, null, 0));

        assertThat(out).hasToString(
            "frame  stream 4294967295  epoch 18446744073709551615  seq 11  t 1234  trace 42" + NL +
            "frame  stream 7  epoch 9  seq 12  t -  trace -" + NL);
        assertThat(printer.printed()).isEqualTo(2);
    }

    @Test
    void shouldPrintFramesAsJson()
    {
        final TapOutput printer = printer(true, false);
        printer.show(frame(4294967295L, -1, 11, 1234L, 3L, 42));
        printer.show(frame(7, 9, 12, null, null, 0));

        assertThat(jsonLines()).containsExactly(
            CommandRun.json("{\"kind\": \"frame\", \"streamId\": 4294967295, \"epoch\": \"18446744073709551615\", " +
                "\"seq\": \"11\", \"tNs\": \"1234\", \"metaVersion\": 3, \"traceId\": \"42\"}"),
            CommandRun.json("{\"kind\": \"frame\", \"streamId\": 7, \"epoch\": \"9\", " +
                "\"seq\": \"12\", \"tNs\": null, \"metaVersion\": null, \"traceId\": \"0\"}"));
    }

    @Test
    void shouldPrintLinks()
    {
        final TapOutput printer = printer(false, false);
        printer.show(links(7, 9, 11, 42, 10, 20));
        printer.show(links(7, 9, 12, -1, 10));
        printer.show(links(7, 9, 13, 43, 1, 2, 3, 4, 5, 6, 7, 8, 9));

        assertThat(out).hasToString(
            "links  stream 7  epoch 9  seq 11  trace 42  <- 2 parents 10 20" + NL +
            "links  stream 7  epoch 9  seq 12  trace 18446744073709551615  <- 1 parent 10" + NL +
            "links  stream 7  epoch 9  seq 13  trace 43  <- 9 parents 1 2 3 4 5 6 7 8 ..." + NL);
    }

    @Test
    void shouldPrintLinksAsJson()
    {
        printer(true, false).show(links(7, 9, 11, 42, 10, -1));

        assertThat(jsonLines()).containsExactly(CommandRun.json(
            "{\"kind\": \"links\", \"streamId\": 7, \"epoch\": \"9\", \"seq\": \"11\", \"traceId\": \"42\", " +
            "\"parents\": [\"10\", \"18446744073709551615\"]}"));
    }

    @Test
    void shouldPrintOtherMessagesOnlyWhenAsked()
    {
        final byte[] keepalive = Protocol.SHM_LEASE_KEEPALIVE.encode(Protocol.SHM_LEASE_KEEPALIVE.newBlock());
        final byte[] announce = Protocol.SHM_POOL_ANNOUNCE.encode(Protocol.SHM_POOL_ANNOUNCE.newBlock());
        final byte[] foreign = {0, 0, 3, 0, 77, 0, 2, 0};

        final TapOutput quiet = printer(false, false);
        quiet.show(keepalive, announce, foreign);
        assertThat(quiet.printed()).isZero();
        assertThat(quiet.rejects()).isZero();

        printer(false, true).show(keepalive, announce, foreign);
        assertThat(out).hasToString(
            "other  ShmLeaseKeepalive  version 1  length 33" + NL +
            "other  ShmPoolAnnounce  version 1  length " + announce.length + NL +
            "other  schema 77 template 3  version 2  length 8" + NL);

        out.getBuffer().setLength(0);
        printer(true, true).show(keepalive);
        assertThat(jsonLines()).containsExactly(CommandRun.json(
            "{\"kind\": \"other\", \"message\": \"ShmLeaseKeepalive\", \"schemaId\": 901, \"templateId\": 5, " +
            "\"version\": 1, \"length\": 33}"));
    }

    @Test
    void shouldPrintOnlyStreamsThatWereAskedFor()
    {
        final TapOutput printer = new TapOutput(out, false, Set.of(1L, 4294967295L), Set.of(), false);
        printer.show(frame(1, 0, 1, null, null, 5), frame(2, 0, 2, null, null, 6));
        printer.show(links(4294967295L, 0, 3, 7, 1, 2), links(3, 0, 4, 8, 1, 2));

        assertThat(out.toString().lines()).satisfiesExactly(
            (line) -> assertThat(line).startsWith("frame  stream 1 "),
            (line) -> assertThat(line).startsWith("links  stream 4294967295 "));
        assertThat(printer.printed()).isEqualTo(2);
    }

    @Test
    void shouldPrintOnlyTracesThatWereAskedFor()
    {
        final TapOutput printer = new TapOutput(out, false, Set.of(), Set.of(5L, -2L), false);
        printer.show(frame(1, 0, 1, null, null, 5), frame(1, 0, 2, null, null, 6), frame(1, 0, 3, null, null, -2));
        printer.show(frame(1, 0, 4, null, null, 0));
        printer.show(links(2, 0, 5, 5, 1, 2), links(2, 0, 6, 7, 1, 2), links(2, 0, 7, 8, 1, -2), links(2, 0, 8, 9, 5));

        assertThat(out.toString().lines()).satisfiesExactly(
            (line) -> assertThat(line).startsWith("frame  stream 1  epoch 0  seq 1 "),
            (line) -> assertThat(line).startsWith("frame  stream 1  epoch 0  seq 3 "),
            (line) -> assertThat(line).startsWith("links  stream 2  epoch 0  seq 5 "),
            (line) -> assertThat(line).startsWith("links  stream 2  epoch 0  seq 7 "),
            (line) -> assertThat(line).startsWith("links  stream 2  epoch 0  seq 8 "));
    }

    @Test
    void shouldPrintWhatPassesBothFilters()
    {
        final TapOutput printer = new TapOutput(out, false, Set.of(1L), Set.of(5L), false);
        printer.show(frame(1, 0, 1, null, null, 5), frame(2, 0, 2, null, null, 5), frame(1, 0, 3, null, null, 6));
        printer.show(links(1, 0, 4, 7, 5), links(2, 0, 5, 7, 5), links(1, 0, 6, 7, 6));

        assertThat(out.toString().lines()).satisfiesExactly(
            (line) -> assertThat(line).startsWith("frame  stream 1  epoch 0  seq 1 "),
            (line) -> assertThat(line).startsWith("links  stream 1  epoch 0  seq 4 "));
    }

    @Test
    void shouldPrintUntracedFramesWhenTheNullTraceIsAskedFor()
    {
        new TapOutput(out, false, Set.of(), Set.of(0L), false).show(
            frame(1, 0, 1, null, null, 5), frame(1, 0, 2, null, null, 0), links(1, 0, 3, 7, 5));

        assertThat(out.toString().lines()).singleElement().asString().startsWith("frame  stream 1  epoch 0  seq 2 ");
    }

    @Test
    void shouldMarkWhatIsMissing()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8]);
        for (final boolean isJson : new boolean[]{false, true})
        {
            final TapPrinter printer = new TapPrinter(new PrintWriter(out), isJson);
            buffer.putLong(0, 1);
            printer.onMessage(TapRing.SKIPPED, buffer, 0, 8);
            buffer.putLong(0, 4_711);
            printer.onMessage(TapRing.SKIPPED, buffer, 0, 8);
            assertThat(printer.printed()).isZero();
        }

        assertThat(out).hasToString(
            "skipped  1 message: the output was slower than the pipeline" + NL +
            "skipped  4711 messages: the output was slower than the pipeline" + NL +
            "{\"kind\": \"skipped\", \"messages\": 1}" + NL +
            "{\"kind\": \"skipped\", \"messages\": 4711}" + NL);
    }

    @Test
    void shouldCountBrokenMessages()
    {
        final TapOutput printer = printer(false, true);
        final byte[] links = links(7, 9, 11, 42, 10, 20);
        final byte[] frame = frame(7, 9, 11, 1L, 1L, 42);

        printer.show(new byte[0], new byte[7]);
        printer.show(Arrays.copyOf(frame, frame.length - 1));
        printer.show(Arrays.copyOf(links, links.length - 1));
        printer.show(links(7, 9, 11, 42, 10, 10));
        printer.show(links(7, 9, 11, 42, 0, 10));
        printer.show(links(7, 9, 11, 42));
        printer.show(links(7, 9, 11, 0, 10));

        assertThat(out.toString()).isEmpty();
        assertThat(printer.printed()).isZero();
        assertThat(printer.rejects()).isEqualTo(8);
    }

    static byte[] frame(
        final long streamId,
        final long epoch,
        final long seq,
        final Long timestampNs,
        final Long metaVersion,
        final long traceId)
    {
        final WireBlock block = Protocol.FRAME_DESCRIPTOR.newBlock()
            .set("streamId", streamId)
            .set("epoch", epoch)
            .set("seq", seq)
            .set("traceId", traceId);
        if (null != timestampNs)
        {
            block.set("timestampNs", timestampNs);
        }

        if (null != metaVersion)
        {
            block.set("metaVersion", metaVersion);
        }

        return Protocol.FRAME_DESCRIPTOR.encode(block);
    }

    static byte[] links(
        final long streamId, final long epoch, final long seq, final long traceId, final long... parents)
    {
        final WireBlock block = Protocol.TRACE_LINK_SET.newBlock()
            .set("streamId", streamId)
            .set("epoch", epoch)
            .set("seq", seq)
            .set("traceId", traceId);
        for (final long parent : parents)
        {
            block.addEntry().set("traceId", parent);
        }

        return Protocol.TRACE_LINK_SET.encode(block);
    }

    private TapOutput printer(final boolean isJson, final boolean isEverythingPrinted)
    {
        return new TapOutput(out, isJson, Set.of(), Set.of(), isEverythingPrinted);
    }

    private List<JsonNode> jsonLines()
    {
        return out.toString().lines().map(CommandRun::json).toList();
    }
}
