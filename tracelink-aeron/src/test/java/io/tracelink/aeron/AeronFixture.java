package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.driver.status.StreamCounter;
import io.tracelink.testing.Await;
import org.agrona.CloseHelper;
import org.agrona.concurrent.status.CountersReader;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A media driver of its own and clients of it. An error that a test does not take makes it fail.
 */
final class AeronFixture implements AutoCloseable
{
    /**
     * Small terms, so that a test sees them end.
     */
    static final String CHANNEL = "aeron:ipc?term-length=64k";

    /**
     * Conditions poll and publish.
     */
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final AtomicInteger NEXT_STREAM_ID = new AtomicInteger(5_000);

    final MediaDriver mediaDriver;
    final Aeron aeron;

    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    AeronFixture()
    {
        this(new MediaDriver.Context());
    }

    AeronFixture(final MediaDriver.Context context)
    {
        mediaDriver = MediaDriver.launch(context
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)
            .ipcTermBufferLength(64 * 1024)
            .termBufferSparseFile(true)
            .timerIntervalNs(TimeUnit.MILLISECONDS.toNanos(10))
            .counterFreeToReuseTimeoutNs(0)
            .publicationLingerTimeoutNs(TimeUnit.MILLISECONDS.toNanos(10))
            .errorHandler(errors::add));
        aeron = connect();
    }

    /**
     * A further client of the same driver.
     */
    Aeron connect()
    {
        return Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(mediaDriver.aeronDirectoryName())
            .errorHandler(errors::add));
    }

    /**
     * A stream id that no other test uses.
     */
    static int nextStreamId()
    {
        return NEXT_STREAM_ID.getAndIncrement();
    }

    FramePublisher.Context publisherContext(final int descriptorStreamId, final int controlStreamId)
    {
        return new FramePublisher.Context()
            .aeron(aeron)
            .streamId(10_000)
            .descriptorChannel(CHANNEL)
            .descriptorStreamId(descriptorStreamId)
            .controlChannel(CHANNEL)
            .controlStreamId(controlStreamId);
    }

    AsyncPublisher.Context asyncContext(final int descriptorStreamId, final int controlStreamId)
    {
        return new AsyncPublisher.Context()
            .aeron(aeron)
            .descriptorChannel(CHANNEL)
            .descriptorStreamId(descriptorStreamId)
            .controlChannel(CHANNEL)
            .controlStreamId(controlStreamId);
    }

    Subscription subscribe(final int streamId)
    {
        return aeron.addSubscription(CHANNEL, streamId);
    }

    ExclusivePublication connectedPublication(final Subscription subscription)
    {
        final ExclusivePublication publication = aeron.addExclusivePublication(CHANNEL, subscription.streamId());
        awaitConnected(publication, subscription);

        return publication;
    }

    static void awaitConnected(final Publication publication, final Subscription subscription)
    {
        await(() -> publication.isConnected() && null != subscription.imageBySessionId(publication.sessionId()));
    }

    /**
     * How many publications of a stream the media driver has.
     */
    int publicationCount(final int streamId)
    {
        final int[] count = new int[1];
        aeron.countersReader().forEach((counterId, typeId, keyBuffer, label) ->
        {
            if (AeronCounters.DRIVER_PUBLISHER_LIMIT_TYPE_ID == typeId &&
                streamId == keyBuffer.getInt(StreamCounter.STREAM_ID_OFFSET))
            {
                count[0]++;
            }
        });

        return count[0];
    }

    /**
     * Does the media driver have no counters of ours, and no publication of two streams?
     */
    boolean isNothingOpen(final int descriptorStreamId, final int controlStreamId)
    {
        return 0 == publicationCount(descriptorStreamId) && 0 == publicationCount(controlStreamId) &&
            0 == counterCount();
    }

    /**
     * Up to where the only publication of a stream may send.
     */
    long publisherLimit(final int streamId)
    {
        final CountersReader counters = aeron.countersReader();
        final int[] found = {CountersReader.NULL_COUNTER_ID};
        counters.forEach((counterId, typeId, keyBuffer, label) ->
        {
            if (AeronCounters.DRIVER_PUBLISHER_LIMIT_TYPE_ID == typeId &&
                streamId == keyBuffer.getInt(StreamCounter.STREAM_ID_OFFSET))
            {
                found[0] = counterId;
            }
        });

        return counters.getCounterValue(found[0]);
    }

    /**
     * How many counters of ours the media driver has.
     */
    int counterCount()
    {
        final int[] count = new int[1];
        aeron.countersReader().forEach((counterId, typeId, keyBuffer, label) ->
        {
            if (typeId >= 1_000)
            {
                count[0]++;
            }
        });

        return count[0];
    }

    /**
     * The value of the only counter with a type id and a label, as AeronStat would show it.
     */
    long counterValue(final int typeId, final String label)
    {
        final CountersReader counters = aeron.countersReader();
        final int[] found = {CountersReader.NULL_COUNTER_ID};
        counters.forEach((counterId, counterTypeId, keyBuffer, counterLabel) ->
        {
            if (counterTypeId == typeId && counterLabel.equals(label))
            {
                assertThat(found[0]).isEqualTo(CountersReader.NULL_COUNTER_ID);
                found[0] = counterId;
            }
        });
        assertThat(found[0]).as("%s %s", typeId, label).isNotEqualTo(CountersReader.NULL_COUNTER_ID);

        return counters.getCounterValue(found[0]);
    }

    /**
     * Errors that were reported so far, which then are no reason to fail.
     */
    List<Throwable> takeErrors()
    {
        final List<Throwable> taken = List.copyOf(errors);
        errors.removeAll(taken);

        return taken;
    }

    static void await(final BooleanSupplier condition)
    {
        Await.until(condition, PAUSE_NS, () -> "what the test waits for");
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(aeron, mediaDriver);
        assertThat(errors).isEmpty();
    }
}
