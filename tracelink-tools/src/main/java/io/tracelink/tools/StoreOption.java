package io.tracelink.tools;

import io.tracelink.store.LineageStore;
import picocli.CommandLine.Option;

/**
 * The store that a command works on.
 */
final class StoreOption
{
    @Option(
        names = "--db",
        required = true,
        paramLabel = "DB",
        description = {"The lineage store: a SQLite file, or", "jdbc:postgresql://HOST/DATABASE?user=USER."})
    private String location;

    String location()
    {
        return location;
    }

    /**
     * To write to; is made if there is none.
     */
    LineageStore open()
    {
        return LineageStore.open(location);
    }

    /**
     * To ask; must be there.
     */
    LineageStore openExisting()
    {
        return LineageStore.openExisting(location);
    }
}
