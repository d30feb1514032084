package io.tracelink.testing;

import java.nio.ByteBuffer;

/**
 * A message of the protocol.
 *
 * @param schemaId   of the schema that the message belongs to.
 * @param templateId of the message in its schema.
 * @param root       block of the message, with the name of the message.
 */
public record MessageLayout(int schemaId, int templateId, BlockLayout root)
{
    /**
     * Length of the message header: blockLength, templateId, schemaId and version, 16 bit each.
     */
    public static final int HEADER_LENGTH = 8;

    /**
     * Version of all three schemas.
     */
    public static final int VERSION = 1;

    /**
     * Name of the message.
     *
     * @return the name.
     */
    public String name()
    {
        return root.name();
    }

    /**
     * Begin a message. Fields that are not set are 0, or null where they are optional.
     *
     * @return an empty root block.
     */
    public WireBlock newBlock()
    {
        return new WireBlock(root);
    }

    /**
     * Encode a message: header, block, groups, var data.
     *
     * @param block holds the values.
     * @return the bytes of the message.
     */
    public byte[] encode(final WireBlock block)
    {
        final byte[] body = block.encode();
        final ByteBuffer bytes = ByteBuffer.allocate(HEADER_LENGTH + body.length);
        WireType.U16.put(bytes, 0, root.length());
        WireType.U16.put(bytes, 2, templateId);
        WireType.U16.put(bytes, 4, schemaId);
        WireType.U16.put(bytes, 6, VERSION);
        bytes.put(HEADER_LENGTH, body);

        return bytes.array();
    }

    @Override
    public String toString()
    {
        return name();
    }
}
