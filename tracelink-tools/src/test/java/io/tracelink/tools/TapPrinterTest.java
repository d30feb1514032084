package io.tracelink.tools;

import com.fasterxml.jackson.databind.JsonNode;
import io.tracelink.testing.Protocol;
import io.tracelink.testing.WireBlock;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tuple;
import org.agrona.DirectBuffer;
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
        final Tap printer = printer(false, false);
        show(printer, frame(4294967295L, -1, 11, 1234L, 3L, 42));
        show(printer, frame(7, 9, 12, null, null, 0));

        assertThat(out).hasToString(
            "frame  stream 4294967295  epoch 18446744073709551615  seq 11  t 1234  trace 42" + NL +
            "frame  stream 7  epoch 9  seq 12  t -  trace -" + NL);
        assertThat(printer.printed()).isEqualTo(2);
    }

    @Test
    void shouldPrintFramesAsJson()
    {
        final Tap printer = printer(true, false);
        show(printer, frame(4294967295L, -1, 11, 1234L, 3L, 42));
        show(printer, frame(7, 9, 12, null, null, 0));

        assertThat(jsonLines()).containsExactly(
            CommandRun.json("{\"kind\": \"frame\", \"streamId\": 4294967295, \"epoch\": \"18446744073709551615\", " +
                "\"seq\": \"11\", \"tNs\": \"1234\", \"metaVersion\": 3, \"traceId\": \"42\"}"),
            CommandRun.json("{\"kind\": \"frame\", \"streamId\": 7, \"epoch\": \"9\", " +
                "\"seq\": \"12\", \"tNs\": null, \"metaVersion\": null, \"traceId\": \"0\"}"));
    }

    @Test
    void shouldPrintLinks()
    {
        final Tap printer = printer(false, false);
        show(printer, links(7, 9, 11, 42, 10, 20));
        show(printer, links(7, 9, 12, -1, 10));
        show(printer, links(7, 9, 13, 43, 1, 2, 3, 4, 5, 6, 7, 8, 9));

        assertThat(out).hasToString(
            "links  stream 7  epoch 9  seq 11  trace 42  <- 2 parents 10 20" + NL +
            "links  stream 7  epoch 9  seq 12  trace 18446744073709551615  <- 1 parent 10" + NL +
            "links  stream 7  epoch 9  seq 13  trace 43  <- 9 parents 1 2 3 4 5 6 7 8 ..." + NL);
    }

    @Test
    void shouldPrintLinksAsJson()
    {
        show(printer(true, false), links(7, 9, 11, 42, 10, -1));

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

        final Tap quiet = printer(false, false);
        show(quiet, keepalive, announce, foreign);
        assertThat(quiet.printed()).isZero();
        assertThat(quiet.rejects()).isZero();

        show(printer(false, true), keepalive, announce, foreign);
        assertThat(out).hasToString(
            "other  ShmLeaseKeepalive  version 1  length 33" + NL +
            "other  ShmPoolAnnounce  version 1  length " + announce.length + NL +
            "other  schema 77 template 3  version 2  length 8" + NL);

        out.getBuffer().setLength(0);
        show(printer(true, true), keepalive);
        assertThat(jsonLines()).containsExactly(CommandRun.json(
            "{\"kind\": \"other\", \"message\": \"ShmLeaseKeepalive\", \"schemaId\": 901, \"templateId\": 5, " +
            "\"version\": 1, \"length\": 33}"));
    }

    @Test
    void shouldPrintOnlyStreamsThatWereAskedFor()
    {
        final Tap printer = new Tap(out, false, Set.of(1L, 4294967295L), Set.of(), false);
        show(printer, frame(1, 0, 1, null, null, 5), frame(2, 0, 2, null, null, 6));
        show(printer, links(4294967295L, 0, 3, 7, 1, 2), links(3, 0, 4, 8, 1, 2));

        assertThat(out.toString().lines()).satisfiesExactly(
            (line) -> assertThat(line).startsWith("frame  stream 1 "),
            (line) -> assertThat(line).startsWith("links  stream 4294967295 "));
        assertThat(printer.printed()).isEqualTo(2);
    }

    @Test
    void shouldPrintOnlyTracesThatWereAskedFor()
    {
        final Tap printer = new Tap(out, false, Set.of(), Set.of(5L, -2L), false);
        show(printer, frame(1, 0, 1, null, null, 5), frame(1, 0, 2, null, null, 6), frame(1, 0, 3, null, null, -2));
        show(printer, frame(1, 0, 4, null, null, 0));
        show(printer, links(2, 0, 5, 5, 1, 2), links(2, 0, 6, 7, 1, 2), links(2, 0, 7, 8, 1, -2), links(2, 0, 8, 9, 5));

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
        final Tap printer = new Tap(out, false, Set.of(1L), Set.of(5L), false);
        show(printer, frame(1, 0, 1, null, null, 5), frame(2, 0, 2, null, null, 5), frame(1, 0, 3, null, null, 6));
        show(printer, links(1, 0, 4, 7, 5), links(2, 0, 5, 7, 5), links(1, 0, 6, 7, 6));

        assertThat(out.toString().lines()).satisfiesExactly(
            (line) -> assertThat(line).startsWith("frame  stream 1  epoch 0  seq 1 "),
            (line) -> assertThat(line).startsWith("links  stream 1  epoch 0  seq 4 "));
    }

    @Test
    void shouldPrintUntracedFramesWhenTheNullTraceIsAskedFor()
    {
        show(new Tap(out, false, Set.of(), Set.of(0L), false),
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
            "{\"kind\":\"skipped\",\"messages\":1}" + NL +
            "{\"kind\":\"skipped\",\"messages\":4711}" + NL);
    }

    @Test
    void shouldCountBrokenMessages()
    {
        final Tap printer = printer(false, true);
        final byte[] links = links(7, 9, 11, 42, 10, 20);
        final byte[] frame = frame(7, 9, 11, 1L, 1L, 42);

        show(printer, new byte[0], new byte[7]);
        show(printer, Arrays.copyOf(frame, frame.length - 1));
        show(printer, Arrays.copyOf(links, links.length - 1));
        show(printer, links(7, 9, 11, 42, 10, 10));
        show(printer, links(7, 9, 11, 42, 0, 10));
        show(printer, links(7, 9, 11, 42));
        show(printer, links(7, 9, 11, 0, 10));

        assertThat(out.toString()).isEmpty();
        assertThat(printer.printed()).isZero();
        assertThat(printer.rejects()).isEqualTo(8);
    }

    @Property
    void shouldTakeAnyBytes(@ForAll final byte[] bytes, @ForAll final boolean isJson)
    {
        final Tap printer = new Tap(new StringWriter(), isJson, Set.of(), Set.of(), true);
        show(printer, bytes);

        assertThat(printer.printed() + printer.rejects()).isEqualTo(1);
    }

    @Property
    void shouldTakeMessagesWithOneWrongByte(
        @ForAll final int position, @ForAll final byte value, @ForAll final boolean isFrame)
    {
        final byte[] bytes = isFrame ? frame(7, 9, 11, 1L, 1L, 42) : links(7, 9, 11, 42, 10, 20);
        bytes[Math.floorMod(position, bytes.length)] = value;
        final Tap printer = new Tap(new StringWriter(), true, Set.of(), Set.of(), true);
        show(printer, bytes);

        assertThat(Tuple.of(printer.printed(), printer.rejects())).isIn(Tuple.of(1L, 0L), Tuple.of(0L, 1L));
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

    private Tap printer(final boolean isJson, final boolean isEverythingPrinted)
    {
        return new Tap(out, isJson, Set.of(), Set.of(), isEverythingPrinted);
    }

    private List<JsonNode> jsonLines()
    {
        return out.toString().lines().map(CommandRun::json).toList();
    }

    /**
     * At an offset, with more bytes around it.
     */
    private static void show(final Tap printer, final byte[]... messages)
    {
        for (final byte[] message : messages)
        {
            final byte[] bytes = new byte[message.length + 32];
            Arrays.fill(bytes, (byte)0x5A);
            System.arraycopy(message, 0, bytes, 16, message.length);
            printer.onMessage(new UnsafeBuffer(bytes), 16, message.length);
        }
    }

    /**
     * What is wanted, printed.
     */
    private static final class Tap
    {
        private final TapFilter filter;
        private final TapPrinter printer;

        Tap(
            final StringWriter out,
            final boolean isJson,
            final Set<Long> streams,
            final Set<Long> traceIds,
            final boolean isEverythingWanted)
        {
            filter = new TapFilter(streams, traceIds, isEverythingWanted);
            printer = new TapPrinter(new PrintWriter(out), isJson);
        }

        void onMessage(final DirectBuffer buffer, final int offset, final int length)
        {
            final int kind = filter.kindOf(buffer, offset, length);
            if (kind > TapFilter.UNWANTED)
            {
                printer.onMessage(kind, buffer, offset, length);
            }
        }

        long printed()
        {
            return printer.printed();
        }

        long rejects()
        {
            return filter.rejects();
        }
    }
}
