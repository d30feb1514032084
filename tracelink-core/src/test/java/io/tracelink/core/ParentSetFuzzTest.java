package io.tracelink.core;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.agrona.DirectBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The set against a model that does the same in the plainest way, both driven by a script.
 * <p>
 * A script is a byte for the capacity, and then operations: a byte below 0x80 adds that number, one below 0xC0 adds the
 * 64 bit number behind it, one below 0xE0 asks for that number, one below 0xF0 adds as many ascending numbers as its
 * low bits say, times eight, and anything else clears.
 */
class ParentSetFuzzTest
{
    @FuzzTest
    void shouldDoAsALinkedHashSetDoes(final byte[] script)
    {
        final ByteBuffer operations = ByteBuffer.wrap(script).order(ByteOrder.LITTLE_ENDIAN);
        final int capacity = operations.hasRemaining() ? 1 + (operations.get() & 0xFF) : 1;
        final ParentSet parents = new ParentSet(capacity);
        final Set<Long> model = new LinkedHashSet<>();

        while (operations.hasRemaining())
        {
            final int operation = operations.get() & 0xFF;
            if (operation < 0x80)
            {
                assertAdded(parents, model, operation);
            }
            else if (operation < 0xC0)
            {
                assertAdded(parents, model, number(operations));
            }
            else if (operation < 0xE0)
            {
                final long id = number(operations);
                check(parents.contains(id) == model.contains(id), "contains", id);
            }
            else if (operation < 0xF0)
            {
                final long first = number(operations);
                for (int i = 0; i < (operation & 0xF) * 8; i++)
                {
                    assertAdded(parents, model, first + i);
                }
            }
            else
            {
                parents.clear();
                model.clear();
            }

            check(parents.size() == model.size(), "size", parents.size());
            check(parents.isEmpty() == model.isEmpty(), "isEmpty", parents.size());
        }

        assertHolds(parents, model);
    }

    private static void assertAdded(final ParentSet parents, final Set<Long> model, final long id)
    {
        final int expected;
        if (!TraceId.isTraceId(id))
        {
            expected = ParentSet.NOT_A_TRACE_ID;
        }
        else if (model.contains(id))
        {
            expected = ParentSet.DUPLICATE;
        }
        else if (model.size() == parents.capacity())
        {
            expected = ParentSet.FULL;
        }
        else
        {
            model.add(id);
            expected = model.size();
        }

        final int result = parents.add(id);
        if (result != expected)
        {
            throw new AssertionError("add=" + result + " instead of " + expected + " id=" + id);
        }
    }

    private static void assertHolds(final ParentSet parents, final Set<Long> model)
    {
        final DirectBuffer encoded = parents.buffer();
        int i = 0;
        for (final long id : model)
        {
            check(parents.contains(id), "contains", id);
            check(parents.get(i) == id, "get", id);
            check(encoded.getLong(i * Long.BYTES, ByteOrder.LITTLE_ENDIAN) == id, "buffer", id);
            i++;
        }
    }

    /**
     * Thousands of times a script, so without the machinery of an assertion.
     */
    private static void check(final boolean condition, final String what, final long value)
    {
        if (!condition)
        {
            throw new AssertionError(what + " of " + value);
        }
    }

    private static long number(final ByteBuffer operations)
    {
        return operations.remaining() >= Long.BYTES ? operations.getLong() : operations.remaining();
    }
}
