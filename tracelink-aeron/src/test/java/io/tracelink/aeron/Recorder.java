package io.tracelink.aeron;

import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.tracelink.schema.tracelink.TraceLinkSetDecoder;
import io.tracelink.schema.wire.FrameDescriptorDecoder;
import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads streams by the generated codecs, as a peer does, and keeps what came in its order.
 */
final class Recorder
{
    /**
     * What a peer reads of a FrameDescriptor.
     */
    record Frame(long streamId, long epoch, long seq, long timestampNs, long metaVersion, long traceId)
    {
    }

    /**
     * What a peer reads of a TraceLinkSet.
     */
    record Links(long streamId, long epoch, long seq, long traceId, List<Long> parents)
    {
    }

    private final List<Object> received = new ArrayList<>();
    private final FragmentHandler assembler = new FragmentAssembler(this::onMessage);
    private final List<Subscription> subscriptions = new ArrayList<>();

    Recorder(final Subscription... subscriptions)
    {
        this.subscriptions.addAll(List.of(subscriptions));
    }

    /**
     * Read another stream too.
     */
    void add(final Subscription subscription)
    {
        subscriptions.add(subscription);
    }

    /**
     * Wait until so many messages have come in all, and see that no more are there.
     */
    List<Object> await(final int count)
    {
        AeronFixture.await(() ->
        {
            poll();
            return received.size() >= count;
        });
        poll();

        return List.copyOf(received);
    }

    void poll()
    {
        for (final Subscription subscription : subscriptions)
        {
            subscription.poll(assembler, 100);
        }
    }

    List<Frame> frames()
    {
        return received.stream().filter(Frame.class::isInstance).map(Frame.class::cast).toList();
    }

    List<Links> links()
    {
        return received.stream().filter(Links.class::isInstance).map(Links.class::cast).toList();
    }

    private void onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        final io.tracelink.schema.wire.MessageHeaderDecoder messageHeader =
            new io.tracelink.schema.wire.MessageHeaderDecoder().wrap(buffer, offset);

        received.add(switch (messageHeader.schemaId())
        {
            case FrameDescriptorDecoder.SCHEMA_ID -> frame(buffer, offset, length);
            case TraceLinkSetDecoder.SCHEMA_ID -> links(buffer, offset, length);
            default -> throw new AssertionError("schemaId=" + messageHeader.schemaId());
        });
    }

    private static Frame frame(final DirectBuffer buffer, final int offset, final int length)
    {
        final FrameDescriptorDecoder decoder = new FrameDescriptorDecoder()
            .wrapAndApplyHeader(buffer, offset, new io.tracelink.schema.wire.MessageHeaderDecoder());
        if (length != 48)
        {
            throw new AssertionError("length=" + length);
        }

        return new Frame(
            decoder.streamId(),
            decoder.epoch(),
            decoder.seq(),
            decoder.timestampNs(),
            decoder.metaVersion(),
            decoder.traceId());
    }

    private static Links links(final DirectBuffer buffer, final int offset, final int length)
    {
        final TraceLinkSetDecoder decoder = new TraceLinkSetDecoder()
            .wrapAndApplyHeader(buffer, offset, new io.tracelink.schema.tracelink.MessageHeaderDecoder());
        final Links links = new Links(
            decoder.streamId(), decoder.epoch(), decoder.seq(), decoder.traceId(), new ArrayList<>());
        for (final TraceLinkSetDecoder.ParentsDecoder parent : decoder.parents())
        {
            links.parents().add(parent.traceId());
        }
        if (length != 40 + 8 * links.parents().size())
        {
            throw new AssertionError("length=" + length);
        }

        return links;
    }
}
