package io.tracelink.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a demo printed, as a person reads it.
 */
final class DemoOutput
{
    private static final Pattern RUNNING = Pattern.compile("running 8 stages, .* on the media driver in (.*)/aeron;.*");
    private static final Pattern STAGE = Pattern.compile("([a-z-]+) +(\\d+) +(\\d+) +(\\d+)( +\\d+){4}");
    private static final Pattern LOOK_FURTHER = Pattern.compile("look further: bin/tracelink (.*)");

    private final List<String> lines;

    DemoOutput(final List<String> lines)
    {
        this.lines = lines;
    }

    static boolean isRunning(final String line)
    {
        return RUNNING.matcher(line).matches();
    }

    /**
     * The directory of what is in memory: the media driver's and the regions.
     */
    Path memory()
    {
        return Path.of(firstGroup(RUNNING));
    }

    /**
     * Frames published, by stream.
     */
    Map<Long, Long> published()
    {
        final Map<Long, Long> published = new TreeMap<>();
        for (final String line : lines)
        {
            final Matcher matcher = STAGE.matcher(line);
            if (matcher.matches())
            {
                published.put(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(4)));
            }
        }

        return published;
    }

    /**
     * Node IDs of the stages.
     */
    List<Long> nodeIds()
    {
        final List<Long> nodeIds = new ArrayList<>();
        for (final String line : lines)
        {
            final Matcher matcher = STAGE.matcher(line);
            if (matcher.matches())
            {
                nodeIds.add(Long.parseLong(matcher.group(3)));
            }
        }

        return nodeIds;
    }

    /**
     * The command that it recommends, without the launcher.
     */
    String[] furtherCommand()
    {
        return firstGroup(LOOK_FURTHER).split(" ");
    }

    private String firstGroup(final Pattern pattern)
    {
        for (final String line : lines)
        {
            final Matcher matcher = pattern.matcher(line);
            if (matcher.matches())
            {
                return matcher.group(1);
            }
        }

        throw new AssertionError(pattern + " is not in " + lines);
    }
}
