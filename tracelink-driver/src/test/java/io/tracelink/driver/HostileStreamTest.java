package io.tracelink.driver;

import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.tracelink.aeron.TraceStreams;
import io.tracelink.testing.Await;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

import static io.tracelink.driver.Raw.CONSUMER;
import static io.tracelink.driver.Raw.PRODUCER;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bytes of any kind on the control stream of a driver that has a lease to lose.
 */
@Timeout(60)
class HostileStreamTest
{
    private static final long STREAM = 10_000;
    private static final String TOKEN = "open sesame";
    private static final int HEADER = 8;
    private static final int LEASE_REVOKED = 7;

    @TempDir
    private Path directory;
    private DriverFixture fixture;
    private long leaseId;
    private List<Request> requests;

    /**
     * A request that would do something, and where its enums are.
     */
    private static final class Request
    {
        private final byte[] bytes;
        private final List<EnumField> enums;

        Request(final byte[] bytes, final EnumField... enums)
        {
            this.bytes = bytes;
            this.enums = List.of(enums);
        }

        byte[] bytes()
        {
            return bytes.clone();
        }

        List<EnumField> enums()
        {
            return enums;
        }
    }

    /**
     * An enum of a byte.
     */
    private record EnumField(int offset, Set<Integer> known)
    {
    }

    @BeforeEach
    void before()
    {
        fixture = new DriverFixture(directory);
        fixture.launch(fixture.config()
            .set(DriverKey.SHUTDOWN_TOKEN, TOKEN)
            .set(DriverKey.ANNOUNCE_PERIOD_MS, 3_600_000L)
            .build());
        leaseId = Raw.wrap(fixture.ask(Raw.attachRequest(1, STREAM, 5, PRODUCER))).getLong(20);
        fixture.settle();

        final Set<Integer> roles = Set.of(PRODUCER, CONSUMER);
        requests = List.of(
            new Request(Raw.attachRequest(2, STREAM, 6, CONSUMER),
                new EnumField(HEADER + 16, roles),
                new EnumField(HEADER + 21, Set.of(1, 2, 255)),
                new EnumField(HEADER + 22, Set.of(0, 1, 2))),
            new Request(Raw.detachRequest(3, leaseId, STREAM, 5, PRODUCER), new EnumField(HEADER + 24, roles)),
            new Request(Raw.keepalive(leaseId + 1, STREAM, 6, CONSUMER), new EnumField(HEADER + 16, roles)),
            new Request(Raw.shutdownRequest(1, TOKEN), new EnumField(HEADER + 8, Set.of(0, 1, 2))));
    }

    @AfterEach
    void after()
    {
        fixture.close();
    }

    /**
     * A subscriber that does not poll holds up who has much to say, not the driver.
     */
    @Test
    void shouldSpeakWhileThePublicationOfOthersIsHeldUp()
    {
        final UnsafeBuffer noise = new UnsafeBuffer(new byte[1024]);
        final List<Integer> heard = new ArrayList<>();
        try (Subscription listener = fixture.aeron.addSubscription(
            TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID))
        {
            final FragmentHandler onMessage = (buffer, offset, length, header) ->
            {
                if (buffer.getShort(offset + 4, LITTLE_ENDIAN) == 901)
                {
                    heard.add((int)buffer.getShort(offset + 2, LITTLE_ENDIAN));
                }
            };
            Await.until(
                () ->
                {
                    long result = 0;
                    for (int i = 0; i < 100 && result != Publication.BACK_PRESSURED; i++)
                    {
                        result = fixture.publication.offer(noise);
                    }

                    fixture.driver.agentInvoker().invoke();
                    listener.poll(onMessage, 1_000);
                    return result == Publication.BACK_PRESSURED;
                },
                () -> "a stream that is held up");

            fixture.driver.revoke(5);
            Await.until(
                () ->
                {
                    fixture.driver.agentInvoker().invoke();
                    listener.poll(onMessage, 1_000);
                    return heard.contains(LEASE_REVOKED);
                },
                () -> "a revocation, heard " + heard);

            assertThat(fixture.publication.offer(noise)).isEqualTo(Publication.BACK_PRESSURED);
        }
    }

    @Test
    void shouldCountAndIgnoreEveryTruncation()
    {
        int sent = 0;
        for (final Request request : requests)
        {
            for (int length = 1; length < request.bytes().length; length++)
            {
                fixture.send(Arrays.copyOf(request.bytes(), length));
                sent++;
            }
        }

        assertUnmoved(sent);
    }

    @Test
    void shouldCountAndIgnoreEveryEnumOutOfRange()
    {
        int sent = 0;
        for (final Request request : requests)
        {
            for (final EnumField field : request.enums())
            {
                for (int value = 0; value < 256; value++)
                {
                    if (!field.known().contains(value))
                    {
                        final byte[] bytes = request.bytes();
                        bytes[field.offset()] = (byte)value;
                        fixture.send(bytes);
                        sent++;
                    }
                }
            }
        }

        assertUnmoved(sent);
    }

    @Test
    void shouldCountAndIgnoreLengthsThatLie()
    {
        final int tokenLength = HEADER + 9;
        final int textLength = tokenLength + 4 + TOKEN.length();
        int sent = 0;
        for (final int offset : new int[]{tokenLength, textLength})
        {
            for (final int lie : new int[]{TOKEN.length() + 5, 1 << 16, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -4})
            {
                final byte[] bytes = Raw.shutdownRequest(1, TOKEN);
                Raw.wrap(bytes).putInt(offset, lie);
                fixture.send(bytes);
                sent++;
            }
        }

        for (final Request request : requests)
        {
            final int blockLength = Raw.wrap(request.bytes()).getShort(0);
            for (final int lie : new int[]{0, blockLength - 1, blockLength + 1, 0x7FFF, 0xFFFF})
            {
                final byte[] bytes = request.bytes();
                Raw.wrap(bytes).putShort(0, (short)lie);
                fixture.send(bytes);
                sent++;
            }
        }

        assertUnmoved(sent);
    }

    @Test
    void shouldGoOnWhateverTheBytes()
    {
        final Random random = new Random(42);
        for (int i = 0; i < 5_000; i++)
        {
            final byte[] bytes = new byte[1 + random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > HEADER && random.nextBoolean())
            {
                // as good a header as can be
                Raw.wrap(bytes).putShort(0, new short[]{27, 54, 25, 12, 9, 26}[random.nextInt(6)])
                    .putShort(2, (short)random.nextInt(10)).putShort(4, (short)901).putShort(6, (short)1);
            }

            fixture.send(bytes);
            fixture.work();
        }

        fixture.settle();
        fixture.send(Raw.keepalive(leaseId, STREAM, 5, PRODUCER));
        assertThat(fixture.settle()).isEmpty();
        assertThat(fixture.counter(DriverCounters.BAD_MESSAGES_TYPE_ID)).isGreaterThan(2_000);
        assertThat(fixture.driver.isStopped()).isFalse();
    }

    private void assertUnmoved(final int sent)
    {
        assertThat(fixture.settle()).isEmpty();
        assertThat(fixture.counter(DriverCounters.BAD_MESSAGES_TYPE_ID)).isEqualTo(sent);
        assertThat(fixture.counter(DriverCounters.LEASES_TYPE_ID)).isEqualTo(1);
        assertThat(fixture.ask(Raw.detachRequest(9, leaseId, STREAM, 5, PRODUCER)))
            .isEqualTo(Raw.detachResponse(9, Raw.OK, ""));
    }
}
