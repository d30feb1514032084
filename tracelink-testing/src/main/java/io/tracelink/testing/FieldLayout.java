package io.tracelink.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One field of a block, as a line of the protocol's tables gives it.
 *
 * @param name      of the field.
 * @param type      of one value.
 * @param count     values in the field, 1 unless it is an array.
 * @param offset    of the field in its block.
 * @param enumName  name of the enum that the value belongs to, empty where it is a plain number.
 * @param nullValue that stands for an absent value, null where the field is required.
 */
public record FieldLayout(String name, WireType type, int count, int offset, String enumName, Long nullValue)
{
    private static final Pattern FIELD = Pattern.compile(
        "(?<name>\\w+) (?<type>[ui]\\d+)(\\[(?<count>\\d+)])?@(?<offset>\\d+)" +
        "( (?<enum>[A-Z]\\w*))?( null (?<null>\\w+))?");

    /**
     * Bytes that the field takes.
     *
     * @return the length in bytes.
     */
    public int length()
    {
        return type.size() * count;
    }

    /**
     * Whether the field may be absent.
     *
     * @return true if it has a null value.
     */
    public boolean isOptional()
    {
        return null != nullValue;
    }

    /**
     * Whether the value belongs to an enum.
     *
     * @return true if it does.
     */
    public boolean isEnum()
    {
        return !enumName.isEmpty();
    }

    /**
     * Parse a line of fields that are parted by commas: {@code name type[count]@offset Enum null value}, where count,
     * Enum and null are left out if they do not apply and {@code null max} is the value with all bits set.
     *
     * @param fields to parse.
     * @return the fields in their order.
     * @throws IllegalArgumentException if a field has another form.
     */
    public static List<FieldLayout> parse(final String fields)
    {
        final List<FieldLayout> layouts = new ArrayList<>();
        for (final String field : fields.split(",", -1))
        {
            final Matcher matcher = FIELD.matcher(field.strip());
            if (!matcher.matches())
            {
                throw new IllegalArgumentException("field=" + field + " is not of the form: name type@offset");
            }
            layouts.add(layout(matcher));
        }

        return List.copyOf(layouts);
    }

    private static FieldLayout layout(final Matcher matcher)
    {
        final WireType type = WireType.valueOf(matcher.group("type").toUpperCase(Locale.ROOT));
        final String count = matcher.group("count");
        final String enumName = matcher.group("enum");
        final String nullValue = matcher.group("null");
        final Long parsedNull = null == nullValue ?
            null : Long.valueOf("max".equals(nullValue) ? type.allOnes() : Long.parseLong(nullValue));

        return new FieldLayout(
            matcher.group("name"),
            type,
            null == count ? 1 : Integer.parseInt(count),
            Integer.parseInt(matcher.group("offset")),
            null == enumName ? "" : enumName,
            parsedNull);
    }
}
