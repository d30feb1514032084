package io.tracelink.store;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.tracelink.aeron.FrameDescriptorFlyweight;
import io.tracelink.aeron.FrameDescriptorHandler;
import io.tracelink.aeron.FrameDescriptorReader;
import io.tracelink.aeron.TraceLinkSetHandler;
import io.tracelink.core.MessageHeaderFlyweight;
import io.tracelink.core.MessageResult;
import io.tracelink.core.TraceLinkSetReader;
import io.tracelink.schema.wire.ShmPoolAnnounceDecoder;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * Copies what a collector reads into batches, and hands those over when they are full or due. Works on the polling
 * thread: it allocates nothing once its streams are known, and never waits.
 */
final class Intake implements FrameDescriptorHandler, TraceLinkSetHandler, FragmentHandler
{
    private static final int MAX_ANNOUNCED_STREAMS = 65_536;

    private final BatchWriter batchWriter;
    private final Positions positions;
    private final NanoClock nanoClock;
    private final EpochNanoClock epochNanoClock;
    private final long commitIntervalNs;
    private final Long2LongHashMap producerIds = new Long2LongHashMap(0);
    private final ShmPoolAnnounceDecoder announceDecoder = new ShmPoolAnnounceDecoder();
    private RowBatch batch;
    private long batchDeadlineNs;
    private boolean isBatchTimed;
    private long announceRejects;

    private volatile long framesReceived;
    private volatile long linkSetsReceived;
    private volatile long nodesReceived;
    private volatile long framesDropped;
    private volatile long linkSetsDropped;

    Intake(
        final BatchWriter batchWriter,
        final Positions positions,
        final NanoClock nanoClock,
        final EpochNanoClock epochNanoClock,
        final long commitIntervalNs)
    {
        this.batchWriter = batchWriter;
        this.positions = positions;
        this.nanoClock = nanoClock;
        this.epochNanoClock = epochNanoClock;
        this.commitIntervalNs = commitIntervalNs;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void onFrameDescriptor(final FrameDescriptorReader descriptor, final Header header)
    {
        if (hasBatch() && !batch.hasRoomForFrame())
        {
            submit();
        }

        if (!hasBatch())
        {
            framesDropped++;
            return;
        }

        startBatch();
        final boolean hasTimestamp = FrameDescriptorFlyweight.NULL_TIMESTAMP != descriptor.timestampNs();
        batch.addFrame(
            descriptor.streamId(),
            descriptor.epoch(),
            descriptor.seq(),
            producerIds.get(descriptor.streamId()),
            hasTimestamp ? descriptor.timestampNs() : epochNanoClock.nanoTime(),
            descriptor.traceId(),
            hasTimestamp ? FrameStatus.OK : FrameStatus.TIMESTAMP_ABSENT);
        framesReceived++;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void onTraceLinkSet(final TraceLinkSetReader linkSet, final Header header)
    {
        final int parentCount = linkSet.parentCount();
        if (hasBatch() && !batch.hasRoomForSet(parentCount))
        {
            submit();
        }

        if (!hasBatch())
        {
            linkSetsDropped++;
            return;
        }

        startBatch();
        batch.addSet(linkSet.streamId(), linkSet.epoch(), linkSet.seq(), linkSet.traceId(), parentCount);
        for (int i = 0; i < parentCount; i++)
        {
            batch.addParent(linkSet.parentTraceId(i));
        }

        linkSetsReceived++;
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        if (ShmPoolAnnounceDecoder.SCHEMA_ID == MessageHeaderFlyweight.schemaId(buffer, offset) &&
            ShmPoolAnnounceDecoder.TEMPLATE_ID == MessageHeaderFlyweight.templateId(buffer, offset))
        {
            onAnnounce(buffer, offset, length);
        }
    }

    /**
     * A node ID is registered.
     *
     * @return false if there is no room for it at present.
     */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    boolean onNode(final long nodeId, final long processId, final long startTimeMs)
    {
        if (!hasBatch() || !batch.hasRoomForNode())
        {
            return false;
        }

        startBatch();
        batch.addNode(nodeId, processId, startTimeMs);
        nodesReceived++;

        return true;
    }

    /**
     * Is there a batch to write to? When all are taken, another one is tried for.
     */
    boolean hasBatch()
    {
        if (null == batch)
        {
            batch = batchWriter.take();
        }

        return null != batch;
    }

    /**
     * Make sure that nothing of a message will be dropped.
     *
     * @param length of the message.
     * @return false if there is no room for it at present.
     */
    boolean makeRoom(final int length)
    {
        if (hasBatch() && !batch.hasRoomForMessage(length))
        {
            submit();
        }

        return hasBatch();
    }

    /**
     * Hand the batch over if its first row, or the first position to go with it, has waited for the commit interval.
     * While others wait to be committed it is filled on: a store that stops for a moment costs room for rows then, and
     * not a batch each interval.
     */
    void submitWhenDue()
    {
        if (!isBatchTimed && positions.hasMoved() && hasBatch())
        {
            startBatch();
        }

        if (isBatchTimed && nanoClock.nanoTime() - batchDeadlineNs >= 0 && !batchWriter.isBehind())
        {
            submit();
        }
    }

    /**
     * Hand the batch over if there is anything in it, or a position to go with it.
     */
    void submit()
    {
        if (hasBatch() && (batch.size() > 0 || positions.hasMoved()))
        {
            positions.moveTo(batch);
            batchWriter.submit(batch);
            batch = null;
            isBatchTimed = false;
        }
    }

    /**
     * What was taken in and is not committed is not going to be, and does not come again.
     */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void dropPending()
    {
        framesDropped += framesReceived - batchWriter.framesStored();
        linkSetsDropped += linkSetsReceived - batchWriter.linkSetsStored();
    }

    long received()
    {
        return framesReceived + linkSetsReceived + nodesReceived;
    }

    long framesDropped()
    {
        return framesDropped;
    }

    long linkSetsDropped()
    {
        return linkSetsDropped;
    }

    long announceRejects()
    {
        return announceRejects;
    }

    private void startBatch()
    {
        if (!isBatchTimed)
        {
            isBatchTimed = true;
            batchDeadlineNs = nanoClock.nanoTime() + commitIntervalNs;
        }
    }

    private void onAnnounce(final DirectBuffer buffer, final int offset, final int length)
    {
        final int result = MessageHeaderFlyweight.gate(
            buffer,
            offset,
            length,
            ShmPoolAnnounceDecoder.SCHEMA_ID,
            ShmPoolAnnounceDecoder.TEMPLATE_ID,
            ShmPoolAnnounceDecoder.SCHEMA_VERSION,
            ShmPoolAnnounceDecoder.BLOCK_LENGTH);

        if (MessageResult.OK != result)
        {
            announceRejects++;
            return;
        }

        announceDecoder.wrap(
            buffer,
            offset + MessageHeaderFlyweight.LENGTH,
            ShmPoolAnnounceDecoder.BLOCK_LENGTH,
            ShmPoolAnnounceDecoder.SCHEMA_VERSION);
        onProducer(announceDecoder.streamId(), announceDecoder.producerId());
    }

    private void onProducer(final long streamId, final long producerId)
    {
        if (0 == producerId)
        {
            producerIds.remove(streamId);
        }
        else if (producerIds.size() < MAX_ANNOUNCED_STREAMS || producerIds.containsKey(streamId))
        {
            producerIds.put(streamId, producerId);
        }
        else
        {
            announceRejects++;
        }
    }
}
