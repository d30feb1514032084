package io.tracelink.store;

import org.sqlite.SQLiteErrorCode;

import java.sql.SQLException;
import java.util.Set;

/**
 * The store refused an operation at run time: locked by another process, full or damaged disk, closed connection.
 */
public final class StoreException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * What to do about a damaged file.
     */
    static final String DAMAGE_REMEDY =
        "restore it from a copy, or make it anew from its archive with tracelink rebuild";

    private static final int PRIMARY_CODE_MASK = 0xFF;

    /**
     * What PostgreSQL says when transactions were in each other's way: serialization failure, deadlock, lock timeout.
     */
    private static final Set<String> BUSY_STATES = Set.of("40001", "40P01", "55P03");

    private static final String NO_RIGHT_STATE = "42501";

    /**
     * Whether trying again later can help.
     */
    private final boolean busy;

    StoreException(final String action, final SQLException cause)
    {
        super(action + ": " + cause.getMessage().replaceAll("\\s*\\R\\s*", "; ") + remedy(cause), cause);
        busy = isBusy(cause);
    }

    /**
     * Is another connection writing, so that trying again later can help?
     *
     * @return true if the database was locked for longer than the busy timeout, or gave another transaction the
     *         preference.
     */
    public boolean isBusy()
    {
        return busy;
    }

    private static String remedy(final SQLException cause)
    {
        if (NO_RIGHT_STATE.equals(cause.getSQLState()))
        {
            return "; grant it to the user of the database";
        }

        if (isBusy(cause))
        {
            return "; somebody else writes to the database all the time, or holds it: end that, or try again";
        }

        return null != cause.getSQLState() ? "" : switch (SQLiteErrorCode.getErrorCode(
            cause.getErrorCode() & PRIMARY_CODE_MASK))
        {
            case SQLITE_CORRUPT -> "; the file is damaged, " + DAMAGE_REMEDY;
            case SQLITE_READONLY -> "; the file, its directory or its file system does not let itself be written";
            case SQLITE_FULL -> "; free space on its file system";
            default -> "";
        };
    }

    static boolean isBusy(final SQLException cause)
    {
        if (null != cause.getSQLState())
        {
            return BUSY_STATES.contains(cause.getSQLState());
        }

        final int code = cause.getErrorCode() & PRIMARY_CODE_MASK;
        return SQLiteErrorCode.SQLITE_BUSY.code == code || SQLiteErrorCode.SQLITE_LOCKED.code == code;
    }
}
