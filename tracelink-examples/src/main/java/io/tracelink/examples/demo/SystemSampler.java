package io.tracelink.examples.demo;

import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.util.GlobalConfig;

import java.util.List;

/**
 * What this machine does right now: the live input of the demo.
 */
final class SystemSampler
{
    private final CentralProcessor processor;
    private final GlobalMemory memory;
    private final List<NetworkIF> networks;
    private final List<HWDiskStore> disks;
    private long[][] lastTicks;

    SystemSampler()
    {
        // OSHI keeps a sample for 300 ms unless it is told otherwise; the fastest root wants one every 10 ms.
        GlobalConfig.set(GlobalConfig.OSHI_UTIL_MEMOIZER_EXPIRATION, 5);

        final HardwareAbstractionLayer hardware = new SystemInfo().getHardware();
        processor = hardware.getProcessor();
        memory = hardware.getMemory();
        networks = hardware.getNetworkIFs();
        disks = hardware.getDiskStores();
        lastTicks = processor.getProcessorCpuLoadTicks();
    }

    /**
     * Share of the time since the last call that each core was busy, 0 to 1.
     */
    int cpu(final double[] values)
    {
        final long[][] ticks = processor.getProcessorCpuLoadTicks();
        final int cores = Math.min(values.length, ticks.length);

        for (int i = 0; i < cores; i++)
        {
            long total = 0;
            for (int j = 0; j < ticks[i].length; j++)
            {
                total += ticks[i][j] - lastTicks[i][j];
            }

            final int idleIndex = CentralProcessor.TickType.IDLE.getIndex();
            final long idle = ticks[i][idleIndex] - lastTicks[i][idleIndex];
            values[i] = total > 0 ? 1.0 - (double)idle / total : 0;
        }

        lastTicks = ticks;

        return cores;
    }

    /**
     * Bytes that are available, and bytes that there are.
     */
    int memory(final double[] values)
    {
        values[0] = memory.getAvailable();
        values[1] = memory.getTotal();

        return 2;
    }

    /**
     * Bytes received, sent, read and written since the machine started.
     */
    int io(final double[] values)
    {
        double received = 0;
        double sent = 0;
        for (final NetworkIF network : networks)
        {
            network.updateAttributes();
            received += network.getBytesRecv();
            sent += network.getBytesSent();
        }

        double read = 0;
        double written = 0;
        for (final HWDiskStore disk : disks)
        {
            disk.updateAttributes();
            read += disk.getReadBytes();
            written += disk.getWriteBytes();
        }

        values[0] = received;
        values[1] = sent;
        values[2] = read;
        values[3] = written;

        return 4;
    }
}
