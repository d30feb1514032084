package io.tracelink.tools;

import io.tracelink.store.LineageStore;
import io.tracelink.store.StoreRebuild;
import io.tracelink.store.StoreVerification;
import io.tracelink.store.TableDigest;
import io.tracelink.store.VerificationJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * Makes a store anew.
 */
@Command(
    name = "rebuild",
    mixinStandardHelpOptions = true,
    description = {
        "Make a new store of everything that an archive has recorded.",
        "It is made at --db, where there must be none. Windows, node registrations, declared streams and the memory " +
            "of what expired are in no archive; --from carries them over from another store."
    },
    footer = {
        "",
        "The archive of --archive is run on a media driver of its own, and its collector must have ended. " +
            "--aeron-dir and --embedded-media-driver are for --archive-channel."
    })
final class RebuildCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreOption storeOption;

    @Option(
        names = "--from",
        paramLabel = "DB",
        description = "Another store, given as --db is, from which what is in no archive is carried over (default: " +
            "none).")
    private String from;

    @Mixin
    private ArchiveOptions archiveOptions;

    @Mixin
    private AeronOptions aeronOptions;

    @Mixin
    private OutputFormat format;

    @Override
    public Integer call()
    {
        archiveOptions.check();
        if (!archiveOptions.isPresent())
        {
            throw new CommandException("an archive is needed: give --archive or --archive-channel");
        }

        final LineageStore old = null == from ? null : LineageStore.openExisting(from);
        final StoreRebuild.Result result;
        try (ArchiveReader archive = new ArchiveReader(aeronOptions, archiveOptions, spec))
        {
            result = StoreRebuild.rebuild(archive.context(), storeOption.location(), old);
        }

        final List<TableDigest> digests;
        try (StoreVerification verification = result.store().verification())
        {
            digests = verification.digests();
        }

        format.print(
            () -> VerificationJson.write(result.store().location(), digests),
            (out) ->
            {
                VerificationText.print("", digests, out);
                out.println("rebuilt: " + result.store().location() + " from " +
                    Plural.of(result.recordings(), "recording") + (null == from ? "" :
                    ", " + Plural.of(result.windows(), "window") + " and " +
                    Plural.of(result.nodes(), "registration") + " of " + old.location()));
            });
        return ExitStatus.DONE;
    }
}
