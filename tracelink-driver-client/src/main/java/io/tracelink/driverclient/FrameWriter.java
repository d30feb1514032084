package io.tracelink.driverclient;

import io.tracelink.schema.driver.Role;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.lang.invoke.VarHandle;

/**
 * Writes frames into the shared memory of a PRODUCER lease (Wire §5). Not thread-safe, except that the lease may be
 * lost at any time; close it by the thread that writes.
 * <p>
 * Writing never waits for readers: the slot of a frame is taken from the frame that had it {@code nslots} earlier, and
 * a reader that was in the midst of that one notices. The frame can be read once {@link #commit} returned; its
 * FrameDescriptor is published after that.
 * <pre>
 * if (writer.tryClaim(seq, length) &gt;= 0)
 * {
 *     writer.payload().putBytes(0, sample, 0, length);
 *     if (FrameWriter.COMMITTED == writer.commit(timestampNs, metaVersion, tensor))
 *     {
 *         framePublisher.publishRoot(seq, timestampNs, metaVersion);
 *     }
 * }
 * </pre>
 * A lost lease is told by {@link #LEASE_LOST}: close the writer, and make a new one when the lease is attached again.
 */
public final class FrameWriter implements AutoCloseable
{
    /**
     * The frame can be read.
     */
    public static final int COMMITTED = 0;

    /**
     * The lease is lost, given back or attached anew: drop the frame, close this writer.
     */
    public static final int LEASE_LOST = -1;

    /**
     * No pool has slots that long: drop the frame.
     */
    public static final int NO_POOL_FITS = -2;

    /**
     * The writer is closed.
     */
    public static final int CLOSED = -3;

    /**
     * There is no claim to commit.
     */
    public static final int NOT_CLAIMED = -4;

    /**
     * The sequence or the length is negative.
     */
    public static final int INVALID_ARGUMENT = -5;

    private static final long NONE = -1;

    private final MappedLease regions;
    private final UnsafeBuffer header;
    private final long slotMask;
    private final UnsafeBuffer payload = new UnsafeBuffer(0, 0);
    private long claimedSeq = NONE;
    private int claimedPoolId;

    /**
     * Map the regions of a lease.
     *
     * @param lease attached, with role PRODUCER.
     * @throws IllegalStateException    if the lease is not attached.
     * @throws IllegalArgumentException if it is no producer's, or a region is not what the grant says, may not be
     *                                  opened, or is longer than 2 GiB.
     */
    public FrameWriter(final Lease lease)
    {
        this(MappedLease.map(lease, Role.PRODUCER));
    }

    FrameWriter(final MappedLease regions)
    {
        this.regions = regions;
        header = regions.header();
        slotMask = regions.grant().headerNslots() - 1;
    }

    /**
     * Is this grant still that of the lease? Otherwise close this, and make another one when the lease has a grant.
     *
     * @return true while frames can be had.
     */
    public boolean isCurrent()
    {
        return !regions.isClosed() && regions.isCurrent();
    }

    /**
     * The grant that this writes to.
     *
     * @return the grant, which may have been lost since.
     */
    public LeaseGrant grant()
    {
        return regions.grant();
    }

    /**
     * The longest payload.
     *
     * @return bytes.
     */
    public int maxPayloadLength()
    {
        return regions.pool(regions.poolCount() - 1).slotLength();
    }

    /**
     * Take the slot of a frame, in the pool with the smallest slots that are long enough. What was in it can no longer
     * be read. A claim that was neither committed nor aborted is given up.
     *
     * @param seq    of the frame, at least 0.
     * @param length of the payload in bytes.
     * @return id of the pool, 0..65,535; or {@link #LEASE_LOST}, {@link #NO_POOL_FITS}, {@link #CLOSED} or
     * {@link #INVALID_ARGUMENT}.
     */
    public int tryClaim(final long seq, final int length)
    {
        abort();
        final int result = validateClaim(seq, length);
        if (result < 0)
        {
            return result;
        }

        final MappedLease regions = this.regions;
        final int poolCount = regions.poolCount();
        for (int i = 0; i < poolCount; i++)
        {
            final MappedRegion pool = regions.pool(i);
            if (length <= pool.slotLength())
            {
                claim(seq, length, pool);
                return pool.poolId();
            }
        }

        return NO_POOL_FITS;
    }

    /**
     * The claimed payload, as long as was asked for.
     *
     * @return the payload; empty without a claim.
     */
    public MutableDirectBuffer payload()
    {
        return payload;
    }

    /**
     * Make the claimed frame readable.
     *
     * @param timestampNs of the frame.
     * @param metaVersion of the metadata that describes it, uint32.
     * @param tensor      shape of the payload.
     * @return {@link #COMMITTED}, or {@link #LEASE_LOST}, {@link #NOT_CLAIMED} or {@link #CLOSED}.
     */
    public int commit(final long timestampNs, final long metaVersion, final TensorDescriptor tensor)
    {
        final long seq = claimedSeq;
        if (NONE == seq)
        {
            return regions.isClosed() ? CLOSED : NOT_CLAIMED;
        }

        final int length = payload.capacity();
        abort();
        if (!regions.isCurrent())
        {
            return LEASE_LOST;
        }

        final int slot = (int)(seq & slotMask);
        final int offset = SlotDescriptor.slotOffset(slot, LeaseGrant.HEADER_SLOT_BYTES);
        final UnsafeBuffer header = this.header;
        header.putInt(offset + SlotDescriptor.VALUES_LENGTH_OFFSET, length);
        header.putInt(offset + SlotDescriptor.PAYLOAD_SLOT_OFFSET, slot);
        header.putShort(offset + SlotDescriptor.POOL_ID_OFFSET, (short)claimedPoolId);
        header.putInt(offset + SlotDescriptor.PAYLOAD_OFFSET_OFFSET, 0);
        header.putLong(offset + SlotDescriptor.TIMESTAMP_NS_OFFSET, timestampNs);
        header.putInt(offset + SlotDescriptor.META_VERSION_OFFSET, (int)metaVersion);
        header.putInt(offset + SlotDescriptor.HEADER_LENGTH_OFFSET, TensorDescriptor.ENCODED_LENGTH);
        tensor.encode(header, offset + SlotDescriptor.TENSOR_HEADER_OFFSET);
        header.putLongRelease(offset + SlotDescriptor.SEQ_COMMIT_OFFSET, SlotDescriptor.committed(seq));

        return COMMITTED;
    }

    /**
     * Give up the claim, if there is one. Its slot holds no frame then.
     */
    public void abort()
    {
        claimedSeq = NONE;
        payload.wrap(0, 0);
    }

    /**
     * Unmap the regions. Idempotent.
     */
    @Override
    public void close()
    {
        abort();
        regions.close();
    }

    private int validateClaim(final long seq, final int length)
    {
        if (regions.isClosed())
        {
            return CLOSED;
        }

        if (seq < 0 || length < 0)
        {
            return INVALID_ARGUMENT;
        }

        return regions.isCurrent() ? 0 : LEASE_LOST;
    }

    private void claim(final long seq, final int length, final MappedRegion pool)
    {
        final int slot = (int)(seq & slotMask);
        header.putLongRelease(
            SlotDescriptor.slotOffset(slot, LeaseGrant.HEADER_SLOT_BYTES) + SlotDescriptor.SEQ_COMMIT_OFFSET,
            SlotDescriptor.inProgress(seq));
        // A release keeps earlier writes before it; the fence also keeps those of the payload behind it.
        VarHandle.storeStoreFence();

        payload.wrap(pool.buffer(), SlotDescriptor.slotOffset(slot, pool.slotLength()), length);
        claimedSeq = seq;
        claimedPoolId = pool.poolId();
    }
}
