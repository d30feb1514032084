package io.tracelink.core;

import java.util.Objects;

/**
 * Which trace ID an output frame carries (TraceLink §6): a root frame a new one, a 1→1 frame that of its parent, an N→1
 * frame a new one whose parents are to be reported in a TraceLinkSet.
 * <p>
 * Every method returns a trace ID or a refusal, never a wrong ID; see {@link TraceId#isRefusal(long)}. As
 * thread-safe as the generator is.
 */
public final class Propagation
{
    private final TraceIdGenerator generator;

    /**
     * Give IDs by the rules.
     *
     * @param generator of new IDs.
     */
    public Propagation(final TraceIdGenerator generator)
    {
        this.generator = Objects.requireNonNull(generator, "generator");
    }

    /**
     * The ID of a frame that has no parent.
     *
     * @return a new trace ID, or why the generator minted none.
     */
    public long root()
    {
        return generator.nextId();
    }

    /**
     * The ID of a frame that was made of one frame.
     *
     * @param parentId trace ID of the input frame.
     * @return the ID of the parent, or {@link TraceId#NOT_A_TRACE_ID} if it has none.
     */
    public long derived(final long parentId)
    {
        return TraceId.isTraceId(parentId) ? parentId : TraceId.NOT_A_TRACE_ID;
    }

    /**
     * The ID of a frame that was made of many frames. With more than one parent, they are to be reported.
     *
     * @param parents of the output frame; null is as an empty set.
     * @return the ID of the only parent, a new trace ID if there are more, {@link TraceId#NO_PARENTS} if there is
     * none, or why the generator minted none.
     */
    public long joined(final ParentSet parents)
    {
        final int size = null == parents ? 0 : parents.size();
        if (size > 1)
        {
            return generator.nextId();
        }

        return 1 == size ? parents.get(0) : TraceId.NO_PARENTS;
    }

    /**
     * The ID of a frame by the number of its parents: a root without any, derived with one, joined with more.
     *
     * @param parents of the output frame; null is as an empty set.
     * @return a trace ID, or why the generator minted none.
     */
    public long forOutput(final ParentSet parents)
    {
        return null == parents || parents.isEmpty() ? root() : joined(parents);
    }
}
