package io.tracelink.core;

import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * Layout of the eight bytes in front of every message (Wire §2), and the gate that a reader of a mixed stream applies
 * before it decodes.
 * <pre>
 *   0         2          4        6       8
 *  +---------+----------+--------+-------+
 *  | block   | template | schema | version
 *  | length  | id       | id     |       |
 *  +---------+----------+--------+-------+
 * </pre>
 */
public final class MessageHeaderFlyweight
{
    /**
     * Length of the header in bytes.
     */
    public static final int LENGTH = 8;

    /**
     * Offset of the block length, uint16.
     */
    public static final int BLOCK_LENGTH_OFFSET = 0;

    /**
     * Offset of the template id, uint16.
     */
    public static final int TEMPLATE_ID_OFFSET = 2;

    /**
     * Offset of the schema id, uint16.
     */
    public static final int SCHEMA_ID_OFFSET = 4;

    /**
     * Offset of the version, uint16.
     */
    public static final int VERSION_OFFSET = 6;

    private MessageHeaderFlyweight()
    {
    }

    /**
     * The header as one little-endian 64 bit value, so that it is written with one store.
     *
     * @param blockLength of the root.
     * @param templateId  of the message.
     * @param schemaId    of the schema.
     * @param version     of the schema.
     * @return the header.
     */
    public static long header(final int blockLength, final int templateId, final int schemaId, final int version)
    {
        return blockLength | (long)templateId << 16 | (long)schemaId << 32 | (long)version << 48;
    }

    /**
     * Length of the root block.
     *
     * @param buffer that holds the message.
     * @param offset of the message.
     * @return length in bytes, 0..65,535.
     */
    public static int blockLength(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + BLOCK_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    /**
     * Which message it is within its schema.
     *
     * @param buffer that holds the message.
     * @param offset of the message.
     * @return the template id, 0..65,535.
     */
    public static int templateId(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + TEMPLATE_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    /**
     * Which schema the message is of.
     *
     * @param buffer that holds the message.
     * @param offset of the message.
     * @return the schema id, 0..65,535.
     */
    public static int schemaId(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + SCHEMA_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    /**
     * Which version of its schema the writer had.
     *
     * @param buffer that holds the message.
     * @param offset of the message.
     * @return the version, 0..65,535.
     */
    public static int version(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    /**
     * May a message be decoded: is its header whole, and of the wanted schema, template and a version not above ours?
     *
     * @param buffer         that holds the message.
     * @param offset         of the message.
     * @param length         of the message in bytes.
     * @param schemaId       wanted.
     * @param templateId     wanted.
     * @param version        highest that can be read.
     * @param minBlockLength that the root needs.
     * @return {@link MessageResult#OK}, {@link MessageResult#TRUNCATED}, {@link MessageResult#OTHER_SCHEMA},
     * {@link MessageResult#OTHER_TEMPLATE}, {@link MessageResult#NEWER_VERSION} or
     * {@link MessageResult#BAD_BLOCK_LENGTH}.
     */
    public static int gate(
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final int schemaId,
        final int templateId,
        final int version,
        final int minBlockLength)
    {
        if (length < LENGTH)
        {
            return MessageResult.TRUNCATED;
        }

        if (schemaId(buffer, offset) != schemaId)
        {
            return MessageResult.OTHER_SCHEMA;
        }

        if (templateId(buffer, offset) != templateId)
        {
            return MessageResult.OTHER_TEMPLATE;
        }

        if (version(buffer, offset) > version)
        {
            return MessageResult.NEWER_VERSION;
        }

        final int blockLength = blockLength(buffer, offset);
        if (blockLength < minBlockLength)
        {
            return MessageResult.BAD_BLOCK_LENGTH;
        }

        return length - LENGTH < blockLength ? MessageResult.TRUNCATED : MessageResult.OK;
    }
}
