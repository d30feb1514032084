package io.tracelink.tools;

import io.tracelink.aeron.relay.RelayRoute;
import io.tracelink.aeron.relay.TraceRelay;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Reads the routes of a relay from TOML. Whatever is refused is told in one line: file, line, key, value and reason.
 */
final class RelayConfigReader
{
    private static final Set<String> RELAY_WORDS = Set.of("max_hops", "origin_id");
    private static final Set<String> ROUTE_WORDS = Set.of(
        "from_channel", "from_stream_id", "to_channel", "to_stream_id", "to_destinations", "links", "descriptors",
        "other_kinds", "stream_ids", "map_stream_ids");
    private static final Set<String> KIND_WORDS = Set.of("schema_id", "template_id");
    private static final Set<String> MAP_WORDS = Set.of("from", "to");

    private final Path file;

    RelayConfigReader(final Path file)
    {
        this.file = file;
    }

    /**
     * Read settings and routes.
     *
     * @param context to be filled.
     * @throws CommandException if the file cannot be read or something in it is refused.
     */
    void read(final TraceRelay.Context context)
    {
        final TomlParseResult root = Toml.parse(text());
        if (root.hasErrors())
        {
            final TomlParseError error = root.errors().get(0);
            throw new CommandException(
                file + ": line " + error.position().line() + ": no valid TOML: " + error.getMessage());
        }

        refuseUnknown(root, "", Set.of("relay", "routes"));
        if (root.contains("relay"))
        {
            readRelay(table(root, "relay", "relay"), context);
        }

        if (!root.contains("routes"))
        {
            throw new CommandException(file + ": routes=(missing): must have a table for each route, [routes.<name>]");
        }

        final TomlTable routes = table(root, "routes", "routes");
        routes.keySet().stream()
            .sorted(Comparator.comparingInt((name) -> routes.inputPositionOf(List.of(name)).line()))
            .forEach((name) -> context.route(route(routes, name)));
    }

    private String text()
    {
        try
        {
            return Files.readString(file);
        }
        catch (final NoSuchFileException ex)
        {
            throw new CommandException(file + ": there is no such file", ex);
        }
        catch (final CharacterCodingException ex)
        {
            throw new CommandException(file + ": is not UTF-8 text", ex);
        }
        catch (final IOException ex)
        {
            throw new CommandException(file + ": cannot be read: " + ex.getMessage(), ex);
        }
    }

    private void readRelay(final TomlTable relay, final TraceRelay.Context context)
    {
        refuseUnknown(relay, "relay.", RELAY_WORDS);
        if (relay.contains("max_hops"))
        {
            context.maxHops((int)number(relay, "max_hops", "relay.max_hops", 1, 255));
        }

        if (relay.contains("origin_id"))
        {
            context.originId(number(relay, "origin_id", "relay.origin_id", 0, 0xFFFF_FFFFL));
        }
    }

    private RelayRoute route(final TomlTable routes, final String name)
    {
        final String path = "routes." + name + ".";
        final TomlTable table = table(routes, name, "routes." + name);
        refuseUnknown(table, path, ROUTE_WORDS);

        final RelayRoute route = new RelayRoute(name);
        final int fromStreamId = streamId(table, "from_stream_id", path);
        route.from(text(table, "from_channel", path), fromStreamId);
        route.to(
            text(table, "to_channel", path),
            table.contains("to_stream_id") ? streamId(table, "to_stream_id", path) : fromStreamId);
        for (final Object destination : array(table, "to_destinations", path))
        {
            if (!(destination instanceof String channel))
            {
                throw refused(table, "to_destinations", path, "must be channels");
            }

            route.destination(channel);
        }

        route.carryLinks(flag(table, "links", path)).carryDescriptors(flag(table, "descriptors", path));

        try
        {
            readMessages(table, path, route);
            return route.conclude();
        }
        catch (final IllegalArgumentException ex)
        {
            throw new CommandException(file + line(routes, name) + ": " + ex.getMessage(), ex);
        }
    }

    private void readMessages(final TomlTable table, final String path, final RelayRoute route)
    {
        for (final Object value : array(table, "other_kinds", path))
        {
            final TomlTable kind = table(table, "other_kinds", path, value, KIND_WORDS);
            route.carry(
                (int)number(kind, "schema_id", path + "other_kinds.schema_id", 0, 65_535),
                (int)number(kind, "template_id", path + "other_kinds.template_id", 0, 65_535));
        }

        for (final Object value : array(table, "stream_ids", path))
        {
            if (!(value instanceof Long streamId))
            {
                throw refused(table, "stream_ids", path, "must be whole numbers");
            }

            route.streamId(streamId);
        }

        for (final Object value : array(table, "map_stream_ids", path))
        {
            final TomlTable mapping = table(table, "map_stream_ids", path, value, MAP_WORDS);
            route.mapStreamId(
                number(mapping, "from", path + "map_stream_ids.from", 0, 0xFFFF_FFFFL),
                number(mapping, "to", path + "map_stream_ids.to", 0, 0xFFFF_FFFFL));
        }
    }

    private TomlTable table(final TomlTable parent, final String word, final String path)
    {
        if (!(parent.get(List.of(word)) instanceof TomlTable found))
        {
            throw refusal(parent, word, path, "must be a table");
        }

        return found;
    }

    private TomlTable table(
        final TomlTable parent, final String word, final String path, final Object value, final Set<String> words)
    {
        if (!(value instanceof TomlTable found))
        {
            throw refused(parent, word, path, "must be tables with " + String.join(" and ", words.stream().sorted()
                .toList()));
        }

        refuseUnknown(found, path + word + ".", words);
        return found;
    }

    private String text(final TomlTable table, final String word, final String path)
    {
        if (!(table.get(List.of(word)) instanceof String text) || text.isBlank())
        {
            throw refused(table, word, path, "must be a channel");
        }

        return text;
    }

    private boolean flag(final TomlTable table, final String word, final String path)
    {
        final Object value = table.get(List.of(word));
        if (null != value && !(value instanceof Boolean))
        {
            throw refused(table, word, path, "must be true or false");
        }

        return null == value || (Boolean)value;
    }

    private int streamId(final TomlTable table, final String word, final String path)
    {
        return (int)number(table, word, path + word, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private long number(
        final TomlTable table, final String word, final String path, final long min, final long max)
    {
        if (!(table.get(List.of(word)) instanceof Long number) || number < min || number > max)
        {
            throw refusal(table, word, path, "must be a whole number within " + min + ".." + max);
        }

        return number;
    }

    private List<Object> array(final TomlTable table, final String word, final String path)
    {
        final Object value = table.get(List.of(word));
        if (null == value)
        {
            return List.of();
        }

        if (!(value instanceof TomlArray array))
        {
            throw refused(table, word, path, "must be an array");
        }

        return array.toList();
    }

    private void refuseUnknown(final TomlTable table, final String path, final Set<String> words)
    {
        for (final String word : table.keySet())
        {
            if (!words.contains(word))
            {
                throw refused(table, word, path, "unknown key");
            }
        }
    }

    private CommandException refused(
        final TomlTable table, final String word, final String path, final String reason)
    {
        return refusal(table, word, path + word, reason);
    }

    private CommandException refusal(
        final TomlTable table, final String word, final String path, final String reason)
    {
        return new CommandException(
            file + line(table, word) + ": " + path + "=" + shown(table.get(List.of(word))) + ": " + reason);
    }

    private static String line(final TomlTable table, final String word)
    {
        final TomlPosition position = table.inputPositionOf(List.of(word));
        return null == position ? "" : ": line " + position.line();
    }

    private static String shown(final Object value)
    {
        if (null == value)
        {
            return "(missing)";
        }

        if (value instanceof TomlTable)
        {
            return "(table)";
        }

        return value instanceof TomlArray array ? array.toList().toString() : value.toString();
    }
}
