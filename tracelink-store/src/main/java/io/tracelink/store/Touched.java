package io.tracelink.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The first and last frame that a lineage touches in a stream.
 */
final class Touched
{
    StoredFrame first;
    StoredFrame last;

    private Touched(final StoredFrame frame)
    {
        first = frame;
        last = frame;
    }

    static Touched of(final StoredFrame first, final StoredFrame last)
    {
        final Touched touched = new Touched(first);
        touched.extend(last);
        return touched;
    }

    static Map<StreamKey, Touched> group(final FramesById frames)
    {
        final Map<StreamKey, Touched> touched = new HashMap<>();
        for (final List<StoredFrame> list : frames.lists())
        {
            for (final StoredFrame frame : list)
            {
                touched.computeIfAbsent(StreamKey.of(frame), (ignore) -> new Touched(frame)).extend(frame);
            }
        }

        return touched;
    }

    /**
     * Does a gap lie between the first and the last frame?
     */
    boolean encloses(final Gaps.Gap gap)
    {
        return Long.compareUnsigned(first.seq(), gap.from()) < 0 && Long.compareUnsigned(gap.to(), last.seq()) < 0;
    }

    private void extend(final StoredFrame frame)
    {
        if (Long.compareUnsigned(frame.seq(), first.seq()) < 0)
        {
            first = frame;
        }

        if (Long.compareUnsigned(frame.seq(), last.seq()) > 0)
        {
            last = frame;
        }
    }
}
