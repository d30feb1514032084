package io.tracelink.store;

import io.tracelink.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

/**
 * What the classes of this module may use.
 */
class StoreArchitectureTest
{
    @Test
    void shouldKeepRulesOfEveryModule()
    {
        ArchitectureRules.checkModule(
            ArchitectureRules.classesOfThisModule(),
            "io.tracelink.store",
            "io.tracelink.aeron..", "io.tracelink.core..", "io.tracelink.schema.wire..",
            "io.aeron", "io.aeron.archive.client", "io.aeron.archive.codecs", "io.aeron.exceptions",
            "io.aeron.logbuffer", "org.agrona..", "org.HdrHistogram", "org.slf4j..", "org.sqlite..",
            "org.postgresql..", "java.sql..");
    }
}
