package io.tracelink.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values of a block and of what follows it, and the bytes that they make by the protocol's tables alone: an encoder
 * that shares nothing with the generated codecs which it is compared to.
 * <p>
 * Not thread-safe.
 */
public final class WireBlock
{
    private static final int GROUP_HEADER_LENGTH = 4;
    private static final int DATA_HEADER_LENGTH = 4;

    private final BlockLayout layout;
    private final Map<String, List<Long>> values = new LinkedHashMap<>();
    private final List<WireBlock> entries = new ArrayList<>();
    private final Map<String, byte[]> data = new LinkedHashMap<>();

    WireBlock(final BlockLayout layout)
    {
        this.layout = layout;
        for (final FieldLayout field : layout.fields())
        {
            final long value = field.isOptional() ? field.nullValue() : 0L;
            final List<Long> initial = new ArrayList<>();
            for (int i = 0; i < field.count(); i++)
            {
                initial.add(value);
            }
            values.put(field.name(), initial);
        }
        layout.data().forEach((name) -> data.put(name, new byte[0]));
    }

    /**
     * Layout of the block.
     *
     * @return the layout.
     */
    public BlockLayout layout()
    {
        return layout;
    }

    /**
     * Set a field that is no array.
     *
     * @param name  of the field.
     * @param value to set.
     * @return this for a fluent API.
     * @throws IllegalArgumentException if the block has no such field or the value does not fit.
     */
    public WireBlock set(final String name, final long value)
    {
        return set(name, List.of(value));
    }

    /**
     * Set all values of a field.
     *
     * @param name      of the field.
     * @param newValues of the field, as many as it has.
     * @return this for a fluent API.
     * @throws IllegalArgumentException if the block has no such field or a value does not fit.
     */
    public WireBlock set(final String name, final List<Long> newValues)
    {
        final FieldLayout field = layout.field(name);
        if (newValues.size() != field.count())
        {
            throw new IllegalArgumentException(name + " takes " + field.count() + " values, not " + newValues.size());
        }
        for (final long value : newValues)
        {
            if (value < field.type().minValue() || value > field.type().maxValue())
            {
                throw new IllegalArgumentException(name + "=" + value + " does not fit " + field.type());
            }
        }
        values.put(name, List.copyOf(newValues));

        return this;
    }

    /**
     * Set var data to US-ASCII text.
     *
     * @param name of the var data.
     * @param text to set.
     * @return this for a fluent API.
     * @throws IllegalArgumentException if the block has no such var data.
     */
    public WireBlock data(final String name, final String text)
    {
        return data(name, text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Set var data to bytes.
     *
     * @param name  of the var data.
     * @param bytes to set.
     * @return this for a fluent API.
     * @throws IllegalArgumentException if the block has no such var data.
     */
    public WireBlock data(final String name, final byte[] bytes)
    {
        if (null == data.replace(name, bytes.clone()))
        {
            throw new IllegalArgumentException("data=" + name + " is not in " + layout.name());
        }

        return this;
    }

    /**
     * Add an entry to the group of the block.
     *
     * @return the entry, to be filled in.
     * @throws IllegalStateException if the block has no group.
     */
    public WireBlock addEntry()
    {
        if (layout.groups().isEmpty())
        {
            throw new IllegalStateException(layout.name() + " has no group");
        }
        final WireBlock entry = new WireBlock(layout.groups().get(0));
        entries.add(entry);

        return entry;
    }

    /**
     * All values of a field.
     *
     * @param name of the field.
     * @return the values, one unless the field is an array.
     */
    public List<Long> values(final String name)
    {
        return List.copyOf(values.get(name));
    }

    /**
     * The entries of the group in their order.
     *
     * @return the entries, none if the block has no group.
     */
    public List<WireBlock> entries()
    {
        return List.copyOf(entries);
    }

    /**
     * The bytes of a var data.
     *
     * @param name of the var data.
     * @return a copy of the bytes.
     */
    public byte[] data(final String name)
    {
        return data.get(name).clone();
    }

    /**
     * Encode the block, its group and its var data, without a message header.
     *
     * @return the bytes.
     */
    public byte[] encode()
    {
        final ByteBuffer bytes = ByteBuffer.allocate(encodedLength());
        encode(bytes);

        return bytes.array();
    }

    @Override
    public String toString()
    {
        final Map<String, String> texts = new LinkedHashMap<>();
        data.forEach((name, bytes) -> texts.put(name, new String(bytes, StandardCharsets.ISO_8859_1)));

        return layout.name() + values + entries + texts;
    }

    private int encodedLength()
    {
        int length = layout.length() + GROUP_HEADER_LENGTH * layout.groups().size();
        for (final WireBlock entry : entries)
        {
            length += entry.encodedLength();
        }
        for (final byte[] bytes : data.values())
        {
            length += DATA_HEADER_LENGTH + bytes.length;
        }

        return length;
    }

    private void encode(final ByteBuffer bytes)
    {
        final int offset = bytes.position();
        for (final FieldLayout field : layout.fields())
        {
            final List<Long> fieldValues = values.get(field.name());
            for (int i = 0; i < field.count(); i++)
            {
                field.type().put(bytes, offset + field.offset() + i * field.type().size(), fieldValues.get(i));
            }
        }
        bytes.position(offset + layout.length());

        for (final BlockLayout group : layout.groups())
        {
            WireType.U16.put(bytes, bytes.position(), group.length());
            WireType.U16.put(bytes, bytes.position() + WireType.U16.size(), entries.size());
            bytes.position(bytes.position() + GROUP_HEADER_LENGTH);
            entries.forEach((entry) -> entry.encode(bytes));
        }
        for (final byte[] content : data.values())
        {
            WireType.U32.put(bytes, bytes.position(), content.length);
            bytes.position(bytes.position() + DATA_HEADER_LENGTH);
            bytes.put(content);
        }
    }
}
