package io.tracelink.examples.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stage did, as one line that another process can read.
 *
 * @param stage        that did it.
 * @param nodeId       that the driver gave it, -1 if none.
 * @param published    frames.
 * @param notPublished frames: without a lease, a slot, or a place in the log.
 * @param inputsMissed frames that were announced and could not be read any more.
 * @param linksSent    TraceLinkSets.
 * @param linksDropped TraceLinkSets.
 */
record StageSummary(
    DemoStage stage,
    long nodeId,
    long published,
    long notPublished,
    long inputsMissed,
    long linksSent,
    long linksDropped)
{
    private static final Pattern LINE = Pattern.compile(
        "stage=(\\S+) node=(-?\\d+) published=(\\d+) not-published=(\\d+) inputs-missed=(\\d+) " +
        "links-sent=(\\d+) links-dropped=(\\d+)");

    String toLine()
    {
        return "stage=" + stage.label() + " node=" + nodeId + " published=" + published + " not-published=" +
            notPublished + " inputs-missed=" + inputsMissed + " links-sent=" + linksSent + " links-dropped=" +
            linksDropped;
    }

    static StageSummary ofLine(final String line)
    {
        final Matcher matcher = LINE.matcher(line);
        if (!matcher.matches())
        {
            return null;
        }

        return new StageSummary(
            DemoStage.byLabel(matcher.group(1)),
            Long.parseLong(matcher.group(2)),
            Long.parseLong(matcher.group(3)),
            Long.parseLong(matcher.group(4)),
            Long.parseLong(matcher.group(5)),
            Long.parseLong(matcher.group(6)),
            Long.parseLong(matcher.group(7)));
    }
}
