package io.tracelink.store;

import java.util.Iterator;
import java.util.List;

/**
 * Writes answers as JSON, one object on one line. 64-bit values are unsigned decimal strings, 32-bit ones are numbers,
 * and what is unknown is null.
 */
public final class LineageJson
{
    private LineageJson()
    {
    }

    /**
     * A lineage as JSON: {@code traceId}, {@code direction}, {@code complete}, {@code missing}, {@code nodes} and
     * {@code edges}. The {@code traceId} is null where there is none: the frame that was asked for is not known or not
     * traced. An entry of {@code missing} has a {@code traceId} where exactly one is concerned and known.
     *
     * @param graph to be written.
     * @return the object, without line feed.
     */
    public static String write(final LineageGraph graph)
    {
        final StringBuilder json = new StringBuilder(256);
        json.append("{\"traceId\": ");
        traceId(json, graph.traceId());
        json.append(", \"direction\": \"").append(direction(graph.direction()));
        json.append("\", \"complete\": ").append(graph.complete());

        json.append(", \"missing\": ");
        list(json, graph.missing(), LineageJson::missing);
        json.append(", \"nodes\": ");
        list(json, graph.nodes(), LineageJson::node);
        json.append(", \"edges\": ");
        list(json, graph.edges(), LineageJson::edge);

        return json.append('}').toString();
    }

    private static String direction(final Direction direction)
    {
        return switch (direction)
        {
            case UP -> "up";
            case DOWN -> "down";
            case BOTH -> "both";
        };
    }

    static void missing(final StringBuilder json, final Missing missing)
    {
        json.append("{\"kind\": \"").append(missing.kind().text());
        json.append("\", \"streamId\": ").append(missing.streamId());
        json.append(", \"epoch\": ");
        unsigned(json, missing.epoch());
        json.append(", \"fromSeq\": ");
        unsigned(json, missing.fromSeq());
        json.append(", \"toSeq\": ");
        unsigned(json, missing.toSeq());
        json.append(", \"cause\": \"").append(missing.cause().text()).append('"');

        if (null != missing.traceId())
        {
            json.append(", \"traceId\": ");
            unsigned(json, missing.traceId());
        }

        json.append('}');
    }

    private static void node(final StringBuilder json, final TraceNode node)
    {
        json.append("{\"traceId\": ");
        traceId(json, node.traceId());
        json.append(", \"frames\": ");
        list(json, node.frames(), LineageJson::frame);
        json.append('}');
    }

    private static void frame(final StringBuilder json, final StoredFrame frame)
    {
        json.append("{\"streamId\": ").append(frame.streamId()).append(", \"epoch\": ");
        unsigned(json, frame.epoch());
        json.append(", \"seq\": ");
        unsigned(json, frame.seq());
        json.append(", \"tNs\": ");
        unsigned(json, frame.tNs());
        json.append(", \"stageId\": ").append(frame.stageId()).append('}');
    }

    private static void edge(final StringBuilder json, final TraceEdge edge)
    {
        json.append("{\"traceId\": ");
        unsigned(json, edge.traceId());
        json.append(", \"parentTraceId\": ");
        unsigned(json, edge.parentTraceId());
        json.append('}');
    }

    private static void traceId(final StringBuilder json, final long traceId)
    {
        unsigned(json, 0 == traceId ? null : traceId);
    }

    static void unsigned(final StringBuilder json, final Long value)
    {
        if (null == value)
        {
            json.append("null");
        }
        else
        {
            json.append('"').append(Long.toUnsignedString(value)).append('"');
        }
    }

    static <T> void list(final StringBuilder json, final List<T> items, final ItemWriter<T> writer)
    {
        json.append('[');
        for (final Iterator<T> iterator = items.iterator(); iterator.hasNext();)
        {
            writer.write(json, iterator.next());
            if (iterator.hasNext())
            {
                json.append(", ");
            }
        }

        json.append(']');
    }

    @FunctionalInterface
    interface ItemWriter<T>
    {
        void write(StringBuilder json, T item);
    }
}
