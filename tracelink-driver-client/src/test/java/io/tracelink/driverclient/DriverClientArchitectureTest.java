package io.tracelink.driverclient;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.tracelink.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

/**
 * What the classes of this module may use.
 */
class DriverClientArchitectureTest
{
    private final JavaClasses classes = ArchitectureRules.classesOfThisModule();

    @Test
    void shouldKeepRulesOfEveryModule()
    {
        ArchitectureRules.checkModule(classes, "io.tracelink.driverclient",
            "io.tracelink.aeron..", "io.tracelink.core..", "io.tracelink.schema..",
            "io.aeron", "io.aeron.exceptions", "io.aeron.logbuffer", "io.aeron.status", "org.agrona..");
    }
}
