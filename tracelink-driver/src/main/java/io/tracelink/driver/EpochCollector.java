package io.tracelink.driver;

import org.agrona.collections.Long2ObjectHashMap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Knows the epochs that are over and has them removed when nobody can still come to read them ({@code epoch_gc_*} of
 * Driver Model §4). What an earlier driver left behind is over from the start. Kept by the conductor.
 */
final class EpochCollector
{
    private final RegionWorker worker;
    private final boolean isEnabled;
    private final int keepOld;
    private final long minAgeNs;
    private final List<RetiredEpoch> retired = new ArrayList<>();

    EpochCollector(final DriverConfig config, final RegionWorker worker)
    {
        this.worker = worker;
        this.isEnabled = config.value(DriverKey.EPOCH_GC_ENABLED);
        this.keepOld = Math.toIntExact(config.value(DriverKey.EPOCH_GC_KEEP)) - 1;
        this.minAgeNs = config.value(DriverKey.EPOCH_GC_MIN_AGE_NS);
    }

    /**
     * An epoch that is over.
     *
     * @param streamId  of the stream.
     * @param directory of the epoch.
     * @param sinceNs   when it was over, on the monotonic clock.
     */
    record RetiredEpoch(long streamId, Path directory, long sinceNs)
    {
    }

    /**
     * Takes an epoch that is over; those of one stream come in the order of their epochs.
     *
     * @param streamId  of the stream.
     * @param directory of the epoch.
     * @param nowNs     of the monotonic clock.
     */
    void retire(final long streamId, final Path directory, final long nowNs)
    {
        retired.add(new RetiredEpoch(streamId, directory, nowNs));
    }

    /**
     * Orders the removal of epochs that are old enough. A stream that lives keeps its current epoch and the last ones
     * before it.
     *
     * @param nowNs   of the monotonic clock.
     * @param streams that live.
     */
    void collect(final long nowNs, final Long2ObjectHashMap<StreamState> streams)
    {
        for (int i = isEnabled ? retired.size() - 1 : -1; i >= 0; i--)
        {
            final RetiredEpoch epoch = retired.get(i);
            final StreamState stream = streams.get(epoch.streamId());
            final boolean isLive = stream != null && (stream.regions() != null || stream.isProvisioning());
            if (nowNs - epoch.sinceNs() >= minAgeNs && newer(i) >= (isLive ? keepOld : 0))
            {
                retired.remove(i);
                worker.remove(epoch.directory());
            }
        }
    }

    /**
     * The epochs that are over and not removed yet.
     *
     * @return the live list.
     */
    List<RetiredEpoch> retired()
    {
        return retired;
    }

    private int newer(final int index)
    {
        final long streamId = retired.get(index).streamId();
        int count = 0;
        for (int i = index + 1; i < retired.size(); i++)
        {
            if (retired.get(i).streamId() == streamId)
            {
                count++;
            }
        }

        return count;
    }
}
