package io.tracelink.driverclient;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.agrona.IoUtil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is on the control stream changes nothing but a counter.
 */
class HostileBytesTest
{
    private static final long CLIENT_ID = 5;
    private static TestMediaDriver media;
    private static Path baseDir;
    private static Harness harness;
    private static RawRegions regions;
    private static Lease attached;
    private static Lease attaching;
    private static byte[] pendingRequest;
    private static LeaseGrant grant;

    @BeforeContainer
    static void launch() throws IOException
    {
        media = new TestMediaDriver();
        baseDir = Files.createTempDirectory("hostile");
        harness = new Harness(media, baseDir);
        regions = harness.regions(7);
        attached = harness.attached(harness.producer().clientId(CLIENT_ID), regions);
        attaching = harness.client.attach(AttachOptions.consumer(Harness.STREAM + 1).clientId(CLIENT_ID + 1));
        pendingRequest = harness.awaitRequest(ScriptedDriver.ATTACH);
        grant = attached.grant();
        // The client also reads what it sends itself: two requests, and the probe of the harness before them.
        harness.await(() -> 3 == harness.messages());
    }

    @AfterContainer
    static void shutDown()
    {
        harness.close();
        media.close();
        IoUtil.delete(baseDir.toFile(), false);
        assertThat(media.errors()).isEmpty();
    }

    /**
     * Every message that would change something if it were whole.
     */
    private static List<byte[]> potentMessages()
    {
        return List.of(
            new RawGrant(pendingRequest, 9, regions).toBytes(),
            RawMessage.refusal(RawMessage.correlationId(pendingRequest), 3, "no"),
            RawMessage.shutdown(0, "bye"),
            RawMessage.revoked(Harness.LEASE_ID, Harness.STREAM, CLIENT_ID, 1, 3),
            RawMessage.announce(Harness.STREAM, 8, regions),
            RawMessage.detachResponse(1, 0, "ok"));
    }

    @Example
    void shouldOnlyCountMessagesThatEndEarly()
    {
        for (final byte[] message : potentMessages())
        {
            for (int length = 0; length < message.length; length++)
            {
                assertOnlyCounted(RawMessage.truncated(message, length));
            }
        }
    }

    @Property(tries = 300)
    void shouldOnlyCountUnknownEnumValues(@ForAll @IntRange(min = 0, max = 255) final int value)
    {
        if (value > 4)
        {
            final byte[] refusal = RawMessage.refusal(RawMessage.correlationId(pendingRequest), 3, "no");
            assertOnlyCounted(RawMessage.with(refusal, 8 + 8, value, 4));
            assertOnlyCounted(RawMessage.with(refusal, 8 + 8, -value, 4));
        }

        if (value > 2)
        {
            assertOnlyCounted(RawMessage.shutdown(value, "bye"));
        }

        if (value > 3 || 0 == value)
        {
            assertOnlyCounted(RawMessage.revoked(Harness.LEASE_ID, Harness.STREAM, CLIENT_ID, 1, value));
            assertOnlyCounted(RawMessage.revoked(Harness.LEASE_ID, Harness.STREAM, CLIENT_ID, value, 3));
            assertOnlyCounted(RawMessage.with(
                RawMessage.announce(Harness.STREAM, 8, regions), 8 + 24, value, 1));
        }
    }

    @Property(tries = 300)
    void shouldOnlyCountHeadersOfOthers(
        @ForAll @IntRange(min = 0, max = 5) final int index,
        @ForAll @IntRange(min = 2, max = 0xFFFF) final int version,
        @ForAll @IntRange(min = 0, max = 8) final int blockLength,
        @ForAll @IntRange(min = 902, max = 0xFFFF) final int schemaId,
        @ForAll @IntRange(min = 9, max = 0xFFFF) final int templateId)
    {
        final byte[] message = potentMessages().get(index);
        final long unsupported = harness.client.counter(ClientCounter.UNSUPPORTED_MESSAGES);

        assertOnlyCounted(RawMessage.with(message, 6, version, 2));
        assertThat(harness.client.counter(ClientCounter.UNSUPPORTED_MESSAGES)).isEqualTo(unsupported + 1);
        assertOnlyCounted(RawMessage.with(message, 0, blockLength, 2));
        assertOnlyCounted(RawMessage.with(message, 4, schemaId, 2));
        assertOnlyCounted(RawMessage.with(message, 2, templateId, 2));
    }

    @Property(tries = 300)
    void shouldOnlyCountLengthsThatLie(
        @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) final int excess, @ForAll final boolean isNegative)
    {
        final long length = isNegative ? 0xFFFF_FFFFL - excess % 1000 : 2000L + excess;

        // The text of a revocation and a shutdown, the number of pools, and the URI of the first pool.
        assertOnlyCounted(RawMessage.with(
            RawMessage.revoked(Harness.LEASE_ID, Harness.STREAM, CLIENT_ID, 1, 3), 8 + 26, length, 4));
        assertOnlyCounted(RawMessage.with(RawMessage.shutdown(0, "bye"), 8 + 9, length, 4));
        final byte[] announce = RawMessage.announce(Harness.STREAM, 8, regions);
        assertOnlyCounted(RawMessage.with(announce, 8 + 35 + 2, 100 + excess % 65_000, 2));
        assertOnlyCounted(RawMessage.with(announce, 8 + 35, excess % 10, 2));
        assertOnlyCounted(RawMessage.with(announce, 8 + 35 + 4 + 10, length, 4));
        final byte[] response = new RawGrant(pendingRequest, 9, regions).toBytes();
        assertOnlyCounted(RawMessage.with(response, 8 + 54 + 2, 100 + excess % 65_000, 2));
        assertOnlyCounted(RawMessage.with(response, 8 + 54 + 4 + 10, length, 4));
        // A block that ends within the message is that of a newer writer; what follows is another grant, not a lie.
        assertOnlyCounted(RawMessage.with(response, 0, response.length + excess % 60_000, 2));
    }

    @Property(tries = 1000)
    void shouldOnlyCountRandomBytes(@ForAll @Size(max = 300) final byte[] bytes)
    {
        assertOnlyCounted(bytes);
    }

    @Property(tries = 1000)
    void shouldOnlyCountRandomBytesBehindAHeader(
        @ForAll @IntRange(min = 1, max = 9) final int templateId,
        @ForAll final boolean isDriver,
        @ForAll @IntRange(min = 0, max = 80) final int blockLength,
        @ForAll @Size(max = 300) final byte[] body)
    {
        final RawMessage message = RawMessage.message(
            blockLength, templateId, isDriver ? RawMessage.DRIVER_SCHEMA : RawMessage.WIRE_SCHEMA);
        for (final byte b : body)
        {
            message.u8(b);
        }

        // A shutdown notice needs no knowledge of anything: random bytes can be a valid one.
        if (6 != templateId)
        {
            assertOnlyCounted(message.toBytes());
        }
    }

    private static void assertOnlyCounted(final byte[] message)
    {
        final long counted = harness.messages();

        harness.send(message);

        assertThat(harness.messages()).isEqualTo(counted + 1);
        assertThat(attached.state()).isEqualTo(LeaseState.ATTACHED);
        assertThat(attached.grant()).isSameAs(grant);
        assertThat(attaching.state()).isEqualTo(LeaseState.ATTACHING);
        assertThat(harness.driver.requests()).isEmpty();
        assertThat(harness.errors).isEmpty();
    }
}
