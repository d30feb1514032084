package io.tracelink.tools;

import io.tracelink.store.LineageStore;
import io.tracelink.store.StoreVerification;
import io.tracelink.store.Verification;
import io.tracelink.store.VerificationJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * Verifies a store.
 */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
        "Check a store: its invariants, what was lost on the way to it, and its archive.",
        "Given the archive, a store must have exactly what was recorded, up to the positions that it has committed."
    },
    footer = {
        "",
        "The archive of --archive is run on a media driver of its own, and its collector must have ended. " +
            "--aeron-dir and --embedded-media-driver are for --archive-channel.",
        "Exit status 1 when a check is violated or the store is not equal to the archive."
    })
final class VerifyCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreOption storeOption;

    @Mixin
    private ArchiveOptions archiveOptions;

    @Mixin
    private AeronOptions aeronOptions;

    @Option(
        names = "--scratch",
        paramLabel = "DIR",
        description = "Where a store is made from the archive, as large as this one, and removed again (default: " +
            "${DEFAULT-VALUE}).")
    private Path scratch = Path.of(System.getProperty("java.io.tmpdir"));

    @Mixin
    private OutputFormat format;

    @Override
    public Integer call()
    {
        archiveOptions.check();
        final LineageStore store = storeOption.openExisting();
        final Verification result;
        try (StoreVerification verification = store.verification())
        {
            if (archiveOptions.isPresent())
            {
                try (ArchiveReader archive = new ArchiveReader(aeronOptions, archiveOptions, spec))
                {
                    result = verification.verify(archive.context(), scratch);
                }
            }
            else
            {
                result = verification.verify();
            }
        }

        format.print(() -> VerificationJson.write(result), (out) -> VerificationText.print(result, out));
        return result.isValid() ? ExitStatus.DONE : ExitStatus.FAILED;
    }
}
