package io.tracelink.tools;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.driver.MediaDriver;
import org.agrona.CloseHelper;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which archive a question finds on a media driver.
 */
class LocalArchiveTest
{
    private static final int CONTROL_STREAM_ID = 4712;
    private static final int DEFAULT_STREAM_ID = AeronArchive.Configuration.LOCAL_CONTROL_STREAM_ID_DEFAULT;
    private static final String REMEDY = ": give the one that the collector reads by --archive-channel or --archive, " +
        "as to collect";

    private final String aeronDir = CommonContext.generateRandomDirName();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private MediaDriver mediaDriver;
    private Aeron aeron;

    @BeforeEach
    void setUp()
    {
        mediaDriver = AeronSession.launchMediaDriver(aeronDir, errors::add);
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDir).errorHandler(errors::add));
    }

    @AfterEach
    void tearDown()
    {
        CloseHelper.closeAll(aeron, mediaDriver);
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldFindTheOneThatRunsAndRefuseToGuess()
    {
        final CountersReader counters = aeron.countersReader();
        assertRefused("no archive runs on the media driver in --aeron-dir=" + aeronDir + REMEDY +
            "; or ask without these options of what is committed");

        final Archive.Context ours = context("ours")
            .archiveId(LocalArchive.archiveId(CONTROL_STREAM_ID))
            .localControlStreamId(CONTROL_STREAM_ID);
        try (Archive first = Archive.launch(ours))
        {
            assertThat(LocalArchive.controlStreamId(counters, aeronDir))
                .isEqualTo(first.context().localControlStreamId());

            try (Archive second = Archive.launch(context("another")))
            {
                assertThat(second.context().localControlStreamId()).isEqualTo(DEFAULT_STREAM_ID);
                assertRefused("2 archives run on the media driver in --aeron-dir=" + aeronDir + REMEDY);
            }
        }
    }

    @Test
    void shouldTakeAnyOtherToHaveTheDefaultStream()
    {
        try (Archive archive = Archive.launch(context("any")))
        {
            assertThat(LocalArchive.controlStreamId(aeron.countersReader(), aeronDir))
                .isEqualTo(archive.context().localControlStreamId());
        }
    }

    private void assertRefused(final String message)
    {
        assertThatExceptionOfType(CommandException.class)
            .isThrownBy(() -> LocalArchive.controlStreamId(aeron.countersReader(), aeronDir))
            .withMessage(message);
    }

    private Archive.Context context(final String name)
    {
        return new Archive.Context()
            .aeronDirectoryName(aeronDir)
            .archiveDir(directory.resolve(name).toFile())
            .controlChannelEnabled(false)
            .recordingEventsEnabled(false)
            .replicationChannel("aeron:ipc")
            .archiveClientContext(new AeronArchive.Context().controlResponseChannel("aeron:ipc"))
            .threadingMode(ArchiveThreadingMode.SHARED)
            .errorHandler(errors::add);
    }
}
