package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.exceptions.DriverTimeoutException;
import io.tracelink.core.MessageResult;
import io.tracelink.testing.Await;
import io.tracelink.testing.ProgramProcess;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.collections.LongArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faults around a stage that publishes as fast as it pleases: its loop goes on, results and counters say what became of
 * each frame and its links, and what Aeron took arrives, in its order. Subscribers, those who flood and the media
 * driver that is killed are processes.
 */
class TransportFaultIT
{
    private static final int ROUNDS = 1_000;

    /**
     * While a media driver starts, at the least.
     */
    private static final int ROUNDS_MEANWHILE = 50;
    private static final int FLOOD_ROUNDS = 1_000;
    private static final Pattern RECEIVED =
        Pattern.compile("received count=(?<count>\\d+) first=(?<first>\\d+) last=(?<last>\\d+)");
    private static final Pattern STOPPED = Pattern.compile(
        "stopped rounds=(?<rounds>\\d+) notSent=(?<notSent>\\d+) joined=(?<joined>\\d+) closed=(?<closed>\\d+) " +
        "lastFrame=(?<lastFrame>\\d+) lastLinks=(?<lastLinks>\\d+) longestCallNs=(?<longestCallNs>\\d+)");

    /**
     * Far more than a call takes on a machine that is busy, and less than anything that Aeron waits for.
     */
    private static final long LONGEST_CALL_NS = TimeUnit.SECONDS.toNanos(2);

    private final int descriptorStreamId = AeronFixture.nextStreamId();
    private final int controlStreamId = AeronFixture.nextStreamId();
    private final List<AutoCloseable> closeables = new ArrayList<>();
    private FaultStage stage;
    private Recorder recorder;

    @AfterEach
    void close()
    {
        for (int i = closeables.size() - 1; i >= 0; i--)
        {
            CloseHelper.close(closeables.get(i));
        }
    }

    @Test
    void shouldGoOnWhileNobodySubscribesAndWhenSomebodyComesAndGoes()
    {
        final AeronFixture fixture = opened(new AeronFixture());
        final FramePublisher publisher = startStage(fixture);
        await(() -> stage.frames(Publication.NOT_CONNECTED) >= ROUNDS);
        assertThat(stage.frames(FaultStage.TAKEN)).isZero();

        recorder = new Recorder(opened(fixture.subscribe(descriptorStreamId)));
        await(() -> stage.links(Publication.NOT_CONNECTED) >= ROUNDS);
        assertThat(stage.links(FaultStage.TAKEN)).isZero();
        final Subscription gone = fixture.subscribe(controlStreamId);
        final Recorder first = new Recorder(gone);
        await(() ->
        {
            first.poll();
            return first.links().size() >= ROUNDS;
        });

        gone.close();
        final long withoutReader = stage.links(Publication.NOT_CONNECTED);
        await(() -> stage.links(Publication.NOT_CONNECTED) >= withoutReader + ROUNDS);
        recorder.add(opened(fixture.subscribe(controlStreamId)));
        await(() -> recorder.links().size() >= ROUNDS);
        stop();

        assertThat(seqsOfFrames()).isEqualTo(stage.takenFrames());
        assertSubsequence(seqsOf(first.links()), stage.takenLinks());
        assertSubsequence(seqsOf(recorder.links()), stage.takenLinks());
        assertCounted(fixture, publisher);
    }

    @Test
    void shouldDropLinksWhileASubscriberToThemIsStoppedAndSendThemWhenItGoesOn()
    {
        final AeronFixture fixture = opened(new AeronFixture());
        final FramePublisher publisher = startStage(fixture);
        record(fixture);
        final ProgramProcess reader = opened(ReaderProgram.start(aeronDir(fixture), controlStreamId));

        reader.signal("STOP");
        final long linksWhenStopped = awaitStandstill(stage::links);
        final long frames = stage.frames(FaultStage.TAKEN);
        await(() -> stage.frames(FaultStage.TAKEN) >= frames + ROUNDS);
        assertThat(stage.links(FaultStage.TAKEN)).isEqualTo(linksWhenStopped);
        assertThat(stage.links(Publication.BACK_PRESSURED)).isGreaterThanOrEqualTo(2 * ROUNDS);

        reader.signal("CONT");
        await(() -> stage.links(FaultStage.TAKEN) >= linksWhenStopped + ROUNDS);
        stop();

        assertArrived();
        assertCounted(fixture, publisher);
        assertReceivedAll(reader, stage.takenLinks());
    }

    @Test
    void shouldTellOfBackPressureWhileASubscriberToFramesIsStoppedAndSendThemWhenItGoesOn()
    {
        final AeronFixture fixture = opened(new AeronFixture());
        final FramePublisher publisher = startStage(fixture);
        record(fixture);
        final ProgramProcess reader = opened(ReaderProgram.start(aeronDir(fixture), descriptorStreamId));

        reader.signal("STOP");
        final long framesWhenStopped = awaitStandstill(stage::frames);
        assertThat(stage.frames(Publication.BACK_PRESSURED)).isGreaterThanOrEqualTo(ROUNDS);

        reader.signal("CONT");
        await(() -> stage.frames(FaultStage.TAKEN) >= framesWhenStopped + ROUNDS);
        stop();

        assertArrived();
        assertCounted(fixture, publisher);
        assertReceivedAll(reader, stage.takenFrames());
    }

    /**
     * Of two subscribers that are stopped one is killed and the other goes on after it was taken for dead, which its
     * own client then finds out.
     */
    @Test
    void shouldGoOnByItselfWhenStoppedSubscribersAreTakenForDead()
    {
        final AeronFixture fixture = opened(new AeronFixture(
            new MediaDriver.Context().clientLivenessTimeoutNs(TimeUnit.SECONDS.toNanos(5))));
        final FramePublisher publisher = startStage(fixture);
        record(fixture);
        final ProgramProcess dying =
            opened(ReaderProgram.start(aeronDir(fixture), descriptorStreamId, controlStreamId));
        final ProgramProcess late = opened(ReaderProgram.start(aeronDir(fixture), descriptorStreamId));

        dying.signal("STOP");
        late.signal("STOP");
        final long framesWhenStopped = awaitStandstill(stage::frames);
        dying.signal("KILL");
        assertThat(dying.awaitExit()).isEqualTo(128 + 9);
        final long rounds = stage.rounds();
        await(() -> stage.rounds() >= rounds + ROUNDS);

        await(() -> stage.frames(FaultStage.TAKEN) >= framesWhenStopped + ROUNDS);
        stop();
        late.signal("CONT");
        assertThat(late.awaitExit()).as(late.toString()).isEqualTo(1);

        assertArrived();
        assertCounted(fixture, publisher);
    }

    @Test
    void shouldGoOnWhenPublicationsAreClosedUnderIt()
    {
        final AeronFixture fixture = opened(new AeronFixture());
        record(fixture);
        final Publication descriptors =
            opened(fixture.aeron.addPublication(AeronFixture.CHANNEL, descriptorStreamId));
        final Publication control =
            opened(fixture.aeron.addExclusivePublication(AeronFixture.CHANNEL, controlStreamId));
        final FramePublisher publisher = startStage(new FramePublisher.Context()
            .aeron(fixture.aeron)
            .streamId(10_000)
            .descriptorPublication(descriptors)
            .controlPublication(control));
        await(() -> stage.links(FaultStage.TAKEN) >= ROUNDS);

        control.close();
        await(() -> stage.links(Publication.CLOSED) >= ROUNDS);
        descriptors.close();
        await(() -> stage.frames(Publication.CLOSED) >= ROUNDS);
        stop();

        assertArrived();
        assertCounted(fixture, publisher);
    }

    @Test
    void shouldFindAllLinksInAFlood()
    {
        final AeronFixture fixture = opened(new AeronFixture());
        final LongArrayList received = new LongArrayList();
        final TracePoller poller = new TracePoller(
            opened(fixture.subscribe(controlStreamId)), (links, header) -> received.addLong(links.seq()), null);
        final Recorder descriptors = new Recorder(opened(fixture.subscribe(descriptorStreamId)));
        final FramePublisher publisher = startStage(fixture);

        final ProgramProcess flood =
            opened(FloodProgram.start(aeronDir(fixture), controlStreamId, FLOOD_ROUNDS));
        final long[] rejects = new long[MessageResult.COUNT];
        FloodProgram.messages().forEach((message) ->
            rejects[-message.fault()] += MessageResult.OK == message.fault() ? 0 : FLOOD_ROUNDS);
        await(() ->
        {
            descriptors.poll();
            while (poller.poll(100) > 0)
            {
                descriptors.poll();
            }

            return flood.out().contains("flooded") &&
                poller.rejects() >= Arrays.stream(rejects).sum() &&
                stage.links(FaultStage.TAKEN) >= ROUNDS;
        });
        final long linksInTheFlood = stage.links(FaultStage.TAKEN);
        stage.stop();
        await(() ->
        {
            poller.poll(100);
            return received.size() >= stage.takenLinks().size();
        });

        assertThat(received).isEqualTo(stage.takenLinks());
        assertThat(linksInTheFlood).isGreaterThanOrEqualTo(ROUNDS);
        for (int fault = 1; fault < MessageResult.COUNT; fault++)
        {
            assertThat(poller.rejects(-fault)).as("rejects of fault %d", -fault).isEqualTo(rejects[fault]);
        }
        flood.terminate().awaitExit();
        assertThat(flood.err()).isEmpty();
        assertCounted(fixture, publisher);
    }

    /**
     * The stage is a process too. Its owner connects anew, in the background; the loop goes on meanwhile.
     */
    @Test
    void shouldGoOnWithTheNextMediaDriverWhenOneIsKilled()
    {
        final String aeronDir = CommonContext.generateRandomDirName();
        closeables.add(() -> IoUtil.delete(new File(aeronDir), true));
        final ProgramProcess killed = opened(MediaDriverProgram.start(aeronDir));
        final ProgramProcess program =
            opened(FaultStageProgram.start(aeronDir, descriptorStreamId, controlStreamId));
        final Recorder before = recordMortal(aeronDir);
        Await.until(
            () ->
            {
                before.poll();
                return before.links().size() >= ROUNDS;
            },
            program::toString);

        killed.signal("KILL");
        assertThat(killed.awaitExit()).isEqualTo(128 + 9);
        final long roundsWhenGone = number(program.awaitOut((line) -> line.startsWith("gone ")));
        opened(MediaDriverProgram.start(aeronDir));
        final long roundsWhenBack = number(program.awaitOut((line) -> line.startsWith("back ")));
        recorder = recordMortal(aeronDir);
        Await.until(
            () ->
            {
                recorder.poll();
                return recorder.links().size() >= ROUNDS;
            },
            program::toString);
        program.terminate().awaitExit();
        final Matcher end = STOPPED.matcher(program.out().get(program.out().size() - 1));
        assertThat(end.matches()).as(program.toString()).isTrue();
        await(() -> lastSeq(seqsOfFrames()) == number(end, "lastFrame") &&
            lastSeq(seqsOf(recorder.links())) == number(end, "lastLinks"));

        assertThat(program.err()).singleElement().asString()
            .contains(DriverTimeoutException.class.getSimpleName(), aeronDir);
        assertThat(roundsWhenBack).as("goes on, however soon there is another one")
            .isGreaterThan(roundsWhenGone + ROUNDS_MEANWHILE);
        assertThat(before.frames()).extracting(Recorder.Frame::seq).isSorted();
        assertThat(recorder.frames()).extracting(Recorder.Frame::seq).isSorted()
            .allMatch((seq) -> seq >= roundsWhenBack - 1);
        assertThat(recorder.links().stream().map((links) -> List.of(links.seq(), links.traceId())))
            .isSubsetOf(recorder.frames().stream().map((frame) -> List.of(frame.seq(), frame.traceId())).toList());
        assertThat(Stream.concat(before.frames().stream(), recorder.frames().stream()).map(Recorder.Frame::traceId))
            .doesNotHaveDuplicates();

        assertThat(number(end, "joined")).isEqualTo(number(end, "rounds") - number(end, "notSent"));
        assertThat(number(end, "closed")).isBetween((long)ROUNDS_MEANWHILE, number(end, "notSent"));
        assertThat(number(end, "longestCallNs")).isLessThan(LONGEST_CALL_NS);
    }

    /**
     * By a client that goes away with its media driver, which is no fault of the test.
     */
    private Recorder recordMortal(final String aeronDir)
    {
        final Aeron aeron = opened(Aeron.connect(
            new Aeron.Context().aeronDirectoryName(aeronDir).errorHandler((ex) -> {})));

        return new Recorder(
            aeron.addSubscription(AeronFixture.CHANNEL, descriptorStreamId),
            aeron.addSubscription(AeronFixture.CHANNEL, controlStreamId));
    }

    private static long number(final String line)
    {
        return Long.parseLong(line.substring(line.indexOf(' ') + 1));
    }

    private static long number(final Matcher line, final String name)
    {
        return Long.parseLong(line.group(name));
    }

    private static long lastSeq(final LongArrayList seqs)
    {
        return seqs.getLong(seqs.size() - 1);
    }

    private <T extends AutoCloseable> T opened(final T closeable)
    {
        closeables.add(closeable);
        return closeable;
    }

    private static String aeronDir(final AeronFixture fixture)
    {
        return fixture.mediaDriver.aeronDirectoryName();
    }

    private FramePublisher startStage(final AeronFixture fixture)
    {
        return startStage(fixture.publisherContext(descriptorStreamId, controlStreamId));
    }

    private FramePublisher startStage(final FramePublisher.Context context)
    {
        final FramePublisher publisher = opened(new FramePublisher(context));
        publisher.enableTracing(7);
        stage = FaultStage.start(publisher);
        closeables.add(stage::stop);

        return publisher;
    }

    private void record(final AeronFixture fixture)
    {
        recorder = new Recorder(
            opened(fixture.subscribe(descriptorStreamId)), opened(fixture.subscribe(controlStreamId)));
    }

    /**
     * Waits, and meanwhile is the subscriber that does its duty.
     */
    private void await(final BooleanSupplier condition)
    {
        Await.until(
            () ->
            {
                if (null != recorder)
                {
                    recorder.poll();
                }

                return condition.getAsBoolean();
            },
            () -> String.valueOf(stage));
    }

    /**
     * Wait until nothing was taken in so many rounds, which go on meanwhile.
     *
     * @return how many were taken before.
     */
    private long awaitStandstill(final LongUnaryOperator resultCount)
    {
        final long[] taken = {-1};
        final long[] sinceRound = new long[1];
        await(() ->
        {
            final long now = resultCount.applyAsLong(FaultStage.TAKEN);
            if (now != taken[0])
            {
                taken[0] = now;
                sinceRound[0] = stage.rounds();
            }

            return stage.rounds() >= sinceRound[0] + ROUNDS;
        });

        return taken[0];
    }

    /**
     * Who comes and goes gets what was taken without a gap, from its first message to its last.
     */
    private static void assertSubsequence(final LongArrayList received, final LongArrayList taken)
    {
        final int begin = taken.indexOf(received.getLong(0));
        final long[] part =
            Arrays.copyOfRange(taken.toLongArray(), begin, Math.min(begin + received.size(), taken.size()));
        assertThat(received.toLongArray()).isEqualTo(part);
    }

    /**
     * End the loop of the stage, and read what it has sent.
     */
    private void stop()
    {
        stage.stop();
        await(() -> seqsOfFrames().size() >= stage.takenFrames().size());
    }

    private LongArrayList seqsOfFrames()
    {
        final LongArrayList seqs = new LongArrayList();
        recorder.frames().forEach((frame) -> seqs.addLong(frame.seq()));

        return seqs;
    }

    private static LongArrayList seqsOf(final List<Recorder.Links> links)
    {
        final LongArrayList seqs = new LongArrayList();
        links.forEach((set) -> seqs.addLong(set.seq()));

        return seqs;
    }

    /**
     * Nothing that was taken is lost, comes twice or out of order.
     */
    private void assertArrived()
    {
        await(() -> seqsOf(recorder.links()).size() >= stage.takenLinks().size());
        assertThat(seqsOfFrames()).isEqualTo(stage.takenFrames());
        assertThat(seqsOf(recorder.links())).isEqualTo(stage.takenLinks());
    }

    /**
     * Every round is in exactly one count, and no call has waited for anything.
     */
    private void assertCounted(final AeronFixture fixture, final FramePublisher publisher)
    {
        final FrameCounters counters = publisher.counters();
        final long taken = stage.frames(FaultStage.TAKEN);
        assertThat(counters.joined()).isEqualTo(taken);
        assertThat(counters.notSent()).isEqualTo(stage.rounds() - taken);
        assertThat(counters.linksSent()).isEqualTo(stage.links(FaultStage.TAKEN));
        assertThat(counters.linksDropped()).isEqualTo(taken - stage.links(FaultStage.TAKEN));
        assertCounter(fixture, 1_011, "not-connected", stage.links(Publication.NOT_CONNECTED));
        assertCounter(fixture, 1_012, "back-pressured", stage.links(Publication.BACK_PRESSURED));
        assertCounter(fixture, 1_014, "closed", stage.links(Publication.CLOSED));
        assertThat(stage.longestCallNs()).as(stage.toString()).isLessThan(LONGEST_CALL_NS);
    }

    private static void assertCounter(
        final AeronFixture fixture, final int typeId, final String reason, final long count)
    {
        assertThat(fixture.counterValue(typeId, "tracelink links-dropped " + reason + ": stream=10000"))
            .as(reason).isEqualTo(count);
    }

    /**
     * Who was stopped has everything that was taken since it came.
     */
    private static void assertReceivedAll(final ProgramProcess reader, final LongArrayList taken)
    {
        reader.terminate().awaitExit();
        final Matcher received = RECEIVED.matcher(reader.out().get(reader.out().size() - 1));
        assertThat(received.matches()).as(reader.toString()).isTrue();
        assertThat(number(received, "count")).as(reader.toString())
            .isEqualTo(taken.size() - taken.indexOf(number(received, "first")));
        assertThat(number(received, "last")).as(reader.toString()).isEqualTo(lastSeq(taken));
    }
}
