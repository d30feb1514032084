package io.tracelink.driver;

import io.tracelink.schema.driver.HugepagesPolicy;
import io.tracelink.schema.driver.LeaseRevokeReason;
import io.tracelink.schema.driver.PublishMode;
import io.tracelink.schema.driver.ResponseCode;
import io.tracelink.schema.driver.Role;
import io.tracelink.schema.driver.ShmAttachRequestDecoder;
import io.tracelink.schema.driver.ShmDetachRequestDecoder;
import io.tracelink.schema.driver.ShmLeaseKeepaliveDecoder;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Grants, keeps and ends leases by the driver rules of Driver Model §4. Kept by the conductor.
 * <p>
 * An attach that needs regions waits in its stream until they are there. Its client id, its node ID and, for a
 * producer, the stream are taken from the moment it is accepted; the lease begins when it is answered.
 */
final class LeaseDesk implements StreamCatalog.RegionListener
{
    private static final Logger LOGGER = LoggerFactory.getLogger(ShmDriver.class);

    private final DriverConfig config;
    private final StreamCatalog catalog;
    private final ControlMessages messages;
    private final DriverCounters counters;
    private final NodeIdAllocator nodeIds;
    private final long leaseDurationNs;
    private final Long2ObjectHashMap<Lease> leaseById = new Long2ObjectHashMap<>();
    private final List<Lease> leases = new ArrayList<>();
    private final LongHashSet takenClientIds = new LongHashSet();
    private long nextLeaseId;
    private boolean isDraining;

    LeaseDesk(
        final ShmDriver.Context context,
        final StreamCatalog catalog,
        final ControlMessages messages,
        final DriverCounters counters,
        final NodeIdFile nodeIdFile,
        final long firstLeaseId)
    {
        this.config = context.config();
        this.catalog = catalog;
        this.messages = messages;
        this.counters = counters;
        this.leaseDurationNs = config.leaseDurationNs();
        this.nextLeaseId = firstLeaseId;

        final long cooldownNs = config.value(DriverKey.NODE_ID_COOLDOWN_MS) * 1_000_000;
        final long holdNs = leaseDurationNs + cooldownNs;
        this.nodeIds = new NodeIdAllocator(
            nodeIdFile, cooldownNs, holdNs, context.epochClock(), context.nanoClock().nanoTime());
        if (nodeIds.heldCount() > 0)
        {
            LOGGER.info("{} node IDs are held for up to {} ms: {}", nodeIds.heldCount(), holdNs / 1_000_000,
                nodeIdFile.isComplete() ? "clients of the run before may use them" :
                "which ones clients of the run before use is not known");
        }

        showNodeIds();
    }

    /**
     * From now on nobody is attached any more.
     */
    void drain()
    {
        isDraining = true;
    }

    void onAttach(final ShmAttachRequestDecoder request, final long nowNs)
    {
        final long correlationId = request.correlationId();
        final long clientId = request.clientId();
        if (isDraining)
        {
            refuse(correlationId, ResponseCode.REJECTED, "driver shutting down");
        }
        else if (clientId == 0)
        {
            refuse(correlationId, ResponseCode.INVALID_PARAMS, "client_id must be non-zero");
        }
        else if (takenClientIds.contains(clientId))
        {
            refuse(correlationId, ResponseCode.REJECTED, "client_id already attached");
        }
        else if (request.expectedLayoutVersion() != 0 &&
            request.expectedLayoutVersion() != RegionFiles.LAYOUT_VERSION)
        {
            refuse(correlationId, ResponseCode.REJECTED, "layout version mismatch");
        }
        else if (request.requireHugepages() == HugepagesPolicy.HUGEPAGES)
        {
            refuse(correlationId, ResponseCode.REJECTED, "hugepages not available");
        }
        else
        {
            final StreamState stream = catalog.find(request.streamId());
            if (stream != null)
            {
                attach(request, stream, nowNs);
            }
            else
            {
                attachDynamic(request, nowNs);
            }
        }
    }

    void onDetach(final ShmDetachRequestDecoder request, final long nowNs)
    {
        final long correlationId = request.correlationId();
        final Lease lease = leaseById.get(request.leaseId());
        if (lease == null || !lease.isHeldBy(request.streamId(), request.clientId(), request.role()))
        {
            counters.rejects().increment();
            messages.detachResponse(correlationId, ResponseCode.REJECTED, "lease not found");
            return;
        }

        messages.detachResponse(correlationId, ResponseCode.OK, "");
        end(lease, LeaseRevokeReason.DETACHED, "lease detached", nowNs);
    }

    /**
     * Extends a lease. A client whose lease is not known here, because it is over or of a driver before this one, is
     * told so: it would not find out otherwise. That is said of streams of this driver only.
     *
     * @param keepalive of the client.
     * @param nowNs     of the monotonic clock.
     */
    void onKeepalive(final ShmLeaseKeepaliveDecoder keepalive, final long nowNs)
    {
        final long leaseId = keepalive.leaseId();
        final long streamId = keepalive.streamId();
        final long clientId = keepalive.clientId();
        final Role role = keepalive.role();
        final Lease lease = leaseById.get(leaseId);
        if (lease != null)
        {
            if (lease.isHeldBy(streamId, clientId, role))
            {
                lease.expiryNs(nowNs + leaseDurationNs);
            }
        }
        else if (catalog.isOwned(streamId))
        {
            nodeIds.renewHold(clientId, nowNs);
            messages.leaseRevoked(
                nowNs, leaseId, streamId, clientId, role, LeaseRevokeReason.REVOKED, "lease not found");
        }
    }

    /**
     * Ends the leases whose time is up, and the holds on node IDs of the run before.
     *
     * @param nowNs of the monotonic clock.
     * @return number of leases and holds that ended.
     */
    int expire(final long nowNs)
    {
        int count = nodeIds.endHolds(nowNs);
        if (count > 0)
        {
            showNodeIds();
        }

        int i = 0;
        while (i < leases.size())
        {
            final Lease lease = leases.get(i);
            if (nowNs - lease.expiryNs() >= 0)
            {
                counters.expiries().increment();
                end(lease, LeaseRevokeReason.EXPIRED, "lease expired", nowNs);
                count++;
            }
            else
            {
                i++;
            }
        }

        return count;
    }

    /**
     * Takes the lease of a client away.
     *
     * @param clientId of the client; nothing happens when it has none.
     * @param nowNs    of the monotonic clock.
     */
    void revoke(final long clientId, final long nowNs)
    {
        for (int i = 0, size = leases.size(); i < size; i++)
        {
            final Lease lease = leases.get(i);
            if (lease.clientId() == clientId)
            {
                counters.revocations().increment();
                end(lease, LeaseRevokeReason.REVOKED, "lease revoked", nowNs);
                return;
            }
        }
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void onRegions(final StreamState stream, final long nowNs)
    {
        final PendingAttach beneficiary = stream.beneficiary();
        stream.beneficiary(null);
        final Queue<PendingAttach> waiting = stream.waiting();
        boolean isProducerNext = false;
        while (!waiting.isEmpty() && !isProducerNext)
        {
            final PendingAttach attach = waiting.peek();
            isProducerNext = attach.isProducer() && !attach.equals(beneficiary);
            if (!isProducerNext)
            {
                waiting.remove();
                grant(stream, attach, nowNs);
            }
        }

        messages.announce(nowNs, stream);
        if (isProducerNext)
        {
            beginEpoch(stream, waiting.peek());
        }
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void onRegionFailure(final StreamState stream, final String reason, final long nowNs)
    {
        stream.beneficiary(null);
        PendingAttach attach;
        while ((attach = stream.waiting().poll()) != null)
        {
            takenClientIds.remove(attach.clientId());
            releaseNodeId(attach.nodeId(), nowNs);
            if (attach.isProducer())
            {
                stream.isProducerTaken(false);
            }

            refuse(attach.correlationId(), ResponseCode.INTERNAL_ERROR, "shm creation failed: " + reason);
        }
    }

    private void attachDynamic(final ShmAttachRequestDecoder request, final long nowNs)
    {
        final long correlationId = request.correlationId();
        final boolean isAllowed = config.value(DriverKey.ALLOW_DYNAMIC_STREAMS);
        if (!isAllowed || request.publishMode() == PublishMode.REQUIRE_EXISTING)
        {
            refuse(correlationId, ResponseCode.REJECTED, "stream not provisioned");
            return;
        }

        final IdRange range = config.value(DriverKey.STREAM_ID_RANGE);
        final long streamId = request.streamId() == 0 ? catalog.freeStreamId() : request.streamId();
        if (streamId < 0)
        {
            refuse(correlationId, ResponseCode.INVALID_PARAMS, "no stream ids available");
        }
        else if (range != null && !range.contains(streamId))
        {
            refuse(correlationId, ResponseCode.INVALID_PARAMS, "stream_id not in stream_id_range");
        }
        else
        {
            final String profile = config.value(DriverKey.DEFAULT_PROFILE);
            attach(request, new StreamState(streamId, config.profiles().get(profile), true), nowNs);
        }
    }

    private void attach(final ShmAttachRequestDecoder request, final StreamState stream, final long nowNs)
    {
        final long correlationId = request.correlationId();
        final boolean isProducer = request.role() == Role.PRODUCER;
        if (stream.profile().payloadPools().isEmpty())
        {
            refuse(correlationId, ResponseCode.INVALID_PARAMS, "invalid profile: no payload pools");
            return;
        }

        if (isProducer && stream.isProducerTaken())
        {
            refuse(correlationId, ResponseCode.REJECTED, "producer already attached");
            return;
        }

        final long desiredNodeId = request.desiredNodeId();
        final boolean isDesired = desiredNodeId != ShmAttachRequestDecoder.desiredNodeIdNullValue();
        final long clientId = request.clientId();
        final long nodeId = isDesired ?
            nodeIds.acquireDesired(desiredNodeId, clientId, nowNs) : nodeIds.acquire(clientId, nowNs);
        if (nodeId == NodeIdAllocator.NONE && (isDesired || isProducer))
        {
            final String text = isDesired ? "desired node_id unavailable" : "no node_id available";
            refuse(correlationId, ResponseCode.REJECTED, text);
            return;
        }

        if (catalog.find(stream.streamId()) == null)
        {
            stream.idleSinceNs(nowNs);
            catalog.add(stream);
        }

        showNodeIds();
        takenClientIds.add(clientId);
        stream.isProducerTaken(stream.isProducerTaken() || isProducer);
        admit(stream, new PendingAttach(correlationId, clientId, request.role(), nodeId), nowNs);
    }

    private void admit(final StreamState stream, final PendingAttach attach, final long nowNs)
    {
        if (stream.isProvisioning())
        {
            stream.waiting().add(attach);
        }
        else if (attach.isProducer() || stream.regions() == null)
        {
            stream.waiting().add(attach);
            beginEpoch(stream, attach);
        }
        else
        {
            grant(stream, attach, nowNs);
        }
    }

    private void beginEpoch(final StreamState stream, final PendingAttach beneficiary)
    {
        stream.beneficiary(beneficiary);
        catalog.beginEpoch(stream, beneficiary.isProducer());
    }

    private void grant(final StreamState stream, final PendingAttach attach, final long nowNs)
    {
        final Lease lease = new Lease(
            nextLeaseId++, stream, attach.clientId(), attach.role(), attach.nodeId(), nowNs + leaseDurationNs);
        leaseById.put(lease.leaseId(), lease);
        leases.add(lease);
        stream.addLease(1);
        if (attach.isProducer())
        {
            stream.producerId(attach.clientId());
        }

        counters.attaches().increment();
        counters.leases().set(leases.size());
        messages.attachGranted(attach.correlationId(), lease);
        LOGGER.info("granted {}", lease);
    }

    private void end(final Lease lease, final LeaseRevokeReason reason, final String text, final long nowNs)
    {
        final StreamState stream = lease.stream();
        leaseById.remove(lease.leaseId());
        leases.remove(lease);
        takenClientIds.remove(lease.clientId());
        releaseNodeId(lease.nodeId(), nowNs);
        stream.addLease(-1);
        stream.idleSinceNs(nowNs);
        counters.leases().set(leases.size());
        messages.leaseRevoked(
            nowNs, lease.leaseId(), stream.streamId(), lease.clientId(), lease.role(), reason, text);
        LOGGER.info("{}: {}", text, lease);

        if (lease.isProducer())
        {
            stream.producerId(0);
            stream.isProducerTaken(false);
            if (!stream.isProvisioning())
            {
                catalog.beginEpoch(stream, false);
            }
        }
    }

    private void releaseNodeId(final long nodeId, final long nowNs)
    {
        nodeIds.release(nodeId, nowNs);
        showNodeIds();
    }

    private void showNodeIds()
    {
        counters.nodeIds().set(nodeIds.inUseCount());
        counters.heldNodeIds().set(nodeIds.heldCount());
    }

    private void refuse(final long correlationId, final ResponseCode code, final String text)
    {
        counters.rejects().increment();
        messages.attachRefused(correlationId, code, text);
    }
}
