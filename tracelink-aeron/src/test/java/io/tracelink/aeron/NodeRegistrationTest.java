package io.tracelink.aeron;

import io.aeron.Aeron;
import io.tracelink.core.SnowflakeTraceIdGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class NodeRegistrationTest
{
    private final long pid = ProcessHandle.current().pid();
    private final long startTimeMs = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
    private AeronFixture fixture;

    @BeforeEach
    void setUp()
    {
        fixture = new AeronFixture();
    }

    @AfterEach
    void tearDown()
    {
        fixture.close();
    }

    @Test
    void shouldSayWhichProcessMintsWithANodeId()
    {
        try (NodeRegistration registration = new NodeRegistration(fixture.aeron))
        {
            registration.register(0);
            registration.register(0);
            awaitRegistrations(expected(0));

            registration.register(4_194_303);
            awaitRegistrations(expected(4_194_303));
        }

        awaitRegistrations();
    }

    @Test
    void shouldRegisterTheNodeIdThatAPublisherMintsWith()
    {
        try (FramePublisher publisher = new FramePublisher(
            fixture.publisherContext(AeronFixture.nextStreamId(), AeronFixture.nextStreamId())))
        {
            assertThat(registrations()).isEmpty();
            publisher.enableTracing(7);
            awaitRegistrations(expected(7));
            publisher.enableTracing(layout -> 8);
            awaitRegistrations(expected(8));
            publisher.enableTracing(new SnowflakeTraceIdGenerator(9));
            awaitRegistrations(expected(9));
        }

        awaitRegistrations();
    }

    @Test
    void shouldBeHarmlessWithAClientThatIsClosed()
    {
        final Aeron aeron = fixture.connect();
        final NodeRegistration registration = new NodeRegistration(aeron);
        registration.register(7);
        awaitRegistrations(expected(7));
        aeron.close();

        registration.register(8);
        registration.close();
        registration.close();
        awaitRegistrations();
    }

    private String expected(final int nodeId)
    {
        return "tracelink node-id=" + nodeId + " process-id=" + pid + ": " + nodeId + " " + pid + " " + startTimeMs;
    }

    private void awaitRegistrations(final String... expected)
    {
        AeronFixture.await(() -> registrations().equals(List.of(expected)));
    }

    private List<String> registrations()
    {
        final List<String> registrations = new ArrayList<>();
        fixture.aeron.countersReader().forEach((counterId, typeId, key, label) ->
        {
            if (1020 == typeId)
            {
                registrations.add(label + ": " + NodeRegistration.nodeId(key, 0) + " " +
                    NodeRegistration.processId(key, 0) + " " + NodeRegistration.startTimeMs(key, 0));
            }
        });

        return registrations;
    }
}
