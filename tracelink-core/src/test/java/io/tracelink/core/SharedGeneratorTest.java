package io.tracelink.core;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The generators that many threads may use, used by many threads.
 */
class SharedGeneratorTest
{
    private static final int THREADS = 4;
    private static final int IDS_PER_THREAD = 50_000;
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final long LAST_MS = (1L << 41) - 1;

    @ParameterizedTest
    @CsvSource({"10, 12", "10, 3", "22, 0", "0, 22"})
    void shouldMintDistinctAscendingIdsByTheClockOfTheSystem(final int nodeIdBits, final int sequenceBits)
        throws Exception
    {
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, sequenceBits, 0);

        mintFromAllThreads(new ConcurrentTraceIdGenerator(layout, 0, SystemEpochClock.INSTANCE));
    }

    /**
     * Every thread sees another time, mostly a later one, so that they set the millisecond all the time.
     */
    @ParameterizedTest
    @CsvSource({"10, 12", "10, 3", "22, 0", "0, 22"})
    void shouldMintDistinctAscendingIdsByAClockThatJumps(final int nodeIdBits, final int sequenceBits)
        throws Exception
    {
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, sequenceBits, 0);
        final AtomicLong reads = new AtomicLong();
        final EpochClock clock =
            () -> NOW_MS + reads.getAndIncrement() + ThreadLocalRandom.current().nextInt(-2, 3);

        mintFromAllThreads(new ConcurrentTraceIdGenerator(layout, 0, clock));
    }

    @ParameterizedTest
    @CsvSource({"10, 12", "10, 10"})
    void shouldMintDistinctAscendingIdsInStrictTime(final int nodeIdBits, final int sequenceBits) throws Exception
    {
        final TraceIdLayout layout = new TraceIdLayout(nodeIdBits, sequenceBits, 0);

        mintFromAllThreads(new StrictTraceIdGenerator(
            layout, 0, SystemEpochClock.INSTANCE, SystemNanoClock.INSTANCE, TimeUnit.MINUTES.toNanos(1)));
    }

    @Test
    void shouldMintTheLastIdsOnceEach() throws Exception
    {
        final TraceIdLayout layout = new TraceIdLayout(10, 12, 0);
        final int ids = 20 * 4_096;
        final TraceIdGenerator generator = new ConcurrentTraceIdGenerator(layout, 7, () -> LAST_MS - 19);

        final long[] minted = run(() ->
        {
            final long[] mine = new long[ids];
            int count = 0;
            for (int i = 0; i < ids; i++)
            {
                final long id = generator.nextId();
                if (TraceId.EXHAUSTED != id)
                {
                    mine[count++] = id;
                }
            }

            return Arrays.copyOf(mine, count);
        });

        assertThat(minted).hasSize(ids);
        assertThat(layout.timestampMs(minted[0])).isEqualTo(LAST_MS - 19);
        assertThat(layout.timestampMs(minted[ids - 1])).isEqualTo(LAST_MS);
    }

    /**
     * A thread that has seen that the clock is ahead may come back when the others have minted all that there is.
     */
    @Test
    void shouldNotGoBackFromBeyondTheLastIdForAThreadThatComesLate() throws Throwable
    {
        final TraceIdLayout layout = new TraceIdLayout(0, 22, 0);
        final ConcurrentTraceIdGenerator generator = new ConcurrentTraceIdGenerator(layout, 0, () -> LAST_MS);
        for (int i = 0; i <= layout.maxSequence(); i++)
        {
            generator.nextId();
        }
        assertThat(generator.nextId()).isEqualTo(TraceId.EXHAUSTED);

        final long tick = (long)MethodHandles
            .privateLookupIn(ConcurrentTraceIdGenerator.class, MethodHandles.lookup())
            .findVirtual(
                ConcurrentTraceIdGenerator.class, "advanceTo", MethodType.methodType(long.class, long.class))
            .invokeExact(generator, LAST_MS);

        assertThat(tick).isNegative();
        assertThat(generator.nextId()).isEqualTo(TraceId.EXHAUSTED);
    }

    /**
     * An ID that is asked for after another was returned, by whatever thread, is larger; and no ID comes twice.
     */
    private static void mintFromAllThreads(final TraceIdGenerator generator) throws Exception
    {
        final AtomicLong lastReturned = new AtomicLong();

        final long[] minted = run(() ->
        {
            final long[] mine = new long[IDS_PER_THREAD];
            for (int i = 0; i < IDS_PER_THREAD; i++)
            {
                final long before = lastReturned.get();
                final long id = generator.nextId();
                if (id <= before || (i > 0 && id <= mine[i - 1]))
                {
                    throw new AssertionError("id=" + id + " before=" + before + " i=" + i);
                }

                lastReturned.accumulateAndGet(id, Math::max);
                mine[i] = id;
            }

            return mine;
        });

        assertThat(minted).hasSize(THREADS * IDS_PER_THREAD);
        for (int i = 1; i < minted.length; i++)
        {
            if (minted[i] == minted[i - 1])
            {
                throw new AssertionError("minted twice: " + minted[i]);
            }
        }
    }

    private static long[] run(final Callable<long[]> minting) throws Exception
    {
        final ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try
        {
            final CyclicBarrier start = new CyclicBarrier(THREADS);
            final List<Future<long[]>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++)
            {
                futures.add(executor.submit(() ->
                {
                    start.await();

                    return minting.call();
                }));
            }

            long[] minted = {};
            for (final Future<long[]> future : futures)
            {
                final long[] mine = future.get(1, TimeUnit.MINUTES);
                final int length = minted.length;
                minted = Arrays.copyOf(minted, length + mine.length);
                System.arraycopy(mine, 0, minted, length, mine.length);
            }
            Arrays.sort(minted);

            return minted;
        }
        finally
        {
            executor.shutdownNow();
        }
    }
}
