package io.tracelink.bench;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.logbuffer.BufferClaim;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.schema.tracelink.TraceLinkSetEncoder;
import io.tracelink.schema.wire.FrameDescriptorEncoder;

/**
 * What somebody would write who has Aeron and the generated encoders, and no TraceLink.
 */
final class HandWrittenPublisher
{
    private final ExclusivePublication descriptorPublication;
    private final ExclusivePublication controlPublication;
    private final BufferClaim bufferClaim = new BufferClaim();
    private final io.tracelink.schema.wire.MessageHeaderEncoder descriptorHeader =
        new io.tracelink.schema.wire.MessageHeaderEncoder();
    private final io.tracelink.schema.tracelink.MessageHeaderEncoder linksHeader =
        new io.tracelink.schema.tracelink.MessageHeaderEncoder();
    private final FrameDescriptorEncoder descriptorEncoder = new FrameDescriptorEncoder();
    private final TraceLinkSetEncoder linksEncoder = new TraceLinkSetEncoder();

    HandWrittenPublisher(final Aeron aeron)
    {
        descriptorPublication = aeron.addExclusivePublication(
            TraceStreams.DESCRIPTOR_CHANNEL, TraceStreams.DESCRIPTOR_STREAM_ID);
        controlPublication = aeron.addExclusivePublication(
            TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID);
    }

    long descriptor(
        final long streamId,
        final long epoch,
        final long seq,
        final long timestampNs,
        final long metaVersion,
        final long traceId)
    {
        final int length = descriptorHeader.encodedLength() + FrameDescriptorEncoder.BLOCK_LENGTH;
        final long result = descriptorPublication.tryClaim(length, bufferClaim);
        if (result > 0)
        {
            descriptorEncoder.wrapAndApplyHeader(bufferClaim.buffer(), bufferClaim.offset(), descriptorHeader)
                .streamId(streamId)
                .epoch(epoch)
                .seq(seq)
                .timestampNs(timestampNs)
                .metaVersion(metaVersion)
                .traceId(traceId);
            bufferClaim.commit();
        }

        return result;
    }

    long links(
        final long streamId,
        final long epoch,
        final long seq,
        final long traceId,
        final long[] parentIds)
    {
        final int length = linksHeader.encodedLength() + TraceLinkSetEncoder.BLOCK_LENGTH +
            TraceLinkSetEncoder.ParentsEncoder.sbeHeaderSize() +
            parentIds.length * TraceLinkSetEncoder.ParentsEncoder.sbeBlockLength();
        final long result = controlPublication.tryClaim(length, bufferClaim);
        if (result > 0)
        {
            linksEncoder.wrapAndApplyHeader(bufferClaim.buffer(), bufferClaim.offset(), linksHeader)
                .streamId(streamId)
                .epoch(epoch)
                .seq(seq)
                .traceId(traceId);

            final TraceLinkSetEncoder.ParentsEncoder parents = linksEncoder.parentsCount(parentIds.length);
            for (final long parentId : parentIds)
            {
                parents.next().traceId(parentId);
            }

            bufferClaim.commit();
        }

        return result;
    }
}
