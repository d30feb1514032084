package io.tracelink.driverclient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A media driver for all tests of a class, of which no error may come, and a {@link Harness} for each.
 */
abstract class HarnessFixture
{
    static final int PRODUCER = 1;
    static final int CONSUMER = 2;
    static final int REJECTED = 3;
    static TestMediaDriver media;

    @TempDir
    Path baseDir;
    Harness harness;

    @BeforeAll
    static void launch()
    {
        media = new TestMediaDriver();
    }

    @AfterAll
    static void shutDown()
    {
        media.close();
        assertThat(media.errors()).isEmpty();
    }

    @BeforeEach
    void openHarness()
    {
        harness = new Harness(media, baseDir);
    }

    @AfterEach
    void closeHarness()
    {
        harness.close();
    }
}
