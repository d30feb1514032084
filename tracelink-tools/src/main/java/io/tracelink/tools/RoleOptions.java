package io.tracelink.tools;

import io.tracelink.store.StreamRole;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The options that say what the frames of streams are made from.
 */
final class RoleOptions
{
    @Option(
        names = "--root",
        split = ",",
        paramLabel = "ID",
        converter = StreamIdConverter.class,
        description = "Streams whose frames are made from nothing, as a sensor's are. What streams are declared to " +
            "be stays in the store; answers then know losses that rows alone do not show.")
    private List<Long> roots = List.of();

    @Option(
        names = "--derived",
        split = ",",
        paramLabel = "ID",
        converter = StreamIdConverter.class,
        description = "Streams whose frames have the trace ID of one on another stream.")
    private List<Long> derived = List.of();

    @Option(
        names = "--joined",
        split = ",",
        paramLabel = "ID",
        converter = StreamIdConverter.class,
        description = "Streams whose frames are made from several: one without its links is a loss.")
    private List<Long> joined = List.of();

    RoleOptions()
    {
    }

    /**
     * The roles by stream id.
     *
     * @throws CommandException if a stream has two.
     */
    Map<Long, StreamRole> roles()
    {
        final Map<Long, StreamRole> roles = new TreeMap<>();
        add(roles, StreamRole.ROOT, roots);
        add(roles, StreamRole.DERIVED, derived);
        add(roles, StreamRole.JOINED, joined);
        return roles;
    }

    private static void add(final Map<Long, StreamRole> roles, final StreamRole role, final List<Long> streamIds)
    {
        for (final long streamId : streamIds)
        {
            final StreamRole other = roles.put(streamId, role);
            if (null != other && other != role)
            {
                throw new CommandException("--" + other.text() + "=" + streamId + " and --" + role.text() + "=" +
                    streamId + " contradict each other: give one of them");
            }
        }
    }
}
