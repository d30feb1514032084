package io.tracelink.examples.demo;

import java.util.List;

/**
 * A running driver, collector and all stages.
 */
interface DemoPipeline extends AutoCloseable
{
    /**
     * Start everything and wait until every stage has its lease.
     */
    void start();

    /**
     * Stop the stages from the roots on, then the collector, then the driver, so that all that was published is stored.
     *
     * @return what the stages did; one that was killed is not in it.
     */
    List<StageSummary> stop();

    /**
     * Stop what is still running, after a failure.
     */
    @Override
    void close();
}
