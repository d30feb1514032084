package io.tracelink.store;

import java.nio.file.Path;

/**
 * The program that {@link ExpiryCrashIT} kills: removes what is older than a time, one transaction after the
 * other, and says how many there were.
 */
final class ExpiringProgram
{
    static final String STEP = "steps ";
    static final String DONE = "done";

    private ExpiringProgram()
    {
    }

    /**
     * Run.
     *
     * @param args database, and the time in milliseconds.
     */
    public static void main(final String[] args)
    {
        try (Expiry expiry = SqliteLineageStore.openExisting(Path.of(args[0])).expiry())
        {
            final long beforeMs = Long.parseLong(args[1]);
            for (int steps = 1; Expiry.Step.REMOVED == expiry.step(beforeMs, Long.MAX_VALUE); steps++)
            {
                System.out.println(STEP + steps);
            }

            System.out.println(DONE);
        }
    }
}
