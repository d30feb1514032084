package io.tracelink.tools;

import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.CountersReader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The counters of TraceLink in a media driver's file, each with its rate since it was read before. A counter that takes
 * the place of one that was freed is another one.
 */
final class CounterSamples
{
    /**
     * Type ids of the counters of all modules.
     */
    private static final int MIN_TYPE_ID = 1000;
    private static final int MAX_TYPE_ID = 1399;

    /**
     * Counters that go up and down or stand still: the clock's lead, a registration, images, leases, streams, node IDs
     * and held ones of a driver, and what a collector has still to commit and to read. They have no rate.
     */
    private static final Set<Integer> GAUGES = Set.of(1018, 1020, 1034, 1200, 1208, 1209, 1210, 1306, 1308);

    private final CountersReader counters;
    private final NanoClock clock;
    private final Map<Long, Reading> readingByRegistrationId = new HashMap<>();

    /**
     * A counter as it was read.
     *
     * @param typeId    of it.
     * @param counterId its place in the file.
     * @param label     of it.
     * @param value     of it.
     * @param ratePerS  since it was read before, or NaN when it was not, and of gauges.
     */
    record Sample(int typeId, int counterId, String label, long value, double ratePerS)
    {
    }

    private record Reading(long value, long timeNs)
    {
    }

    CounterSamples(final CountersReader counters, final NanoClock clock)
    {
        this.counters = counters;
        this.clock = clock;
    }

    /**
     * Read all counters, by type and place.
     */
    List<Sample> read()
    {
        final List<Sample> samples = new ArrayList<>();
        final Map<Long, Reading> readings = new HashMap<>();
        counters.forEach((counterId, typeId, key, label) ->
        {
            if (typeId >= MIN_TYPE_ID && typeId <= MAX_TYPE_ID)
            {
                final long registrationId = counters.getCounterRegistrationId(counterId);
                final Reading reading = new Reading(counters.getCounterValue(counterId), clock.nanoTime());
                readings.put(registrationId, reading);
                samples.add(new Sample(
                    typeId,
                    counterId,
                    label,
                    reading.value(),
                    GAUGES.contains(typeId) ? Double.NaN :
                        ratePerS(readingByRegistrationId.get(registrationId), reading)));
            }
        });

        readingByRegistrationId.clear();
        readingByRegistrationId.putAll(readings);
        samples.sort(Comparator.comparingInt(Sample::typeId).thenComparingInt(Sample::counterId));

        return samples;
    }

    private static double ratePerS(final Reading before, final Reading now)
    {
        return null == before || now.timeNs() == before.timeNs() ? Double.NaN :
            (double)(now.value() - before.value()) * TimeUnit.SECONDS.toNanos(1) / (now.timeNs() - before.timeNs());
    }
}
