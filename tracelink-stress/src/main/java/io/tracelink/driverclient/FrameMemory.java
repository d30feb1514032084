package io.tracelink.driverclient;

import io.tracelink.schema.driver.Role;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;

/**
 * The shared memory of a stream with a single slot, so that every frame overwrites the one before, and its one writer
 * and one reader. Lies in memory of this process, where the code under test does the same loads and stores as in a
 * mapping.
 * <p>
 * Everything in a frame is made of one number, so that a mixture of two frames shows.
 */
final class FrameMemory
{
    static final int PAYLOAD_LENGTH = 64;
    static final long MIXED = -99;

    private static final int SLOT_COUNT = 1;
    private static final int POOL_ID = 1;
    private static final LeaseGrant GRANT = grant(7, 9);
    private static final Lease LEASE = lease(GRANT);

    private final FrameWriter writer;
    private final FrameReader reader;
    private final TensorDescriptor tensor = new TensorDescriptor();
    private final UnsafeBuffer copy = new UnsafeBuffer(new byte[PAYLOAD_LENGTH]);

    FrameMemory()
    {
        final UnsafeBuffer header = buffer(LeaseGrant.HEADER_SLOT_BYTES);
        final UnsafeBuffer pool = buffer(PAYLOAD_LENGTH);
        writer = new FrameWriter(mapped(header, pool));
        reader = new FrameReader(mapped(new UnsafeBuffer(header), new UnsafeBuffer(pool)));
    }

    static Lease lease(final LeaseGrant grant)
    {
        final Lease lease = new Lease(null, AttachOptions.producer(grant.streamId()), () -> 0);
        lease.deadlineNs(Long.MAX_VALUE);
        lease.grant(grant);

        return lease;
    }

    static LeaseGrant grant(final long nodeId, final long epoch)
    {
        final RegionUri uri = RegionUri.parse("shm:file?path=/none");

        return new LeaseGrant(
            1,
            1,
            1,
            Role.PRODUCER,
            epoch,
            LeaseGrant.NULL_EXPIRY_TIMESTAMP_NS,
            1,
            SLOT_COUNT,
            uri,
            List.of(new PayloadPool(POOL_ID, SLOT_COUNT, PAYLOAD_LENGTH, uri)),
            nodeId);
    }

    /**
     * Write the frame that is made of a number, as a stage does.
     *
     * @param seq    of the frame.
     * @param number that all of the frame is made of.
     */
    void write(final long seq, final int number)
    {
        writer.tryClaim(seq, PAYLOAD_LENGTH);
        for (int i = 0; i < PAYLOAD_LENGTH; i += Long.BYTES)
        {
            writer.payload().putLong(i, number);
        }

        for (int i = 0; i < TensorDescriptor.MAX_DIMS; i++)
        {
            tensor.dim(i, number, number);
        }

        tensor.dtype((short)number);
        writer.commit(number, number, tensor);
    }

    /**
     * Read a frame by copy.
     *
     * @param seq of the frame.
     * @return the number that the frame is made of, {@link #MIXED}, or why there is no frame.
     */
    long read(final long seq)
    {
        final int length = reader.read(seq, copy, 0);
        if (length < 0)
        {
            return length;
        }

        return PAYLOAD_LENGTH == length && isMadeOf(copy.getLong(0), copy) ? copy.getLong(0) : MIXED;
    }

    /**
     * Read a frame where it lies.
     *
     * @param seq of the frame.
     * @return as {@link #read(long)}.
     */
    long readInPlace(final long seq)
    {
        final int length = reader.open(seq);
        if (length < 0)
        {
            return length;
        }

        // What is looked at before the verdict counts, so all of it is.
        final long number = PAYLOAD_LENGTH == length ? reader.payload().getLong(0) : MIXED;
        final boolean isWhole = MIXED != number && isMadeOf(number, reader.payload());
        final int verdict = reader.verify();
        if (FrameReader.VALID != verdict)
        {
            return verdict;
        }

        return isWhole ? number : MIXED;
    }

    private boolean isMadeOf(final long number, final DirectBuffer payload)
    {
        boolean isWhole = reader.timestampNs() == number && reader.metaVersion() == number &&
            reader.tensor().dtype() == number;
        for (int i = 0; i < PAYLOAD_LENGTH; i += Long.BYTES)
        {
            isWhole &= payload.getLong(i) == number;
        }

        for (int i = 0; i < TensorDescriptor.MAX_DIMS; i++)
        {
            isWhole &= reader.tensor().dim(i) == number && reader.tensor().stride(i) == number;
        }

        return isWhole;
    }

    private static MappedLease mapped(final UnsafeBuffer header, final UnsafeBuffer pool)
    {
        return new MappedLease(
            LEASE,
            GRANT,
            new MappedRegion(header, 0, LeaseGrant.HEADER_SLOT_BYTES),
            new MappedRegion[]{new MappedRegion(pool, POOL_ID, PAYLOAD_LENGTH)});
    }

    private static UnsafeBuffer buffer(final int slotLength)
    {
        return new UnsafeBuffer(new byte[SlotDescriptor.SUPERBLOCK_LENGTH + SLOT_COUNT * slotLength]);
    }
}
