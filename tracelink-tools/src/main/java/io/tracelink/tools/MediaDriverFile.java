package io.tracelink.tools;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.status.CountersReader;

import java.io.File;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The file of a media driver that runs. Who reads it is no client: the media driver does not notice it.
 */
final class MediaDriverFile implements AutoCloseable
{
    private static final long ACTIVE_TIMEOUT_MS = 10_000;

    /**
     * Shorter than any: one that is still being made is none yet.
     */
    private static final long MIN_LENGTH = 4096;

    private final MappedByteBuffer buffer;

    /**
     * Map it.
     *
     * @param aeronDir directory of the media driver.
     * @throws CommandException if none runs there.
     */
    MediaDriverFile(final String aeronDir)
    {
        final File file = new File(aeronDir, CncFileDescriptor.CNC_FILE);
        buffer = file.length() < MIN_LENGTH ?
            null : IoUtil.mapExistingFile(file, FileChannel.MapMode.READ_ONLY, CncFileDescriptor.CNC_FILE);
        if (!isActive())
        {
            close();
            throw new CommandException("no media driver answers in --aeron-dir=" + aeronDir);
        }
    }

    /**
     * Does the media driver still run?
     */
    boolean isActive()
    {
        return null != buffer && CommonContext.isDriverActive(ACTIVE_TIMEOUT_MS, (message) -> {}, buffer);
    }

    /**
     * Its counters, which are not to be read once this is closed.
     */
    CountersReader counters()
    {
        final DirectBuffer metaData = metaData();

        return new CountersReader(
            CncFileDescriptor.createCountersMetaDataBuffer(buffer, metaData),
            CncFileDescriptor.createCountersValuesBuffer(buffer, metaData));
    }

    long pid()
    {
        return CncFileDescriptor.pid(metaData());
    }

    /**
     * When it last showed that it runs, in milliseconds since the Unix epoch.
     */
    long heartbeatMs()
    {
        return new ManyToOneRingBuffer(CncFileDescriptor.createToDriverBuffer(buffer, metaData()))
            .consumerHeartbeatTime();
    }

    @Override
    public void close()
    {
        IoUtil.unmap(buffer);
    }

    private DirectBuffer metaData()
    {
        return CncFileDescriptor.createMetaDataBuffer(buffer);
    }
}
