package io.tracelink.driver;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.tracelink.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

/**
 * What the classes of this module may use.
 */
class DriverArchitectureTest
{
    private final JavaClasses classes = ArchitectureRules.classesOfThisModule();

    @Test
    void shouldKeepRulesOfEveryModule()
    {
        ArchitectureRules.checkModule(classes, "io.tracelink.driver",
            "io.tracelink.aeron..", "io.tracelink.schema..", "io.aeron", "io.aeron.exceptions", "io.aeron.logbuffer",
            "org.agrona..", "org.slf4j..", "org.tomlj..", "java.security..");
    }
}
