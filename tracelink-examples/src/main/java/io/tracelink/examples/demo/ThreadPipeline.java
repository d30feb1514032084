package io.tracelink.examples.demo;

import io.aeron.Aeron;
import io.tracelink.driver.DriverConfig;
import io.tracelink.driver.ShmDriver;
import io.tracelink.store.Collector;
import io.tracelink.store.LineageStore;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Driver, collector and every stage as threads of this process.
 */
final class ThreadPipeline implements DemoPipeline
{
    private static final long READY_TIMEOUT_S = 30;

    private final DemoPaths paths;
    private final String database;
    private final ErrorHandler errorHandler;
    private final List<StageAgent> stages = new ArrayList<>();
    private final List<AgentRunner> stageRunners = new ArrayList<>();
    private ShmDriver driver;
    private Aeron collectorAeron;
    private AgentRunner collector;

    ThreadPipeline(final DemoPaths paths, final String database, final ErrorHandler errorHandler)
    {
        this.paths = paths;
        this.database = database;
        this.errorHandler = errorHandler;
    }

    @Override
    public void start()
    {
        driver = ShmDriver.launch(new ShmDriver.Context()
            .config(DriverConfig.parse("demo", DemoDriverConfig.toml(paths), Map.of()))
            .errorHandler(errorHandler));
        collectorAeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(paths.aeronDir().toString())
            .errorHandler(errorHandler));
        collector = new AgentRunner(idleStrategy(), errorHandler, null, new Collector(new Collector.Context()
            .store(LineageStore.open(database))
            .aeron(collectorAeron)
            .errorHandler(errorHandler)));
        AgentRunner.startOnThread(collector);

        for (final DemoStage stage : DemoStage.values())
        {
            final StageAgent agent =
                new StageAgent(stage, paths.aeronDir().toString(), paths.shmBaseDir(), errorHandler);
            stages.add(agent);
            stageRunners.add(new AgentRunner(idleStrategy(), errorHandler, null, agent));
        }

        stageRunners.forEach(AgentRunner::startOnThread);
        stages.forEach(this::awaitReady);
    }

    @Override
    public List<StageSummary> stop()
    {
        close();

        final List<StageSummary> summaries = new ArrayList<>();
        for (final StageAgent stage : stages)
        {
            summaries.add(stage.summary());
        }

        return summaries;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(stageRunners);
        CloseHelper.closeAll(collector, collectorAeron, driver);
    }

    private void awaitReady(final StageAgent stage)
    {
        try
        {
            if (!stage.awaitReady(READY_TIMEOUT_S))
            {
                throw new IllegalStateException(stage.roleName() + " got no lease within " + READY_TIMEOUT_S + " s");
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + stage.roleName() + " was starting", ex);
        }
    }

    private static IdleStrategy idleStrategy()
    {
        return new BackoffIdleStrategy(10, 10, 1_000, 1_000_000);
    }
}
