package io.tracelink.examples.demo;

import io.tracelink.core.ParentSet;

/**
 * Where the logic of a stage puts its frames. What cannot be published is dropped and counted.
 */
interface FrameOutput
{
    /**
     * Publish a frame without parents.
     *
     * @param sample of the frame.
     * @param nowNs  since the epoch.
     */
    void publishRoot(Sample sample, long nowNs);

    /**
     * Publish a frame that was made of one other.
     *
     * @param sample of the frame, with the trace ID of the other.
     * @param nowNs  since the epoch.
     */
    void publishDerived(Sample sample, long nowNs);

    /**
     * Publish a frame that was made of many others.
     *
     * @param sample  of the frame.
     * @param nowNs   since the epoch.
     * @param parents trace IDs of the others.
     */
    void publishJoined(Sample sample, long nowNs, ParentSet parents);
}
