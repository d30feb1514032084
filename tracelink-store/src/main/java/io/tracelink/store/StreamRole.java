package io.tracelink.store;

import java.util.Locale;

/**
 * What the frames of a stream are made from. A verdict that is told knows losses that the rows alone do not show.
 */
public enum StreamRole
{
    /**
     * From nothing: each frame is the first of its trace, and has no links.
     */
    ROOT(1),

    /**
     * From one frame, whose trace ID it has: there is a frame with that ID on a stream that is not derived.
     */
    DERIVED(2),

    /**
     * From several frames: each frame is the first of its trace and has links.
     */
    JOINED(3);

    private final int code;

    StreamRole(final int code)
    {
        this.code = code;
    }

    /**
     * Name for people and in JSON.
     *
     * @return the name in lower case.
     */
    public String text()
    {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Value in {@code stream_roles.role}.
     */
    int code()
    {
        return code;
    }

    /**
     * The role of a value.
     *
     * @return null if there is none: a newer release may know it.
     */
    static StreamRole of(final int code)
    {
        for (final StreamRole role : values())
        {
            if (code == role.code)
            {
                return role;
            }
        }

        return null;
    }
}
