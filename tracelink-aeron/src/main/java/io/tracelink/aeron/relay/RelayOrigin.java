package io.tracelink.aeron.relay;

import io.aeron.Aeron;
import io.aeron.CncFileDescriptor;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Names a media driver, the same for everybody who is connected to it: an IPC stream ends where its media driver does,
 * so that is what a message can come from.
 */
final class RelayOrigin
{
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final long ORIGIN_MASK = 0xFFFF_FFFFL;

    private RelayOrigin()
    {
    }

    /**
     * Derived from when the media driver was started, its process and, where the system tells, the boot of its
     * machine.
     *
     * @param aeron a connected client.
     * @return the origin: uint32.
     */
    static long of(final Aeron aeron)
    {
        final MappedByteBuffer file = IoUtil.mapExistingFile(aeron.context().cncFile(), CncFileDescriptor.CNC_FILE);
        try
        {
            final DirectBuffer metaData = CncFileDescriptor.createMetaDataBuffer(file);
            return mix(
                mix(CncFileDescriptor.startTimestampMs(metaData)) ^ mix(CncFileDescriptor.pid(metaData)) ^ bootHash()) &
                ORIGIN_MASK;
        }
        finally
        {
            IoUtil.unmap(file);
        }
    }

    private static long bootHash()
    {
        long hash = 0;
        try
        {
            for (final byte b : Files.readAllBytes(BOOT_ID))
            {
                hash = mix(hash ^ b);
            }
        }
        catch (final IOException ex)
        {
            // another system than Linux: start and process have to do
            return 0;
        }

        return hash;
    }

    /**
     * Spreads every bit of the input over all of the output.
     */
    private static long mix(final long value)
    {
        long hash = value * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 32;
        hash *= 0xD6E8FEB86659FD93L;
        hash ^= hash >>> 32;

        return hash;
    }
}
