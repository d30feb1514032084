package io.tracelink.driver;

import io.tracelink.schema.driver.ShmAttachRequestDecoder;
import io.tracelink.schema.driver.ShmDetachRequestDecoder;
import io.tracelink.schema.driver.ShmLeaseKeepaliveDecoder;
import io.tracelink.schema.driver.ShutdownReason;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import io.tracelink.testing.AllocationProbe;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

class RequestGateTest
{
    private static final List<byte[]> REQUESTS = List.of(
        Raw.attachRequest(1, 2, 3, Raw.PRODUCER),
        Raw.detachRequest(1, 2, 3, 4, Raw.CONSUMER),
        Raw.keepalive(1, 2, 3, Raw.PRODUCER),
        Raw.shutdownRequest(1, "token"));

    private final DriverCounter badMessages =
        new DriverCounter(new AtomicCounter(new UnsafeBuffer(new byte[1024]), 0));
    private final Recorder recorder = new Recorder();
    private final RequestGate gate = new RequestGate(recorder, badMessages);

    @Test
    void shouldLetRequestsThrough()
    {
        REQUESTS.forEach(this::offer);
        assertThat(recorder.heard).isEqualTo("attach detach keepalive shutdown ADMIN token ");
        assertThat(badMessages.value()).isZero();
    }

    @Test
    void shouldCountAndSkipEveryTruncation()
    {
        long bad = 0;
        for (final byte[] request : REQUESTS)
        {
            for (int length = 0; length < request.length; length++)
            {
                offer(Arrays.copyOf(request, length));
                assertThat(badMessages.value()).isEqualTo(++bad);
            }
        }

        assertThat(recorder.heard).isEmpty();
    }

    @Test
    void shouldCountAndSkipEveryUnknownEnumValue()
    {
        assertKnownOnly(0, 8 + 16, 1, 2);
        assertKnownOnly(0, 8 + 21, 1, 2, 255);
        assertKnownOnly(0, 8 + 22, 0, 1, 2);
        assertKnownOnly(1, 8 + 24, 1, 2);
        assertKnownOnly(2, 8 + 16, 1, 2);
        assertKnownOnly(3, 8 + 8, 0, 1, 2);
    }

    @Test
    void shouldCountAndSkipWrongBlockLengthsTemplatesAndVersions()
    {
        for (final byte[] request : REQUESTS)
        {
            final int blockLength = Raw.wrap(request).getShort(0);
            assertBad(request, 0, blockLength - 1);
            assertBad(request, 0, blockLength + 1);
            assertBad(request, 0, 0xFFFF);
            assertBad(request, 2, 99);
            assertBad(request, 4, 31_337);
            assertBad(request, 6, 2);
            assertBad(request, 6, 0xFFFF);
        }

        assertThat(recorder.heard).isEmpty();
    }

    @Test
    void shouldCountAndSkipLengthsThatLie()
    {
        final int tokenLength = 8 + 9;
        final int errorLength = tokenLength + 4 + 5;
        for (final int lie : new int[]{6, 9, 10, 1000, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
        {
            final byte[] request = REQUESTS.get(3).clone();
            Raw.wrap(request).putInt(tokenLength, lie);
            offer(request);
            final byte[] other = REQUESTS.get(3).clone();
            Raw.wrap(other).putInt(errorLength, lie);
            offer(other);
        }

        assertThat(badMessages.value()).isEqualTo(14);
        assertThat(recorder.heard).isEmpty();
    }

    @Test
    void shouldLetOthersTalk()
    {
        offer(Raw.attachRefused(1, 3, "x"));
        offer(Raw.detachResponse(1, 0, ""));
        offer(Raw.driverShutdown(1, 0));
        offer(Raw.leaseRevoked(1, 2, 3, 4, 1, 1, ""));
        offer(Raw.announce(1, 2, 3, 4, DriverFixture.PROFILE, "/x"));
        offer(new byte[]{28, 0, 1, 0, (byte)0x88, 3, 1, 0});
        assertThat(badMessages.value()).isZero();
        assertThat(recorder.heard).isEmpty();
    }

    @Test
    void shouldAcceptVersionZeroAndTrailingBytes()
    {
        final byte[] request = Arrays.copyOf(REQUESTS.get(0), REQUESTS.get(0).length + 9);
        Raw.wrap(request).putShort(6, (short)0);
        offer(request);
        assertThat(recorder.heard).isEqualTo("attach ");
        assertThat(badMessages.value()).isZero();
    }

    @Property(tries = 2000)
    void shouldNeverThrowNorReadOutsideTheMessage(
        @ForAll @Size(max = 80) final byte[] noise,
        @ForAll @IntRange(max = 3) final int index,
        @ForAll @IntRange(max = 60) final int at)
    {
        final byte[] request = REQUESTS.get(index).clone();
        for (int i = 0; i < noise.length && at + i < request.length; i++)
        {
            request[at + i] = noise[i];
        }

        final long bad = badMessages.value();
        offer(noise);
        offer(request);
        assertThat(badMessages.value() - bad).isBetween(0L, 2L);
    }

    @Test
    void shouldNotAllocate()
    {
        final RequestGate quiet = new RequestGate(new Silent(), badMessages);
        final UnsafeBuffer keepalive = new UnsafeBuffer(REQUESTS.get(2));
        final UnsafeBuffer bad = new UnsafeBuffer(Arrays.copyOf(REQUESTS.get(0), 12));
        assertThat(AllocationProbe.allocatedBytes(10_000, () ->
        {
            quiet.onMessage(keepalive, 0, keepalive.capacity());
            quiet.onMessage(bad, 0, bad.capacity());
        })).isZero();
    }

    private void assertKnownOnly(final int index, final int offset, final Integer... known)
    {
        for (int value = 0; value < 256; value++)
        {
            final long bad = badMessages.value();
            final byte[] request = REQUESTS.get(index).clone();
            request[offset] = (byte)value;
            offer(request);
            assertThat(badMessages.value() - bad).isEqualTo(List.of(known).contains(value) ? 0 : 1);
        }
    }

    private void assertBad(final byte[] message, final int offset, final int value)
    {
        final long bad = badMessages.value();
        final byte[] request = message.clone();
        Raw.wrap(request).putShort(offset, (short)value);
        offer(request);
        assertThat(badMessages.value() - bad).isEqualTo(1);
    }

    private void offer(final byte[] message)
    {
        // Bounds are checked against the wrapped array, so a read behind the message throws here.
        gate.onMessage(new UnsafeBuffer(message), 0, message.length);
    }

    private static class Silent implements RequestHandler
    {
        @Override
        public void onAttach(final ShmAttachRequestDecoder request)
        {
        }

        @Override
        public void onDetach(final ShmDetachRequestDecoder request)
        {
        }

        @Override
        public void onKeepalive(final ShmLeaseKeepaliveDecoder keepalive)
        {
        }

        @Override
        public void onShutdownRequest(
            final ShutdownReason reason, final DirectBuffer buffer, final int tokenOffset, final int tokenLength)
        {
        }
    }

    private static final class Recorder implements RequestHandler
    {
        private String heard = "";

        @Override
        public void onAttach(final ShmAttachRequestDecoder request)
        {
            request.desiredNodeId();
            heard += "attach ";
        }

        @Override
        public void onDetach(final ShmDetachRequestDecoder request)
        {
            request.role();
            heard += "detach ";
        }

        @Override
        public void onKeepalive(final ShmLeaseKeepaliveDecoder keepalive)
        {
            keepalive.clientTimestampNs();
            heard += "keepalive ";
        }

        @Override
        public void onShutdownRequest(
            final ShutdownReason reason, final DirectBuffer buffer, final int tokenOffset, final int tokenLength)
        {
            final byte[] token = new byte[tokenLength];
            buffer.getBytes(tokenOffset, token);
            heard += "shutdown " + reason + " " + new String(token, US_ASCII) + " ";
        }
    }
}
