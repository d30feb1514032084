package io.tracelink.tools;

import io.aeron.CncFileDescriptor;
import io.aeron.driver.MediaDriver;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

import java.io.File;
import java.io.PrintWriter;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;

/**
 * What a media driver that was killed leaves in its directory: for Aeron's driver timeout it looks as if it were
 * active, and no other can be started there. Waits that time out, and tells it from a media driver that lives.
 */
final class MediaDriverPredecessor
{
    private static final long NONE = -1;
    private static final long POLL_INTERVAL_MS = 50;

    /**
     * A media driver that lives shows it every second.
     */
    private static final long SIGN_OF_LIFE_MS = 2_500;

    /**
     * Beyond Aeron's timeout, for a wall clock that is set back.
     */
    private static final long MARGIN_MS = 2_000;

    private final String aeronDir;
    private final long driverTimeoutMs;
    private final PrintWriter err;

    /**
     * Construct.
     *
     * @param aeronDir        directory of the media driver.
     * @param driverTimeoutMs after which Aeron takes a silent one for dead, in milliseconds.
     * @param err             that hears what is waited for.
     */
    MediaDriverPredecessor(final String aeronDir, final long driverTimeoutMs, final PrintWriter err)
    {
        this.aeronDir = aeronDir;
        this.driverTimeoutMs = driverTimeoutMs;
        this.err = err;
    }

    /**
     * Wait with the timeout of Aeron's configuration.
     *
     * @param aeronDir directory of the media driver that is to be started.
     * @param err      that hears what is waited for.
     * @param signal   that ends the wait.
     * @return as {@link #awaitEnd}.
     * @throws CommandException as {@link #awaitEnd}.
     */
    static boolean awaitEnd(final String aeronDir, final PrintWriter err, final TerminationSignal signal)
    {
        return new MediaDriverPredecessor(aeronDir, new MediaDriver.Context().driverTimeoutMs(), err).awaitEnd(signal);
    }

    /**
     * Wait until a media driver can be started in the directory: not at all, or until a dead one was silent for the
     * timeout. Where the wall clock says that it still is not, {@link AeronSession#launchMediaDriver} refuses.
     *
     * @param signal that ends the wait.
     * @return false if the signal was raised meanwhile.
     * @throws CommandException if there is one in the directory that lives.
     */
    boolean awaitEnd(final TerminationSignal signal)
    {
        final long firstMs = heartbeatMs();
        final long beginNs = System.nanoTime();
        boolean isSaid = false;
        long lastMs = firstMs;

        while (NONE != lastMs && isActive(lastMs) && elapsedMs(beginNs) < driverTimeoutMs + MARGIN_MS)
        {
            if (lastMs != firstMs)
            {
                throw new CommandException("cannot start a media driver in --aeron-dir=" + aeronDir +
                    ": one is running there; use it without --embedded-media-driver, or name another directory");
            }

            if (!isSaid && elapsedMs(beginNs) >= SIGN_OF_LIFE_MS)
            {
                isSaid = true;
                err.println("waiting up to " + TimeUnit.MILLISECONDS.toSeconds(driverTimeoutMs) +
                    " s for the end of the media driver in " + aeronDir +
                    ", which shows no sign of life: was it killed?");
            }

            if (signal.await(POLL_INTERVAL_MS))
            {
                return false;
            }

            lastMs = heartbeatMs();
        }

        return true;
    }

    private boolean isActive(final long heartbeatMs)
    {
        return System.currentTimeMillis() - heartbeatMs <= driverTimeoutMs;
    }

    /**
     * When the media driver last showed that it lives, or {@link #NONE} when there is none, or one that ended in order
     * or is just being started: Aeron waits for that.
     */
    private long heartbeatMs()
    {
        final File cncFile = new File(aeronDir, CncFileDescriptor.CNC_FILE);
        if (cncFile.length() <= CncFileDescriptor.META_DATA_LENGTH)
        {
            return NONE;
        }

        final MappedByteBuffer file =
            IoUtil.mapExistingFile(cncFile, FileChannel.MapMode.READ_ONLY, CncFileDescriptor.CNC_FILE);
        try
        {
            final DirectBuffer metaData = CncFileDescriptor.createMetaDataBuffer(file);
            final boolean isMade = 0 != metaData.getInt(CncFileDescriptor.cncVersionOffset(0)) &&
                CncFileDescriptor.isCncFileLengthSufficient(metaData, file.capacity());
            return !isMade ? NONE :
                new ManyToOneRingBuffer(CncFileDescriptor.createToDriverBuffer(file, metaData)).consumerHeartbeatTime();
        }
        finally
        {
            IoUtil.unmap(file);
        }
    }

    private static long elapsedMs(final long beginNs)
    {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs);
    }
}
