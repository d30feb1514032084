package io.tracelink.tools;

import io.tracelink.store.Collector;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import picocli.CommandLine.Model.CommandSpec;

import java.nio.file.Files;

/**
 * Everything that it takes to read an archive and end: an archive in a directory is run in this process, on a media
 * driver of its own; one that runs elsewhere is reached over the media driver of the options.
 */
final class ArchiveReader implements AutoCloseable
{
    private static final String CATALOG = "archive.catalog";

    private final AeronOptions aeronOptions;
    private final ArchiveOptions archiveOptions;
    private final AeronSession session;
    private final ArchiveSession archive;

    /**
     * Connect.
     *
     * @throws CommandException if there is no archive to be had.
     */
    ArchiveReader(final AeronOptions aeronOptions, final ArchiveOptions archiveOptions, final CommandSpec spec)
    {
        this.aeronOptions = aeronOptions;
        this.archiveOptions = archiveOptions;
        if (null != archiveOptions.directory() && !Files.exists(archiveOptions.directory().resolve(CATALOG)))
        {
            throw new CommandException(archiveOptions + " has no archive; give the directory that collect recorded to");
        }

        final ErrorHandler errorHandler = AeronText.printer(spec);
        session = new AeronSession(
            null == archiveOptions.directory() ? aeronOptions : aeronOptions.onOwnMediaDriver(),
            errorHandler);
        try
        {
            archive = new ArchiveSession(
                archiveOptions, session.aeron(), new TerminationSignal(), spec, errorHandler);
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietClose(session);
            throw ex;
        }
    }

    /**
     * What a collector of the archive would have, without a store.
     */
    Collector.Context context()
    {
        return new Collector.Context()
            .aeron(session.aeron())
            .archive(archiveOptions.collectorArchive(archive.client()))
            .controlChannel(aeronOptions.controlChannel())
            .controlStreamId(aeronOptions.controlStreamId())
            .descriptorChannel(aeronOptions.descriptorChannel())
            .descriptorStreamId(aeronOptions.descriptorStreamId());
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(archive, session);
    }
}
