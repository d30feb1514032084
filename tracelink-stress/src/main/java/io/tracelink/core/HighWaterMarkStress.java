package io.tracelink.core;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Two threads reserve milliseconds of one mark, the one further ahead than the other.
 */
@JCStressTest
@Description("What was reserved is below the mark in the file before anybody mints in it.")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "the mark is above both")
@Outcome(expect = Expect.FORBIDDEN, desc = "the mark went back, or was never there")
@State
public class HighWaterMarkStress
{
    private static final HighWaterMark MARK = open();
    private static final AtomicLong TIMESTAMP_MS = new AtomicLong();

    private final long timestampMs = TIMESTAMP_MS.addAndGet(2 * HighWaterMark.RESERVED_MS + 1);

    /**
     * Reserves a millisecond.
     *
     * @param result is it below the mark?
     */
    @Actor
    public void near(final ZZ_Result result)
    {
        result.r1 = isReserved(timestampMs);
    }

    /**
     * Reserves a later millisecond.
     *
     * @param result is it below the mark?
     */
    @Actor
    public void far(final ZZ_Result result)
    {
        result.r2 = isReserved(timestampMs + HighWaterMark.RESERVED_MS);
    }

    private static boolean isReserved(final long timestampMs)
    {
        final long limitMs = MARK.reserve(timestampMs);

        return limitMs >= timestampMs && MARK.timestampMs() >= limitMs;
    }

    private static HighWaterMark open()
    {
        try
        {
            final Path file = Files.createTempFile("high-water-mark", null);
            file.toFile().deleteOnExit();

            return HighWaterMark.open(file, TraceIdLayout.DEFAULT, 1);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
