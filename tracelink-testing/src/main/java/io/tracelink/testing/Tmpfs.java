package io.tracelink.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file system in memory of a size of its own, so that a disk can be full, and written to no more, without harm to
 * anybody else.
 */
public final class Tmpfs implements AutoCloseable
{
    private final Path directory;
    private final List<Path> binds = new ArrayList<>();

    /**
     * Mount one.
     *
     * @param directory that is empty and becomes its root.
     * @param size      as mount takes it, such as {@code 4m}.
     * @throws UnsupportedOperationException if this system does not allow it; the message says why.
     */
    public Tmpfs(final Path directory, final String size)
    {
        this.directory = directory;
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory.toString());
    }

    /**
     * Give it another size.
     *
     * @param size as mount takes it; not below what is in it.
     */
    public void resize(final String size)
    {
        run("mount", "-o", "remount,size=" + size, directory.toString());
    }

    /**
     * Let it be read only from now on. Nobody may have a file open for writing.
     */
    public void makeReadOnly()
    {
        run("mount", "-o", "remount,ro", directory.toString());
    }

    /**
     * Let it be written to again.
     */
    public void makeWritable()
    {
        run("mount", "-o", "remount,rw", directory.toString());
    }

    /**
     * Have it at another place, too, where it can only be read.
     *
     * @param other directory that is empty and becomes the same as this one.
     */
    public void bindReadOnly(final Path other)
    {
        run("mount", "--bind", directory.toString(), other.toString());
        binds.add(other);
        run("mount", "-o", "remount,ro,bind", other.toString());
    }

    /**
     * Unmount it, everywhere, files that are open notwithstanding.
     */
    @Override
    public void close()
    {
        binds.forEach((bind) -> run("umount", "-l", bind.toString()));
        run("umount", "-l", directory.toString());
    }

    private static void run(final String... command)
    {
        try
        {
            final Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
            final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (0 != process.waitFor())
            {
                throw new UnsupportedOperationException(String.join(" ", command) + ": " + text.strip());
            }
        }
        catch (final IOException ex)
        {
            throw new UnsupportedOperationException(ex.getMessage(), ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new UnsupportedOperationException("interrupted", ex);
        }
    }
}
