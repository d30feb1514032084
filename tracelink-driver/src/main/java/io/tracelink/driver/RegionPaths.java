package io.tracelink.driver;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where regions lie and how they are called: {@code <base>/tensorpool-<user>/<namespace>/<stream_id>/<epoch>/} with a
 * {@code header.ring} and one {@code <pool_id>.pool} per pool (Wire §5).
 */
final class RegionPaths
{
    static final String HEADER_RING = "header.ring";
    static final String POOL_SUFFIX = ".pool";

    private static final String URI_PREFIX = "shm:file?path=";
    private static final Pattern REGION_NAME = Pattern.compile("header\\.ring|[0-9]{1,5}\\.pool");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");

    private RegionPaths()
    {
    }

    /**
     * Directory of a driver below its base directory.
     *
     * @param baseDirectory configured, existing or not.
     * @param user          who runs the driver.
     * @param namespace     configured.
     * @return the directory.
     */
    static Path namespaceDirectory(final Path baseDirectory, final String user, final String namespace)
    {
        return baseDirectory.resolve("tensorpool-" + user.replaceAll("[^A-Za-z0-9._-]", "_")).resolve(namespace);
    }

    static Path streamDirectory(final Path namespaceDirectory, final long streamId)
    {
        return namespaceDirectory.resolve(Long.toString(streamId));
    }

    static Path epochDirectory(final Path namespaceDirectory, final long streamId, final long epoch)
    {
        return streamDirectory(namespaceDirectory, streamId).resolve(Long.toString(epoch));
    }

    static String poolName(final int poolId)
    {
        return poolId + POOL_SUFFIX;
    }

    static String uri(final Path region)
    {
        return URI_PREFIX + region;
    }

    /**
     * Is this the name of a file that a driver writes into an epoch directory?
     *
     * @param name of a file.
     * @return true when it is.
     */
    static boolean isRegionName(final String name)
    {
        return REGION_NAME.matcher(name).matches();
    }

    /**
     * Number that a stream or epoch directory is called by.
     *
     * @param directory of a stream or an epoch.
     * @return the number, or -1 when the name is none.
     */
    static long number(final Path directory)
    {
        final String name = directory.getFileName().toString();
        if (!NUMBER.matcher(name).matches())
        {
            return -1;
        }

        try
        {
            return Long.parseLong(name);
        }
        catch (final NumberFormatException ex)
        {
            return -1;
        }
    }

    /**
     * Permissions of files.
     *
     * @param octalMode such as {@code 660}.
     * @return the same as a set.
     */
    static Set<PosixFilePermission> filePermissions(final String octalMode)
    {
        final int mode = Integer.parseInt(octalMode, 8);
        final Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        final PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++)
        {
            if ((mode & (0400 >> i)) != 0)
            {
                permissions.add(all[i]);
            }
        }

        return permissions;
    }

    /**
     * Permissions of the directories of files: who may read a file may enter.
     *
     * @param octalMode of the files.
     * @return the permissions.
     */
    static Set<PosixFilePermission> directoryPermissions(final String octalMode)
    {
        final Set<PosixFilePermission> permissions = filePermissions(octalMode);
        permissions.add(PosixFilePermission.OWNER_EXECUTE);
        if (permissions.contains(PosixFilePermission.GROUP_READ))
        {
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
        }

        if (permissions.contains(PosixFilePermission.OTHERS_READ))
        {
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }

        return permissions;
    }
}
