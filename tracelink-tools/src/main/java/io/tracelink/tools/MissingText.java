package io.tracelink.tools;

import io.tracelink.store.Missing;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * Prints what an answer lacks, for people.
 */
final class MissingText
{
    private static final int MAX_LINES = 20;

    private MissingText()
    {
    }

    /**
     * Print a line for each entry, up to a screen.
     */
    static void print(final PrintWriter out, final List<Missing> missing, final Map<Long, String> streamNames)
    {
        for (int i = 0; i < missing.size() && i < MAX_LINES; i++)
        {
            out.println("  " + text(missing.get(i), streamNames));
        }

        if (missing.size() > MAX_LINES)
        {
            out.println("  and " + (missing.size() - MAX_LINES) + " more: see --format json");
        }
    }

    /**
     * Has anything of it expired?
     */
    static boolean isExpired(final List<Missing> missing)
    {
        return missing.stream().anyMatch((entry) -> Missing.Cause.EXPIRED == entry.cause());
    }

    private static String text(final Missing missing, final Map<Long, String> streamNames)
    {
        final StringBuilder builder = new StringBuilder(missing.kind().text());
        if (null != missing.streamId())
        {
            builder.append("  ").append(TraceGroup.name(missing.streamId(), streamNames));
        }

        if (null != missing.epoch())
        {
            builder.append("  epoch ").append(Long.toUnsignedString(missing.epoch()));
        }

        if (null != missing.fromSeq() || null != missing.toSeq())
        {
            builder.append("  seq ").append(TraceGroup.openRange(missing.fromSeq(), missing.toSeq()));
        }

        if (null != missing.traceId())
        {
            builder.append("  trace ").append(Long.toUnsignedString(missing.traceId()));
        }

        return builder.append("  ").append(missing.cause().text()).toString();
    }
}
