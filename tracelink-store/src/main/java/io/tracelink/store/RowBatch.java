package io.tracelink.store;

import java.util.Arrays;

/**
 * Rows that wait for their transaction, in arrays of fixed size, and the positions of the recordings that they came
 * from. Filled by one thread and then handed to another.
 */
final class RowBatch
{
    /**
     * How many recordings can have moved in one batch.
     */
    static final int POSITION_CAPACITY = 256;

    /**
     * Room for the largest set that a message can carry.
     */
    private static final int PARENT_CAPACITY = 65_535;
    private static final int SET_HEADER_LENGTH = 40;
    private static final int NODE_CAPACITY = 256;
    private static final int NODE_COLUMNS = 3;
    private static final int FRAME_COLUMNS = 7;
    private static final int SET_COLUMNS = 5;

    private final int capacity;
    private final long[] frames;
    private final long[] sets;
    private final long[] parents;
    private final long[] nodes = new long[NODE_CAPACITY * NODE_COLUMNS];
    private final Recording[] recordings = new Recording[POSITION_CAPACITY];
    private final long[] positions = new long[POSITION_CAPACITY];
    private final long[] stopPositions = new long[POSITION_CAPACITY];
    private int frameCount;
    private int setCount;
    private int parentCount;
    private int nodeCount;
    private int positionCount;

    RowBatch(final int capacity)
    {
        this.capacity = capacity;
        frames = new long[capacity * FRAME_COLUMNS];
        sets = new long[capacity * SET_COLUMNS];
        parents = new long[Math.max(PARENT_CAPACITY, 4 * capacity)];
    }

    boolean hasRoomForFrame()
    {
        return frameCount < capacity;
    }

    boolean hasRoomForSet(final int size)
    {
        return setCount < capacity && size <= parents.length - parentCount;
    }

    /**
     * Is there room for the rows of any message of this length?
     */
    boolean hasRoomForMessage(final int length)
    {
        final int parentCount = Math.min(PARENT_CAPACITY, Math.max(0, length - SET_HEADER_LENGTH) / Long.BYTES);
        return hasRoomForFrame() && hasRoomForSet(parentCount);
    }

    void addFrame(
        final long streamId,
        final long epoch,
        final long seq,
        final long stageId,
        final long tNs,
        final long traceId,
        final int status)
    {
        final int index = frameCount * FRAME_COLUMNS;
        frames[index] = streamId;
        frames[index + 1] = epoch;
        frames[index + 2] = seq;
        frames[index + 3] = stageId;
        frames[index + 4] = tNs;
        frames[index + 5] = traceId;
        frames[index + 6] = status;
        frameCount++;
    }

    void addSet(final long streamId, final long epoch, final long seq, final long traceId, final int size)
    {
        final int index = setCount * SET_COLUMNS;
        sets[index] = streamId;
        sets[index + 1] = epoch;
        sets[index + 2] = seq;
        sets[index + 3] = traceId;
        sets[index + 4] = size;
        setCount++;
    }

    void addParent(final long traceId)
    {
        parents[parentCount++] = traceId;
    }

    boolean hasRoomForNode()
    {
        return nodeCount < NODE_CAPACITY;
    }

    void addNode(final long nodeId, final long processId, final long startTimeMs)
    {
        final int index = nodeCount * NODE_COLUMNS;
        nodes[index] = nodeId;
        nodes[index + 1] = processId;
        nodes[index + 2] = startTimeMs;
        nodeCount++;
    }

    /**
     * Everything of the recording up to the position is in this batch or in one before.
     *
     * @param stopPosition of the recording if that is its end, else {@link RecordingRow#UNKNOWN}.
     */
    void addPosition(final Recording recording, final long position, final long stopPosition)
    {
        recordings[positionCount] = recording;
        positions[positionCount] = position;
        stopPositions[positionCount] = stopPosition;
        positionCount++;
    }

    int frameCount()
    {
        return frameCount;
    }

    int setCount()
    {
        return setCount;
    }

    int nodeCount()
    {
        return nodeCount;
    }

    int size()
    {
        return frameCount + setCount + nodeCount;
    }

    /**
     * Write all rows and positions, in a transaction that the caller begins and commits.
     */
    void writeTo(final LineageWriter writer)
    {
        for (int i = 0, end = frameCount * FRAME_COLUMNS; i < end; i += FRAME_COLUMNS)
        {
            writer.appendFrame(
                frames[i], frames[i + 1], frames[i + 2], frames[i + 3], frames[i + 4], frames[i + 5],
                (int)frames[i + 6]);
        }

        int offset = 0;
        for (int i = 0, end = setCount * SET_COLUMNS; i < end; i += SET_COLUMNS)
        {
            final int size = (int)sets[i + 4];
            writer.appendLinkSet(sets[i], sets[i + 1], sets[i + 2], sets[i + 3], parents, offset, size);
            offset += size;
        }

        for (int i = 0, end = nodeCount * NODE_COLUMNS; i < end; i += NODE_COLUMNS)
        {
            writer.appendNode(nodes[i], nodes[i + 1], nodes[i + 2]);
        }

        for (int i = 0; i < positionCount; i++)
        {
            recordings[i].writeTo(writer, positions[i], stopPositions[i]);
        }
    }

    /**
     * Tell the recordings that their positions are committed.
     */
    void onCommitted()
    {
        for (int i = 0; i < positionCount; i++)
        {
            recordings[i].onCommitted(positions[i]);
        }
    }

    void clear()
    {
        frameCount = 0;
        setCount = 0;
        parentCount = 0;
        nodeCount = 0;
        Arrays.fill(recordings, 0, positionCount, null);
        positionCount = 0;
    }
}
