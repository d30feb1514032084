package io.tracelink.store;

import io.aeron.ChannelUri;
import io.aeron.archive.client.AeronArchive;

import java.util.Objects;

/**
 * The archive that a {@link Collector} reads its streams from, instead of subscribing to them: it makes sure that the
 * archive records them, and replays all recordings of them, those of former runs included.
 * <pre>
 * new Collector.Context().aeron(aeron).store(store).archive(new CollectorArchive(aeronArchive));
 * </pre>
 */
public final class CollectorArchive
{
    /**
     * Channel of the replays by default; right where the archive is on the media driver of the collector.
     */
    public static final String DEFAULT_REPLAY_CHANNEL = "aeron:ipc";

    /**
     * Stream id of the replays by default. Each replay has a session of its own, so collectors can share it.
     */
    public static final int DEFAULT_REPLAY_STREAM_ID = 1390;

    /**
     * How many recordings are replayed at once, by default; an archive grants 20 unless it is configured otherwise.
     */
    public static final int DEFAULT_MAX_REPLAYS = 8;

    private static final int MOST_REPLAYS = 64;

    private final AeronArchive archive;
    private String replayChannel = DEFAULT_REPLAY_CHANNEL;
    private int replayStreamId = DEFAULT_REPLAY_STREAM_ID;
    private int maxReplays = DEFAULT_MAX_REPLAYS;
    private boolean isLossAccepted;
    private int collectorId;

    /**
     * Construct with the defaults.
     *
     * @param archive a connected client of the archive; stays the caller's, who leaves its use to the collector.
     */
    public CollectorArchive(final AeronArchive archive)
    {
        this.archive = Objects.requireNonNull(archive, "archive");
    }

    /**
     * The client of the archive.
     *
     * @return a connected client.
     */
    public AeronArchive archive()
    {
        return archive;
    }

    /**
     * Channel that the archive replays to.
     *
     * @param replayChannel an Aeron channel, over UDP with the port that the collector is to listen on.
     * @return this for a fluent API.
     */
    public CollectorArchive replayChannel(final String replayChannel)
    {
        this.replayChannel = replayChannel;
        return this;
    }

    /**
     * Channel that the archive replays to.
     *
     * @return an Aeron channel.
     */
    public String replayChannel()
    {
        return replayChannel;
    }

    /**
     * Stream that the archive replays to.
     *
     * @param replayStreamId an Aeron stream id.
     * @return this for a fluent API.
     */
    public CollectorArchive replayStreamId(final int replayStreamId)
    {
        this.replayStreamId = replayStreamId;
        return this;
    }

    /**
     * Stream that the archive replays to.
     *
     * @return an Aeron stream id.
     */
    public int replayStreamId()
    {
        return replayStreamId;
    }

    /**
     * How many recordings are replayed at once. Where more of them are being recorded, they take turns.
     *
     * @param maxReplays 1 to 64, and not more than the archive grants.
     * @return this for a fluent API.
     */
    public CollectorArchive maxReplays(final int maxReplays)
    {
        this.maxReplays = maxReplays;
        return this;
    }

    /**
     * How many recordings are replayed at once.
     *
     * @return 1 to 64.
     */
    public int maxReplays()
    {
        return maxReplays;
    }

    /**
     * What to do where the archive lacks what the store says it read, or has something else in its place: refuse to
     * start (the default), or report each case to the error handler and go on with what the archive has. Rows stay as
     * they are either way.
     *
     * @param isLossAccepted true to go on.
     * @return this for a fluent API.
     */
    public CollectorArchive isLossAccepted(final boolean isLossAccepted)
    {
        this.isLossAccepted = isLossAccepted;
        return this;
    }

    /**
     * Is the loss of recordings accepted?
     *
     * @return false to refuse to start.
     */
    public boolean isLossAccepted()
    {
        return isLossAccepted;
    }

    /**
     * Which collector of the store it is. A store takes several archives, each read by a collector with an id of its
     * own; always give the same one for an archive. 0 by default.
     *
     * @param collectorId 0 or more.
     * @return this for a fluent API.
     */
    public CollectorArchive collectorId(final int collectorId)
    {
        this.collectorId = collectorId;
        return this;
    }

    /**
     * Which collector of the store it is.
     *
     * @return 0 or more.
     */
    public int collectorId()
    {
        return collectorId;
    }

    void conclude()
    {
        Ranges.check("collectorId", collectorId, 0, Integer.MAX_VALUE);
        Ranges.check("maxReplays", maxReplays, 1, MOST_REPLAYS);
        try
        {
            ChannelUri.parse(replayChannel);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException(
                "replayChannel=" + replayChannel + " must be an Aeron channel: " + ex.getMessage(), ex);
        }
    }
}
