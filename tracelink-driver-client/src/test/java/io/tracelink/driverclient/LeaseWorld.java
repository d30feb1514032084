package io.tracelink.driverclient;

import org.agrona.concurrent.CachedNanoClock;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The leases of a client, all of it but Aeron, beside an oracle for each. Whatever happens happens to both, byte for
 * byte, and then they must agree: on the state of each lease, on every request sent, and on the counts.
 */
final class LeaseWorld
{
    record Request(long correlationId, long clientId, int role, long desiredNodeId)
    {
    }

    private record Returned(long leaseId, Request request, long deadlineNs)
    {
    }

    private static final long OUT_OF_LAYOUT = 70_000;
    private static final long START_EPOCH = 10;

    final CachedNanoClock clock = new CachedNanoClock();
    final List<LeaseOracle> oracles = new ArrayList<>();
    boolean isConnected = true;

    private final FakePublication publication = new FakePublication();
    private final ControlProxy proxy = publication.proxy();
    private final ClientCounters counters = new ClientCounters();
    private final List<Throwable> errors = new ArrayList<>();
    private final LeaseRegistry leases;
    private final ControlAdapter adapter;
    private final Map<Long, RawRegions> regions;
    private final Path baseDir;
    private final List<Request> requests = new ArrayList<>();
    private final Map<Request, Integer> answeredBy = new HashMap<>();
    private final Set<Long> correlationIds = new HashSet<>();
    private final Deque<byte[]> sent = new ArrayDeque<>();
    private final Deque<Returned> toBeReturned = new ArrayDeque<>();
    private final List<LeaseOracle> gone = new ArrayList<>();
    private int session = 1;
    private long epoch = START_EPOCH;
    private long nextLeaseId = 1;
    private int returned;
    private byte[] lastAnswer;
    private Request lastAnswered;
    private boolean isLastGrant;

    /**
     * A world with a producer and two consumers of one stream.
     *
     * @param baseDir of the regions.
     * @param regions that were made by worlds before, by epoch.
     */
    LeaseWorld(final Path baseDir, final Map<Long, RawRegions> regions)
    {
        this.baseDir = baseDir;
        this.regions = regions;
        clock.update(Harness.START_NS);
        final DriverClient.Context ctx = new DriverClient.Context()
            .allowedBaseDirs(List.of(baseDir))
            .nanoClock(clock)
            .errorHandler(errors::add)
            .correlationSeed(99);
        leases = new LeaseRegistry(ctx, proxy, counters);
        adapter = new ControlAdapter(leases, counters);
        attach(new LeaseOracle(this, true, 0));
        attach(new LeaseOracle(this, false, 0));
        attach(new LeaseOracle(this, false, 6));
    }

    void elapse(final long deltaNs)
    {
        clock.update(clock.nanoTime() + deltaNs);
    }

    void work()
    {
        leases.doWork(clock.nanoTime());
        takeSent();
        drainReturns();
        for (final LeaseOracle oracle : oracles)
        {
            oracle.onWork();
        }
    }

    void holdUp(final boolean isHeldUp)
    {
        publication.isBackPressured = isHeldUp;
    }

    /**
     * Grant a request.
     *
     * @param index   of the request, counted from the last one, wherever there are so many.
     * @param isValid or else one that breaks a rule.
     * @param nodeId  0 for what was asked for, 1 for another one, 2 for one that does not fit.
     */
    void grant(final int index, final boolean isValid, final int nodeId)
    {
        final Request request = request(index);
        if (null != request)
        {
            epoch += 1 == request.role() ? 1 : 0;
            final long asked = Lease.NULL_NODE_ID == request.desiredNodeId() ? 500 : request.desiredNodeId();
            final long assigned = 0 == nodeId ? asked : 1 == nodeId ? asked % 1000 + 1 : OUT_OF_LAYOUT;
            final RawGrant grant = new RawGrant(new byte[64], nextLeaseId++, regions(epoch)).with(g ->
            {
                g.correlationId = request.correlationId();
                g.nodeId = assigned;
            });
            final byte[] good = grant.toBytes();
            final byte[] bytes = isValid ? good : RawMessage.with(good, 8 + 48, 128, 2);
            answer(request, bytes, oracle -> oracle.onGranted(
                grant.leaseId, grant.epoch, assigned, isValid, session) ? 1 : 0);
        }
    }

    void refuse(final int index, final String text)
    {
        final Request request = request(index);
        if (null != request)
        {
            answer(request, RawMessage.refusal(request.correlationId(), 3, text), oracle ->
            {
                oracle.onRefused(text);
                return 0;
            });
        }
    }

    /**
     * Say the last answer once more.
     */
    void repeatAnswer()
    {
        if (isConnected && null != lastAnswer && requests.contains(lastAnswered))
        {
            final boolean isGrant = isLastGrant;
            answer(lastAnswered, lastAnswer, oracle ->
            {
                throw new AssertionError("a duplicate is waited for");
            });
            isLastGrant = isGrant;
        }
    }

    void restartDriver()
    {
        session++;
        epoch++;
    }

    void revoke(final int index, final boolean isForeign)
    {
        final LeaseOracle oracle = oracles.get(index);
        if (isConnected && LeaseOracle.NONE != oracle.leaseId)
        {
            final long leaseId = oracle.leaseId;
            final long clientId = oracle.clientId;
            if (isForeign)
            {
                receive(RawMessage.revoked(leaseId + 1000, Harness.STREAM, clientId, oracle.role(), 3));
                receive(RawMessage.revoked(leaseId, Harness.STREAM + 1, clientId, oracle.role(), 3));
                receive(RawMessage.revoked(leaseId, Harness.STREAM, clientId + 1, oracle.role(), 3));
                receive(RawMessage.revoked(leaseId, Harness.STREAM, clientId, 3 - oracle.role(), 3));
                receive(RawMessage.revoked(leaseId, Harness.STREAM, clientId, oracle.role(), 4));
            }
            else
            {
                receive(RawMessage.revoked(leaseId, Harness.STREAM, clientId, oracle.role(), 2));
                receive(RawMessage.revoked(leaseId, Harness.STREAM, clientId, oracle.role(), 2));
                oracle.onRevoked();
            }
        }
    }

    void shutDownDriver()
    {
        if (isConnected)
        {
            receive(RawMessage.shutdown(0, "bye"));
            toBeReturned.clear();
            oracles.forEach(LeaseOracle::onGone);
        }
    }

    void announce(final int epochDelta, final boolean isOtherSession)
    {
        if (isConnected)
        {
            final long announced = epoch + epochDelta;
            final int announcer = isOtherSession ? session + 1000 : session;
            epoch = Math.max(epoch, announced);
            receive(RawMessage.announce(Harness.STREAM, announced, regions(announced)), announcer);
            oracles.forEach(oracle -> oracle.onAnnounce(announced, announcer));
        }
    }

    void detach(final int index)
    {
        final LeaseOracle oracle = oracles.get(index);
        final LeaseMachine machine = leases.find(oracle.lease);
        if (!oracle.isClosed)
        {
            machine.detach();
            oracle.onDetach();
        }
    }

    void answerDetach(final int index)
    {
        final LeaseOracle oracle = oracles.get(index);
        if (isConnected && LeaseOracle.NONE != oracle.detachCorrelationId)
        {
            receive(RawMessage.detachResponse(oracle.detachCorrelationId, 0, ""));
            oracle.onDetachAnswered();
        }
    }

    void attachAnew(final int index)
    {
        final LeaseOracle oracle = oracles.get(index);
        if (oracle.isClosed)
        {
            oracles.remove(oracle);
            gone.add(oracle);
            attach(new LeaseOracle(this, oracle.isProducer, oracle.configuredClientId));
        }
    }

    void loseMediaDriver()
    {
        if (isConnected)
        {
            isConnected = false;
            proxy.disconnect();
            leases.onMediaDriverGone();
            toBeReturned.clear();
            requests.clear();
            oracles.forEach(LeaseOracle::onGone);
        }
    }

    void reconnect()
    {
        isConnected = true;
        proxy.connect(publication::tryClaim);
        restartDriver();
    }

    void check()
    {
        takeSent();
        assertThat(sent).as("requests that were not to be sent").isEmpty();
        oracles.forEach(LeaseOracle::check);
        assertCount(ClientCounter.ATTACHES, oracle -> oracle.attaches);
        assertCount(ClientCounter.LEASES_LOST, oracle -> oracle.losses);
        assertCount(ClientCounter.ATTACH_FAILURES, oracle -> oracle.failures);
        assertCount(ClientCounter.KEEPALIVES, oracle -> oracle.keepalives);
        assertCount(ClientCounter.NODE_IDS_WITHHELD, oracle -> oracle.withheld);
        assertThat(counters.get(ClientCounter.LEASES_RETURNED)).isEqualTo(returned);
        assertThat(errors).noneMatch(error -> error instanceof AssertionError);
    }

    boolean canSend()
    {
        return isConnected && !publication.isBackPressured;
    }

    boolean isInFlight(final LeaseOracle asking)
    {
        return oracles.stream().anyMatch(
            oracle -> oracle != asking && oracle.isProducer == asking.isProducer && oracle.isInFlight());
    }

    void expect(final byte[] request)
    {
        assertThat(sent.poll()).isEqualTo(request);
    }

    long expectDetach(final long leaseId, final long clientId, final int role)
    {
        final byte[] request = sent.peek();
        assertThat(request).as("detach request").isNotNull();
        final long correlationId = correlationId(request);
        expect(RawMessage.detachRequest(correlationId, leaseId, Harness.STREAM, clientId, role));

        return correlationId;
    }

    void expectDetachIfPossible(final long leaseId, final long clientId, final int role)
    {
        if (canSend())
        {
            expectDetach(leaseId, clientId, role);
        }
    }

    boolean isNextAttachOf(final LeaseOracle oracle)
    {
        final byte[] request = sent.peek();
        return null != request && ScriptedDriver.ATTACH == RawMessage.wrap(request).getShort(2) &&
            oracle.role() == RawMessage.wrap(request).getByte(8 + 16) &&
            oracle.lease.clientId() == RawMessage.attachClientId(request);
    }

    long expectAttach(final LeaseOracle oracle)
    {
        final byte[] bytes = sent.peek();
        assertThat(bytes).as("attach request").isNotNull();
        final long correlationId = correlationId(bytes);
        final long desired = RawMessage.desiredNodeId(bytes);
        if (oracle.isProducer && Lease.NULL_NODE_ID == oracle.desiredNodeId)
        {
            assertThat(desired).isBetween(1L, 1023L);
        }
        else
        {
            assertThat(desired).isEqualTo(oracle.desiredNodeId);
        }

        expect(RawMessage.attachRequest(correlationId, Harness.STREAM, oracle.clientId, oracle.role(), 0,
            oracle.isProducer ? 2 : 1, 1, desired));
        requests.add(new Request(correlationId, oracle.clientId, oracle.role(), desired));

        return correlationId;
    }

    private void attach(final LeaseOracle oracle)
    {
        final AttachOptions options = (oracle.isProducer ?
            AttachOptions.producer(Harness.STREAM) : AttachOptions.consumer(Harness.STREAM))
            .clientId(oracle.configuredClientId)
            .listener(oracle);
        oracle.lease = new Lease(null, options, clock);
        leases.add(oracle.lease, options);
        oracle.clientId = oracle.lease.clientId();
        oracles.add(oracle);
    }

    private void answer(final Request request, final byte[] bytes, final ToIntFunction<LeaseOracle> toOracle)
    {
        receive(bytes);
        lastAnswer = bytes;
        lastAnswered = request;
        isLastGrant = 0 == RawMessage.wrap(bytes).getInt(8 + 8);
        final Integer before = answeredBy.put(request, session);
        if (null != before && before == session)
        {
            return;
        }

        final long leaseId = RawMessage.wrap(bytes).getLong(8 + 12);
        boolean isUnused = isLastGrant;
        for (final LeaseOracle oracle : oracles)
        {
            if (oracle.awaited == request.correlationId())
            {
                isUnused = 1 == toOracle.applyAsInt(oracle);
            }
            else if (oracle.isHolding(leaseId, request.clientId()))
            {
                isUnused = false;
            }
        }

        if (isUnused)
        {
            toBeReturned.add(new Returned(leaseId, request, clock.nanoTime() + LeaseOracle.ATTACH_TIMEOUT_NS));
            drainReturns();
        }
    }

    private void drainReturns()
    {
        while (!toBeReturned.isEmpty())
        {
            final Returned head = toBeReturned.peek();
            if (canSend())
            {
                expectDetach(head.leaseId(), head.request().clientId(), head.request().role());
                returned++;
            }
            else if (clock.nanoTime() < head.deadlineNs())
            {
                return;
            }

            toBeReturned.remove();
        }
    }

    private Request request(final int index)
    {
        return isConnected && index < requests.size() ? requests.get(requests.size() - 1 - index) : null;
    }

    private RawRegions regions(final long epoch)
    {
        return regions.computeIfAbsent(epoch, e -> RawRegions.create(baseDir, Harness.STREAM, e));
    }

    private void receive(final byte[] message)
    {
        receive(message, session);
    }

    private void receive(final byte[] message, final int session)
    {
        adapter.onMessage(RawMessage.wrap(message), 0, message.length, session);
        takeSent();
    }

    private void takeSent()
    {
        for (byte[] request = publication.take(); null != request; request = publication.take())
        {
            sent.add(request);
        }
    }

    private long correlationId(final byte[] request)
    {
        final long correlationId = RawMessage.correlationId(request);
        assertThat(correlationIds.add(correlationId)).as("correlation id is new").isTrue();

        return correlationId;
    }

    private void assertCount(final ClientCounter counter, final ToIntFunction<LeaseOracle> count)
    {
        final int expected = oracles.stream().mapToInt(count).sum() + gone.stream().mapToInt(count).sum();
        assertThat(counters.get(counter)).as(counter.name()).isEqualTo(expected);
    }
}
