package io.tracelink.store;

/**
 * From which of its inputs the latency of an output is taken: it may have many on one stream, of a window for instance.
 */
public enum InputChoice
{
    /**
     * From the input that was stamped last: how long the pipeline took when it had all that it needed.
     */
    NEWEST,

    /**
     * From the input that was stamped first: how old the oldest data in the output was.
     */
    OLDEST
}
