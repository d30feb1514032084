package io.tracelink.store;

import java.util.ArrayList;

/**
 * The recordings whose positions may have to go with the next batch, so that rows and positions are committed in one
 * transaction. Empty for a live source.
 */
final class Positions
{
    private final ArrayList<Recording> recordings = new ArrayList<>();

    /**
     * Is there room for one more, so that all fit into one batch?
     */
    boolean hasRoom()
    {
        return recordings.size() < RowBatch.POSITION_CAPACITY;
    }

    void add(final Recording recording)
    {
        if (!recordings.contains(recording))
        {
            recordings.add(recording);
        }
    }

    boolean hasMoved()
    {
        for (int i = 0, size = recordings.size(); i < size; i++)
        {
            if (recordings.get(i).hasMoved())
            {
                return true;
            }
        }

        return false;
    }

    /**
     * Hand the positions over. A recording that is no longer replayed is done with then.
     */
    void moveTo(final RowBatch batch)
    {
        for (int i = recordings.size() - 1; i >= 0; i--)
        {
            final Recording recording = recordings.get(i);
            if (recording.hasMoved())
            {
                recording.moveTo(batch);
            }

            if (!recording.isReplayed())
            {
                recordings.remove(i);
            }
        }
    }
}
