package io.tracelink.store;

import org.agrona.ErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where faults at run time go unless somebody wants to be told.
 */
final class ErrorLog
{
    private ErrorLog()
    {
    }

    /**
     * The handler that was given, or else one that logs.
     */
    static ErrorHandler orElse(final ErrorHandler given, final Class<?> owner)
    {
        if (null != given)
        {
            return given;
        }

        final Logger logger = LoggerFactory.getLogger(owner);
        return (throwable) -> logger.error(owner.getSimpleName(), throwable);
    }
}
