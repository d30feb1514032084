package io.tracelink.schema;

import io.tracelink.testing.BlockLayout;
import io.tracelink.testing.EnumLayout;
import io.tracelink.testing.FieldLayout;
import io.tracelink.testing.MessageLayout;
import io.tracelink.testing.WireBlock;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Drives the generated codecs by the names in a {@link MessageLayout}, so that one test covers every message.
 */
final class GeneratedCodec
{
    private static final Map<Integer, String> PACKAGES = Map.of(904, "tracelink", 901, "driver", 900, "wire");

    private final MessageLayout layout;

    GeneratedCodec(final MessageLayout layout)
    {
        this.layout = layout;
    }

    static Class<?> type(final int schemaId, final String name)
    {
        return type("io.tracelink.schema." + PACKAGES.get(schemaId) + "." + name);
    }

    static Class<?> sibling(final Class<?> codec, final String name)
    {
        return type(codec.getPackageName() + "." + name);
    }

    private static Class<?> type(final String name)
    {
        try
        {
            return Class.forName(name);
        }
        catch (final ClassNotFoundException ex)
        {
            throw new LinkageError(name, ex);
        }
    }

    static Object enumOf(final EnumLayout layout, final long value)
    {
        return enumOf(type(layout.schemaId(), layout.name()), value);
    }

    Class<?> encoder()
    {
        return type(layout.schemaId(), layout.name() + "Encoder");
    }

    Class<?> decoder()
    {
        return type(layout.schemaId(), layout.name() + "Decoder");
    }

    /**
     * Encode a message with its header.
     *
     * @return length of the message.
     */
    int encode(final WireBlock block, final MutableDirectBuffer buffer, final int offset)
    {
        final Object encoder = newInstance(encoder());
        final Object header = newInstance(type(layout.schemaId(), "MessageHeaderEncoder"));
        call(encoder.getClass(), encoder, "wrapAndApplyHeader", buffer, offset, header);
        put(encoder, block);

        return MessageLayout.HEADER_LENGTH + (int)number(call(encoder.getClass(), encoder, "encodedLength"));
    }

    /**
     * Decode a message with its header.
     *
     * @return the values that the decoder gives.
     */
    WireBlock decode(final DirectBuffer buffer, final int offset)
    {
        final Object decoder = newInstance(decoder());
        final Object header = newInstance(type(layout.schemaId(), "MessageHeaderDecoder"));
        call(decoder.getClass(), decoder, "wrapAndApplyHeader", buffer, offset, header);
        final WireBlock block = layout.newBlock();
        get(decoder, block);

        return block;
    }

    private void put(final Object encoder, final WireBlock block)
    {
        final BlockLayout blockLayout = block.layout();
        for (final FieldLayout field : blockLayout.fields())
        {
            final List<Long> values = block.values(field.name());
            if (field.isEnum())
            {
                final Class<?> type = type(layout.schemaId(), field.enumName());
                call(encoder.getClass(), encoder, field.name(), enumOf(type, values.get(0)));
            }
            else if (1 == field.count())
            {
                final Method setter = numberSetter(encoder.getClass(), field.name(), 1);
                invoke(setter, encoder, narrow(values.get(0), setter.getParameterTypes()[0]));
            }
            else
            {
                final Method setter = numberSetter(encoder.getClass(), field.name(), 2);
                for (int i = 0; i < field.count(); i++)
                {
                    invoke(setter, encoder, i, narrow(values.get(i), setter.getParameterTypes()[1]));
                }
            }
        }
        for (final BlockLayout group : blockLayout.groups())
        {
            final Object entries = call(encoder.getClass(), encoder, group.name() + "Count", block.entries().size());
            for (final WireBlock entry : block.entries())
            {
                call(entries.getClass(), entries, "next");
                put(entries, entry);
            }
        }
        for (final String name : blockLayout.data())
        {
            final byte[] bytes = block.data(name);
            call(encoder.getClass(), encoder, accessor("put", name), bytes, 0, bytes.length);
        }
    }

    private void get(final Object decoder, final WireBlock block)
    {
        final BlockLayout blockLayout = block.layout();
        for (final FieldLayout field : blockLayout.fields())
        {
            final List<Long> values = new ArrayList<>();
            for (int i = 0; i < field.count(); i++)
            {
                if (field.isEnum())
                {
                    values.add(number(call(decoder.getClass(), decoder, field.name() + "Raw")));
                }
                else if (1 == field.count())
                {
                    values.add(number(call(decoder.getClass(), decoder, field.name())));
                }
                else
                {
                    values.add(number(call(decoder.getClass(), decoder, field.name(), i)));
                }
            }
            block.set(field.name(), values);
        }
        for (final BlockLayout group : blockLayout.groups())
        {
            final Object entries = call(decoder.getClass(), decoder, group.name());
            while ((Boolean)call(entries.getClass(), entries, "hasNext"))
            {
                call(entries.getClass(), entries, "next");
                get(entries, block.addEntry());
            }
        }
        for (final String name : blockLayout.data())
        {
            final byte[] bytes = new byte[(int)number(call(decoder.getClass(), decoder, name + "Length"))];
            call(decoder.getClass(), decoder, accessor("get", name), bytes, 0, bytes.length);
            block.data(name, bytes);
        }
    }

    static Object call(final Class<?> type, final Object target, final String name, final Object... arguments)
    {
        for (final Method method : type.getMethods())
        {
            if (method.getName().equals(name) && accepts(method.getParameterTypes(), arguments))
            {
                return invoke(method, target, arguments);
            }
        }

        throw new AssertionError("no method " + name + " in " + type);
    }

    static long number(final Object value)
    {
        return ((Number)value).longValue();
    }

    private static boolean accepts(final Class<?>[] types, final Object... arguments)
    {
        if (types.length != arguments.length)
        {
            return false;
        }
        for (int i = 0; i < types.length; i++)
        {
            if (!types[i].isInstance(arguments[i]) && !(types[i] == int.class && arguments[i] instanceof Integer))
            {
                return false;
            }
        }

        return true;
    }

    private static Method numberSetter(final Class<?> type, final String name, final int parameters)
    {
        for (final Method method : type.getMethods())
        {
            final Class<?>[] types = method.getParameterTypes();
            if (method.getName().equals(name) && types.length == parameters &&
                types[parameters - 1].isPrimitive())
            {
                return method;
            }
        }

        throw new AssertionError("no method " + name + " in " + type);
    }

    private static Object invoke(final Method method, final Object target, final Object... arguments)
    {
        try
        {
            return method.invoke(target, arguments);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new LinkageError(method.toString(), ex);
        }
    }

    private static Object newInstance(final Class<?> type)
    {
        try
        {
            return type.getConstructor().newInstance();
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new LinkageError(type.toString(), ex);
        }
    }

    private static Object enumOf(final Class<?> type, final long value)
    {
        final Method get = numberSetter(type, "get", 1);

        return invoke(get, null, narrow(value, get.getParameterTypes()[0]));
    }

    private static Object narrow(final long value, final Class<?> type)
    {
        if (short.class == type)
        {
            return (short)value;
        }

        return int.class == type ? (Object)(int)value : (Object)value;
    }

    private static String accessor(final String verb, final String name)
    {
        return verb + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
