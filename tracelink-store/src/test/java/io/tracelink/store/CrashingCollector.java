package io.tracelink.store;

import io.aeron.Aeron;
import io.aeron.archive.client.AeronArchive;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The program that {@link CollectorCrashRounds} kill: a collector from an archive. Once it has committed something, it
 * stops at a chosen point of a transaction, says so, and waits for its death.
 */
final class CrashingCollector
{
    static final String READY = "ready";
    static final String STOPPED = "stopped at ";

    private CrashingCollector()
    {
    }

    /**
     * Run.
     *
     * @param args directory of the media driver, location of the store, point to stop at or NONE, and how many
     *             transactions to commit before.
     * @throws InterruptedException never.
     */
    public static void main(final String[] args) throws InterruptedException
    {
        final String point = args[2];
        final int[] transactionsLeft = {Integer.parseInt(args[3])};
        final Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(args[0]));
        final AeronArchive archive = ArchiveFixture.connect(aeron);

        final Collector collector = new Collector(new Collector.Context()
            .aeron(aeron)
            .store(LineageStore.open(args[1]))
            .archive(new CollectorArchive(archive))
            .commitIntervalNs(TimeUnit.MILLISECONDS.toNanos(5))
            .batchRows(256)
            .commitProbe((reached) ->
            {
                if (reached.name().equals(point) && 0 == transactionsLeft[0]--)
                {
                    System.out.println(STOPPED + reached);
                    while (true)
                    {
                        LockSupport.park();
                    }
                }
            })
            .errorHandler((ex) -> System.err.println("error: " + ex)));

        AgentRunner.startOnThread(new AgentRunner(
            new BackoffIdleStrategy(10, 10, 1_000, 1_000_000),
            (ex) -> System.err.println("error: " + ex),
            null,
            collector));
        System.err.println(READY);
        new CountDownLatch(1).await();
    }
}
