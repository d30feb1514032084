package io.tracelink.store;

import io.aeron.Aeron;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.TimeoutException;
import io.tracelink.aeron.TraceDispatcher;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.NanoClock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Replays the recordings of the streams, each from where the store has it committed, and those that go on for as long
 * as they do. At most a fixed number is replayed at once; where more have something to be read, they take turns.
 * <p>
 * A duty cycle only reads replays and allocates nothing. The archive is asked in intervals: for new recordings and how
 * far those are that go on, in longer ones for recordings that were ended and go on after all. What it says is held
 * against what was read ({@link ArchiveCheck}), and if the two do not fit, or it no longer answers, the source ends.
 */
final class ArchiveSource implements Source
{
    static final long REFRESH_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long FULL_REFRESH_INTERVAL_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long HOLD_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long LONG_HOLD_NS = TimeUnit.MINUTES.toNanos(10);
    private static final String GONE = "archive is gone: it does not answer, or its connection was lost";
    private static final String DAMAGED = "its segment file may be missing or damaged";

    private final Aeron aeron;
    private final AeronArchive archive;
    private final CollectorArchive settings;
    private final Intake intake;
    private final Positions positions;
    private final NanoClock nanoClock;
    private final ErrorHandler errorHandler;
    private final TraceDispatcher dispatcher;
    private final RecordedStreams streams;
    private final ArchiveCheck check;
    private final Long2ObjectHashMap<Recording> recordings = new Long2ObjectHashMap<>();
    private final ArrayList<Recording> followed = new ArrayList<>();
    private final ArrayDeque<Recording> waiting = new ArrayDeque<>();
    private final ArrayList<Replay> replays = new ArrayList<>();
    private final Long2LongHashMap drainPositions = new Long2LongHashMap(AeronArchive.NULL_POSITION);
    private long nextRecordingId;
    private long nextRefreshNs;
    private long nextFullRefreshNs;
    private long nextStartNs;
    private long behind;
    private boolean isRefreshFailing;
    private boolean isReplayRefused;
    private boolean isGone;
    private boolean isClosed;

    /**
     * A source that has its streams recorded.
     *
     * @throws IllegalArgumentException if the archive and the store do not belong together, or one of them lost what
     *                                  the other needs.
     * @throws AeronException           if the archive refuses or does not answer.
     */
    ArchiveSource(
        final Collector.Context context,
        final Intake intake,
        final Positions positions,
        final NanoClock nanoClock)
    {
        this(context, RecordedStreams.recorded(context), intake, positions, nanoClock);
    }

    /**
     * A source of what is recorded already.
     *
     * @throws IllegalArgumentException if the archive and the store do not belong together, or one of them lost what
     *                                  the other needs.
     * @throws AeronException           if the archive refuses or does not answer.
     */
    ArchiveSource(
        final Collector.Context context,
        final RecordedStreams streams,
        final Intake intake,
        final Positions positions,
        final NanoClock nanoClock)
    {
        aeron = context.aeron();
        settings = context.archive();
        archive = settings.archive();
        this.intake = intake;
        this.positions = positions;
        this.nanoClock = nanoClock;
        errorHandler = context.errorHandler();
        dispatcher = TraceDispatcher.uncontrolled(intake, intake, intake);
        this.streams = streams;
        check = new ArchiveCheck(context.store(), settings, errorHandler);

        findRecordings(0);
        check.onListed(streams);
        nextRefreshNs = nanoClock.nanoTime();
        nextStartNs = nextRefreshNs;
        nextFullRefreshNs = nextRefreshNs + FULL_REFRESH_INTERVAL_NS;
    }

    @Override
    public int poll()
    {
        final long nowNs = nanoClock.nanoTime();
        if (nowNs - nextRefreshNs >= 0)
        {
            nextRefreshNs = nowNs + REFRESH_INTERVAL_NS;
            refresh(nowNs);
        }

        int work = 0;
        if (intake.hasBatch())
        {
            for (int i = 0, size = replays.size(); i < size; i++)
            {
                work += replays.get(i).poll();
            }
        }

        for (int i = replays.size() - 1; i >= 0; i--)
        {
            final Replay replay = replays.get(i);
            if (replay.recording().isAtEnd())
            {
                end(i);
            }
            else if (replay.isOver(nowNs))
            {
                onOver(replay);
                end(i);
            }
        }

        return work;
    }

    @Override
    public void startDraining()
    {
        refresh(nanoClock.nanoTime());
        for (final Recording recording : followed)
        {
            drainPositions.put(recording.recordingId(), recording.recordedPosition());
        }
    }

    @Override
    public boolean isDrained()
    {
        for (final Recording recording : followed)
        {
            if (recording.position() < drainPositions.get(recording.recordingId()))
            {
                return false;
            }
        }

        return true;
    }

    @Override
    public long rejects()
    {
        return dispatcher.rejects();
    }

    @Override
    public long behind()
    {
        return behind;
    }

    @Override
    public boolean isRepeatable()
    {
        return true;
    }

    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            updateBehind();
            CloseHelper.closeAll(replays);
        }
    }

    private void refresh(final long nowNs)
    {
        if (isGone)
        {
            return;
        }

        try
        {
            findRecordings(nowNs);
            for (int i = followed.size() - 1; i >= 0; i--)
            {
                final Recording recording = followed.get(i);
                update(recording);
                if (recording.isAtEnd() && 0 == recording.behind() && !recording.hasMoved())
                {
                    recording.isFollowed(false);
                    followed.remove(i);
                }
            }

            updateBehind();
            makeTurns(nowNs);
            startReplays(nowNs, true);
            startReplays(nowNs, false);
            isRefreshFailing = false;
        }
        catch (final AgentTerminationException ex)
        {
            isGone = true;
            throw ex;
        }
        catch (final AeronException ex)
        {
            if (ex instanceof TimeoutException || AeronArchive.State.CONNECTED != archive.state())
            {
                isGone = true;
                throw new AgentTerminationException(GONE, ex);
            }

            if (!isRefreshFailing)
            {
                isRefreshFailing = true;
                errorHandler.onError(ex);
            }
        }
    }

    /**
     * Look for new recordings; now and then also for known ones that were at their end and go on.
     */
    private void findRecordings(final long nowNs)
    {
        final boolean isFull = nowNs - nextFullRefreshNs >= 0;
        if (isFull)
        {
            nextFullRefreshNs = nowNs + FULL_REFRESH_INTERVAL_NS;
        }

        for (final RecordingDescriptor descriptor : streams.list(isFull ? 0 : nextRecordingId))
        {
            final Recording known = recordings.get(descriptor.recordingId());
            if (null == known)
            {
                final Recording recording = check.onRecording(descriptor, committedEnd(descriptor));
                recordings.put(descriptor.recordingId(), recording);
                nextRecordingId = Math.max(nextRecordingId, descriptor.recordingId() + 1);
                onFound(recording, descriptor);
            }
            else if (known.isStopped() && known.stopPosition() != descriptor.stopPosition())
            {
                onFound(known, descriptor);
            }
        }
    }

    /**
     * How far a recording goes. While it goes on, the archive is asked only if that is of interest.
     */
    private long committedEnd(final RecordingDescriptor descriptor)
    {
        if (descriptor.isStopped() || !check.isCommitted(descriptor))
        {
            return descriptor.stopPosition();
        }

        final long recordedPosition = archive.getRecordingPosition(descriptor.recordingId());
        return AeronArchive.NULL_POSITION == recordedPosition ?
            archive.getStopPosition(descriptor.recordingId()) : recordedPosition;
    }

    private void onFound(final Recording recording, final RecordingDescriptor descriptor)
    {
        if (descriptor.isStopped())
        {
            ArchiveCheck.checkEnd(recording, descriptor.stopPosition());
            recording.onRecorded(descriptor.stopPosition(), true);
        }
        else
        {
            recording.onRecorded(recording.position(), false);
        }

        if (!recording.isFollowed() && (!recording.isAtEnd() || recording.hasMoved()))
        {
            recording.isFollowed(true);
            followed.add(recording);
        }
    }

    private void update(final Recording recording)
    {
        if (!recording.isStopped())
        {
            updateEnd(recording);
        }

        if (recording.isReplayed())
        {
            return;
        }

        if (!recording.isAtEnd())
        {
            await(recording);
        }
        else if (recording.hasMoved() && positions.hasRoom())
        {
            positions.add(recording);
        }
    }

    private void updateEnd(final Recording recording)
    {
        try
        {
            final long stopPosition = archive.getStopPosition(recording.recordingId());
            final boolean isStopped = AeronArchive.NULL_POSITION != stopPosition;
            final long end = isStopped ? stopPosition : archive.getRecordingPosition(recording.recordingId());

            // one that stopped between the two questions is asked for again next time
            if (AeronArchive.NULL_POSITION != end)
            {
                ArchiveCheck.checkEnd(recording, end);
                recording.onRecorded(end, isStopped);
            }
        }
        catch (final ArchiveException ex)
        {
            if (ArchiveException.UNKNOWN_RECORDING == ex.errorCode())
            {
                throw new AgentTerminationException(ArchiveCheck.missing(recording), ex);
            }

            throw ex;
        }
    }

    private void updateBehind()
    {
        long sum = 0;
        for (int i = 0, size = followed.size(); i < size; i++)
        {
            sum += followed.get(i).behind();
        }

        behind = sum;
    }

    /**
     * Give a place away if a recording that waits has something to be read and all places are taken: that of one that
     * has nothing, else of one that had its time.
     */
    private void makeTurns(final long nowNs)
    {
        if (replays.size() < settings.maxReplays() ||
            waiting.stream().noneMatch((recording) -> recording.isBehind() && !recording.isHeld(nowNs)))
        {
            return;
        }

        int leaving = Aeron.NULL_VALUE;
        for (int i = 0, size = replays.size(); i < size; i++)
        {
            final Replay replay = replays.get(i);
            if (replay.isSliceOver(nowNs) &&
                (Aeron.NULL_VALUE == leaving || !replay.recording().isBehind()))
            {
                leaving = i;
            }
        }

        if (Aeron.NULL_VALUE != leaving)
        {
            final Replay replay = replays.get(leaving);
            end(leaving);
            replay.stop();
        }
    }

    private void startReplays(final long nowNs, final boolean isBehind)
    {
        for (int i = waiting.size(); i > 0 && nowNs - nextStartNs >= 0 &&
            replays.size() < settings.maxReplays() && positions.hasRoom(); i--)
        {
            final Recording recording = waiting.poll();
            recording.isWaiting(false);
            if (!recording.isAtEnd() &&
                (recording.isHeld(nowNs) || isBehind != recording.isBehind() || !start(recording)))
            {
                await(recording);
            }
        }
    }

    private void await(final Recording recording)
    {
        if (!recording.isWaiting())
        {
            recording.isWaiting(true);
            waiting.add(recording);
        }
    }

    private boolean start(final Recording recording)
    {
        try
        {
            replays.add(new Replay(aeron, settings, recording, intake, dispatcher, nanoClock));
            recording.isReplayed(true);
            positions.add(recording);
            isReplayRefused = false;

            return true;
        }
        catch (final TimeoutException ex)
        {
            if (!isAnswering(recording))
            {
                throw ex;
            }

            // the archive waits longer for a segment that is missing than its client for an answer, and nothing was
            // read meanwhile: the replays that there are have their turn first
            nextStartNs = nanoClock.nanoTime() + HOLD_NS;
            hold(recording, LONG_HOLD_NS, DAMAGED);
            return false;
        }
        catch (final AeronException ex)
        {
            if (AeronArchive.State.CONNECTED != archive.state())
            {
                throw ex;
            }

            onRefused(recording, ex);
            return false;
        }
    }

    private void onRefused(final Recording recording, final AeronException cause)
    {
        final int errorCode =
            cause instanceof ArchiveException archiveException ? archiveException.errorCode() : Aeron.NULL_VALUE;
        if (ArchiveException.GENERIC == errorCode)
        {
            hold(recording, LONG_HOLD_NS, cause.getMessage());
        }
        else if (ArchiveException.INVALID_POSITION == errorCode)
        {
            // one that has just ended has nothing beyond its position: the next refresh knows
            ArchiveCheck.checkStart(recording, archive.getStartPosition(recording.recordingId()));
        }
        else if (!isReplayRefused)
        {
            isReplayRefused = true;
            errorHandler.onError(cause);
        }
    }

    private boolean isAnswering(final Recording recording)
    {
        try
        {
            archive.getStopPosition(recording.recordingId());
            return true;
        }
        catch (final AeronException ex)
        {
            return ex instanceof ArchiveException;
        }
    }

    private void end(final int index)
    {
        final Replay replay = replays.remove(index);
        final Recording recording = replay.recording();
        replay.close();
        recording.isReplayed(false);

        if (!recording.isAtEnd())
        {
            await(recording);
        }
    }

    /**
     * A replay ended where its recording does not, as far as is known. If it brought nothing, the next one may not
     * either.
     */
    private void onOver(final Replay replay)
    {
        final Recording recording = replay.recording();
        if (!replay.hasProgressed() && recording.isBehind())
        {
            hold(recording, HOLD_NS, DAMAGED);
        }
    }

    /**
     * The others go on meanwhile.
     */
    private void hold(final Recording recording, final long holdNs, final String reason)
    {
        recording.holdUntil(nanoClock.nanoTime() + holdNs);
        if (recording.tellFault())
        {
            errorHandler.onError(new IllegalStateException("replay of " + recording + " on " +
                settings.replayChannel() + " brings nothing after position=" + recording.position() + ": " + reason));
        }
    }
}
