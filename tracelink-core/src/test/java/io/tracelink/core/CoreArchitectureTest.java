package io.tracelink.core;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.tracelink.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

/**
 * What the classes of this module may use.
 */
class CoreArchitectureTest
{
    private final JavaClasses classes = ArchitectureRules.classesOfThisModule();

    @Test
    void shouldKeepRulesOfEveryModule()
    {
        ArchitectureRules.checkModule(classes, "io.tracelink.core", "io.tracelink.schema..", "org.agrona..");
    }

    @Test
    void shouldDoNoInputOutput()
    {
        ArchitectureRules.noInputOutput().check(classes);
    }

    @Test
    void shouldUseNoStreamsLoggersAndFormats()
    {
        ArchitectureRules.noStreamsLoggersAndFormats().check(classes);
    }

    @Test
    void shouldNotBox()
    {
        ArchitectureRules.noBoxing().check(classes);
    }
}
