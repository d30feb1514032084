package io.tracelink.driverclient;

import io.tracelink.schema.wire.ShmRegionSuperblockDecoder;
import io.tracelink.schema.wire.SlotHeaderDecoder;

/**
 * Layout of the regions (Wire §5): a superblock, then slots of one length. A slot of the header ring is
 * <pre>
 *   0          8          12      16     18        22          30      34    60        64
 *  +----------+----------+-------+------+---------+-----------+-------+-----+---------+---------------+
 *  | seq      | values   | pay-  | pool | payload | timestamp | meta  | pad | header  | TensorHeader  |
 *  | commit   | length   | load  | id   | offset  | ns        | ver-  |     | length  | message       |
 *  |          |          | slot  |      |         |           | sion  |     | = 192   |               |
 *  +----------+----------+-------+------+---------+-----------+-------+-----+---------+---------------+
 * </pre>
 * The sequence commit is {@code seq << 1}, with the low bit set once the slot is whole. It is read and written in the
 * native byte order, which is little-endian wherever Aeron runs.
 */
final class SlotDescriptor
{
    static final long MAGIC = 0x544F504C53484D31L;
    static final int SUPERBLOCK_LENGTH = ShmRegionSuperblockDecoder.BLOCK_LENGTH;
    static final int SEQ_COMMIT_OFFSET = SlotHeaderDecoder.seqCommitEncodingOffset();
    static final int VALUES_LENGTH_OFFSET = SlotHeaderDecoder.valuesLenBytesEncodingOffset();
    static final int PAYLOAD_SLOT_OFFSET = SlotHeaderDecoder.payloadSlotEncodingOffset();
    static final int POOL_ID_OFFSET = SlotHeaderDecoder.poolIdEncodingOffset();
    static final int PAYLOAD_OFFSET_OFFSET = SlotHeaderDecoder.payloadOffsetEncodingOffset();
    static final int TIMESTAMP_NS_OFFSET = SlotHeaderDecoder.timestampNsEncodingOffset();
    static final int META_VERSION_OFFSET = SlotHeaderDecoder.metaVersionEncodingOffset();
    static final int HEADER_LENGTH_OFFSET = SlotHeaderDecoder.BLOCK_LENGTH;
    static final int TENSOR_HEADER_OFFSET = HEADER_LENGTH_OFFSET + SlotHeaderDecoder.headerBytesHeaderLength();

    private SlotDescriptor()
    {
    }

    static int slotOffset(final int slot, final int slotLength)
    {
        return SUPERBLOCK_LENGTH + slot * slotLength;
    }

    static long inProgress(final long seq)
    {
        return seq << 1;
    }

    static long committed(final long seq)
    {
        return seq << 1 | 1;
    }

    static long seq(final long seqCommit)
    {
        return seqCommit >>> 1;
    }
}
