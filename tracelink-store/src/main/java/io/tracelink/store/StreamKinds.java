package io.tracelink.store;

import org.agrona.collections.LongHashSet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What the streams of a snapshot are: as they were declared, or else as their link sets tell.
 */
final class StreamKinds
{
    private final FrameRows frameRows;
    private final PreparedStatement declared;
    private final LongHashSet roots = new LongHashSet();
    private final LongHashSet derived = new LongHashSet();
    private final LongHashSet joined = new LongHashSet();

    StreamKinds(final Connection connection, final FrameRows frameRows) throws SQLException
    {
        this.frameRows = frameRows;
        declared = connection.prepareStatement(StreamRoles.SELECT);
    }

    /**
     * Learn what there is in the snapshot that is asked.
     */
    void load() throws SQLException
    {
        roots.clear();
        derived.clear();
        joined.clear();
        frameRows.joinedStreams(joined);
        try (ResultSet row = declared.executeQuery())
        {
            while (row.next())
            {
                declare(row.getLong(1), StreamRole.of(row.getInt(2)));
            }
        }
    }

    /**
     * Is every frame the first of its trace, without links?
     */
    boolean isRoot(final long streamId)
    {
        return roots.contains(streamId);
    }

    /**
     * Has every frame the trace ID of one on another stream?
     */
    boolean isDerived(final long streamId)
    {
        return derived.contains(streamId);
    }

    boolean hasDerived()
    {
        return !derived.isEmpty();
    }

    /**
     * The streams that are declared derived.
     */
    LongHashSet derived()
    {
        return derived;
    }

    /**
     * Must frames that were minted there have links? So it is if the stream was declared joined, or has had a link set
     * and was not declared anything else.
     */
    boolean isJoined(final long streamId)
    {
        return joined.contains(streamId);
    }

    private void declare(final long streamId, final StreamRole role)
    {
        if (StreamRole.JOINED == role)
        {
            joined.add(streamId);
        }
        else if (null != role)
        {
            joined.remove(streamId);
            (StreamRole.ROOT == role ? roots : derived).add(streamId);
        }
    }
}
