package io.tracelink.tools;

import io.aeron.AeronCounters;
import io.aeron.archive.client.AeronArchive;
import io.aeron.status.HeartbeatTimestamp;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.status.CountersReader;

/**
 * Finds the archive that runs on a media driver. Its counters are there with its id; one that collect runs has an id
 * that tells the stream of its control requests, any other one is taken to have Aeron's default.
 */
final class LocalArchive
{
    static final String CONTROL_CHANNEL = "aeron:ipc?term-length=64k";

    /**
     * "TLNK", above the stream id.
     */
    private static final long ID_TAG = 0x544C_4E4B_0000_0000L;
    private static final long ID_TAG_MASK = 0xFFFF_FFFF_0000_0000L;

    /**
     * Ten times the interval of an Aeron client, and half of what another archive waits for its directory.
     */
    private static final long HEARTBEAT_TIMEOUT_MS = 5_000;

    private LocalArchive()
    {
    }

    /**
     * Id of an archive that is to be found.
     *
     * @param controlStreamId of its control requests, positive.
     */
    static long archiveId(final int controlStreamId)
    {
        return ID_TAG | controlStreamId;
    }

    /**
     * Stream of the control requests of the one archive on a media driver.
     *
     * @throws CommandException if there is none, or several.
     */
    static int controlStreamId(final CountersReader counters, final String aeronDir)
    {
        final LongHashSet archiveIds = new LongHashSet();
        counters.forEach((counterId, typeId, keyBuffer, label) ->
        {
            if (AeronCounters.ARCHIVE_CONTROL_SESSIONS_TYPE_ID == typeId &&
                isAlive(counters, counters.getCounterOwnerId(counterId)))
            {
                archiveIds.add(keyBuffer.getLong(0));
            }
        });

        if (1 != archiveIds.size())
        {
            throw new CommandException((archiveIds.isEmpty() ? "no archive runs" : archiveIds.size() +
                " archives run") + " on the media driver in --aeron-dir=" + aeronDir + ": give the one that the " +
                "collector reads by --archive-channel or --archive, as to collect" +
                (archiveIds.isEmpty() ? "; or ask without these options of what is committed" : ""));
        }

        final long archiveId = archiveIds.iterator().nextValue();
        return ID_TAG == (archiveId & ID_TAG_MASK) ?
            (int)archiveId : AeronArchive.Configuration.LOCAL_CONTROL_STREAM_ID_DEFAULT;
    }

    /**
     * The counters of an archive that was killed stay until the media driver gives its Aeron client up.
     */
    private static boolean isAlive(final CountersReader counters, final long clientId)
    {
        final int heartbeat = HeartbeatTimestamp.findCounterIdByRegistrationId(
            counters, HeartbeatTimestamp.HEARTBEAT_TYPE_ID, clientId);
        return CountersReader.NULL_COUNTER_ID != heartbeat &&
            System.currentTimeMillis() - counters.getCounterValue(heartbeat) < HEARTBEAT_TIMEOUT_MS;
    }
}
