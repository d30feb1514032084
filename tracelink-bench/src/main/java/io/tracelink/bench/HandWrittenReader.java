package io.tracelink.bench;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.tracelink.schema.tracelink.TraceLinkSetDecoder;
import io.tracelink.schema.wire.FrameDescriptorDecoder;
import org.agrona.DirectBuffer;

/**
 * What a user writes without this library: gates on schema, template and version and reads all fields by the generated
 * codecs. It trusts the lengths in a message, and does not look whether parents are distinct.
 */
final class HandWrittenReader implements FragmentHandler
{
    private final io.tracelink.schema.wire.MessageHeaderDecoder messageHeader =
        new io.tracelink.schema.wire.MessageHeaderDecoder();
    private final FrameDescriptorDecoder descriptor = new FrameDescriptorDecoder();
    private final TraceLinkSetDecoder linkSet = new TraceLinkSetDecoder();
    private final TracePollerBenchmark.FilledStream stream;

    HandWrittenReader(final TracePollerBenchmark.FilledStream stream)
    {
        this.stream = stream;
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        messageHeader.wrap(buffer, offset);
        final int schemaId = messageHeader.schemaId();
        final int templateId = messageHeader.templateId();

        if (FrameDescriptorDecoder.SCHEMA_ID == schemaId && FrameDescriptorDecoder.TEMPLATE_ID == templateId &&
            messageHeader.version() <= FrameDescriptorDecoder.SCHEMA_VERSION)
        {
            onFrameDescriptor(buffer, offset + io.tracelink.schema.wire.MessageHeaderDecoder.ENCODED_LENGTH);
        }
        else if (TraceLinkSetDecoder.SCHEMA_ID == schemaId && TraceLinkSetDecoder.TEMPLATE_ID == templateId &&
            messageHeader.version() <= TraceLinkSetDecoder.SCHEMA_VERSION)
        {
            onTraceLinkSet(buffer, offset + io.tracelink.schema.wire.MessageHeaderDecoder.ENCODED_LENGTH);
        }
    }

    private void onFrameDescriptor(final DirectBuffer buffer, final int offset)
    {
        descriptor.wrap(buffer, offset, messageHeader.blockLength(), messageHeader.version());
        stream.onMessage(descriptor.streamId() + descriptor.epoch() + descriptor.seq() + descriptor.timestampNs() +
            descriptor.metaVersion() + descriptor.traceId());
    }

    private void onTraceLinkSet(final DirectBuffer buffer, final int offset)
    {
        linkSet.wrap(buffer, offset, messageHeader.blockLength(), messageHeader.version());
        long value = linkSet.streamId() + linkSet.epoch() + linkSet.seq() + linkSet.traceId();
        TraceLinkSetDecoder.ParentsDecoder parents = linkSet.parents();
        while (parents.hasNext())
        {
            parents = parents.next();
            value += parents.traceId();
        }

        stream.onMessage(value);
    }
}
