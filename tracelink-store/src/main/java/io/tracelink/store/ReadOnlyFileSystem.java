package io.tracelink.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Tells file systems that nobody can write to from mounts that are read-only, while others write through another one,
 * as containers have them. {@link java.nio.file.FileStore} tells of mounts, and not always of the right one.
 */
final class ReadOnlyFileSystem
{
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    private ReadOnlyFileSystem()
    {
    }

    /**
     * Is a file in such a file system, as far as this host knows?
     *
     * @param file by its real path.
     * @throws IOException if that cannot be found out.
     */
    static boolean holds(final Path file) throws IOException
    {
        if (!Files.exists(MOUNTS))
        {
            return Files.getFileStore(file).isReadOnly();
        }

        final String device = device((Long)Files.getAttribute(file, "unix:dev"));
        try (Stream<String> mounts = Files.lines(MOUNTS))
        {
            return mounts.anyMatch((mount) -> device.equals(mount.split(" ", 4)[2]) && isReadOnly(mount));
        }
    }

    /**
     * The options of the file system itself are the last field, behind its type and source.
     */
    private static boolean isReadOnly(final String mount)
    {
        final String options = mount.substring(mount.lastIndexOf(' ') + 1);
        return "ro".equals(options) || options.startsWith("ro,");
    }

    /**
     * As the C library takes a number apart.
     */
    private static String device(final long number)
    {
        final long major = ((number >>> 8) & 0xFFF) | ((number >>> 32) & 0xFFFF_F000L);
        final long minor = (number & 0xFF) | ((number >>> 12) & 0xFFFF_FF00L);
        return major + ":" + minor;
    }
}
