package io.tracelink.examples;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documents show and name is there.
 */
class DocumentedSnippetsTest
{
    private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path PROJECT = MODULE.getParent();
    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern COMMAND = Pattern.compile("(?:`|bin/)tracelink ([a-z][a-z-]*)");
    private static final Pattern VERSION = Pattern.compile("<version>([^<]*)</version>");
    private static final Pattern NAME_IN_CODE = Pattern.compile("`([a-z]+)`");

    @Test
    void shouldShowOnlyJavaThatIsCompiledAndTested()
    {
        final List<String> sources = files(MODULE.resolve("src/main/java"), ".java").stream()
            .map(DocumentedSnippetsTest::withoutIndentation)
            .toList();
        int snippets = 0;

        for (final Path document : documents())
        {
            for (final String snippet : blocks(document, "java"))
            {
                final String expected = withoutIndentation(snippet);
                assertThat(sources).as("sources with the snippet of %s:%n%s", document, snippet)
                    .anyMatch((source) -> source.contains(expected));
                snippets++;
            }
        }

        assertThat(snippets).isPositive();
    }

    @Test
    void shouldShowDependenciesOfThisVersion()
    {
        final String version = firstGroups(VERSION, read(MODULE.resolve("pom.xml"))).get(0);
        final List<String> shown = new ArrayList<>();
        for (final Path document : documents())
        {
            for (final String snippet : blocks(document, "xml"))
            {
                shown.addAll(firstGroups(VERSION, snippet));
                for (final String module : firstGroups(Pattern.compile("<artifactId>([^<]*)</artifactId>"), snippet))
                {
                    assertThat(PROJECT.resolve(module).resolve("pom.xml")).exists();
                }
            }
        }

        assertThat(shown).isNotEmpty().containsOnly(version);
    }

    @Test
    void shouldLinkOnlyToWhatIsThere()
    {
        final List<String> broken = new ArrayList<>();
        for (final Path document : documents())
        {
            for (final String link : firstGroups(LINK, read(document)))
            {
                if (!Files.exists(document.resolveSibling(link)))
                {
                    broken.add(PROJECT.relativize(document) + " -> " + link);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void shouldNameOnlyCommandsThatThereAre()
    {
        final Set<String> commands = ExamplesMain.commandLine().getSubcommands().keySet();
        final Set<String> named = new TreeSet<>();
        documents().forEach((document) -> named.addAll(firstGroups(COMMAND, read(document))));

        assertThat(named).isNotEmpty().isSubsetOf(commands);
    }

    @Test
    void shouldListAllCommandsInTheReadme()
    {
        final Set<String> commands = ExamplesMain.commandLine().getSubcommands().values().stream()
            .filter((command) -> !command.getCommandSpec().usageMessage().hidden())
            .map((command) -> command.getCommandName())
            .collect(Collectors.toSet());
        final String list = read(PROJECT.resolve("README.md")).lines()
            .filter((line) -> line.startsWith("`bin/tracelink --help` lists the commands:"))
            .collect(Collectors.joining());

        assertThat(firstGroups(NAME_IN_CODE, list)).containsExactlyInAnyOrderElementsOf(commands);
    }

    private static List<Path> documents()
    {
        final List<Path> documents = new ArrayList<>(files(PROJECT.resolve("docs"), ".md"));
        documents.add(PROJECT.resolve("README.md"));

        return documents;
    }

    private static List<Path> files(final Path directory, final String suffix)
    {
        try (Stream<Path> paths = Files.walk(directory))
        {
            return paths.filter((path) -> path.toString().endsWith(suffix)).sorted().toList();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static List<String> blocks(final Path document, final String language)
    {
        return BLOCK.matcher(read(document)).results()
            .filter((block) -> block.group(1).equals(language))
            .map((block) -> block.group(2))
            .toList();
    }

    private static List<String> firstGroups(final Pattern pattern, final String text)
    {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
    }

    private static String withoutIndentation(final Path source)
    {
        return withoutIndentation(read(source));
    }

    private static String withoutIndentation(final String code)
    {
        return code.lines().map(String::strip).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String read(final Path file)
    {
        try
        {
            return Files.readString(file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
