package io.tracelink.driver;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The outcome of an order, which the worker hands to the conductor.
 */
@JCStressTest
@Description("The outcome of an order is not there yet, or whole.")
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "not there yet")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "whole")
@Outcome(expect = Expect.FORBIDDEN, desc = "half an outcome")
@State
public class RegionWorkerStress
{
    /**
     * Nothing can be created below a device, so that an order is quickly done.
     */
    private static final RegionFiles FILES = new RegionFiles(Path.of("/dev/null"), DriverConfig.embedded(), () -> 0);
    private static final StreamProfile PROFILE = new StreamProfile("one", 1, List.of(new PayloadPool(1, 64)));

    private final Order order = new Order();
    private final RegionWorker worker = new RegionWorker(FILES, order);
    private final StreamState stream = new StreamState(1, PROFILE, false);

    /**
     * An order that nobody has taken yet.
     */
    public RegionWorkerStress()
    {
        worker.create(stream, 2, true);
    }

    /**
     * Does what was ordered.
     */
    @Actor
    public void worker()
    {
        order.task.run();
    }

    /**
     * Looks for the outcome.
     *
     * @param result of looking.
     */
    @Actor
    public void conductor(final I_Result result)
    {
        final RegionWorker.Outcome outcome = worker.poll();
        if (null != outcome)
        {
            final String failure = outcome.failure();
            final boolean isWhole = stream == outcome.stream() && null == outcome.regions() &&
                null != failure && !failure.isEmpty();
            result.r1 = isWhole ? 1 : 2;
        }
    }

    /**
     * Keeps the one order for the thread that will do it.
     */
    private static final class Order extends AbstractExecutorService
    {
        private Runnable task;

        @Override
        public void execute(final Runnable command)
        {
            task = command;
        }

        @Override
        public void shutdown()
        {
        }

        @Override
        public List<Runnable> shutdownNow()
        {
            return List.of();
        }

        @Override
        public boolean isShutdown()
        {
            return false;
        }

        @Override
        public boolean isTerminated()
        {
            return false;
        }

        @Override
        public boolean awaitTermination(final long timeout, final TimeUnit unit)
        {
            return true;
        }
    }
}
