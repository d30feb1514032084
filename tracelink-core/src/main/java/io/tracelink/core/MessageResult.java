package io.tracelink.core;

/**
 * What an encoder or a decoder found: {@link #OK}, or why the message cannot be used. Values count down from zero
 * without gaps, so that they can index counters.
 */
public final class MessageResult
{
    /**
     * The message is whole and valid.
     */
    public static final int OK = 0;

    /**
     * The message ends before its header, block or group does.
     */
    public static final int TRUNCATED = -1;

    /**
     * The message is of another schema. On a mixed stream that is no fault.
     */
    public static final int OTHER_SCHEMA = -2;

    /**
     * The message is another one of the same schema. On a mixed stream that is no fault.
     */
    public static final int OTHER_TEMPLATE = -3;

    /**
     * The writer's version of the schema is above ours.
     */
    public static final int NEWER_VERSION = -4;

    /**
     * The block of the root is shorter than its fields.
     */
    public static final int BAD_BLOCK_LENGTH = -5;

    /**
     * The entries of the parents group are shorter than a trace ID.
     */
    public static final int BAD_GROUP_BLOCK_LENGTH = -6;

    /**
     * There is no parent.
     */
    public static final int NO_PARENTS = -7;

    /**
     * There are more parents than {@link ParentSet#MAX_CAPACITY}, or than the reader was made for.
     */
    public static final int TOO_MANY_PARENTS = -8;

    /**
     * The trace ID of the output is null.
     */
    public static final int NULL_TRACE_ID = -9;

    /**
     * A parent is null.
     */
    public static final int NULL_PARENT = -10;

    /**
     * A parent is there twice.
     */
    public static final int DUPLICATE_PARENT = -11;

    /**
     * How many results there are; the results are 0 down to 1 - COUNT.
     */
    public static final int COUNT = 12;

    private static final String[] NAMES = {
        "ok", "truncated", "other-schema", "other-template", "newer-version", "bad-block-length",
        "bad-group-block-length", "no-parents", "too-many-parents", "null-trace-id", "null-parent", "duplicate-parent"
    };

    private MessageResult()
    {
    }

    /**
     * The name of a result for labels and logs.
     *
     * @param result to be named.
     * @return the name, in lower case with hyphens.
     * @throws IllegalArgumentException if it is no result.
     */
    public static String name(final int result)
    {
        if (result > 0 || result <= -COUNT)
        {
            throw new IllegalArgumentException("result=" + result + " must be in " + (1 - COUNT) + "..0");
        }

        return NAMES[-result];
    }
}
