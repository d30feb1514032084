package io.tracelink.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

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

    /**
     * But for opening and closing the file of a high-water mark.
     */
    @Test
    void shouldDoNoInputOutput()
    {
        ArchitectureRules.noInputOutput().check(
            classes.that(describe("do no I/O", (javaClass) -> !javaClass.isEquivalentTo(HighWaterMark.class))));
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
