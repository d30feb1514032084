package io.tracelink.store;

import com.sun.management.ThreadMXBean;
import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.testing.AllocationProbe;
import io.tracelink.testing.Await;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The thread that polls allocates nothing for a message, from Aeron's image to the batch that the writer's thread
 * takes, while that commits to a real store.
 */
@Timeout(120)
class CollectorAllocationTest
{
    private static final int MAX_PENDING = 20_000;
    private static final int ROUND = 5_000;
    private static final int MAX_ROUNDS = 40;
    private static final int QUIET_ROUNDS = 3;
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    @TempDir
    private Path archiveDir;

    private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
    private final UnsafeBuffer descriptor = new UnsafeBuffer(Emitter.descriptor(7, 9, 1, 1, 42));
    private final UnsafeBuffer linkSet = new UnsafeBuffer(Emitter.linkSet(7, 9, 1, 42, 10, 20));
    private TestStore test;
    private Collector collector;
    private AgentInvoker invoker;

    @BeforeEach
    void setUp()
    {
        test = new TestStore();
    }

    @AfterEach
    void tearDown()
    {
        test.close();
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldAllocateNothingFromLiveStreams()
    {
        try (MediaDriver driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .threadingMode(ThreadingMode.SHARED)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true));
            Aeron aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .errorHandler(errors::add)))
        {
            start(new Collector.Context().aeron(aeron).store(test.store).errorHandler(errors::add));
            final Publication control =
                aeron.addPublication(TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID);
            final Publication descriptors =
                aeron.addPublication(TraceStreams.DESCRIPTOR_CHANNEL, TraceStreams.DESCRIPTOR_STREAM_ID);

            // the images are there
            pass(descriptors, control);
            Await.until(() -> invoker.invoke() >= 0 && 2 == received(), () -> "received=" + received());

            assertThat(AllocationProbe.allocatedBytes(ROUND, () -> pass(descriptors, control))).isZero();
            assertThat(received()).isGreaterThanOrEqualTo(2 * ROUND * QUIET_ROUNDS);
            assertThat(collector.counters().framesDropped() + collector.counters().linkSetsDropped()).isZero();
            CloseHelper.close(invoker);
        }
    }

    /**
     * What is recorded is asked of the archive again at times; that allocates, however many messages there are.
     */
    @Test
    void shouldAllocateNothingForAMessageFromAnArchive()
    {
        try (ArchiveFixture archive = new ArchiveFixture(archiveDir))
        {
            start(archive.context(test.store));
            final ExclusivePublication control = archive.control();
            final ExclusivePublication descriptors = archive.descriptors();

            int quietRounds = 0;
            for (int i = 0; i < MAX_ROUNDS && quietRounds < QUIET_ROUNDS; i++)
            {
                quietRounds = isQuiet(descriptors, control) ? quietRounds + 1 : 0;
            }

            assertThat(quietRounds).isEqualTo(QUIET_ROUNDS);
            assertThat(archive.errors).isEmpty();
            CloseHelper.close(invoker);
        }
    }

    /**
     * Do the duty cycles of a round that allocate do so because it is time to ask, and not because of messages?
     */
    private boolean isQuiet(final Publication descriptors, final Publication control)
    {
        final long startNs = System.nanoTime();
        int allocatingCycles = 0;
        int workingCycles = 0;
        for (int sent = 0; sent < ROUND; sent++)
        {
            final boolean isSent = descriptors.offer(descriptor) > 0 && control.offer(linkSet) > 0;
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            final int work = invoker.invoke();
            allocatingCycles += THREADS.getCurrentThreadAllocatedBytes() == before ? 0 : 1;
            workingCycles += work > 0 ? 1 : 0;
            sent -= isSent ? 0 : 1;
        }

        final long refreshes = (System.nanoTime() - startNs) / ArchiveSource.REFRESH_INTERVAL_NS + 1;
        return allocatingCycles <= refreshes && workingCycles > 10 * refreshes;
    }

    private void pass(final Publication descriptors, final Publication control)
    {
        while (collector.counters().pending() > MAX_PENDING || descriptors.offer(descriptor) < 0)
        {
            invoker.invoke();
        }

        while (control.offer(linkSet) < 0)
        {
            invoker.invoke();
        }

        invoker.invoke();
    }

    private void start(final Collector.Context context)
    {
        collector = new Collector(context);
        invoker = new AgentInvoker(errors::add, null, collector);
        invoker.start();
    }

    private long received()
    {
        final CollectorCounters counters = collector.counters();
        return counters.pending() + counters.framesStored() + counters.linkSetsStored();
    }
}
