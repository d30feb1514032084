package io.tracelink.driverclient;

import io.tracelink.schema.driver.Role;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.lang.invoke.VarHandle;

/**
 * Reads frames out of the shared memory of a CONSUMER lease (Wire §5). Not thread-safe, except that the lease may be
 * lost at any time; close it by the thread that reads.
 * <p>
 * Reading never waits and never holds up the producer, which may overwrite a frame while it is read. {@link #read}
 * copies, and answers with a length only if what it copied is whole. To read in place, look at {@link #payload()}
 * between {@link #open} and {@link #verify()}, and throw away what was made of it unless that says {@link #VALID}:
 * <pre>
 * final int length = reader.open(seq);
 * if (length &gt;= 0)
 * {
 *     final long sum = sum(reader.payload());
 *     if (FrameReader.VALID == reader.verify())
 *     {
 *         use(sum);
 *     }
 * }
 * </pre>
 */
public final class FrameReader implements AutoCloseable
{
    /**
     * The frame did not change while it was open.
     */
    public static final int VALID = 0;

    /**
     * The frame is not there yet, or is just being written.
     */
    public static final int NOT_COMMITTED = -1;

    /**
     * A later frame has the slot: this one is gone.
     */
    public static final int OVERWRITTEN = -2;

    /**
     * The producer took the slot while the frame was read: what was read is worthless.
     */
    public static final int CHANGED = -3;

    /**
     * The slot is committed but does not make sense: a pool that is not there, or a length that does not fit.
     */
    public static final int CORRUPT = -4;

    /**
     * The lease is lost, given back, or its producer began a new epoch: close this reader, and make a new one when the
     * lease has a grant again.
     */
    public static final int LEASE_CHANGED = -5;

    /**
     * The reader is closed.
     */
    public static final int CLOSED = -6;

    /**
     * The payload is longer than the room for its copy.
     */
    public static final int INSUFFICIENT_CAPACITY = -7;

    private static final int U16_MASK = 0xFFFF;

    private final MappedLease regions;
    private final UnsafeBuffer header;
    private final long slotMask;
    private final UnsafeBuffer payload = new UnsafeBuffer(0, 0);
    private final TensorDescriptor tensor = new TensorDescriptor();
    private long openCommit;
    private int openOffset;
    private long timestampNs;
    private long metaVersion;

    /**
     * Map the regions of a lease, for reading only.
     *
     * @param lease attached, with role CONSUMER.
     * @throws IllegalStateException    if the lease is not attached.
     * @throws IllegalArgumentException if it is no consumer's, or a region is not what the grant says, may not be
     *                                  opened, or is longer than 2 GiB.
     */
    public FrameReader(final Lease lease)
    {
        this(MappedLease.map(lease, Role.CONSUMER));
    }

    FrameReader(final MappedLease regions)
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
     * The grant that this reads from. Descriptors of other epochs are to be ignored.
     *
     * @return the grant, which may have been lost since.
     */
    public LeaseGrant grant()
    {
        return regions.grant();
    }

    /**
     * Copy the payload of a frame. {@link #timestampNs()}, {@link #metaVersion()} and {@link #tensor()} are its own
     * if the result is a length.
     *
     * @param seq       of the frame.
     * @param dst       to copy to; of undefined content where the result is not a length.
     * @param dstOffset in the destination.
     * @return length of the payload, at least 0; or {@link #NOT_COMMITTED}, {@link #OVERWRITTEN}, {@link #CHANGED},
     * {@link #CORRUPT}, {@link #LEASE_CHANGED}, {@link #CLOSED} or {@link #INSUFFICIENT_CAPACITY}.
     */
    public int read(final long seq, final MutableDirectBuffer dst, final int dstOffset)
    {
        final int length = open(seq);
        if (length < 0)
        {
            return length;
        }

        if (length > dst.capacity() - dstOffset)
        {
            return INSUFFICIENT_CAPACITY;
        }

        dst.putBytes(dstOffset, payload, 0, length);
        final int result = verify();

        return VALID == result ? length : result;
    }

    /**
     * Begin to read a frame in place.
     *
     * @param seq of the frame.
     * @return length of the payload, at least 0; or {@link #NOT_COMMITTED}, {@link #OVERWRITTEN}, {@link #CHANGED},
     * {@link #CORRUPT}, {@link #LEASE_CHANGED} or {@link #CLOSED}.
     */
    public int open(final long seq)
    {
        payload.wrap(0, 0);
        openCommit = 0;
        if (regions.isClosed())
        {
            return CLOSED;
        }

        if (!regions.isCurrent())
        {
            return LEASE_CHANGED;
        }

        final int slot = (int)(seq & slotMask);
        final int offset = SlotDescriptor.slotOffset(slot, LeaseGrant.HEADER_SLOT_BYTES);
        final long commit = header.getLongAcquire(offset + SlotDescriptor.SEQ_COMMIT_OFFSET);
        if (SlotDescriptor.committed(seq) != commit)
        {
            return Long.compareUnsigned(SlotDescriptor.seq(commit), seq) > 0 ? OVERWRITTEN : NOT_COMMITTED;
        }

        openCommit = commit;
        openOffset = offset;
        final int result = openSlot(slot, offset);
        if (result < 0)
        {
            // Nonsense that is half of another frame is no corruption.
            final int fault = VALID == verify() ? CORRUPT : CHANGED;
            payload.wrap(0, 0);
            openCommit = 0;

            return fault;
        }

        return result;
    }

    /**
     * Is what was read since {@link #open} whole?
     *
     * @return {@link #VALID}; {@link #CHANGED} if not, or if no frame is open; or {@link #CLOSED}.
     */
    public int verify()
    {
        if (regions.isClosed())
        {
            return CLOSED;
        }

        // An acquiring read keeps later reads behind it; the fence also keeps those of the payload before it.
        VarHandle.acquireFence();

        return 0 != openCommit &&
            openCommit == header.getLongAcquire(openOffset + SlotDescriptor.SEQ_COMMIT_OFFSET) ? VALID : CHANGED;
    }

    /**
     * The payload of the frame that is open, not to be written.
     *
     * @return the payload; empty if no frame is open.
     */
    public DirectBuffer payload()
    {
        return payload;
    }

    /**
     * Timestamp of the frame that was opened last.
     *
     * @return nanoseconds by the producer's clock.
     */
    public long timestampNs()
    {
        return timestampNs;
    }

    /**
     * Version of the metadata of the frame that was opened last.
     *
     * @return version, uint32.
     */
    public long metaVersion()
    {
        return metaVersion;
    }

    /**
     * Shape of the payload of the frame that was opened last.
     *
     * @return the shape, used again for every frame.
     */
    public TensorDescriptor tensor()
    {
        return tensor;
    }

    /**
     * Unmap the regions. Idempotent.
     */
    @Override
    public void close()
    {
        payload.wrap(0, 0);
        openCommit = 0;
        regions.close();
    }

    private int openSlot(final int slot, final int offset)
    {
        final UnsafeBuffer header = this.header;
        final int poolId = header.getShort(offset + SlotDescriptor.POOL_ID_OFFSET) & U16_MASK;
        final int length = header.getInt(offset + SlotDescriptor.VALUES_LENGTH_OFFSET);
        final MappedRegion pool = pool(poolId);
        if (null == pool || length < 0 || length > pool.slotLength() ||
            slot != header.getInt(offset + SlotDescriptor.PAYLOAD_SLOT_OFFSET) ||
            0 != header.getInt(offset + SlotDescriptor.PAYLOAD_OFFSET_OFFSET) ||
            TensorDescriptor.ENCODED_LENGTH != header.getInt(offset + SlotDescriptor.HEADER_LENGTH_OFFSET) ||
            !tensor.decode(header, offset + SlotDescriptor.TENSOR_HEADER_OFFSET))
        {
            return CORRUPT;
        }

        timestampNs = header.getLong(offset + SlotDescriptor.TIMESTAMP_NS_OFFSET);
        metaVersion = header.getInt(offset + SlotDescriptor.META_VERSION_OFFSET) & 0xFFFF_FFFFL;
        payload.wrap(pool.buffer(), SlotDescriptor.slotOffset(slot, pool.slotLength()), length);

        return length;
    }

    private MappedRegion pool(final int poolId)
    {
        final int poolCount = regions.poolCount();
        for (int i = 0; i < poolCount; i++)
        {
            final MappedRegion pool = regions.pool(i);
            if (pool.poolId() == poolId)
            {
                return pool;
            }
        }

        return null;
    }
}
