package io.tracelink.store;

import java.util.Locale;

/**
 * Something that an answer lacks: a range of frames, or the links of frames. Numbers that cannot be known are null.
 *
 * @param kind     of what is missing.
 * @param streamId of the frames, uint32, or null.
 * @param epoch    of the frames, uint64, or null.
 * @param fromSeq  first sequence that is missing, uint64, or null when the range is open or unknown.
 * @param toSeq    last sequence that is missing, uint64, or null when the range is open or unknown.
 * @param cause    why it is missing, as far as is known.
 * @param traceId  that is concerned when it is exactly one and known, else null.
 */
public record Missing(Kind kind, Long streamId, Long epoch, Long fromSeq, Long toSeq, Cause cause, Long traceId)
{
    /**
     * What is missing.
     */
    public enum Kind
    {
        /**
         * Frames, which have no row of their own.
         */
        FRAMES,

        /**
         * The links of frames to their parents.
         */
        LINKS;

        /**
         * Name in JSON.
         *
         * @return the name in lower case.
         */
        public String text()
        {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Why it is missing.
     */
    public enum Cause
    {
        /**
         * The store was never given it.
         */
        NEVER_SEEN,

        /**
         * What the store was given contradicts itself.
         */
        MISMATCH,

        /**
         * It is known to come: a window that has not been expanded.
         */
        NOT_COMMITTED,

        /**
         * It was removed by retention.
         */
        EXPIRED,

        /**
         * The frame was published without a trace ID.
         */
        SAMPLED_OUT;

        /**
         * Name in JSON.
         *
         * @return the name in lower case with hyphens.
         */
        public String text()
        {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
