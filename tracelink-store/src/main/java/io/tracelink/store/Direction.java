package io.tracelink.store;

/**
 * Which way a lineage goes from where it starts.
 */
public enum Direction
{
    /**
     * To what it was made from.
     */
    UP,

    /**
     * To what was made from it.
     */
    DOWN,

    /**
     * Both of them, each from the start.
     */
    BOTH
}
