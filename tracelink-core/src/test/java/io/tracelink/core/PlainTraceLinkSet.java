package io.tracelink.core;

import java.util.HashSet;
import java.util.Set;

/**
 * What the protocol says about the bytes of a TraceLinkSet, written byte by byte in the plainest way, with nothing of
 * the code under test.
 */
final class PlainTraceLinkSet
{
    private final byte[] message;

    PlainTraceLinkSet(final byte[] message)
    {
        this.message = message;
    }

    /**
     * May a message be decoded?
     *
     * @param schemaId       wanted.
     * @param templateId     wanted.
     * @param version        highest that can be read.
     * @param minBlockLength that the root needs.
     * @return the result of the gate.
     */
    int gate(final int schemaId, final int templateId, final int version, final int minBlockLength)
    {
        if (message.length < 8)
        {
            return MessageResult.TRUNCATED;
        }

        if (number(4, 2) != schemaId)
        {
            return MessageResult.OTHER_SCHEMA;
        }

        if (number(2, 2) != templateId)
        {
            return MessageResult.OTHER_TEMPLATE;
        }

        if (number(6, 2) > version)
        {
            return MessageResult.NEWER_VERSION;
        }

        if (number(0, 2) < minBlockLength)
        {
            return MessageResult.BAD_BLOCK_LENGTH;
        }

        return message.length < 8 + number(0, 2) ? MessageResult.TRUNCATED : MessageResult.OK;
    }

    /**
     * Is the message a whole and valid set?
     *
     * @param maxParents that it may have.
     * @return the result.
     */
    int verdict(final int maxParents)
    {
        final int gate = gate(904, 1, 1, 28);
        if (MessageResult.OK != gate)
        {
            return gate;
        }

        if (message.length < groupOffset() + 4)
        {
            return MessageResult.TRUNCATED;
        }

        if (entryLength() < 8)
        {
            return MessageResult.BAD_GROUP_BLOCK_LENGTH;
        }

        if (0 == parentCount())
        {
            return MessageResult.NO_PARENTS;
        }

        if (parentCount() > maxParents)
        {
            return MessageResult.TOO_MANY_PARENTS;
        }

        if (message.length < groupOffset() + 4 + (long)entryLength() * parentCount())
        {
            return MessageResult.TRUNCATED;
        }

        return 0 == number(28, 8) ? MessageResult.NULL_TRACE_ID : parents();
    }

    int parentCount()
    {
        return (int)number(groupOffset() + 2, 2);
    }

    long parent(final int index)
    {
        return number(groupOffset() + 4 + index * entryLength(), 8);
    }

    /**
     * A little-endian number.
     *
     * @param offset of its first byte.
     * @param length in bytes.
     * @return the number, unsigned.
     */
    long number(final int offset, final int length)
    {
        long number = 0;
        for (int i = length - 1; i >= 0; i--)
        {
            number = number << 8 | (message[offset + i] & 0xFF);
        }

        return number;
    }

    private int groupOffset()
    {
        return 8 + (int)number(0, 2);
    }

    private int entryLength()
    {
        return (int)number(groupOffset(), 2);
    }

    private int parents()
    {
        final Set<Long> seen = new HashSet<>();
        for (int i = 0; i < parentCount(); i++)
        {
            if (0 == parent(i))
            {
                return MessageResult.NULL_PARENT;
            }

            if (!seen.add(parent(i)))
            {
                return MessageResult.DUPLICATE_PARENT;
            }
        }

        return MessageResult.OK;
    }
}
