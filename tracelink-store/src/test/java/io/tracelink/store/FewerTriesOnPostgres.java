package io.tracelink.store;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * A quarter of the tries of each property where the stores are those of PostgreSQL, which take ten times as long. The
 * rules that the tries are for are the same there, and have had all of them on SQLite; what differs is the SQL, which
 * each try runs. Known to jqwik by {@code META-INF/services}.
 */
public final class FewerTriesOnPostgres implements AroundPropertyHook
{
    private static final int PART = 4;

    /**
     * As jqwik makes it.
     */
    public FewerTriesOnPostgres()
    {
    }

    @Override
    public PropagationMode propagateTo()
    {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public PropertyExecutionResult aroundProperty(
        final PropertyLifecycleContext context, final PropertyExecutor property)
    {
        if (TestStore.IS_POSTGRES)
        {
            context.attributes().tries().ifPresent(
                (tries) -> context.attributes().setTries(Math.max(1, tries / PART)));
        }

        return property.execute();
    }
}
