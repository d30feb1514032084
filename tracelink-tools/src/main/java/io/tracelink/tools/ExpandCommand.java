package io.tracelink.tools;

import io.tracelink.store.WindowExpansion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/**
 * Runs the window expansion.
 */
@Command(
    name = "expand",
    mixinStandardHelpOptions = true,
    description = "Turn recorded windows into links: each frame in the bounds of a window is a parent of its output.")
final class ExpandCommand implements Callable<Integer>
{
    @Mixin
    private StoreOption storeOption;

    @Option(
        names = "--again",
        description = "Look at all windows, also at those that are done, for frames that came late.")
    private boolean isAgain;

    @Mixin
    private OutputFormat format;

    @Override
    public Integer call()
    {
        final WindowExpansion.Result result;
        try (WindowExpansion expansion = storeOption.openExisting().windowExpansion())
        {
            result = isAgain ? expansion.expandAgain() : expansion.expand();
        }

        format.print(
            () -> new JsonLine()
                .number("windows", result.windows())
                .number("open", result.open())
                .number("linksAdded", result.linksAdded())
                .end(),
            (out) -> out.println(
                Plural.of(result.windows(), "window") + " read, " + result.open() + " still open, " +
                Plural.of(result.linksAdded(), "link") + " added"));

        return ExitStatus.DONE;
    }
}
