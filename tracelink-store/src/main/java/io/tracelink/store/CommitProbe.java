package io.tracelink.store;

/**
 * Is told how far each transaction is, by the committing thread. The tests that kill a collector choose the instant
 * with it.
 */
@FunctionalInterface
interface CommitProbe
{
    /**
     * Does nothing.
     */
    CommitProbe NONE = (point) ->
    {
    };

    /**
     * How far a transaction is.
     */
    enum Point
    {
        /**
         * It has begun and is empty.
         */
        BEGUN,

        /**
         * All its rows and positions were handed to the database; it is not committed.
         */
        WRITTEN,

        /**
         * It is committed, and nobody knows of it yet.
         */
        COMMITTED
    }

    void onPoint(Point point);
}
