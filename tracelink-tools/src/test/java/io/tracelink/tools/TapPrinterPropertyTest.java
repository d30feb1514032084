package io.tracelink.tools;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tuple;

import java.io.StringWriter;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever comes on the streams is printed, or counted as broken.
 */
class TapPrinterPropertyTest
{
    @Property
    void shouldTakeAnyBytes(@ForAll final byte[] bytes, @ForAll final boolean isJson)
    {
        final TapOutput printer = new TapOutput(new StringWriter(), isJson, Set.of(), Set.of(), true);
        printer.show(bytes);

        assertThat(printer.printed() + printer.rejects()).isEqualTo(1);
    }

    @Property
    void shouldTakeMessagesWithOneWrongByte(
        @ForAll final int position, @ForAll final byte value, @ForAll final boolean isFrame)
    {
        final byte[] bytes = isFrame ?
            TapPrinterTest.frame(7, 9, 11, 1L, 1L, 42) : TapPrinterTest.links(7, 9, 11, 42, 10, 20);
        bytes[Math.floorMod(position, bytes.length)] = value;
        final TapOutput printer = new TapOutput(new StringWriter(), true, Set.of(), Set.of(), true);
        printer.show(bytes);

        assertThat(Tuple.of(printer.printed(), printer.rejects())).isIn(Tuple.of(1L, 0L), Tuple.of(0L, 1L));
    }
}
