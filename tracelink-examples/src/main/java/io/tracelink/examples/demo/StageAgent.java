package io.tracelink.examples.demo;

import io.aeron.Aeron;
import io.aeron.logbuffer.Header;
import io.tracelink.aeron.FrameDescriptorReader;
import io.tracelink.aeron.TracePoller;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.driverclient.DriverClient;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One stage on one thread: its own Aeron client, its own driver client with a lease for each stream, and its logic.
 */
final class StageAgent implements Agent
{
    private static final int FRAGMENT_LIMIT = 32;

    private final DemoStage stage;
    private final StageLogic logic;
    private final ErrorHandler errorHandler;
    private final Aeron aeron;
    private final DriverClient client;
    private final StageOutput output;
    private final StageInput[] inputs;
    private final TracePoller poller;
    private final EpochNanoClock clock = SystemEpochNanoClock.INSTANCE;
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile StageSummary summary;

    StageAgent(
        final DemoStage stage, final String aeronDir, final Path shmBaseDir, final ErrorHandler errorHandler)
    {
        this.stage = stage;
        this.errorHandler = errorHandler;
        logic = stage.logic();
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(aeronDir)
            .useConductorAgentInvoker(true)
            .errorHandler(errorHandler));
        client = new DriverClient(new DriverClient.Context()
            .aeron(aeron)
            .allowedBaseDirs(List.of(shmBaseDir))
            .errorHandler(errorHandler));
        output = new StageOutput(stage, aeron, client, errorHandler);

        final List<StageInput> list = new ArrayList<>();
        for (final DemoStage source : stage.inputs())
        {
            list.add(new StageInput(source, client, errorHandler));
        }
        inputs = list.toArray(new StageInput[0]);
        poller = 0 == inputs.length ? null : new TracePoller(
            aeron.addSubscription(TraceStreams.DESCRIPTOR_CHANNEL, TraceStreams.DESCRIPTOR_STREAM_ID),
            null,
            this::onFrameDescriptor);
    }

    boolean awaitReady(final long timeoutS) throws InterruptedException
    {
        return ready.await(timeoutS, TimeUnit.SECONDS);
    }

    /**
     * What the stage did; there once the agent has been closed, but not if the media driver was gone by then.
     */
    StageSummary summary()
    {
        return summary;
    }

    @Override
    public int doWork()
    {
        int work = aeron.conductorAgentInvoker().invoke();
        if (aeron.isClosed())
        {
            throw new AgentTerminationException("media driver is gone");
        }

        work += client.doWork();
        if (null != poller)
        {
            work += poller.poll(FRAGMENT_LIMIT);
        }

        if (ready.getCount() > 0)
        {
            if (!isReady())
            {
                return work;
            }
            ready.countDown();
        }

        return work + logic.doWork(clock.nanoTime(), output);
    }

    @Override
    public void onClose()
    {
        if (aeron.isClosed())
        {
            CloseHelper.closeAll(errorHandler, inputs);
            CloseHelper.closeAll(errorHandler, output, client, aeron);
            return;
        }

        while (null != poller && poller.poll(FRAGMENT_LIMIT) > 0)
        {
            aeron.conductorAgentInvoker().invoke();
        }
        logic.onEnd(clock.nanoTime(), output);

        long missed = 0;
        for (final StageInput input : inputs)
        {
            missed += input.missed();
            CloseHelper.close(errorHandler, input);
        }

        summary = output.summary(stage, missed);
        CloseHelper.closeAll(errorHandler, output, client, aeron);
    }

    @Override
    public String roleName()
    {
        return "stage-" + stage.label();
    }

    private boolean isReady()
    {
        boolean isReady = output.isReady();
        for (final StageInput input : inputs)
        {
            isReady &= input.isReady();
        }

        return isReady;
    }

    /**
     * Frames that come before the stage is ready have no place to go: the roots start a little earlier.
     */
    private void onFrameDescriptor(final FrameDescriptorReader descriptor, final Header header)
    {
        if (ready.getCount() > 0)
        {
            return;
        }

        final long streamId = descriptor.streamId();
        for (int i = 0; i < inputs.length; i++)
        {
            if (inputs[i].streamId() == streamId)
            {
                final Sample sample = inputs[i].read(descriptor);
                if (null != sample)
                {
                    logic.onSample(i, sample, clock.nanoTime(), output);
                }
            }
        }
    }
}
