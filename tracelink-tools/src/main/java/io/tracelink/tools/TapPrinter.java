package io.tracelink.tools;

import io.tracelink.aeron.FrameDescriptorFlyweight;
import io.tracelink.aeron.FrameDescriptorReader;
import io.tracelink.core.MessageHeaderFlyweight;
import io.tracelink.core.TraceLinkSetFlyweight;
import io.tracelink.core.TraceLinkSetReader;
import org.agrona.DirectBuffer;

import java.io.PrintWriter;

/**
 * Prints one message a line, and a line of its own where messages are missing.
 */
final class TapPrinter
{
    private static final int MAX_PARENTS_IN_TEXT = 8;

    private final FrameDescriptorReader descriptor = new FrameDescriptorReader();
    private final TraceLinkSetReader linkSet = new TraceLinkSetReader();
    private final PrintWriter out;
    private final boolean isJson;
    private long printed;

    TapPrinter(final PrintWriter out, final boolean isJson)
    {
        this.out = out;
        this.isJson = isJson;
    }

    /**
     * Print what came out of a {@link TapRing}.
     *
     * @param kind   of the message, one of {@link TapFilter}, which has checked it, or {@link TapRing#SKIPPED}.
     * @param buffer that holds it.
     * @param offset of it.
     * @param length of it.
     */
    void onMessage(final int kind, final DirectBuffer buffer, final int offset, final int length)
    {
        switch (kind)
        {
            case TapFilter.FRAME ->
            {
                descriptor.wrap(buffer, offset, length);
                print(isJson ? frameJson() : frameText());
            }
            case TapFilter.LINKS ->
            {
                linkSet.wrap(buffer, offset, length);
                print(isJson ? linksJson() : linksText());
            }
            case TapFilter.OTHER ->
                print(isJson ? otherJson(buffer, offset, length) : otherText(buffer, offset, length));
            case TapRing.SKIPPED -> printSkipped(buffer.getLong(offset));
            default -> throw new IllegalArgumentException("kind=" + kind);
        }
    }

    /**
     * How many messages were printed.
     */
    long printed()
    {
        return printed;
    }

    private void print(final String line)
    {
        out.println(line);
        printed++;
    }

    /**
     * No message, so it does not count as one.
     */
    private void printSkipped(final long count)
    {
        out.println(isJson ?
            new JsonLine().string("kind", "skipped").number("messages", count).end() :
            "skipped  " + Plural.of(count, "message") +
            ": the output was slower than the pipeline");
    }

    private String frameText()
    {
        final long timestampNs = descriptor.timestampNs();
        final long traceId = descriptor.traceId();

        return "frame  stream " + descriptor.streamId() + "  epoch " + Long.toUnsignedString(descriptor.epoch()) +
            "  seq " + Long.toUnsignedString(descriptor.seq()) +
            "  t " + (FrameDescriptorFlyweight.NULL_TIMESTAMP == timestampNs ? "-" :
            Long.toUnsignedString(timestampNs)) +
            "  trace " + (0 == traceId ? "-" : Long.toUnsignedString(traceId));
    }

    private String frameJson()
    {
        final JsonLine line = new JsonLine()
            .string("kind", "frame")
            .number("streamId", descriptor.streamId())
            .id("epoch", descriptor.epoch())
            .id("seq", descriptor.seq());

        if (FrameDescriptorFlyweight.NULL_TIMESTAMP == descriptor.timestampNs())
        {
            line.nul("tNs");
        }
        else
        {
            line.id("tNs", descriptor.timestampNs());
        }

        if (FrameDescriptorFlyweight.NULL_META_VERSION == descriptor.metaVersion())
        {
            line.nul("metaVersion");
        }
        else
        {
            line.number("metaVersion", descriptor.metaVersion());
        }

        return line.id("traceId", descriptor.traceId()).end();
    }

    private String linksText()
    {
        final int count = linkSet.parentCount();
        final StringBuilder builder = new StringBuilder(128)
            .append("links  stream ").append(linkSet.streamId())
            .append("  epoch ").append(Long.toUnsignedString(linkSet.epoch()))
            .append("  seq ").append(Long.toUnsignedString(linkSet.seq()))
            .append("  trace ").append(Long.toUnsignedString(linkSet.traceId()))
            .append("  <- ").append(count).append(1 == count ? " parent" : " parents");

        for (int i = 0; i < count && i < MAX_PARENTS_IN_TEXT; i++)
        {
            builder.append(' ').append(Long.toUnsignedString(linkSet.parentTraceId(i)));
        }

        return builder.append(count > MAX_PARENTS_IN_TEXT ? " ..." : "").toString();
    }

    private String linksJson()
    {
        return new JsonLine()
            .string("kind", "links")
            .number("streamId", linkSet.streamId())
            .id("epoch", linkSet.epoch())
            .id("seq", linkSet.seq())
            .id("traceId", linkSet.traceId())
            .ids("parents", linkSet.parentCount(), linkSet::parentTraceId)
            .end();
    }

    private static String otherText(final DirectBuffer buffer, final int offset, final int length)
    {
        return "other  " + name(buffer, offset) + "  version " + MessageHeaderFlyweight.version(buffer, offset) +
            "  length " + length;
    }

    private static String otherJson(final DirectBuffer buffer, final int offset, final int length)
    {
        return new JsonLine()
            .string("kind", "other")
            .string("message", name(buffer, offset))
            .number("schemaId", MessageHeaderFlyweight.schemaId(buffer, offset))
            .number("templateId", MessageHeaderFlyweight.templateId(buffer, offset))
            .number("version", MessageHeaderFlyweight.version(buffer, offset))
            .number("length", length)
            .end();
    }

    private static String name(final DirectBuffer buffer, final int offset)
    {
        final int schemaId = MessageHeaderFlyweight.schemaId(buffer, offset);
        final int templateId = MessageHeaderFlyweight.templateId(buffer, offset);

        return switch (schemaId)
        {
            case FrameDescriptorFlyweight.SCHEMA_ID -> switch (templateId)
            {
                case 1 -> "ShmPoolAnnounce";
                case 2 -> "ConsumerHello";
                case 3 -> "ConsumerConfig";
                case 5 -> "QosConsumer";
                case 6 -> "QosProducer";
                case 7 -> "DataSourceAnnounce";
                case 8 -> "DataSourceMeta";
                case 9 -> "ControlResponse";
                case 11 -> "FrameProgress";
                default -> "schema 900 template " + templateId;
            };
            case 901 -> switch (templateId)
            {
                case 1 -> "ShmAttachRequest";
                case 2 -> "ShmAttachResponse";
                case 3 -> "ShmDetachRequest";
                case 4 -> "ShmDetachResponse";
                case 5 -> "ShmLeaseKeepalive";
                case 6 -> "ShmDriverShutdown";
                case 7 -> "ShmLeaseRevoked";
                case 8 -> "ShmDriverShutdownRequest";
                default -> "schema 901 template " + templateId;
            };
            case TraceLinkSetFlyweight.SCHEMA_ID -> "schema 904 template " + templateId;
            default -> "schema " + schemaId + " template " + templateId;
        };
    }
}
