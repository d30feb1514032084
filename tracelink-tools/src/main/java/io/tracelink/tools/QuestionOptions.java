package io.tracelink.tools;

import io.tracelink.store.LineageStore;
import io.tracelink.store.RecordedPositions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The options of every command that asks a store, and how it answers.
 */
final class QuestionOptions
{
    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreOption storeOption;

    @Mixin
    private RecordedOption recordedOption;

    @Mixin
    private OutputFormat format;

    QuestionOptions()
    {
    }

    /**
     * The store, which must be there.
     */
    LineageStore openStore()
    {
        return storeOption.openExisting();
    }

    /**
     * What is recorded, after a wait for what is not committed of it, if that was asked for.
     */
    RecordedPositions awaitRecorded(final LineageStore store)
    {
        return recordedOption.await(store, spec);
    }

    /**
     * Print the answer, and say on the error stream if nothing was found.
     *
     * @param isFound  whether there is an answer.
     * @param json     line that is the answer.
     * @param text     prints the answer for people, as far as there is one.
     * @param notFound what there is not, and where.
     * @return the exit status.
     */
    int answer(
        final boolean isFound, final Supplier<String> json, final Consumer<PrintWriter> text, final String notFound)
    {
        format.print(json, text);
        if (!isFound)
        {
            TracelinkCommand.printError(spec.commandLine(), notFound);
            return ExitStatus.FAILED;
        }

        return ExitStatus.DONE;
    }
}
