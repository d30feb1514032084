package io.tracelink.driver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import static io.tracelink.driver.NodeIdAllocator.NONE;
import static org.assertj.core.api.Assertions.assertThat;

class NodeIdAllocatorTest
{
    private static final long COOLDOWN_NS = 10;
    private static final long HOLD_NS = 40;

    @TempDir
    private Path directory;
    private NodeIdFile file;
    private long epochMs = 1_000;

    @AfterEach
    void after()
    {
        file.close();
    }

    @Test
    void shouldHandOutInARound() throws IOException
    {
        final NodeIdAllocator ids = launch(new IdRange(1, 3), true, 0);
        assertThat(ids.acquire(11, 0)).isEqualTo(1);
        assertThat(ids.acquire(12, 0)).isEqualTo(2);
        ids.release(1, 0);
        assertThat(ids.acquire(13, COOLDOWN_NS)).isEqualTo(3);
        assertThat(ids.acquire(14, COOLDOWN_NS)).isEqualTo(1);
        assertThat(ids.acquire(15, COOLDOWN_NS)).isEqualTo(NONE);
        assertThat(ids.inUseCount()).isEqualTo(3);
    }

    @Test
    void shouldGiveTheDesiredOneWhenItIsFree() throws IOException
    {
        final NodeIdAllocator ids = launch(new IdRange(0, 1023), true, 0);
        assertThat(ids.acquireDesired(1023, 11, 0)).isEqualTo(1023);
        assertThat(ids.acquireDesired(1023, 12, 0)).isEqualTo(NONE);
        assertThat(ids.acquireDesired(1024, 12, 0)).isEqualTo(NONE);
        assertThat(ids.acquireDesired(0xFFFF_FFFEL, 12, 0)).isEqualTo(NONE);
        assertThat(ids.acquireDesired(0, 12, 0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 3})
    void shouldLetAnIdRestWhereverTheClockStands(final long startNs) throws IOException
    {
        final NodeIdAllocator ids = launch(new IdRange(7, 7), true, startNs);
        assertThat(ids.acquireDesired(7, 11, startNs)).isEqualTo(7);
        ids.release(7, startNs);
        assertThat(ids.acquireDesired(7, 11, startNs + COOLDOWN_NS - 1)).isEqualTo(NONE);
        assertThat(ids.acquireDesired(7, 11, startNs + COOLDOWN_NS)).isEqualTo(7);
    }

    @Test
    void shouldKeepTheIdOfAClientForItAsLongAsThereAreOthers() throws IOException
    {
        final NodeIdAllocator ids = launch(new IdRange(1, 3), true, 0);
        ids.acquire(11, 0);
        ids.release(1, 0);
        assertThat(ids.acquire(12, COOLDOWN_NS)).isEqualTo(2);
        ids.release(2, COOLDOWN_NS);
        assertThat(ids.acquire(13, 2 * COOLDOWN_NS)).isEqualTo(3);
        assertThat(ids.acquire(11, 2 * COOLDOWN_NS)).isEqualTo(1);
        assertThat(ids.acquire(14, 2 * COOLDOWN_NS)).isEqualTo(2);
        assertThat(ids.acquire(12, 2 * COOLDOWN_NS)).isEqualTo(NONE);
    }

    @Test
    void shouldRememberAClientForItsLastIdOnly() throws IOException
    {
        final NodeIdAllocator ids = launch(new IdRange(1, 3), true, 0);
        ids.acquire(11, 0);
        ids.release(1, 0);
        assertThat(ids.acquireDesired(3, 11, COOLDOWN_NS)).isEqualTo(3);
        ids.release(3, COOLDOWN_NS);
        assertThat(ids.acquire(12, COOLDOWN_NS)).isEqualTo(2);
        assertThat(ids.acquire(13, COOLDOWN_NS)).isEqualTo(1);
        assertThat(ids.acquire(11, 2 * COOLDOWN_NS)).isEqualTo(3);
    }

    @Test
    void shouldHoldWhatWasInUseForItsClientAfterARestart() throws IOException
    {
        final NodeIdAllocator before = launch(new IdRange(1, 4), true, 0);
        before.acquire(11, 0);
        before.acquire(12, 0);
        before.acquire(13, 0);
        before.release(3, 0);

        final NodeIdAllocator ids = launch(new IdRange(1, 4), false, 500);
        assertThat(ids.heldCount()).isEqualTo(2);
        assertThat(ids.inUseCount()).isZero();
        assertThat(ids.acquireDesired(1, 99, 500)).isEqualTo(NONE);
        assertThat(ids.acquireDesired(3, 13, 500)).isEqualTo(NONE);
        assertThat(ids.acquire(99, 500)).isEqualTo(4);
        assertThat(ids.acquire(98, 500)).isEqualTo(NONE);
        assertThat(ids.acquireDesired(1, 11, 500)).isEqualTo(1);
        assertThat(ids.acquire(12, 500)).isEqualTo(2);
        assertThat(ids.heldCount()).isZero();
        assertThat(ids.acquire(13, 500 + COOLDOWN_NS)).isEqualTo(3);
    }

    @Test
    void shouldEndAHoldWhenItsClientStaysAway() throws IOException
    {
        launch(new IdRange(1, 1), true, 0).acquire(11, 0);

        final NodeIdAllocator ids = launch(new IdRange(1, 1), false, 500);
        assertThat(ids.endHolds(500 + HOLD_NS - 1)).isZero();
        assertThat(ids.acquire(99, 500 + HOLD_NS)).isEqualTo(NONE);
        ids.renewHold(99, 500 + HOLD_NS);
        ids.renewHold(11, 500 + HOLD_NS - 1);
        assertThat(ids.endHolds(500 + HOLD_NS)).isZero();
        assertThat(ids.endHolds(500 + 2 * HOLD_NS - 1)).isEqualTo(1);
        assertThat(ids.heldCount()).isZero();
        assertThat(ids.acquire(99, 500 + 2 * HOLD_NS)).isEqualTo(1);

        // and the next run knows that it was over
        final NodeIdAllocator next = launch(new IdRange(1, 1), false, 900);
        next.endHolds(900 + HOLD_NS);
        assertThat(launch(new IdRange(1, 1), false, 950).heldCount()).isZero();
    }

    @Test
    void shouldForgetTheHeldIdOfAClientThatTakesAnother() throws IOException
    {
        launch(new IdRange(1, 2), true, 0).acquire(11, 0);

        final NodeIdAllocator ids = launch(new IdRange(1, 2), false, 500);
        assertThat(ids.acquireDesired(2, 11, 500)).isEqualTo(2);
        assertThat(ids.acquireDesired(1, 11, 500)).isEqualTo(NONE);
        assertThat(ids.acquire(12, 500)).isEqualTo(NONE);
        assertThat(ids.endHolds(500 + HOLD_NS)).isEqualTo(1);
        assertThat(ids.acquire(12, 500 + HOLD_NS)).isEqualTo(1);
    }

    @Test
    void shouldHoldEverythingWhereItIsNotKnownWhatWasInUse() throws IOException
    {
        final NodeIdAllocator ids = launch(new IdRange(1, 2), false, 0);
        assertThat(ids.heldCount()).isEqualTo(2);
        assertThat(ids.acquire(11, 0)).isEqualTo(NONE);
        assertThat(ids.acquireDesired(2, 11, HOLD_NS)).isEqualTo(NONE);
        assertThat(ids.endHolds(HOLD_NS)).isEqualTo(2);
        assertThat(ids.acquireDesired(2, 11, HOLD_NS)).isEqualTo(2);
    }

    @Test
    void shouldPutABrokenFileAside() throws IOException
    {
        launch(new IdRange(1, 2), true, 0).acquire(11, 0);
        file.close();
        final Path path = directory.resolve(NodeIdFile.NAME);
        final byte[] good = Files.readAllBytes(path);
        for (int i = 0; i < 1 + 4 * 8; i++)
        {
            final byte[] bad = i == 0 ? new byte[0] : good.clone();
            if (i > 0)
            {
                // magic, first ID, count and check
                bad[i - 1] ^= 0x40;
            }

            Files.write(path, bad);
            assertThat(launch(new IdRange(1, 2), true, 0).heldCount()).isEqualTo(2);
            assertThat(directory.resolve(NodeIdFile.ASIDE_NAME)).hasBinaryContent(bad);
        }

        for (int length = 0; length < good.length; length++)
        {
            Files.write(path, Arrays.copyOf(good, length));
            assertThat(launch(new IdRange(1, 2), true, 0).heldCount()).isEqualTo(2);
        }

        good[NodeIdFile.HEADER_LENGTH + 5] = 1;
        Files.write(path, good);
        assertThat(launch(new IdRange(1, 2), true, 0).heldCount()).isEqualTo(2);
        good[NodeIdFile.HEADER_LENGTH + 5] = 0;
        Files.write(path, good);
        assertThat(launch(new IdRange(1, 2), true, 0).heldCount()).isEqualTo(1);
    }

    @Test
    void shouldTakeOverWhatIsInTheRangeWhenThatChanges() throws IOException
    {
        final NodeIdAllocator before = launch(new IdRange(1, 8), true, 0);
        for (int i = 0; i < 8; i++)
        {
            before.acquire(11 + i, 0);
        }

        final NodeIdAllocator ids = launch(new IdRange(5, 20), false, 0);
        assertThat(ids.heldCount()).isEqualTo(4);
        assertThat(ids.acquire(99, 0)).isEqualTo(9);
        assertThat(ids.acquireDesired(5, 15, 0)).isEqualTo(5);
        assertThat(ids.acquire(18, 0)).isEqualTo(8);
        assertThat(launch(new IdRange(0, 2), false, 0).heldCount()).isZero();
    }

    private NodeIdAllocator launch(final IdRange range, final boolean isFirstRun, final long nowNs) throws IOException
    {
        if (file != null)
        {
            file.close();
        }

        file = NodeIdFile.open(directory, range, isFirstRun);
        return new NodeIdAllocator(file, COOLDOWN_NS, HOLD_NS, () -> epochMs++, nowNs);
    }
}
