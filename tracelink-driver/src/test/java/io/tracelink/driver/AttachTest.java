package io.tracelink.driver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static io.tracelink.driver.DriverFixture.PROFILE;
import static io.tracelink.driver.DriverFixture.SECOND_NS;
import static io.tracelink.driver.DriverFixture.START_MS;
import static io.tracelink.driver.DriverFixture.START_NS;
import static io.tracelink.driver.Raw.CONSUMER;
import static io.tracelink.driver.Raw.EXISTING_OR_CREATE;
import static io.tracelink.driver.Raw.NULL_U32;
import static io.tracelink.driver.Raw.PRODUCER;
import static io.tracelink.driver.Raw.REQUIRE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

class AttachTest
{
    private static final long STREAM = 10_000;
    private static final long CLIENT = 4_000_000_001L;
    private static final long FIRST_LEASE = START_MS * 1_000_000;
    private static final long FIRST_EPOCH = FIRST_LEASE + 1;
    private static final long EXPIRY_NS = START_NS + 3 * SECOND_NS;

    @TempDir
    private Path directory;
    private DriverFixture fixture;

    @BeforeEach
    void before()
    {
        fixture = new DriverFixture(directory);
    }

    @AfterEach
    void after()
    {
        fixture.close();
    }

    @Test
    void shouldGrantProducerAndAnnounceItsEpoch()
    {
        fixture.launch();
        final String epochDirectory = fixture.epochDirectory(STREAM, FIRST_EPOCH);

        assertThat(fixture.ask(Raw.attachRequest(-3, STREAM, CLIENT, PRODUCER))).isEqualTo(Raw.attachGranted(
            -3, FIRST_LEASE, EXPIRY_NS, STREAM, FIRST_EPOCH, 1, PROFILE, epochDirectory));
        assertThat(fixture.next())
            .isEqualTo(Raw.announce(STREAM, CLIENT, FIRST_EPOCH, START_NS, PROFILE, epochDirectory));
        assertThat(Path.of(epochDirectory)).isDirectoryContaining("glob:**/header.ring")
            .isDirectoryContaining("glob:**/1.pool").isDirectoryContaining("glob:**/7.pool");
        assertThat(fixture.counter(DriverCounters.LEASES_TYPE_ID)).isEqualTo(1);
        assertThat(fixture.counter(DriverCounters.ATTACHES_TYPE_ID)).isEqualTo(1);
        assertThat(fixture.counter(DriverCounters.ANNOUNCES_TYPE_ID)).isEqualTo(1);
    }

    @Test
    void shouldGiveConsumerAnEpochWithoutProducerAndBumpItWhenOneComes()
    {
        fixture.launch();
        final String first = fixture.epochDirectory(STREAM, FIRST_EPOCH);
        assertThat(fixture.ask(Raw.attachRequest(1, STREAM, 11, CONSUMER))).isEqualTo(Raw.attachGranted(
            1, FIRST_LEASE, EXPIRY_NS, STREAM, FIRST_EPOCH, 1, PROFILE, first));
        assertThat(fixture.next()).isEqualTo(Raw.announce(STREAM, 0, FIRST_EPOCH, START_NS, PROFILE, first));

        final String second = fixture.epochDirectory(STREAM, FIRST_EPOCH + 1);
        assertThat(fixture.ask(Raw.attachRequest(2, STREAM, 12, PRODUCER))).isEqualTo(Raw.attachGranted(
            2, FIRST_LEASE + 1, EXPIRY_NS, STREAM, FIRST_EPOCH + 1, 2, PROFILE, second));
        assertThat(fixture.next()).isEqualTo(Raw.announce(STREAM, 12, FIRST_EPOCH + 1, START_NS, PROFILE, second));

        assertThat(fixture.ask(Raw.attachRequest(3, STREAM, 13, CONSUMER))).isEqualTo(Raw.attachGranted(
            3, FIRST_LEASE + 2, EXPIRY_NS, STREAM, FIRST_EPOCH + 1, 3, PROFILE, second));
        fixture.assertSilent();
    }

    @Test
    void shouldAnnounceEveryPeriod()
    {
        fixture.launch();
        fixture.ask(Raw.attachRequest(1, STREAM, CLIENT, PRODUCER));
        fixture.next();

        for (int i = 1; i <= 2; i++)
        {
            fixture.advance(SECOND_NS);
            assertThat(fixture.next()).isEqualTo(Raw.announce(
                STREAM, CLIENT, FIRST_EPOCH, START_NS + i * SECOND_NS, PROFILE,
                fixture.epochDirectory(STREAM, FIRST_EPOCH)));
        }
    }

    @Test
    void shouldHoldOneProducerPerStreamAndOneLeasePerClient()
    {
        fixture.launch();
        fixture.ask(Raw.attachRequest(1, STREAM, 11, PRODUCER));
        fixture.next();

        assertThat(fixture.ask(Raw.attachRequest(2, STREAM, 12, PRODUCER)))
            .isEqualTo(Raw.attachRefused(2, Raw.REJECTED, "producer already attached"));
        assertThat(fixture.ask(Raw.attachRequest(3, STREAM + 1, 11, CONSUMER)))
            .isEqualTo(Raw.attachRefused(3, Raw.REJECTED, "client_id already attached"));
        assertThat(fixture.counter(DriverCounters.REJECTS_TYPE_ID)).isEqualTo(2);
        fixture.assertSilent();
    }

    @ParameterizedTest
    @CsvSource({
        "10000, 0, 1, 2, 0, 4294967295, 2, client_id must be non-zero",
        "10000, 5, 2, 2, 0, 4294967295, 3, layout version mismatch",
        "10000, 5, 0, 1, 0, 4294967295, 3, stream not provisioned",
        "10000, 5, 1, 2, 2, 4294967295, 3, hugepages not available",
        "10000, 5, 1, 2, 0, 1024, 3, desired node_id unavailable",
        "10000, 5, 1, 2, 0, 0, 3, desired node_id unavailable",
        "0, 5, 1, 2, 0, 4294967295, 2, no stream ids available"
    })
    void shouldRefuse(
        final long streamId,
        final long clientId,
        final long layoutVersion,
        final int publishMode,
        final int hugepages,
        final long desiredNodeId,
        final int code,
        final String errorMessage)
    {
        fixture.launch();
        assertThat(fixture.ask(Raw.attachRequest(
            9, streamId, clientId, PRODUCER, layoutVersion, publishMode, hugepages, desiredNodeId)))
            .isEqualTo(Raw.attachRefused(9, code, errorMessage));
        fixture.assertSilent();
        assertThat(fixture.counter(DriverCounters.LEASES_TYPE_ID)).isZero();
    }

    @Test
    void shouldKnowConfiguredStreamsOnlyWhereDynamicOnesAreNotAllowed()
    {
        fixture.launch(fixture.config()
            .set(DriverKey.ALLOW_DYNAMIC_STREAMS, false)
            .profile(new StreamProfile("empty", 4, List.of()))
            .stream(new StreamBinding("camera", STREAM, "default"))
            .stream(new StreamBinding("void", STREAM + 1, "empty"))
            .build());

        assertThat(fixture.ask(Raw.attachRequest(1, STREAM + 2, 5, PRODUCER)))
            .isEqualTo(Raw.attachRefused(1, Raw.REJECTED, "stream not provisioned"));
        assertThat(fixture.ask(Raw.attachRequest(2, STREAM + 1, 5, CONSUMER)))
            .isEqualTo(Raw.attachRefused(2, Raw.INVALID_PARAMS, "invalid profile: no payload pools"));
        assertThat(fixture.ask(Raw.attachRequest(
            3, STREAM, 5, PRODUCER, 0, REQUIRE_EXISTING, 1, 500)))
            .isEqualTo(Raw.attachGranted(
                3, FIRST_LEASE, EXPIRY_NS, STREAM, FIRST_EPOCH, 500, PROFILE,
                fixture.epochDirectory(STREAM, FIRST_EPOCH)));
    }

    @Test
    void shouldTakeDynamicStreamsFromTheConfiguredRange()
    {
        fixture.launch(fixture.config().set(DriverKey.STREAM_ID_RANGE, new IdRange(20, 21)).build());

        assertThat(fixture.ask(Raw.attachRequest(1, 22, 5, PRODUCER)))
            .isEqualTo(Raw.attachRefused(1, Raw.INVALID_PARAMS, "stream_id not in stream_id_range"));
        for (int i = 0; i < 2; i++)
        {
            assertThat(fixture.ask(Raw.attachRequest(2 + i, 0, 5 + i, PRODUCER))).isEqualTo(Raw.attachGranted(
                2 + i, FIRST_LEASE + i, EXPIRY_NS, 20 + i, FIRST_EPOCH + i, 1 + i, PROFILE,
                fixture.epochDirectory(20 + i, FIRST_EPOCH + i)));
            fixture.next();
        }

        assertThat(fixture.ask(Raw.attachRequest(4, 0, 7, PRODUCER)))
            .isEqualTo(Raw.attachRefused(4, Raw.INVALID_PARAMS, "no stream ids available"));
    }

    @Test
    void shouldCreateWhenPublishModeIsNull()
    {
        fixture.launch();
        assertThat(Raw.wrap(fixture.ask(
            Raw.attachRequest(1, STREAM, 5, PRODUCER, 1, 255, 0, NULL_U32))).getInt(16)).isEqualTo(Raw.OK);
    }

    @Test
    void shouldLetConsumersBeWithoutNodeIdsWhenAllAreTaken()
    {
        fixture.launch(fixture.config().set(DriverKey.NODE_ID_RANGE, new IdRange(1, 1)).build());
        fixture.ask(Raw.attachRequest(1, STREAM, 5, CONSUMER));
        fixture.next();

        assertThat(fixture.ask(Raw.attachRequest(2, STREAM, 6, CONSUMER))).isEqualTo(Raw.attachGranted(
            2, FIRST_LEASE + 1, EXPIRY_NS, STREAM, FIRST_EPOCH, NULL_U32, PROFILE,
            fixture.epochDirectory(STREAM, FIRST_EPOCH)));
        assertThat(fixture.ask(Raw.attachRequest(3, STREAM, 7, PRODUCER)))
            .isEqualTo(Raw.attachRefused(3, Raw.REJECTED, "no node_id available"));
    }

    @Test
    void shouldGoOnWhileRegionsAreWrittenAndAnswerWhenTheyAreReady()
    {
        fixture.launch();
        fixture.regionExecutor.hold();
        fixture.send(Raw.attachRequest(1, STREAM, 11, PRODUCER));
        fixture.send(Raw.attachRequest(2, STREAM, 12, CONSUMER));
        assertThat(fixture.ask(Raw.attachRequest(3, STREAM, 13, PRODUCER)))
            .isEqualTo(Raw.attachRefused(3, Raw.REJECTED, "producer already attached"));
        assertThat(fixture.ask(Raw.attachRequest(4, STREAM, 11, PRODUCER)))
            .isEqualTo(Raw.attachRefused(4, Raw.REJECTED, "client_id already attached"));
        fixture.advance(2 * SECOND_NS);
        fixture.assertSilent();

        fixture.regionExecutor.release();
        final String epochDirectory = fixture.epochDirectory(STREAM, FIRST_EPOCH);
        assertThat(fixture.next()).isEqualTo(Raw.attachGranted(
            1, FIRST_LEASE, EXPIRY_NS + 2 * SECOND_NS, STREAM, FIRST_EPOCH, 1, PROFILE, epochDirectory));
        assertThat(fixture.next()).isEqualTo(Raw.attachGranted(
            2, FIRST_LEASE + 1, EXPIRY_NS + 2 * SECOND_NS, STREAM, FIRST_EPOCH, 2, PROFILE, epochDirectory));
        assertThat(fixture.next()).isEqualTo(Raw.announce(
            STREAM, 11, FIRST_EPOCH, START_NS + 2 * SECOND_NS, PROFILE, epochDirectory));
    }

    @Test
    void shouldAnswerInternalErrorAndGoOnWhenRegionsCannotBeCreated() throws IOException
    {
        fixture.launch();
        final Path namespace = Path.of(fixture.epochDirectory(STREAM, 0)).getParent().getParent();
        final Path obstacle = Files.createFile(namespace.resolve(Long.toString(STREAM)));

        assertThat(fixture.ask(Raw.attachRequest(1, STREAM, 11, PRODUCER))).isEqualTo(Raw.attachRefused(
            1, Raw.INTERNAL_ERROR, "shm creation failed: FileAlreadyExistsException " + obstacle));
        assertThat(fixture.counter(DriverCounters.REGION_FAILURES_TYPE_ID)).isEqualTo(1);

        Files.delete(obstacle);
        assertThat(Raw.wrap(fixture.ask(Raw.attachRequest(2, STREAM, 11, PRODUCER))).getInt(16)).isEqualTo(Raw.OK);
    }

    @Test
    void shouldAnswerInternalErrorWhenTheBaseDirectoryIsGone() throws IOException
    {
        fixture.launch();
        final Path namespace = Path.of(fixture.epochDirectory(STREAM, 0)).getParent().getParent();
        Files.move(namespace, namespace.resolveSibling("moved"));

        assertThat(fixture.ask(Raw.attachRequest(1, STREAM, 11, CONSUMER, 1, EXISTING_OR_CREATE, 0, NULL_U32)))
            .isEqualTo(Raw.attachRefused(1, Raw.INTERNAL_ERROR,
                "shm creation failed: NoSuchFileException " + namespace.resolve(Long.toString(STREAM))));
    }
}
