package io.tracelink.testing;

import java.util.List;

/**
 * A block of fixed length, the groups after it and the var data after those: the root of a message or one entry of a
 * group.
 *
 * @param name   of the message or of the group.
 * @param length of the block in bytes.
 * @param fields in the block.
 * @param groups after the block.
 * @param data   names of the var data after the groups.
 */
public record BlockLayout(
    String name, int length, List<FieldLayout> fields, List<BlockLayout> groups, List<String> data)
{
    /**
     * A block without groups and var data.
     *
     * @param name   of the message or of the group.
     * @param length of the block in bytes.
     * @param fields in the form that {@link FieldLayout#parse(String)} reads.
     * @return the block.
     */
    public static BlockLayout block(final String name, final int length, final String fields)
    {
        return new BlockLayout(name, length, FieldLayout.parse(fields), List.of(), List.of());
    }

    /**
     * The same block with a group after it.
     *
     * @param group one entry of the group.
     * @return the block with its group.
     */
    public BlockLayout group(final BlockLayout group)
    {
        return new BlockLayout(name, length, fields, List.of(group), data);
    }

    /**
     * The same block with var data after it and its groups.
     *
     * @param names of the var data in their order.
     * @return the block with its var data.
     */
    public BlockLayout data(final String... names)
    {
        return new BlockLayout(name, length, fields, groups, List.of(names));
    }

    /**
     * Look a field up.
     *
     * @param fieldName to look for.
     * @return the field.
     * @throws IllegalArgumentException if the block has no such field.
     */
    public FieldLayout field(final String fieldName)
    {
        for (final FieldLayout field : fields)
        {
            if (field.name().equals(fieldName))
            {
                return field;
            }
        }

        throw new IllegalArgumentException("field=" + fieldName + " is not in " + name);
    }
}
