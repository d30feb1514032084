package io.tracelink.aeron;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FrameDescriptor;
import io.tracelink.core.MessageResult;
import io.tracelink.testing.MessageLayout;
import io.tracelink.testing.ProgramProcess;
import io.tracelink.testing.Protocol;
import io.tracelink.testing.WireBlock;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Floods a stream, in a process of its own: messages of others, messages that are broken in every way that there is,
 * and fragments of messages that never end or never began.
 */
final class FloodProgram
{
    /**
     * A message, and what a reader should say of it: a fault of {@link MessageResult}, or OK where it is lawful.
     */
    record Message(UnsafeBuffer bytes, int fault)
    {
    }

    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int VERSION_OFFSET = 6;
    private static final int SCHEMA_ID_OFFSET = 4;
    private static final int TRACE_ID_OFFSET = 28;
    private static final int GROUP_OFFSET = 36;
    private static final int PARENTS_OFFSET = 40;

    private FloodProgram()
    {
    }

    static ProgramProcess start(final String aeronDir, final int streamId, final int rounds)
    {
        return ProgramProcess.ofMain(
            FloodProgram.class, aeronDir, Integer.toString(streamId), Integer.toString(rounds));
    }

    /**
     * What is sent in each round.
     */
    static List<Message> messages()
    {
        final WireBlock set = Protocol.TRACE_LINK_SET.newBlock()
            .set("streamId", 10_000).set("epoch", 9).set("seq", 11).set("traceId", 42);
        set.addEntry().set("traceId", 10);
        set.addEntry().set("traceId", 20);
        final byte[] good = Protocol.TRACE_LINK_SET.encode(set);
        final byte[] request = Protocol.SHM_ATTACH_REQUEST.encode(Protocol.SHM_ATTACH_REQUEST.newBlock());

        final List<Message> messages = new ArrayList<>();
        add(messages, request, MessageResult.OK);
        add(messages, with16(good, SCHEMA_ID_OFFSET, 4_711), MessageResult.OTHER_SCHEMA);
        add(messages, with16(new byte[5_000], SCHEMA_ID_OFFSET, 4_711), MessageResult.OTHER_SCHEMA);
        add(messages, new byte[MessageLayout.HEADER_LENGTH - 1], MessageResult.TRUNCATED);
        add(messages, Arrays.copyOf(good, good.length - 1), MessageResult.TRUNCATED);
        add(messages, with16(good, VERSION_OFFSET, 2), MessageResult.NEWER_VERSION);
        add(messages, with16(good, 0, 27), MessageResult.BAD_BLOCK_LENGTH);
        add(messages, with16(good, GROUP_OFFSET, 7), MessageResult.BAD_GROUP_BLOCK_LENGTH);
        add(messages, with16(good, GROUP_OFFSET + 2, 0), MessageResult.NO_PARENTS);
        add(messages, with16(good, GROUP_OFFSET + 2, 65_535), MessageResult.TOO_MANY_PARENTS);
        add(messages, with64(good, TRACE_ID_OFFSET, 0), MessageResult.NULL_TRACE_ID);
        add(messages, with64(good, PARENTS_OFFSET, 0), MessageResult.NULL_PARENT);
        add(messages, with64(good, PARENTS_OFFSET, 20), MessageResult.DUPLICATE_PARENT);

        return messages;
    }

    /**
     * Runs until everything was taken.
     *
     * @param args directory of the media driver, stream id, rounds.
     */
    public static void main(final String[] args)
    {
        final TerminationFlag termination = new TerminationFlag();
        try (Aeron aeron = Aeron.connect(
            new Aeron.Context().aeronDirectoryName(args[0]).errorHandler(FloodProgram::onError));
            ExclusivePublication publication =
                aeron.addExclusivePublication(AeronFixture.CHANNEL, Integer.parseInt(args[1])))
        {
            final List<Message> messages = messages();
            final int rounds = Integer.parseInt(args[2]);
            for (int round = 0; round < rounds && !termination.isRaised(); round++)
            {
                offerFragment(publication, FrameDescriptor.BEGIN_FRAG_FLAG, termination);
                for (final Message message : messages)
                {
                    while (publication.offer(message.bytes()) < 0 && !termination.isRaised())
                    {
                        Thread.onSpinWait();
                    }
                }
                offerFragment(publication, FrameDescriptor.END_FRAG_FLAG, termination);
            }

            System.out.println("flooded");
            while (!termination.isRaised())
            {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    private static void onError(final Throwable error)
    {
        System.err.println(error);
    }

    private static void offerFragment(
        final ExclusivePublication publication, final byte flags, final TerminationFlag termination)
    {
        final BufferClaim bufferClaim = new BufferClaim();
        while (publication.tryClaim(64, bufferClaim) < 0 && !termination.isRaised())
        {
            Thread.onSpinWait();
        }

        bufferClaim.flags(flags);
        bufferClaim.commit();
    }

    private static void add(final List<Message> messages, final byte[] bytes, final int fault)
    {
        messages.add(new Message(new UnsafeBuffer(bytes), fault));
    }

    private static byte[] with16(final byte[] message, final int offset, final int value)
    {
        final byte[] changed = message.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putShort(offset, (short)value);

        return changed;
    }

    private static byte[] with64(final byte[] message, final int offset, final long value)
    {
        final byte[] changed = message.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putLong(offset, value);

        return changed;
    }
}
