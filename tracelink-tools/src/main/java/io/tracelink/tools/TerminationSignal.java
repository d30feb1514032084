package io.tracelink.tools;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells a long-running command of SIGINT and SIGTERM, so that it ends by itself with exit status 0 and everything in
 * order. A shutdown hook would do that too, but the exit status would be that of the signal.
 * <p>
 * {@code sun.misc.Signal} of the jdk.unsupported module is the only way to a signal; it is called by reflection because
 * naming it is a compiler warning that cannot be suppressed.
 */
public final class TerminationSignal
{
    private final CountDownLatch latch = new CountDownLatch(1);

    /**
     * Take over the two signals.
     */
    public TerminationSignal()
    {
        handle("INT");
        handle("TERM");
    }

    /**
     * Wait for a signal, or {@link #raise()}.
     */
    public void await()
    {
        try
        {
            latch.await();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Wait for a signal, or {@link #raise()}, but not for ever.
     *
     * @param timeoutMs in milliseconds.
     * @return true if there was one.
     */
    public boolean await(final long timeoutMs)
    {
        try
        {
            return latch.await(timeoutMs, TimeUnit.MILLISECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Has there been a signal, or {@link #raise()}?
     *
     * @return true if the command is to end.
     */
    public boolean isRaised()
    {
        return 0 == latch.getCount();
    }

    /**
     * End as if there had been a signal.
     */
    public void raise()
    {
        latch.countDown();
    }

    private void handle(final String name)
    {
        try
        {
            final Class<?> signalClass = Class.forName("sun.misc.Signal");
            final Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            final InvocationHandler onSignal = (proxy, method, args) ->
                switch (method.getName())
                {
                    case "handle" ->
                    {
                        raise();
                        yield null;
                    }
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == args[0];
                    default -> "TerminationSignal";
                };
            final Object handler = Proxy.newProxyInstance(
                handlerClass.getClassLoader(), new Class<?>[]{ handlerClass }, onSignal);

            signalClass.getMethod("handle", signalClass, handlerClass)
                .invoke(null, signalClass.getConstructor(String.class).newInstance(name), handler);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new IllegalStateException("cannot handle SIG" + name, ex);
        }
    }
}
