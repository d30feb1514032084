package io.tracelink.store;

import java.util.Arrays;

/**
 * Numbers trace IDs in the order in which they come, from 0. The ID 0 cannot be one.
 */
final class IdIndex
{
    static final int ABSENT = -1;

    private static final int INITIAL_CAPACITY = 1024;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private long[] ids = new long[INITIAL_CAPACITY];
    private int[] table = new int[2 * INITIAL_CAPACITY];
    private int shift = shift(table.length);
    private int size;

    IdIndex()
    {
        Arrays.fill(table, ABSENT);
    }

    int size()
    {
        return size;
    }

    long id(final int index)
    {
        return ids[index];
    }

    /**
     * Number of an ID, or {@link #ABSENT}.
     */
    int indexOf(final long id)
    {
        return table[slot(id)];
    }

    /**
     * Number of an ID, or {@link #ABSENT}, looked for at a place first: those who come in some order mostly know it.
     */
    int indexOf(final long id, final int guess)
    {
        return guess >= 0 && guess < size && ids[guess] == id ? guess : indexOf(id);
    }

    /**
     * Number of an ID, which is the next one if the ID is new, looked for at a place first.
     */
    int add(final long id, final int guess)
    {
        return guess < size && ids[guess] == id ? guess : add(id);
    }

    /**
     * Number of an ID, which is the next one if the ID is new.
     */
    int add(final long id)
    {
        int slot = slot(id);
        if (ABSENT != table[slot])
        {
            return table[slot];
        }

        if (size == ids.length)
        {
            grow();
            slot = slot(id);
        }

        ids[size] = id;
        table[slot] = size;
        return size++;
    }

    /**
     * The IDs from a number on, in ascending signed order.
     */
    long[] sortedFrom(final int from)
    {
        final long[] sorted = Arrays.copyOfRange(ids, from, size);
        Arrays.sort(sorted);
        return sorted;
    }

    private int slot(final long id)
    {
        final int mask = table.length - 1;
        int slot = (int)((id * MULTIPLIER) >>> shift);
        while (ABSENT != table[slot] && ids[table[slot]] != id)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void grow()
    {
        ids = Arrays.copyOf(ids, 2 * ids.length);
        table = new int[2 * ids.length];
        shift = shift(table.length);
        Arrays.fill(table, ABSENT);
        for (int i = 0; i < size; i++)
        {
            table[slot(ids[i])] = i;
        }
    }

    private static int shift(final int tableLength)
    {
        return Long.numberOfLeadingZeros(tableLength - 1);
    }
}
