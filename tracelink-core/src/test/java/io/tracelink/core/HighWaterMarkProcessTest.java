package io.tracelink.core;

import io.tracelink.testing.Await;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SystemEpochClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * High-water marks between processes, some of which are killed while they mint.
 */
class HighWaterMarkProcessTest
{
    private static final TraceIdLayout LAYOUT = TraceIdLayout.DEFAULT;
    private static final long HOUR_MS = 3_600_000;
    private static final int SIGKILL_STATUS = 128 + 9;

    @TempDir
    private Path directory;

    /**
     * Each process is killed somewhere in its first one and a half million IDs, of which 400 thousand are reserved at
     * once, and the clock of the next one is hours behind.
     */
    @ParameterizedTest
    @CsvSource({"SINGLE_WRITER, 1, 5", "CONCURRENT, 2, 4"})
    void shouldBeginAboveEveryIdOfProcessesThatWereKilled(
        final GeneratorKind kind, final int threads, final int rounds) throws Exception
    {
        final Path markFile = directory.resolve("mark");
        long highestId = 0;

        for (int round = 0; round < rounds; round++)
        {
            final Path idsFile = directory.resolve("ids-" + round);
            final long idsToMint = ThreadLocalRandom.current().nextLong(1_500_000);

            try (MintingProcess minting =
                MintingProcess.start(kind, threads, markFile, idsFile, -round * HOUR_MS))
            {
                for (int thread = 0; thread < threads; thread++)
                {
                    final int awaitedThread = thread;
                    Await.until(
                        () -> ticksOf(minting.lastId(awaitedThread)) > ticksOf(minting.firstId()) + idsToMint ||
                            !minting.process().handle().isAlive(),
                        () -> minting.process().toString());
                }
                assertThat(minting.process().handle().destroyForcibly()).isTrue();
                assertThat(minting.process().awaitExit()).as("%s", minting.process()).isEqualTo(SIGKILL_STATUS);

                assertThat(minting.firstId()).as("round %d", round).isGreaterThan(highestId);
                assertThat(minting.highestId()).isGreaterThan(minting.firstId());
                highestId = minting.highestId();
            }
        }

        try (HighWaterMark mark = HighWaterMark.open(markFile, LAYOUT, 7))
        {
            final long markMs = mark.timestampMs();
            assertThat(LAYOUT.timestampMs(highestId)).isLessThanOrEqualTo(markMs);

            final EpochClock clock = () -> SystemEpochClock.INSTANCE.time() - 24 * HOUR_MS;
            assertThat(kind.create(mark, clock).nextId())
                .isEqualTo((markMs + 1) << 22 | 7 << 12)
                .isGreaterThan(highestId);
        }
    }

    @Test
    void shouldRefuseAFileThatAnotherProcessHasOpenAndTakeItWhenThatIsKilled() throws Exception
    {
        final Path markFile = directory.resolve("mark");

        try (MintingProcess minting =
            MintingProcess.start(GeneratorKind.CONCURRENT, 1, markFile, directory.resolve("ids"), 0))
        {
            Await.until(() -> minting.lastId(0) > 0, () -> minting.process().toString());

            for (int i = 0; i < 2; i++)
            {
                assertThatThrownBy(() -> HighWaterMark.open(markFile, LAYOUT, 7))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(inUse(markFile, minting.process().handle().pid()));
            }

            minting.process().handle().destroyForcibly();
            minting.process().awaitExit();
            HighWaterMark.open(markFile, LAYOUT, 7).close();
        }
    }

    /**
     * Where locks belong to processes, closing any channel on the file would release the lock of the first one.
     */
    @Test
    void shouldStillBeLockedForOtherProcessesAfterASecondOpenWasRefused() throws Exception
    {
        final Path markFile = directory.resolve("mark");

        try (HighWaterMark mark = HighWaterMark.open(markFile, LAYOUT, 7))
        {
            assertThat(mark.nodeId()).isEqualTo(7);
            assertThatThrownBy(() -> HighWaterMark.open(markFile, LAYOUT, 7))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(" is in use by this process, ");

            try (MintingProcess refused =
                MintingProcess.start(GeneratorKind.SINGLE_WRITER, 1, markFile, directory.resolve("ids-1"), 0))
            {
                assertThat(refused.process().awaitExit()).as("%s", refused.process()).isZero();
                assertThat(refused.process().out())
                    .containsExactly(inUse(markFile, ProcessHandle.current().pid()));
                assertThat(refused.highestId()).isZero();
            }
        }

        try (MintingProcess minting =
            MintingProcess.start(GeneratorKind.SINGLE_WRITER, 1, markFile, directory.resolve("ids-2"), 0))
        {
            Await.until(() -> minting.lastId(0) > 0, () -> minting.process().toString());
        }
    }

    /**
     * A lock of a process goes when the process closes any channel on the file, as a backup within it may.
     */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void shouldMintNoMoreOnceAnotherProcessTookTheFileWhoseLockWasLost() throws Exception
    {
        final Path markFile = directory.resolve("mark");
        final CachedEpochClock clock = TestClocks.at(System.currentTimeMillis());

        try (HighWaterMark mark = HighWaterMark.open(markFile, LAYOUT, 7))
        {
            final TraceIdGenerator generator = new ConcurrentTraceIdGenerator(mark, clock);
            assertThat(generator.nextId()).isPositive();
            FileChannel.open(markFile, StandardOpenOption.READ).close();

            try (MintingProcess minting =
                MintingProcess.start(GeneratorKind.SINGLE_WRITER, 1, markFile, directory.resolve("ids"), -HOUR_MS))
            {
                Await.until(() -> minting.lastId(0) > 0, () -> minting.process().toString());

                long lastId = 0;
                for (long id = generator.nextId(); id > 0; id = generator.nextId())
                {
                    lastId = id;
                    clock.advance(1);
                }
                clock.advance(HOUR_MS);

                assertThat(generator.nextId()).isEqualTo(TraceId.MARK_CLOSED);
                assertThat(lastId).isPositive().isLessThan(minting.firstId());
                assertThat(minting.process().handle().isAlive()).isTrue();
            }
        }
    }

    /**
     * Milliseconds and sequence as one number.
     */
    private static long ticksOf(final long id)
    {
        return 0 == id ? 0 : LAYOUT.timestampMs(id) << 12 | LAYOUT.sequence(id);
    }

    private static String inUse(final Path file, final long pid)
    {
        return "highWaterMark=" + file + " is in use by process " + pid +
            ", and two with one node ID mint the same IDs: give each process a node ID and file of its own";
    }
}
