package io.tracelink.tools;

import io.tracelink.store.Expiry;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Instant;
import java.util.concurrent.Callable;

/**
 * Removes the oldest traces.
 */
@Command(
    name = "expire",
    mixinStandardHelpOptions = true,
    description = {
        "Remove the oldest traces, beside a running collector or alone.",
        "Lineages that lead to them say that they have expired."
    })
final class ExpireCommand implements Callable<Integer>
{
    /**
     * What to remove.
     */
    static final class Bound
    {
        @Option(
            names = "--before",
            paramLabel = "TIME",
            converter = InstantConverter.class,
            description = "Remove what is older than that time, such as 2026-07-01T00:00:00Z.")
        private Instant before;

        @Option(
            names = "--older-than",
            paramLabel = "AGE",
            converter = AgeConverter.class,
            description = "Remove what is older than that, such as 7d; in ms, s, m, h or d.")
        private Long ageMs;

        @Option(
            names = "--max-bytes",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Remove the oldest until the rest needs no more room than that, such as 10g; in bytes, or " +
                "k, m or g of 1024. SQLite only.")
        private Long maxBytes;

        Bound()
        {
        }

        Expiry.Result applyTo(final Expiry expiry)
        {
            if (null != maxBytes)
            {
                return expiry.downTo(maxBytes);
            }

            return expiry.before(
                Math.max(0, null != before ? before.toEpochMilli() : System.currentTimeMillis() - ageMs));
        }
    }

    @Mixin
    private StoreOption storeOption;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Bound bound;

    @Mixin
    private OutputFormat format;

    @Override
    public Integer call()
    {
        final Expiry.Result result;
        try (Expiry expiry = storeOption.openExisting().expiry())
        {
            result = bound.applyTo(expiry);
        }

        format.print(
            () -> new JsonLine()
                .number("frames", result.frames())
                .number("links", result.links())
                .number("linkSets", result.linkSets())
                .number("windows", result.windows())
                .end(),
            (out) -> out.println(
                Plural.of(result.frames(), "frame") + ", " + Plural.of(result.links(), "link") + ", " +
                Plural.of(result.linkSets(), "TraceLinkSet") + " and " + Plural.of(result.windows(), "window") +
                " removed"));

        return ExitStatus.DONE;
    }
}
