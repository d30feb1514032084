package io.tracelink.driver;

import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.EpochClock;

import java.util.BitSet;

/**
 * Hands out node IDs of a configured range, each to one lease at a time (TraceLink §6, Driver Model §4).
 * <p>
 * <b>Rest.</b> A released ID rests for the cooldown before anyone gets it again, because IDs that its last owner minted
 * may still be young.
 * <p>
 * <b>Memory.</b> A client that comes again gets the ID that it had, if that is free; others get it when no ID is left
 * that nobody had. Those are handed out in a round, so that one is reused as late as possible.
 * <p>
 * <b>Hold.</b> Clients outlive a driver and mint on. An ID that was in use when the run before ended is held for its
 * client until that came back, or long enough for it to have heard that its lease is void. Where it is not known what
 * was in use, all IDs are held that long. A hold ends in {@link #endHolds(long)} only, which is for when everything
 * that was sent has been heard.
 * <p>
 * Not for use by several threads.
 */
final class NodeIdAllocator
{
    /**
     * No ID: all are taken, resting or held, or the desired one is.
     */
    static final long NONE = -1;

    private static final long NO_INDEX = -1;
    private static final int NONE_FREE = -1;

    private final IdRange range;
    private final NodeIdFile file;
    private final EpochClock epochClock;
    private final long cooldownNs;
    private final long holdNs;
    private final BitSet inUse;
    private final BitSet isResting;
    private final BitSet isHeld;
    private final long[] sinceNs;
    private final Long2LongHashMap indexByClientId = new Long2LongHashMap(NO_INDEX);
    private int inUseCount;
    private int heldCount;
    private int next;

    /**
     * Takes up what the file says.
     *
     * @param file       of the driver's directory.
     * @param cooldownNs for which released IDs rest.
     * @param holdNs     for which IDs of the run before are held.
     * @param epochClock for the file.
     * @param nowNs      of the monotonic clock.
     */
    NodeIdAllocator(
        final NodeIdFile file,
        final long cooldownNs,
        final long holdNs,
        final EpochClock epochClock,
        final long nowNs)
    {
        this.range = file.range();
        this.file = file;
        this.epochClock = epochClock;
        this.cooldownNs = cooldownNs;
        this.holdNs = holdNs;
        final int size = Math.toIntExact(range.last() - range.first() + 1);
        this.inUse = new BitSet(size);
        this.isResting = new BitSet(size);
        this.isHeld = new BitSet(size);
        this.sinceNs = new long[size];
        load(nowNs);
    }

    /**
     * Number of IDs that leases have now.
     *
     * @return the number.
     */
    int inUseCount()
    {
        return inUseCount;
    }

    /**
     * Number of IDs that are held back because of the run before.
     *
     * @return the number.
     */
    int heldCount()
    {
        return heldCount;
    }

    /**
     * Takes an ID for a client that asks for none in particular.
     *
     * @param clientId of the client.
     * @param nowNs    of the monotonic clock.
     * @return the ID, or {@link #NONE}.
     */
    long acquire(final long clientId, final long nowNs)
    {
        final long own = indexByClientId.get(clientId);
        if (own != NO_INDEX && isFreeFor(clientId, (int)own, nowNs))
        {
            return take((int)own, clientId);
        }

        final int size = sinceNs.length;
        int index = NONE_FREE;
        for (int i = 0; i < size && index == NONE_FREE; i++)
        {
            final int candidate = (next + i) % size;
            if (file.clientId(candidate) == NodeIdFile.NO_CLIENT && isFreeFor(clientId, candidate, nowNs))
            {
                index = candidate;
            }
        }

        for (int i = 0; i < size && index == NONE_FREE; i++)
        {
            final int candidate = (next + i) % size;
            if (isFreeFor(clientId, candidate, nowNs))
            {
                index = candidate;
            }
        }

        if (index == NONE_FREE)
        {
            return NONE;
        }

        next = (index + 1) % size;
        return take(index, clientId);
    }

    /**
     * Takes the ID that a client asks for.
     *
     * @param nodeId   that is asked for.
     * @param clientId of the client.
     * @param nowNs    of the monotonic clock.
     * @return the same ID, or {@link #NONE} when it is taken, resting, held for another or not in the range.
     */
    long acquireDesired(final long nodeId, final long clientId, final long nowNs)
    {
        if (!range.contains(nodeId))
        {
            return NONE;
        }

        final int index = (int)(nodeId - range.first());
        return isFreeFor(clientId, index, nowNs) ? take(index, clientId) : NONE;
    }

    /**
     * Gives an ID back; it begins to rest.
     *
     * @param nodeId to give back; {@link #NONE} is accepted and does nothing.
     * @param nowNs  of the monotonic clock.
     */
    void release(final long nodeId, final long nowNs)
    {
        if (nodeId != NONE)
        {
            final int index = (int)(nodeId - range.first());
            inUse.clear(index);
            inUseCount--;
            isResting.set(index);
            sinceNs[index] = nowNs;
            file.put(index, file.clientId(index), false, epochClock.time());
        }
    }

    /**
     * A client of the run before is heard: it is told now that its lease is void, so the hold begins anew.
     *
     * @param clientId of the client.
     * @param nowNs    of the monotonic clock.
     */
    void renewHold(final long clientId, final long nowNs)
    {
        if (heldCount > 0)
        {
            final long index = indexByClientId.get(clientId);
            if (index != NO_INDEX && isHeld.get((int)index))
            {
                sinceNs[(int)index] = nowNs;
            }
        }
    }

    /**
     * Ends the holds whose time is up.
     *
     * @param nowNs of the monotonic clock.
     * @return number of holds that ended.
     */
    int endHolds(final long nowNs)
    {
        int count = 0;
        for (int i = heldCount > 0 ? isHeld.nextSetBit(0) : -1; i >= 0; i = isHeld.nextSetBit(i + 1))
        {
            if (nowNs - sinceNs[i] >= holdNs)
            {
                endHold(i);
                file.put(i, file.clientId(i), false, epochClock.time());
                count++;
            }
        }

        return count;
    }

    private void load(final long nowNs)
    {
        long lastChangedMs = 0;
        for (int i = 0; i < sinceNs.length; i++)
        {
            final long clientId = file.clientId(i);
            sinceNs[i] = nowNs;
            if (clientId != NodeIdFile.NO_CLIENT)
            {
                remember(clientId, i);
            }

            if (file.isInUse(i) || !file.isComplete())
            {
                isHeld.set(i);
                heldCount++;
            }
            else if (file.changedMs(i) != 0)
            {
                isResting.set(i);
            }

            if (file.changedMs(i) > lastChangedMs)
            {
                lastChangedMs = file.changedMs(i);
                next = (i + 1) % sinceNs.length;
            }
        }
    }

    private boolean isFreeFor(final long clientId, final int index, final long nowNs)
    {
        if (isHeld.get(index))
        {
            return file.clientId(index) == clientId;
        }

        return !inUse.get(index) && (!isResting.get(index) || nowNs - sinceNs[index] >= cooldownNs);
    }

    private long take(final int index, final long clientId)
    {
        final long formerClientId = file.clientId(index);
        if (formerClientId != clientId && formerClientId != NodeIdFile.NO_CLIENT)
        {
            indexByClientId.remove(formerClientId);
        }

        remember(clientId, index);
        if (isHeld.get(index))
        {
            endHold(index);
        }

        inUse.set(index);
        inUseCount++;
        isResting.clear(index);
        file.put(index, clientId, true, epochClock.time());
        return range.first() + index;
    }

    /**
     * A client is remembered for one ID, the last that it had. One that is held for it still is held, but for nobody:
     * it has another one now.
     */
    private void remember(final long clientId, final int index)
    {
        final long former = indexByClientId.put(clientId, index);
        if (former != NO_INDEX && former != index && !inUse.get((int)former))
        {
            file.put((int)former, NodeIdFile.NO_CLIENT, false, file.changedMs((int)former));
        }
    }

    private void endHold(final int index)
    {
        isHeld.clear(index);
        heldCount--;
    }
}
