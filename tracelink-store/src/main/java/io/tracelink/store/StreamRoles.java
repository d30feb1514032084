package io.tracelink.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows of {@code stream_roles}.
 */
final class StreamRoles
{
    static final String SELECT = "SELECT stream_id, role FROM stream_roles";

    private static final long MAX_STREAM_ID = 0xFFFF_FFFFL;

    private StreamRoles()
    {
    }

    static Map<Long, StreamRole> read(final Connection connection) throws SQLException
    {
        final Map<Long, StreamRole> roles = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(SELECT);
            ResultSet row = statement.executeQuery())
        {
            while (row.next())
            {
                final StreamRole role = StreamRole.of(row.getInt(2));
                if (null != role)
                {
                    roles.put(row.getLong(1), role);
                }
            }
        }

        return roles;
    }

    static void check(final Map<Long, StreamRole> roles)
    {
        for (final long streamId : roles.keySet())
        {
            Ranges.check("streamId", streamId, 0, MAX_STREAM_ID);
        }
    }

    /**
     * Add roles, all of them or none.
     *
     * @throws IllegalArgumentException if one contradicts what is declared already.
     */
    static void declare(final LineageWriter writer, final Map<Long, StreamRole> roles, final String location)
    {
        writer.begin();
        try (PreparedStatement insert = writer.connection().prepareStatement(
            "INSERT INTO stream_roles (stream_id, role) VALUES (?, ?) ON CONFLICT DO NOTHING"))
        {
            for (final Map.Entry<Long, StreamRole> entry : roles.entrySet())
            {
                insert.setLong(1, entry.getKey());
                insert.setInt(2, entry.getValue().code());
                insert.executeUpdate();
            }

            final Map<Long, StreamRole> declared = read(writer.connection());
            roles.forEach((streamId, role) -> checkSame(streamId, role, declared.get(streamId), location));
        }
        catch (final SQLException ex)
        {
            throw new StoreException("roles of streams cannot be written", ex);
        }

        writer.commit();
    }

    private static void checkSame(
        final long streamId, final StreamRole role, final StreamRole declared, final String location)
    {
        if (role != declared)
        {
            throw new IllegalArgumentException(
                "stream=" + streamId + " cannot be " + role.text() + ": database=" + location + " has it as " +
                (null == declared ? "something that this release does not know" : declared.text()) +
                "; declare it as that, or remove its row from stream_roles");
        }
    }
}
