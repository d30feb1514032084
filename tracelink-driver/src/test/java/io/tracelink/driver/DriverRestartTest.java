package io.tracelink.driver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static io.tracelink.driver.DriverFixture.SECOND_NS;
import static io.tracelink.driver.Raw.CONSUMER;
import static io.tracelink.driver.Raw.EXISTING_OR_CREATE;
import static io.tracelink.driver.Raw.NULL_U32;
import static io.tracelink.driver.Raw.PRODUCER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a driver knows of the run before it, and what becomes of streams that nobody uses.
 */
@Timeout(30)
class DriverRestartTest
{
    private static final long STREAM = 10_000;
    private static final long HOLD_NS = 4 * SECOND_NS;

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
    void shouldGiveNodeIdsOfTheRunBeforeToTheirClientsOnly()
    {
        fixture.launch();
        assertThat(nodeIdOf(attach(STREAM, 11, NULL_U32))).isEqualTo(1);
        assertThat(nodeIdOf(attach(STREAM + 1, 12, NULL_U32))).isEqualTo(2);
        restart();
        assertThat(fixture.counter(DriverCounters.HELD_NODE_IDS_TYPE_ID)).isEqualTo(2);

        assertThat(nodeIdOf(attach(STREAM + 2, 13, NULL_U32))).isEqualTo(3);
        assertThat(attach(STREAM, 14, 1)).isEqualTo(Raw.attachRefused(7, Raw.REJECTED, "desired node_id unavailable"));
        assertThat(nodeIdOf(attach(STREAM, 11, 1))).isEqualTo(1);
        assertThat(nodeIdOf(attach(STREAM + 1, 12, NULL_U32))).isEqualTo(2);
        assertThat(fixture.counter(DriverCounters.HELD_NODE_IDS_TYPE_ID)).isZero();
        assertThat(fixture.counter(DriverCounters.NODE_IDS_TYPE_ID)).isEqualTo(3);
    }

    @Test
    void shouldGiveNodeIdsOfTheRunBeforeToAnybodyAfterTheHold()
    {
        fixture.launch(oneNodeId());
        attach(STREAM, 11, NULL_U32);
        fixture.closeDriverAndHearIt();
        fixture.launch(oneNodeId());

        fixture.advance(HOLD_NS - 1);
        fixture.settle();
        assertThat(attach(STREAM, 12, 1)).isEqualTo(Raw.attachRefused(7, Raw.REJECTED, "desired node_id unavailable"));
        fixture.advance(1);
        fixture.settle();
        assertThat(nodeIdOf(attach(STREAM, 12, 1))).isEqualTo(1);
    }

    /**
     * It has been told only now that its lease is void.
     */
    @Test
    void shouldHoldANodeIdAnewWhenItsClientIsHeard()
    {
        final DriverConfig config = fixture.config().set(DriverKey.CLEANUP_SHM_ON_EXIT, false).build();
        fixture.launch(config);
        attach(STREAM, 11, NULL_U32);
        fixture.closeDriverAndHearIt();
        fixture.launch(config);

        fixture.advance(HOLD_NS - 1);
        assertThat(fixture.ask(Raw.keepalive(7, STREAM, 11, PRODUCER))).isEqualTo(Raw.leaseRevoked(
            fixture.nanoClock.nanoTime(), 7, STREAM, 11, PRODUCER, 3, "lease not found"));
        fixture.advance(HOLD_NS - 1);
        fixture.settle();
        assertThat(attach(STREAM, 12, 1)).isEqualTo(Raw.attachRefused(7, Raw.REJECTED, "desired node_id unavailable"));
        fixture.advance(1);
        fixture.settle();
        assertThat(nodeIdOf(attach(STREAM, 12, 1))).isEqualTo(1);
    }

    @Test
    void shouldStartWithABrokenFileAndHoldEverythingBack() throws IOException
    {
        fixture.launch();
        attach(STREAM, 11, NULL_U32);
        fixture.closeDriverAndHearIt();
        final Path file = Path.of(fixture.epochDirectory(0, 0)).getParent().getParent().resolve(NodeIdFile.NAME);
        Files.writeString(file, "scribble");
        fixture.launch();

        assertThat(attach(STREAM, 11, 1)).isEqualTo(Raw.attachRefused(7, Raw.REJECTED, "desired node_id unavailable"));
        assertThat(attach(STREAM, 12, NULL_U32)).isEqualTo(Raw.attachRefused(7, Raw.REJECTED, "no node_id available"));
        fixture.advance(HOLD_NS);
        fixture.settle();
        assertThat(nodeIdOf(attach(STREAM, 11, 1))).isEqualTo(1);
        assertThat(file.resolveSibling(NodeIdFile.ASIDE_NAME)).hasContent("scribble");
    }

    @Test
    void shouldRefuseAnEpochMarkThatNoDriverWrote() throws IOException
    {
        fixture.launch();
        fixture.closeDriverAndHearIt();
        final Path mark =
            Path.of(fixture.epochDirectory(0, 0)).getParent().getParent().resolve(DriverDirectory.MARK_FILE);
        Files.write(mark, new byte[]{-1, -1, -1, -1, -1, -1, -1, 127});

        assertThatThrownBy(() -> fixture.launch())
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(mark + ": epoch=9223372036854775807 was given by no driver; when no client runs any more, " +
                "remove the directory " + mark.getParent());
        Files.write(mark, new byte[3]);
        fixture.launch();
    }

    @Test
    void shouldRemoveWhatAKillLeftHalfDone() throws IOException
    {
        fixture.launch();
        fixture.closeDriverAndHearIt();
        final Path empty = Files.createDirectories(Path.of(fixture.epochDirectory(STREAM, 5)).getParent());
        final Path half = Files.createDirectories(Path.of(fixture.epochDirectory(STREAM + 1, 6)));
        Files.write(half.resolve("header.ring"), new byte[10]);
        fixture.launch();

        assertThat(empty).doesNotExist();
        fixture.advance(3 * SECOND_NS);
        fixture.settle();
        assertThat(half.getParent()).doesNotExist();
    }

    @Test
    void shouldRetireADynamicStreamThatNobodyUses()
    {
        fixture.launch(fixture.config()
            .set(DriverKey.DYNAMIC_STREAM_LINGER_MS, 5_000L)
            .stream(new StreamBinding("camera", STREAM, "default"))
            .build());
        attach(STREAM, 11, NULL_U32);
        attach(STREAM + 1, 12, NULL_U32);
        final byte[] granted = attach(STREAM + 1, 13, CONSUMER, NULL_U32);
        fixture.driver.revoke(11);
        fixture.driver.revoke(12);
        fixture.settle();
        assertThat(fixture.counter(DriverCounters.REVOCATIONS_TYPE_ID)).isEqualTo(2);
        assertThat(fixture.counter(DriverCounters.STREAMS_TYPE_ID)).isEqualTo(2);

        // as long as a consumer waits for the next producer the stream stays
        for (int i = 0; i < 6; i++)
        {
            fixture.advance(SECOND_NS);
            fixture.send(Raw.keepalive(Raw.wrap(granted).getLong(20), STREAM + 1, 13, CONSUMER));
            fixture.settle();
        }
        assertThat(fixture.counter(DriverCounters.STREAMS_TYPE_ID)).isEqualTo(2);

        fixture.driver.revoke(13);
        fixture.settle();
        fixture.advance(5 * SECOND_NS - 1);
        fixture.settle();
        assertThat(fixture.counter(DriverCounters.STREAMS_TYPE_ID)).isEqualTo(2);
        fixture.advance(SECOND_NS);
        assertThat(fixture.settle()).hasSize(1);
        assertThat(fixture.counter(DriverCounters.STREAMS_TYPE_ID)).isEqualTo(1);

        fixture.advance(3 * SECOND_NS);
        fixture.settle();
        assertThat(Path.of(fixture.epochDirectory(STREAM + 1, 0)).getParent()).doesNotExist();
        assertThat(Path.of(fixture.epochDirectory(STREAM, 0)).getParent()).exists();
        assertThat(Raw.wrap(attach(STREAM + 1, 12, NULL_U32)).getInt(16)).isEqualTo(Raw.OK);
    }

    /**
     * Not before the end of its time, which is at least that of a lease, and with the next announce then.
     */
    @ParameterizedTest
    @CsvSource({"5000, 5000", "3001, 3001", "2999, 3000", "0, 3000"})
    void shouldRetireADynamicStreamWhenItsTimeIsUp(final long lingerMs, final long expectedMs)
    {
        final long lingerNs = TimeUnit.MILLISECONDS.toNanos(expectedMs);
        fixture.launch(fixture.config().set(DriverKey.DYNAMIC_STREAM_LINGER_MS, lingerMs).build());
        attach(STREAM, 11, NULL_U32);
        fixture.driver.revoke(11);
        fixture.settle();
        fixture.advance(lingerNs - 1);
        fixture.settle();
        assertThat(fixture.counter(DriverCounters.STREAMS_TYPE_ID)).isEqualTo(1);

        // used once more, it has all of its time again
        attach(STREAM, 12, NULL_U32);
        fixture.driver.revoke(12);
        fixture.settle();
        fixture.advance(lingerNs);
        fixture.settle();
        assertThat(fixture.counter(DriverCounters.STREAMS_TYPE_ID)).isZero();
    }

    private DriverConfig oneNodeId()
    {
        return fixture.config().set(DriverKey.NODE_ID_RANGE, new IdRange(1, 1)).build();
    }

    private void restart()
    {
        fixture.closeDriverAndHearIt();
        fixture.launch();
    }

    private byte[] attach(final long streamId, final long clientId, final long desiredNodeId)
    {
        return attach(streamId, clientId, PRODUCER, desiredNodeId);
    }

    private byte[] attach(final long streamId, final long clientId, final int role, final long desiredNodeId)
    {
        fixture.send(Raw.attachRequest(7, streamId, clientId, role, 1, EXISTING_OR_CREATE, 0, desiredNodeId));
        final List<byte[]> messages = fixture.settle();
        return messages.get(0);
    }

    private static int nodeIdOf(final byte[] granted)
    {
        return Raw.wrap(granted).getInt(58);
    }
}
