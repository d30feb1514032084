package io.tracelink.driver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a driver has to answer, kept in plain maps: the rules of Driver Model §4 and TraceLink §6 in as few words as
 * possible. It says every message to the byte, but for the node ID of a client that asks for none in particular: that
 * is any of those that the rules leave.
 */
final class LeaseOracle
{
    static final long SECOND_NS = DriverFixture.SECOND_NS;
    static final long LEASE_NS = 3 * SECOND_NS;
    static final long COOLDOWN_NS = 2 * SECOND_NS;
    static final long HOLD_NS = LEASE_NS + COOLDOWN_NS;
    static final long PERIOD_NS = 4 * SECOND_NS;
    static final IdRange NODE_IDS = new IdRange(1, 4);
    static final long NO_NODE_ID = Raw.NULL_U32;

    private static final int DETACHED = 1;
    private static final int EXPIRED = 2;
    private static final int REVOKED = 3;

    private final DriverFixture fixture;
    private final Map<Long, LeaseModel> leaseByClient = new LinkedHashMap<>();
    private final Map<Long, StreamModel> streamById = new LinkedHashMap<>();
    private final Map<Long, NodeModel> nodeById = new TreeMap<>();
    private long nextEpoch = DriverFixture.START_MS * 1_000_000;
    private long nextLeaseId;
    private long nextAnnounceNs;
    private boolean isDraining;

    LeaseOracle(final DriverFixture fixture)
    {
        this.fixture = fixture;
        for (long id = NODE_IDS.first(); id <= NODE_IDS.last(); id++)
        {
            nodeById.put(id, new NodeModel());
        }

        start();
    }

    /**
     * A lease.
     */
    private record LeaseModel(long leaseId, long streamId, long clientId, int role, long nodeId, long expiryNs)
    {
        boolean isProducer()
        {
            return role == Raw.PRODUCER;
        }

        LeaseModel until(final long newExpiryNs)
        {
            return new LeaseModel(leaseId, streamId, clientId, role, nodeId, newExpiryNs);
        }
    }

    /**
     * A stream.
     */
    private static final class StreamModel
    {
        private long epoch;
        private long producerId;
        private long idleSinceNs;
    }

    /**
     * A node ID: who had it last, and whether and since when it is kept from others.
     */
    private static final class NodeModel
    {
        private enum State
        {
            FREE, IN_USE, RESTING, HELD
        }

        private State state = State.FREE;
        private long owner;
        private boolean wasUsed;
        private long sinceNs;

        boolean isFreeFor(final long clientId, final long nowNs)
        {
            return switch (state)
            {
                case FREE -> true;
                case IN_USE -> false;
                case RESTING -> nowNs - sinceNs >= COOLDOWN_NS;
                case HELD -> owner == clientId;
            };
        }
    }

    long leaseIdOf(final long clientId)
    {
        final LeaseModel lease = leaseByClient.get(clientId);
        return lease == null ? 1 : lease.leaseId();
    }

    /**
     * The driver was told to shut down: all streams are announced once more, and nobody is attached any more.
     *
     * @param answers of the driver.
     */
    void drain(final List<byte[]> answers)
    {
        isDraining = true;
        assertMessages(answers, streamById.keySet().stream().map(this::announce).toList());
    }

    /**
     * A driver begins, on what the one before left.
     */
    void start()
    {
        leaseByClient.clear();
        streamById.clear();
        isDraining = false;
        nextLeaseId = nextEpoch++;
        nextAnnounceNs = nowNs() + PERIOD_NS;
        for (final NodeModel node : nodeById.values())
        {
            node.sinceNs = nowNs();
            final boolean isKept = node.state == NodeModel.State.IN_USE ||
                (node.state == NodeModel.State.HELD && node.owner != 0);
            node.state = isKept ? NodeModel.State.HELD :
                node.wasUsed ? NodeModel.State.RESTING : NodeModel.State.FREE;
        }
    }

    void attach(
        final long correlationId,
        final long streamId,
        final long clientId,
        final int role,
        final long layoutVersion,
        final int publishMode,
        final long desired,
        final List<byte[]> answers)
    {
        final StreamModel stream = streamById.get(streamId);
        final boolean isProducer = role == Raw.PRODUCER;
        String refusal = null;
        if (isDraining)
        {
            refusal = "driver shutting down";
        }
        else if (leaseByClient.containsKey(clientId))
        {
            refusal = "client_id already attached";
        }
        else if (layoutVersion > 1)
        {
            refusal = "layout version mismatch";
        }
        else if (stream == null && publishMode == Raw.REQUIRE_EXISTING)
        {
            refusal = "stream not provisioned";
        }
        else if (isProducer && stream != null && stream.producerId != 0)
        {
            refusal = "producer already attached";
        }
        else if (desired != Raw.NULL_U32 && !isFreeFor(desired, clientId))
        {
            refusal = "desired node_id unavailable";
        }
        else if (desired == Raw.NULL_U32 && isProducer && choice(clientId).isEmpty())
        {
            refusal = "no node_id available";
        }

        if (refusal != null)
        {
            assertMessages(answers, List.of(Raw.attachRefused(correlationId, Raw.REJECTED, refusal)));
            return;
        }

        final long nodeId = assertNodeId(answers, desired, clientId);
        grant(streamId, clientId, role, nodeId);
        final List<byte[]> expected = new ArrayList<>();
        final StreamModel granted = streamById.get(streamId);
        expected.add(Raw.attachGranted(
            correlationId, leaseIdOf(clientId), nowNs() + LEASE_NS, streamId, granted.epoch, nodeId,
            DriverFixture.PROFILE, fixture.epochDirectory(streamId, granted.epoch)));
        if (isProducer || stream == null)
        {
            expected.add(announce(streamId));
        }

        assertMessages(answers, expected);
    }

    void detach(
        final long correlationId,
        final long leaseId,
        final long streamId,
        final long clientId,
        final int role,
        final List<byte[]> answers)
    {
        final LeaseModel lease = leaseByClient.get(clientId);
        final List<byte[]> expected = new ArrayList<>();
        if (lease != null && lease.leaseId() == leaseId && lease.streamId() == streamId && lease.role() == role)
        {
            expected.add(Raw.detachResponse(correlationId, Raw.OK, ""));
            expected.addAll(end(lease, DETACHED, "lease detached"));
        }
        else
        {
            expected.add(Raw.detachResponse(correlationId, Raw.REJECTED, "lease not found"));
        }

        assertMessages(answers, expected);
    }

    void keepalive(
        final long leaseId, final long streamId, final long clientId, final int role, final List<byte[]> answers)
    {
        final LeaseModel lease = leaseByClient.get(clientId);
        final boolean isKnown = leaseByClient.values().stream().anyMatch((other) -> other.leaseId() == leaseId);
        final List<byte[]> expected = new ArrayList<>();
        if (isKnown)
        {
            if (lease != null && lease.leaseId() == leaseId && lease.streamId() == streamId && lease.role() == role)
            {
                leaseByClient.put(clientId, lease.until(nowNs() + LEASE_NS));
            }
        }
        else if (streamById.containsKey(streamId))
        {
            expected.add(Raw.leaseRevoked(nowNs(), leaseId, streamId, clientId, role, REVOKED, "lease not found"));
            nodeById.values().stream()
                .filter((node) -> node.state == NodeModel.State.HELD && node.owner == clientId)
                .forEach((node) -> node.sinceNs = nowNs());
        }

        assertMessages(answers, expected);
    }

    void revoke(final long clientId, final List<byte[]> answers)
    {
        final LeaseModel lease = leaseByClient.get(clientId);
        assertMessages(answers, lease == null ? List.of() : end(lease, REVOKED, "lease revoked"));
    }

    /**
     * The clock has moved on: what is over by now ends, and what is due is announced.
     *
     * @param answers    of the driver.
     * @param isStopping does it stop right after that, before new epochs are in force?
     */
    void onTime(final List<byte[]> answers, final boolean isStopping)
    {
        final List<byte[]> revocations = new ArrayList<>();
        final List<byte[]> newEpochs = new ArrayList<>();
        final List<Long> changing = new ArrayList<>();
        for (final LeaseModel lease : List.copyOf(leaseByClient.values()))
        {
            if (nowNs() >= lease.expiryNs())
            {
                final List<byte[]> messages = end(lease, EXPIRED, "lease expired");
                revocations.add(messages.get(0));
                if (lease.isProducer())
                {
                    newEpochs.add(messages.get(1));
                    changing.add(lease.streamId());
                }
            }
        }

        nodeById.values().stream()
            .filter((node) -> node.state == NodeModel.State.HELD && nowNs() - node.sinceNs >= HOLD_NS)
            .forEach((node) -> node.state = NodeModel.State.FREE);

        final List<byte[]> expected = new ArrayList<>(revocations);
        if (nowNs() >= nextAnnounceNs)
        {
            nextAnnounceNs = nowNs() + PERIOD_NS;
            streamById.entrySet().removeIf((entry) -> !changing.contains(entry.getKey()) &&
                isUnused(entry.getKey()) && nowNs() - entry.getValue().idleSinceNs >= LEASE_NS);
            streamById.keySet().stream()
                .filter((streamId) -> !changing.contains(streamId))
                .forEach((streamId) -> expected.add(announce(streamId)));
        }

        if (!isStopping)
        {
            expected.addAll(newEpochs);
        }

        assertMessages(answers, expected);
    }

    void assertCounters()
    {
        assertThat(fixture.counter(DriverCounters.LEASES_TYPE_ID)).isEqualTo(leaseByClient.size());
        assertThat(fixture.counter(DriverCounters.STREAMS_TYPE_ID)).isEqualTo(streamById.size());
        assertThat(fixture.counter(DriverCounters.NODE_IDS_TYPE_ID)).isEqualTo(count(NodeModel.State.IN_USE));
        assertThat(fixture.counter(DriverCounters.HELD_NODE_IDS_TYPE_ID)).isEqualTo(count(NodeModel.State.HELD));
    }

    private void grant(final long streamId, final long clientId, final int role, final long nodeId)
    {
        final boolean isNew = !streamById.containsKey(streamId);
        final StreamModel stream = streamById.computeIfAbsent(streamId, (id) -> new StreamModel());
        if (isNew || role == Raw.PRODUCER)
        {
            stream.epoch = nextEpoch++;
        }

        if (role == Raw.PRODUCER)
        {
            stream.producerId = clientId;
        }

        leaseByClient.put(clientId, new LeaseModel(
            nextLeaseId++, streamId, clientId, role, nodeId, nowNs() + LEASE_NS));
        if (nodeId != NO_NODE_ID)
        {
            nodeById.values().stream().filter((node) -> node.owner == clientId).forEach((node) -> node.owner = 0);
            final NodeModel node = nodeById.get(nodeId);
            node.owner = clientId;
            node.state = NodeModel.State.IN_USE;
            node.wasUsed = true;
        }
    }

    private List<byte[]> end(final LeaseModel lease, final int reason, final String text)
    {
        leaseByClient.remove(lease.clientId());
        final StreamModel stream = streamById.get(lease.streamId());
        stream.idleSinceNs = nowNs();
        if (lease.nodeId() != NO_NODE_ID)
        {
            final NodeModel node = nodeById.get(lease.nodeId());
            node.state = NodeModel.State.RESTING;
            node.sinceNs = nowNs();
        }

        final List<byte[]> messages = new ArrayList<>();
        messages.add(Raw.leaseRevoked(
            nowNs(), lease.leaseId(), lease.streamId(), lease.clientId(), lease.role(), reason, text));
        if (lease.isProducer())
        {
            stream.epoch = nextEpoch++;
            stream.producerId = 0;
            messages.add(announce(lease.streamId()));
        }

        return messages;
    }

    private long assertNodeId(final List<byte[]> answers, final long desired, final long clientId)
    {
        if (desired != Raw.NULL_U32)
        {
            return desired;
        }

        final Set<Long> choice = choice(clientId);
        assertThat(answers).isNotEmpty();
        final long nodeId = Raw.wrap(answers.get(0)).getInt(58) & 0xFFFF_FFFFL;
        if (choice.isEmpty())
        {
            assertThat(nodeId).isEqualTo(NO_NODE_ID);
        }
        else
        {
            assertThat(choice).contains(nodeId);
        }

        return nodeId;
    }

    /**
     * The node IDs of which a client gets one: its own, else one that nobody had, else any that is free.
     */
    private Set<Long> choice(final long clientId)
    {
        final Set<Long> free = new TreeSet<>();
        final Set<Long> unowned = new TreeSet<>();
        for (final Map.Entry<Long, NodeModel> entry : nodeById.entrySet())
        {
            if (entry.getValue().isFreeFor(clientId, nowNs()))
            {
                if (entry.getValue().owner == clientId)
                {
                    return Set.of(entry.getKey());
                }

                free.add(entry.getKey());
                if (entry.getValue().owner == 0)
                {
                    unowned.add(entry.getKey());
                }
            }
        }

        return unowned.isEmpty() ? free : unowned;
    }

    private boolean isFreeFor(final long nodeId, final long clientId)
    {
        return nodeById.containsKey(nodeId) && nodeById.get(nodeId).isFreeFor(clientId, nowNs());
    }

    private boolean isUnused(final long streamId)
    {
        return leaseByClient.values().stream().noneMatch((lease) -> lease.streamId() == streamId);
    }

    private byte[] announce(final long streamId)
    {
        final StreamModel stream = streamById.get(streamId);
        return Raw.announce(streamId, stream.producerId, stream.epoch, nowNs(), DriverFixture.PROFILE,
            fixture.epochDirectory(streamId, stream.epoch));
    }

    private long count(final NodeModel.State state)
    {
        return nodeById.values().stream().filter((node) -> node.state == state).count();
    }

    private long nowNs()
    {
        return fixture.nanoClock.nanoTime();
    }

    private static void assertMessages(final List<byte[]> answers, final List<byte[]> expected)
    {
        assertThat(answers.toArray(byte[][]::new)).isDeepEqualTo(expected.toArray(byte[][]::new));
    }
}
