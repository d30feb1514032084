package io.tracelink.tools;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Set;

/**
 * What {@code tap} prints of messages: what is wanted of them.
 */
final class TapOutput
{
    private static final int MARGIN = 16;

    private final TapFilter filter;
    private final TapPrinter printer;

    TapOutput(
        final StringWriter out,
        final boolean isJson,
        final Set<Long> streams,
        final Set<Long> traceIds,
        final boolean isEverythingWanted)
    {
        filter = new TapFilter(streams, traceIds, isEverythingWanted);
        printer = new TapPrinter(new PrintWriter(out), isJson);
    }

    /**
     * At an offset, with more bytes around each.
     */
    void show(final byte[]... messages)
    {
        for (final byte[] message : messages)
        {
            final byte[] bytes = new byte[message.length + 2 * MARGIN];
            Arrays.fill(bytes, (byte)0x5A);
            System.arraycopy(message, 0, bytes, MARGIN, message.length);
            final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
            final int kind = filter.kindOf(buffer, MARGIN, message.length);
            if (kind > TapFilter.UNWANTED)
            {
                printer.onMessage(kind, buffer, MARGIN, message.length);
            }
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
