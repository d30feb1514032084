package io.tracelink.schema;

import io.tracelink.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

/**
 * What the generated classes may use.
 */
class SchemaArchitectureTest
{
    @Test
    void shouldKeepRulesOfEveryModule()
    {
        ArchitectureRules.checkModule(
            ArchitectureRules.classesOfThisModule(), "io.tracelink.schema", "org.agrona");
    }
}
