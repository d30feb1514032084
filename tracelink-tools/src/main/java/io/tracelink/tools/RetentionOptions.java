package io.tracelink.tools;

import io.tracelink.store.LineageStore;
import io.tracelink.store.Retention;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import picocli.CommandLine.Option;

/**
 * The options that keep a store in bounds.
 */
final class RetentionOptions
{
    @Option(
        names = "--retain-age",
        paramLabel = "AGE",
        converter = AgeConverter.class,
        description = "Remove traces once they are older than that, such as 7d; in ms, s, m, h or d (default: keep " +
            "them).")
    private long ageMs = Retention.Context.UNBOUNDED;

    @Option(
        names = "--retain-bytes",
        paramLabel = "SIZE",
        converter = SizeConverter.class,
        description = "Remove the oldest traces so that the database file does not become larger than that, such " +
            "as 10g; in bytes, or k, m or g of 1024 (default: keep them). SQLite only.")
    private long bytes = Retention.Context.UNBOUNDED;

    RetentionOptions()
    {
    }

    /**
     * Start to keep a store in bounds, on a thread of its own.
     *
     * @return what ends it; null if there are no bounds.
     */
    AgentRunner start(final LineageStore store, final ErrorHandler errorHandler)
    {
        if (Retention.Context.UNBOUNDED == ageMs && Retention.Context.UNBOUNDED == bytes)
        {
            return null;
        }

        final AgentRunner runner = new AgentRunner(
            new SleepingMillisIdleStrategy(1),
            errorHandler,
            null,
            new Retention(new Retention.Context()
                .store(store)
                .maxAgeMs(ageMs)
                .maxBytes(bytes)
                .errorHandler(errorHandler)));
        AgentRunner.startOnThread(runner);
        return runner;
    }
}
