package io.tracelink.driverclient;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;

/**
 * Where a region of shared memory lies (Wire §5): {@code shm:file?path=<absolute>[|require_hugepages=true|false]}.
 * <p>
 * A URI comes from the network, so it is not believed: {@link #parse(String)} refuses every other scheme and
 * parameter, {@link #resolve(Collection)} every file outside the allowed directories, and
 * {@link #open(Collection, boolean)} follows no link and looks again once the file is open. Java cannot ask an open
 * channel which file it is, so a file that is swapped and swapped back between the two looks goes unseen; it would
 * still have to lie in an allowed directory. Immutable and thread-safe.
 */
public final class RegionUri
{
    /**
     * The longest URI that is looked at, in characters.
     */
    public static final int MAX_LENGTH = 4096;

    private static final String PREFIX = "shm:file?";
    private static final String PATH = "path=";
    private static final String REQUIRE_HUGEPAGES = "require_hugepages=";

    private final String uri;
    private final Path path;
    private final boolean requireHugepages;

    private RegionUri(final String uri, final Path path, final boolean requireHugepages)
    {
        this.uri = uri;
        this.path = path;
        this.requireHugepages = requireHugepages;
    }

    /**
     * Parse a URI. The file need not exist.
     *
     * @param uri to be parsed.
     * @return the parsed URI.
     * @throws IllegalArgumentException if it is blank, too long, not printable ASCII, of another scheme, has another
     *                                  parameter or one twice, or its path is missing or not absolute.
     */
    public static RegionUri parse(final String uri)
    {
        Objects.requireNonNull(uri, "uri");
        validateCharacters(uri);
        require(uri.startsWith(PREFIX), uri, "must begin with " + PREFIX);

        String path = null;
        String hugepages = null;
        for (final String parameter : uri.substring(PREFIX.length()).split("\\|", -1))
        {
            if (parameter.startsWith(PATH))
            {
                require(null == path, uri, "has two paths");
                path = parameter.substring(PATH.length());
            }
            else if (parameter.startsWith(REQUIRE_HUGEPAGES))
            {
                require(null == hugepages, uri, "has require_hugepages twice");
                hugepages = parameter.substring(REQUIRE_HUGEPAGES.length());
                require("true".equals(hugepages) || "false".equals(hugepages), uri, "require_hugepages: true or false");
            }
            else
            {
                throw refused(uri, "has an unknown parameter: '" + parameter + "'");
            }
        }

        require(null != path, uri, "has no path");
        require(path.startsWith("/"), uri, "must have an absolute path");

        return new RegionUri(uri, Path.of(path), "true".equals(hugepages));
    }

    /**
     * The file, as the URI names it.
     *
     * @return an absolute path.
     */
    public Path path()
    {
        return path;
    }

    /**
     * Does the writer of the URI ask for huge pages?
     *
     * @return true if it does.
     */
    public boolean requireHugepages()
    {
        return requireHugepages;
    }

    /**
     * Resolve the file and check that it may be used.
     *
     * @param allowedBaseDirs directories in one of which, links resolved, the file must lie.
     * @return the real path of the file.
     * @throws IllegalArgumentException if the file does not exist, is a link or anything but a regular file, or lies
     *                                  outside the directories.
     */
    public Path resolve(final Collection<Path> allowedBaseDirs)
    {
        try
        {
            final BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            require(attributes.isRegularFile(), uri, "is not a regular file");
            final Path realPath = path.toRealPath();
            require(isWithin(realPath, allowedBaseDirs), uri,
                "is outside of allowedBaseDirs=" + allowedBaseDirs + ": name the base_dir of the driver there");

            return realPath;
        }
        catch (final IOException ex)
        {
            throw refused(uri, "cannot be resolved: " + ex);
        }
    }

    /**
     * Open the file without following links, and check afterwards that it is still the one that was checked before.
     *
     * @param allowedBaseDirs directories in one of which, links resolved, the file must lie.
     * @param isWritable      true to open it for reading and writing, false for reading.
     * @return the open file, which the caller closes.
     * @throws IllegalArgumentException if the file may not be used, cannot be opened, or changed meanwhile.
     */
    public FileChannel open(final Collection<Path> allowedBaseDirs, final boolean isWritable)
    {
        final Path realPath = resolve(allowedBaseDirs);
        FileChannel channel = null;
        try
        {
            final Object fileKey = fileKey(realPath);
            channel = FileChannel.open(realPath, isWritable ?
                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS) :
                Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            require(realPath.equals(resolve(allowedBaseDirs)) && Objects.equals(fileKey, fileKey(realPath)),
                uri, "changed while it was opened");
            final FileChannel opened = channel;
            channel = null;

            return opened;
        }
        catch (final IOException ex)
        {
            throw refused(uri, "cannot be opened: " + ex);
        }
        finally
        {
            closeQuietly(channel);
        }
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public boolean equals(final Object other)
    {
        return other instanceof RegionUri regionUri && uri.equals(regionUri.uri);
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public int hashCode()
    {
        return uri.hashCode();
    }

    /**
     * The URI as it was parsed.
     *
     * @return the URI.
     */
    @Override
    public String toString()
    {
        return uri;
    }

    private static boolean isWithin(final Path realPath, final Collection<Path> allowedBaseDirs) throws IOException
    {
        for (final Path baseDir : allowedBaseDirs)
        {
            if (Files.isDirectory(baseDir) && realPath.startsWith(baseDir.toRealPath()))
            {
                return true;
            }
        }

        return false;
    }

    private static Object fileKey(final Path path) throws IOException
    {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    }

    private static void validateCharacters(final String uri)
    {
        require(!uri.isBlank(), ControlText.printable(uri), "is blank");
        if (uri.length() > MAX_LENGTH)
        {
            throw refused(ControlText.printable(uri.substring(0, 64)) + "...", "is longer than " + MAX_LENGTH);
        }

        for (int i = 0; i < uri.length(); i++)
        {
            final char c = uri.charAt(i);
            if (c < ' ' || c > '~')
            {
                throw refused(ControlText.printable(uri), "has a character that is not printable ASCII at " + i);
            }
        }
    }

    private static void require(final boolean condition, final String uri, final String fault)
    {
        if (!condition)
        {
            throw refused(uri, fault);
        }
    }

    private static IllegalArgumentException refused(final String uri, final String fault)
    {
        return new IllegalArgumentException("regionUri='" + uri + "' " + fault);
    }

    private static void closeQuietly(final FileChannel channel)
    {
        if (null != channel)
        {
            try
            {
                channel.close();
            }
            catch (final IOException ignore)
            {
                // The refusal that is on its way says more.
            }
        }
    }
}
