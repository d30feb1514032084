package io.tracelink.examples.demo;

import org.agrona.IoUtil;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directories of one run: none is shared with another run or with a media driver of yours.
 *
 * @param root of the run: logs, configuration and, unless it is to be elsewhere, the database. Stays.
 * @param aeronDir of the media driver. Goes away with it.
 * @param shmBaseDir of the regions. Removed at the end.
 */
record DemoPaths(Path root, Path aeronDir, Path shmBaseDir)
{
    private static final Path SHM = Path.of("/dev/shm");
    private static final long MIN_SHM_BYTES = 1L << 30;

    static DemoPaths create()
    {
        try
        {
            final Path root = Files.createTempDirectory("tracelink-demo-");
            final Path memory = isShmUsable() ?
                Files.createTempDirectory(SHM, "tracelink-demo-") : Files.createDirectory(root.resolve("shm"));

            return new DemoPaths(root, memory.resolve("aeron"), Files.createDirectory(memory.resolve("regions")));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot create a directory for the demo", ex);
        }
    }

    /**
     * A container's is often 64 MiB, too little for the logs of a media driver.
     */
    private static boolean isShmUsable() throws IOException
    {
        return Files.isDirectory(SHM) && Files.isWritable(SHM) &&
            Files.getFileStore(SHM).getUsableSpace() >= MIN_SHM_BYTES;
    }

    void removeMemory()
    {
        IoUtil.delete(aeronDir.getParent().toFile(), true);
    }
}
