package io.tracelink.aeron;

import io.aeron.Publication;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;

/**
 * Takes the records of a {@link FrameRing} and sends them in blocks, the descriptors of a block before its links.
 * <p>
 * Links that cannot be sent are dropped and counted. Descriptors that are back-pressured wait; others that cannot be
 * sent are dropped with their links, since a link to a frame that was never seen would tell of a loss that there was
 * not. For the thread of the agent.
 */
final class FrameBlocks implements ControlledMessageHandler
{
    private final FrameCounters counters;
    private final BlockPublication descriptors;
    private final BlockPublication links;
    private boolean isGone;

    /**
     * Send by these publications.
     *
     * @param descriptors null if there are only links.
     * @param links       that TraceLinkSets go to.
     * @param counters    of what is sent and dropped.
     */
    FrameBlocks(final BlockPublication descriptors, final BlockPublication links, final FrameCounters counters)
    {
        this.descriptors = descriptors;
        this.links = links;
        this.counters = counters;
    }

    /**
     * Take a record into the blocks.
     *
     * @return {@link Action#ABORT} if the blocks must be sent first.
     */
    @Override
    public Action onMessage(final int typeId, final MutableDirectBuffer buffer, final int offset, final int length)
    {
        return switch (typeId)
        {
            case FrameRing.LINKS -> onLinks(buffer, offset, length);
            case FrameRing.DESCRIPTOR -> onDescriptorResult(appendDescriptor(buffer, offset));
            default -> onFrame(buffer, offset, length);
        };
    }

    /**
     * Count a record as dropped, in place of {@link #onMessage}.
     *
     * @return {@link Action#CONTINUE}.
     */
    Action dropRecord(final int typeId, final MutableDirectBuffer buffer, final int offset, final int length)
    {
        if (FrameRing.LINKS != typeId)
        {
            counters.onNotSent(1);
        }

        if (FrameRing.DESCRIPTOR != typeId)
        {
            counters.onLinkResult(Publication.CLOSED, 1);
        }

        return Action.CONTINUE;
    }

    /**
     * Send what is in the blocks.
     *
     * @return true if they are empty, false if descriptors are back-pressured.
     */
    boolean send()
    {
        if (null != descriptors && descriptors.count() > 0)
        {
            final long result = descriptors.send();
            if (result < 0)
            {
                if (isWorthAnotherTry(result))
                {
                    return false;
                }
                drop(result);
            }
        }

        final int sets = links.count();
        if (sets > 0)
        {
            final long result = links.send();
            if (result < 0)
            {
                links.clear();
            }
            onLinkResult(result, sets);
        }

        return true;
    }

    /**
     * Drop what is in the blocks.
     *
     * @param reason that it is counted by.
     */
    void drop(final long reason)
    {
        if (null != descriptors)
        {
            onNotSent(reason, descriptors.count());
            descriptors.clear();
        }

        if (links.count() > 0)
        {
            counters.onLinkResult(reason, links.count());
            links.clear();
        }
    }

    /**
     * {@return true if nothing is in the blocks}
     */
    boolean isEmpty()
    {
        return 0 == links.count() && (null == descriptors || 0 == descriptors.count());
    }

    /**
     * {@return true once a publication was found closed, as with its client}
     */
    boolean isGone()
    {
        return isGone;
    }

    private Action onLinks(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        final boolean isLarge = length > links.maxPayloadLength();
        if (isLarge ? links.count() > 0 : !links.hasRoom(length))
        {
            return Action.ABORT;
        }

        takeLinks(buffer, offset, length);

        return Action.CONTINUE;
    }

    private Action onFrame(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        final int linksOffset = offset + FrameDescriptorFlyweight.LENGTH;
        final int linksLength = length - FrameDescriptorFlyweight.LENGTH;
        final boolean isLarge = linksLength > links.maxPayloadLength();
        if (isLarge ? !isEmpty() :
            !links.hasRoom(linksLength) || !descriptors.hasRoom(FrameDescriptorFlyweight.LENGTH))
        {
            return Action.ABORT;
        }

        long result = appendDescriptor(buffer, offset);
        if (isLarge && result > 0)
        {
            // The links will not wait for the end of a block, so the descriptor must not either.
            result = descriptors.send();
            descriptors.clear();
        }

        if (result > 0)
        {
            takeLinks(buffer, linksOffset, linksLength);
        }
        else if (!isWorthAnotherTry(result))
        {
            counters.onLinkResult(result, 1);
        }

        return onDescriptorResult(result);
    }

    private long appendDescriptor(final MutableDirectBuffer buffer, final int offset)
    {
        return descriptors.append(buffer, offset, FrameDescriptorFlyweight.LENGTH);
    }

    private Action onDescriptorResult(final long result)
    {
        if (isWorthAnotherTry(result))
        {
            return Action.ABORT;
        }

        if (result < 0)
        {
            onNotSent(result, 1);
        }

        return Action.CONTINUE;
    }

    private void takeLinks(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        if (length > links.maxPayloadLength())
        {
            onLinkResult(links.offer(buffer, offset, length), 1);
        }
        else
        {
            final long result = links.append(buffer, offset, length);
            if (result < 0)
            {
                onLinkResult(result, 1);
            }
        }
    }

    private void onLinkResult(final long result, final int sets)
    {
        isGone |= Publication.CLOSED == result;
        counters.onLinkResult(result, sets);
    }

    private void onNotSent(final long result, final int frames)
    {
        isGone |= Publication.CLOSED == result;
        counters.onNotSent(frames);
    }

    private static boolean isWorthAnotherTry(final long result)
    {
        return BlockPublication.FULL == result ||
            Publication.BACK_PRESSURED == result || Publication.ADMIN_ACTION == result;
    }
}
