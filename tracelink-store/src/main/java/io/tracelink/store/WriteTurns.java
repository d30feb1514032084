package io.tracelink.store;

import org.sqlite.SQLiteErrorCode;

import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets the writers of a SQLite file take turns, in the order in which they came. SQLite itself has them ask again and
 * again, and whoever has just committed gets in first: beside a collector that writes all the time, retention would
 * starve. Knows of the writers of one store object only. Thread-safe.
 */
final class WriteTurns
{
    private final Semaphore turn = new Semaphore(1, true);

    /**
     * Wait for a turn.
     *
     * @param timeoutMs how long at most.
     * @throws SQLException as SQLite throws it, if another writer did not end in time or the thread is interrupted.
     */
    void begin(final int timeoutMs) throws SQLException
    {
        boolean isMine = false;
        try
        {
            isMine = turn.tryAcquire(timeoutMs, TimeUnit.MILLISECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            isMine = turn.tryAcquire();
        }

        if (!isMine)
        {
            throw new SQLException(
                "another writer of this process is in a transaction", null, SQLiteErrorCode.SQLITE_BUSY.code);
        }
    }

    /**
     * Let the next one in.
     */
    void end()
    {
        turn.release();
    }
}
