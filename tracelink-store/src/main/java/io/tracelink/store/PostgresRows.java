package io.tracelink.store;

import org.agrona.ExpandableArrayBuffer;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Rows of one table that wait to be inserted. They are kept in the binary form of COPY, go into a temporary table of
 * the connection, and from there into the table by one statement: in the order of the key, so that transactions that
 * insert the same rows wait for each other and never in a circle; of rows with the same key, the first one.
 */
final class PostgresRows
{
    /**
     * Rows beyond it go into the temporary table before the commit.
     */
    private static final int MAX_BUFFERED_LENGTH = 1 << 20;

    private static final int INITIAL_LENGTH = 8 * 1024;
    private static final int NULL_LENGTH = -1;

    private static final byte[] SIGNATURE = "PGCOPY\n\u00FF\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

    /**
     * Beside the signature, flags and the length of an extension, which are 0.
     */
    private static final int HEADER_LENGTH = SIGNATURE.length + 2 * Integer.BYTES;

    private static final int END_LENGTH = Short.BYTES;
    private static final short END = -1;

    private final CopyManager copyManager;
    private final String stage;
    private final String copySql;
    private final PreparedStatement insert;
    private final short fieldCount;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(INITIAL_LENGTH);
    private int length = HEADER_LENGTH;
    private long rows;

    /**
     * Rows of a table, whose duplicates are left out.
     *
     * @param keyColumns   of the primary key, with which the table begins.
     * @param otherColumns that follow, with a comma in front, or "".
     */
    PostgresRows(
        final Connection connection, final String table, final String keyColumns, final String otherColumns)
        throws SQLException
    {
        final String columns = keyColumns + otherColumns;
        copyManager = connection.unwrap(org.postgresql.PGConnection.class).getCopyAPI();
        stage = "pg_temp.stage_" + table;
        copySql = "COPY " + stage + " (ordinal, " + columns + ") FROM STDIN (FORMAT binary)";
        fieldCount = (short)(1 + columns.split(",").length);

        try (Statement statement = connection.createStatement())
        {
            statement.execute("CREATE TEMPORARY TABLE stage_" + table + " (ordinal BIGINT, " +
                columns.replace(",", " BIGINT,") + " BIGINT) ON COMMIT DELETE ROWS");
        }

        insert = connection.prepareStatement(
            "INSERT INTO " + table + " (" + columns + ") SELECT DISTINCT ON (" + keyColumns + ") " + columns +
            " FROM " + stage + " ORDER BY " + keyColumns + ", ordinal ON CONFLICT DO NOTHING");
        buffer.putBytes(0, SIGNATURE);
    }

    /**
     * Begin a row, whose columns are to be put next.
     */
    PostgresRows row() throws SQLException
    {
        if (length > MAX_BUFFERED_LENGTH)
        {
            copy();
        }

        buffer.putShort(length, fieldCount, ByteOrder.BIG_ENDIAN);
        length += Short.BYTES;
        return put(rows++);
    }

    PostgresRows put(final long value)
    {
        buffer.putInt(length, Long.BYTES, ByteOrder.BIG_ENDIAN);
        buffer.putLong(length + Integer.BYTES, value, ByteOrder.BIG_ENDIAN);
        length += Integer.BYTES + Long.BYTES;
        return this;
    }

    PostgresRows putNull()
    {
        buffer.putInt(length, NULL_LENGTH, ByteOrder.BIG_ENDIAN);
        length += Integer.BYTES;
        return this;
    }

    /**
     * Insert what waits. The rows stay in the {@link #stage()} until the transaction ends.
     *
     * @return how many rows were inserted.
     */
    long flush() throws SQLException
    {
        if (0 == rows)
        {
            return 0;
        }

        copy();
        return insert.executeLargeUpdate();
    }

    /**
     * How many rows were put since the last {@link #clear()}.
     */
    long rows()
    {
        return rows;
    }

    /**
     * The transaction has ended.
     */
    void clear()
    {
        length = HEADER_LENGTH;
        rows = 0;
    }

    /**
     * The temporary table with all rows of the transaction.
     */
    String stage()
    {
        return stage;
    }

    private void copy() throws SQLException
    {
        if (HEADER_LENGTH == length)
        {
            return;
        }

        buffer.putShort(length, END, ByteOrder.BIG_ENDIAN);
        final CopyIn copyIn = copyManager.copyIn(copySql);
        try
        {
            copyIn.writeToCopy(buffer.byteArray(), 0, length + END_LENGTH);
            copyIn.endCopy();
        }
        finally
        {
            if (copyIn.isActive())
            {
                copyIn.cancelCopy();
            }
        }

        length = HEADER_LENGTH;
    }
}
