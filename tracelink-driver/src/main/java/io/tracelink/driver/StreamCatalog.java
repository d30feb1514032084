package io.tracelink.driver;

import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.EpochClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The streams of a driver and their epochs: it orders regions, brings them into force, announces them and lets old ones
 * be collected (Driver Model §4). Kept by the conductor.
 */
final class StreamCatalog
{
    private static final Logger LOGGER = LoggerFactory.getLogger(ShmDriver.class);
    private static final long NO_STREAM_ID = -1;

    private final DriverConfig config;
    private final DriverDirectory directory;
    private final RegionFiles files;
    private final RegionWorker worker;
    private final EpochCollector collector;
    private final ControlMessages messages;
    private final DriverCounters counters;
    private final EpochClock epochClock;
    private final Long2ObjectHashMap<StreamState> streamById = new Long2ObjectHashMap<>();
    private final List<StreamState> streams = new ArrayList<>();
    private final LongHashSet leftoverIds = new LongHashSet();
    private final boolean isPrefaulting;
    private final long lingerNs;

    StreamCatalog(
        final ShmDriver.Context context,
        final DriverDirectory directory,
        final ControlMessages messages,
        final DriverCounters counters)
    {
        this.config = context.config();
        this.directory = directory;
        this.files = new RegionFiles(directory.path(), config, context.nanoClock());
        this.worker = new RegionWorker(files, context.regionExecutor());
        this.collector = new EpochCollector(config, worker);
        this.messages = messages;
        this.counters = counters;
        this.epochClock = context.epochClock();
        this.isPrefaulting = config.value(DriverKey.PREFAULT_SHM);
        // A client that missed that its lease is over says so within the time of a lease, and is told again.
        this.lingerNs = Math.max(
            config.value(DriverKey.DYNAMIC_STREAM_LINGER_MS) * 1_000_000, config.leaseDurationNs());

        for (final StreamBinding binding : config.streams())
        {
            add(new StreamState(binding.streamId(), config.profiles().get(binding.profile()), false));
        }

        final long nowNs = context.nanoClock().nanoTime();
        for (final DriverDirectory.Leftover leftover : directory.leftovers())
        {
            leftoverIds.add(leftover.streamId());
            collector.retire(leftover.streamId(), leftover.directory(), nowNs);
        }
    }

    /**
     * Waits for what becomes of regions that were ordered.
     */
    interface RegionListener
    {
        /**
         * The regions of a new epoch are in force.
         *
         * @param stream that has them.
         * @param nowNs  of the monotonic clock.
         */
        void onRegions(StreamState stream, long nowNs);

        /**
         * There are no regions.
         *
         * @param stream that lacks them.
         * @param reason in words.
         * @param nowNs  of the monotonic clock.
         */
        void onRegionFailure(StreamState stream, String reason, long nowNs);
    }

    StreamState find(final long streamId)
    {
        return streamById.get(streamId);
    }

    void add(final StreamState stream)
    {
        streamById.put(stream.streamId(), stream);
        streams.add(stream);
        counters.streams().set(streams.size());
    }

    /**
     * Is this the driver of a stream, in this run or in one before?
     *
     * @param streamId of the stream.
     * @return true when no other driver has it.
     */
    boolean isOwned(final long streamId)
    {
        return streamById.containsKey(streamId) || leftoverIds.contains(streamId);
    }

    /**
     * Picks a stream id for a client that names none.
     *
     * @return a free id of the configured range, or -1.
     */
    long freeStreamId()
    {
        final IdRange range = config.value(DriverKey.STREAM_ID_RANGE);
        if (range != null)
        {
            for (long id = range.first(); id <= range.last(); id++)
            {
                if (!streamById.containsKey(id))
                {
                    return id;
                }
            }
        }

        return NO_STREAM_ID;
    }

    /**
     * Begins a new epoch: orders its regions. Until they are there the stream is not announced and nobody is attached.
     *
     * @param stream     to begin it for.
     * @param isProduced has it a producer? Nobody writes into the memory of an epoch without one, so it is not taken.
     */
    void beginEpoch(final StreamState stream, final boolean isProduced)
    {
        stream.isProvisioning(true);
        worker.create(stream, directory.nextEpoch(epochClock.time()), isPrefaulting && isProduced);
    }

    /**
     * Brings regions into force that are ready.
     *
     * @param listener to tell.
     * @param nowNs    of the monotonic clock.
     * @return number of results.
     */
    int poll(final RegionListener listener, final long nowNs)
    {
        int count = 0;
        RegionWorker.Outcome outcome;
        while ((outcome = worker.poll()) != null)
        {
            count++;
            if (outcome.failure() != null)
            {
                counters.regionFailures().increment();
                LOGGER.warn("regions: {}", outcome.failure());
            }

            final StreamState stream = outcome.stream();
            if (stream != null)
            {
                retire(stream, nowNs);
                stream.regions(outcome.regions());
                stream.isProvisioning(false);
                if (outcome.regions() != null)
                {
                    counters.epochs().increment();
                    LOGGER.info("stream {} is in epoch {}", stream.streamId(), outcome.regions().epoch());
                    listener.onRegions(stream, nowNs);
                }
                else
                {
                    listener.onRegionFailure(stream, outcome.failure(), nowNs);
                }
            }
        }

        return count;
    }

    /**
     * What is due every announce period: activity timestamps, announces, another try for regions that failed, the end
     * of dynamic streams that nobody uses, and the collection of old epochs.
     *
     * @param nowNs of the monotonic clock.
     */
    void onAnnouncePeriod(final long nowNs)
    {
        retireDynamicStreams(nowNs);
        for (int i = 0, size = streams.size(); i < size; i++)
        {
            final StreamState stream = streams.get(i);
            if (!stream.isProvisioning())
            {
                if (stream.regions() == null)
                {
                    if (stream.leaseCount() > 0)
                    {
                        beginEpoch(stream, false);
                    }
                }
                else
                {
                    stream.regions().touch(nowNs);
                    if (messages.isAnnounceStreamFree())
                    {
                        messages.announce(nowNs, stream);
                    }
                }
            }
        }

        collector.collect(nowNs, streamById);
    }

    private void retireDynamicStreams(final long nowNs)
    {
        for (int i = streams.size() - 1; i >= 0; i--)
        {
            final StreamState stream = streams.get(i);
            if (stream.isRetirable(nowNs, lingerNs))
            {
                retire(stream, nowNs);
                streams.remove(i);
                streamById.remove(stream.streamId());
                counters.streams().set(streams.size());
                LOGGER.info("dynamic stream {} is retired", stream.streamId());
            }
        }
    }

    /**
     * Announces every stream that has regions.
     *
     * @param nowNs of the monotonic clock.
     */
    void announceAll(final long nowNs)
    {
        for (int i = 0, size = streams.size(); i < size; i++)
        {
            final StreamState stream = streams.get(i);
            if (stream.regions() != null && !stream.isProvisioning())
            {
                messages.announce(nowNs, stream);
            }
        }
    }

    /**
     * Ends all work on regions; with {@code cleanup_shm_on_exit} their files go too.
     */
    void close()
    {
        worker.close();
        RegionWorker.Outcome outcome;
        while ((outcome = worker.poll()) != null)
        {
            if (outcome.regions() != null)
            {
                retire(outcome.stream(), 0);
                outcome.stream().regions(outcome.regions());
            }
        }

        for (final StreamState stream : streams)
        {
            retire(stream, 0);
        }

        final boolean isCleaning = config.value(DriverKey.CLEANUP_SHM_ON_EXIT);
        if (isCleaning)
        {
            for (final EpochCollector.RetiredEpoch epoch : collector.retired())
            {
                remove(epoch);
            }
        }
    }

    private void remove(final EpochCollector.RetiredEpoch epoch)
    {
        try
        {
            files.remove(epoch.directory());
        }
        catch (final IOException ex)
        {
            LOGGER.warn("regions: {} cannot be removed: {}", epoch.directory(), DriverDirectory.reason(ex));
        }
    }

    private void retire(final StreamState stream, final long nowNs)
    {
        final Regions regions = stream.regions();
        if (regions != null)
        {
            regions.close();
            stream.regions(null);
            collector.retire(stream.streamId(), regions.directory(), nowNs);
        }
    }
}
