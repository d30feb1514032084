package io.tracelink.aeron;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.tracelink.core.ParentSet;
import io.tracelink.core.TraceLinkSetFlyweight;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Readers that are given up at any time, each of which begins where the one before it said that it was: all of them
 * together get every message of interleaved publications once, in its order and whole.
 * <p>
 * The later readers subscribe at the beginning and do not poll until it is their turn, so that the log holds what they
 * go on with. The logs begin a little before the end of a term, so that they cross it.
 */
class CheckpointPropertyTest
{
    private static final int TERM_LENGTH = 256 * 1024;
    private static final int READERS = 3;
    private static final int PUBLICATIONS = 2;
    private static final int MESSAGES = 25;
    private static final int MAX_PARENTS = 700;

    private static AeronFixture fixture;

    @BeforeContainer
    static void launch()
    {
        fixture = new AeronFixture();
    }

    @AfterContainer
    static void shutdown()
    {
        fixture.close();
    }

    @Property(tries = 30)
    void shouldLoseAndRepeatNothing(@ForAll final long seed)
    {
        run(seed, (subscription, random, received) ->
        {
            final TracePoller poller = new TracePoller(
                subscription,
                (linkSet, header) -> received.onLinks(linkSet.streamId(), linkSet.seq(), linkSet.parentCount()),
                (descriptor, header) -> received.onFrame(descriptor.streamId(), descriptor.seq()));

            return new Reader(poller::poll, poller::position);
        });
    }

    @Property(tries = 30)
    void shouldLoseAndRepeatNothingWhateverTheHandlersReturn(@ForAll final long seed)
    {
        final Action[] values = Action.values();
        run(seed, (subscription, random, received) ->
        {
            final ControlledTracePoller poller = new ControlledTracePoller(
                subscription,
                (linkSet, header) ->
                {
                    final Action action = values[random.nextInt(values.length)];
                    if (Action.ABORT != action)
                    {
                        received.onLinks(linkSet.streamId(), linkSet.seq(), linkSet.parentCount());
                    }
                    return action;
                },
                (descriptor, header) ->
                {
                    final Action action = values[random.nextInt(values.length)];
                    if (Action.ABORT != action)
                    {
                        received.onFrame(descriptor.streamId(), descriptor.seq());
                    }
                    return action;
                });

            return new Reader(poller::controlledPoll, poller::position);
        });
    }

    private static void run(final long seed, final ReaderFactory factory)
    {
        final Random random = new Random(seed);
        final int streamId = AeronFixture.nextStreamId();
        final List<Subscription> subscriptions = new ArrayList<>();
        final List<ExclusivePublication> publications = new ArrayList<>();
        try
        {
            for (int i = 0; i < READERS; i++)
            {
                subscriptions.add(fixture.subscribe(streamId));
            }
            for (int i = 0; i < PUBLICATIONS; i++)
            {
                publications.add(publication(streamId, subscriptions, random));
            }
            readInTurn(random, subscriptions, publications, factory);
        }
        finally
        {
            CloseHelper.closeAll(publications);
            CloseHelper.closeAll(subscriptions);
        }
    }

    private static void readInTurn(
        final Random random,
        final List<Subscription> subscriptions,
        final List<ExclusivePublication> publications,
        final ReaderFactory factory)
    {
        final Received received = new Received();
        final Sender sender = new Sender(random, publications);
        final long[] positions = new long[PUBLICATIONS];

        for (int life = 0; life < READERS; life++)
        {
            final boolean isLast = READERS - 1 == life;
            final Subscription subscription = subscriptions.get(life);
            for (int i = 0; i < PUBLICATIONS && life > 0; i++)
            {
                seek(subscription.imageBySessionId(publications.get(i).sessionId()), positions[i]);
            }

            final Reader reader = factory.newReader(subscription, random, received);
            for (int polls = random.nextInt(40); polls > 0; polls--)
            {
                sender.sendSome();
                reader.poll.accept(1 + random.nextInt(5));
            }

            if (isLast)
            {
                while (sender.sendSome())
                {
                    reader.poll.accept(5);
                }
                AeronFixture.await(() ->
                {
                    reader.poll.accept(5);
                    return received.count == PUBLICATIONS * MESSAGES;
                });
                reader.poll.accept(5);
            }

            for (int i = 0; i < PUBLICATIONS; i++)
            {
                positions[i] = reader.position.applyAsLong(
                    subscription.imageBySessionId(publications.get(i).sessionId()));
            }
            // the reader is gone, its subscription too
            subscription.close();
        }

        for (int i = 0; i < PUBLICATIONS; i++)
        {
            assertThat(received.seqs.get(i)).containsExactlyElementsOf(LongStream.range(0, MESSAGES).boxed().toList());
            assertThat(positions[i]).isEqualTo(publications.get(i).position());
        }
    }

    private static ExclusivePublication publication(
        final int streamId, final List<Subscription> subscriptions, final Random random)
    {
        final int termOffset = TERM_LENGTH - 32 * (1 + random.nextInt(2_000));
        final ExclusivePublication publication = fixture.aeron.addExclusivePublication(
            "aeron:ipc?init-term-id=7|term-id=7|term-length=" + TERM_LENGTH + "|term-offset=" + termOffset, streamId);
        subscriptions.forEach((subscription) -> AeronFixture.awaitConnected(publication, subscription));

        return publication;
    }

    /**
     * An image can be moved within its term.
     */
    private static void seek(final Image image, final long position)
    {
        final long termEnd = (image.position() | TERM_LENGTH - 1) + 1;
        if (position > termEnd)
        {
            image.position(termEnd);
        }
        image.position(position);
    }

    /**
     * Of a message: none for a frame, one to five fragments' worth for a set.
     */
    private static int parentCount(final long publication, final long seq)
    {
        return (int)Math.max(0, (publication * 31 + seq * 137) % MAX_PARENTS - 150);
    }

    @FunctionalInterface
    private interface ReaderFactory
    {
        Reader newReader(Subscription subscription, Random random, Received received);
    }

    private record Reader(IntConsumer poll, ToLongFunction<Image> position)
    {
    }

    /**
     * Sequences by the index of the publication, which is the stream id of its frames.
     */
    private static final class Received
    {
        private final List<List<Long>> seqs = List.of(new ArrayList<>(), new ArrayList<>());
        private int count;

        void onFrame(final long publication, final long seq)
        {
            assertThat(parentCount(publication, seq)).isZero();
            add(publication, seq);
        }

        void onLinks(final long publication, final long seq, final int parents)
        {
            assertThat(parents).isEqualTo(parentCount(publication, seq));
            add(publication, seq);
        }

        private void add(final long publication, final long seq)
        {
            seqs.get((int)publication).add(seq);
            count++;
        }
    }

    /**
     * Sends frames and sets of one to many fragments, by any of the publications.
     */
    private static final class Sender
    {
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8 * MAX_PARENTS + 64]);
        private final ParentSet parents = new ParentSet(MAX_PARENTS);
        private final Random random;
        private final List<ExclusivePublication> publications;
        private final long[] nextSeqs = new long[PUBLICATIONS];

        Sender(final Random random, final List<ExclusivePublication> publications)
        {
            this.random = random;
            this.publications = publications;
        }

        /**
         * Send up to three messages, as far as there are any.
         *
         * @return true if there are more.
         */
        boolean sendSome()
        {
            for (int i = random.nextInt(4); i > 0; i--)
            {
                final int publication = random.nextInt(PUBLICATIONS);
                if (nextSeqs[publication] < MESSAGES)
                {
                    send(publication, nextSeqs[publication]++);
                }
            }

            return LongStream.of(nextSeqs).anyMatch((seq) -> seq < MESSAGES);
        }

        private void send(final int publication, final long seq)
        {
            parents.clear();
            for (int i = 1, count = parentCount(publication, seq); i <= count; i++)
            {
                parents.add(i);
            }
            final int length = parents.isEmpty() ?
                FrameDescriptorFlyweight.encode(buffer, 0, publication, 9, seq, 13, 15, 42) :
                TraceLinkSetFlyweight.encode(buffer, 0, publication, 9, seq, 42_000, parents);
            AeronFixture.await(() -> publications.get(publication).offer(buffer, 0, length) > 0);
        }
    }
}
