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
    static DemoPaths create()
    {
        try
        {
            final Path root = Files.createTempDirectory("tracelink-demo-");
            final Path shm = Path.of("/dev/shm");
            final Path memory = Files.isDirectory(shm) && Files.isWritable(shm) ?
                Files.createTempDirectory(shm, "tracelink-demo-") : Files.createDirectory(root.resolve("shm"));

            return new DemoPaths(root, memory.resolve("aeron"), Files.createDirectory(memory.resolve("regions")));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot create a directory for the demo", ex);
        }
    }

    void removeMemory()
    {
        IoUtil.delete(aeronDir.getParent().toFile(), true);
    }
}
