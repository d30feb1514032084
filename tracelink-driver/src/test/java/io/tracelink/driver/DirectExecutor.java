package io.tracelink.driver;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Does what it is told at once, or later when it is held back: a region worker under a test's control.
 */
final class DirectExecutor extends AbstractExecutorService
{
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean isHeld;
    private boolean isRunning;
    private boolean isShutdown;

    void hold()
    {
        isHeld = true;
    }

    void release()
    {
        isHeld = false;
        runAll();
    }

    @Override
    public void execute(final Runnable command)
    {
        tasks.add(command);
        if (!isHeld)
        {
            runAll();
        }
    }

    @Override
    public void shutdown()
    {
        isShutdown = true;
        release();
    }

    @Override
    public List<Runnable> shutdownNow()
    {
        isShutdown = true;
        return List.of();
    }

    @Override
    public boolean isShutdown()
    {
        return isShutdown;
    }

    @Override
    public boolean isTerminated()
    {
        return isShutdown;
    }

    @Override
    public boolean awaitTermination(final long timeout, final TimeUnit unit)
    {
        return true;
    }

    private void runAll()
    {
        if (isRunning)
        {
            return;
        }

        isRunning = true;
        Runnable task;
        while (!isHeld && (task = tasks.poll()) != null)
        {
            task.run();
        }

        isRunning = false;
    }
}
