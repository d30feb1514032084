package io.tracelink.driver;

import io.tracelink.schema.driver.LeaseRevokeReason;
import io.tracelink.schema.driver.MessageHeaderEncoder;
import io.tracelink.schema.driver.ResponseCode;
import io.tracelink.schema.driver.Role;
import io.tracelink.schema.driver.ShmAttachResponseEncoder;
import io.tracelink.schema.driver.ShmDetachResponseEncoder;
import io.tracelink.schema.driver.ShmDriverShutdownEncoder;
import io.tracelink.schema.driver.ShmLeaseRevokedEncoder;
import io.tracelink.schema.driver.ShutdownReason;
import io.tracelink.schema.wire.ClockDomain;
import io.tracelink.schema.wire.ShmPoolAnnounceEncoder;
import org.agrona.ExpandableArrayBuffer;

import java.util.List;

/**
 * Encodes what the driver says and hands it to the streams (Driver Model §4, Wire §3).
 */
final class ControlMessages
{
    /**
     * Longest error message that goes out.
     */
    static final int MAX_ERROR_LENGTH = 1024;

    private final QueuedPublication control;
    private final QueuedPublication announces;
    private final DriverCounters counters;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final io.tracelink.schema.wire.MessageHeaderEncoder wireHeader =
        new io.tracelink.schema.wire.MessageHeaderEncoder();
    private final ShmAttachResponseEncoder attachResponse = new ShmAttachResponseEncoder();
    private final ShmDetachResponseEncoder detachResponse = new ShmDetachResponseEncoder();
    private final ShmLeaseRevokedEncoder leaseRevoked = new ShmLeaseRevokedEncoder();
    private final ShmDriverShutdownEncoder driverShutdown = new ShmDriverShutdownEncoder();
    private final ShmPoolAnnounceEncoder poolAnnounce = new ShmPoolAnnounceEncoder();

    ControlMessages(
        final QueuedPublication control, final QueuedPublication announces, final DriverCounters counters)
    {
        this.control = control;
        this.announces = announces;
        this.counters = counters;
    }

    void attachGranted(final long correlationId, final Lease lease)
    {
        final Regions regions = lease.stream().regions();
        final StreamProfile profile = regions.profile();
        final List<PayloadPool> pools = profile.payloadPools();
        final boolean hasNodeId = lease.nodeId() != NodeIdAllocator.NONE;

        attachResponse.wrapAndApplyHeader(buffer, 0, header)
            .correlationId(correlationId)
            .code(ResponseCode.OK)
            .leaseId(lease.leaseId())
            .leaseExpiryTimestampNs(lease.expiryNs())
            .streamId(regions.streamId())
            .epoch(regions.epoch())
            .layoutVersion(RegionFiles.LAYOUT_VERSION)
            .headerNslots(profile.headerNslots())
            .headerSlotBytes(RegionFiles.HEADER_SLOT_BYTES)
            .nodeId(hasNodeId ? lease.nodeId() : ShmAttachResponseEncoder.nodeIdNullValue());

        final ShmAttachResponseEncoder.PayloadPoolsEncoder group = attachResponse.payloadPoolsCount(pools.size());
        for (int i = 0; i < pools.size(); i++)
        {
            group.next()
                .poolId(pools.get(i).poolId())
                .poolNslots(profile.headerNslots())
                .strideBytes(pools.get(i).strideBytes())
                .putRegionUri(regions.poolUri(i), 0, regions.poolUri(i).length);
        }

        attachResponse.putHeaderRegionUri(regions.headerUri(), 0, regions.headerUri().length).errorMessage("");
        sendControl(attachResponse.encodedLength());
    }

    void attachRefused(final long correlationId, final ResponseCode code, final String errorMessage)
    {
        attachResponse.wrapAndApplyHeader(buffer, 0, header)
            .correlationId(correlationId)
            .code(code)
            .leaseId(ShmAttachResponseEncoder.leaseIdNullValue())
            .leaseExpiryTimestampNs(ShmAttachResponseEncoder.leaseExpiryTimestampNsNullValue())
            .streamId(ShmAttachResponseEncoder.streamIdNullValue())
            .epoch(ShmAttachResponseEncoder.epochNullValue())
            .layoutVersion(ShmAttachResponseEncoder.layoutVersionNullValue())
            .headerNslots(ShmAttachResponseEncoder.headerNslotsNullValue())
            .headerSlotBytes(ShmAttachResponseEncoder.headerSlotBytesNullValue())
            .nodeId(ShmAttachResponseEncoder.nodeIdNullValue());
        attachResponse.payloadPoolsCount(0);
        attachResponse.headerRegionUri("").errorMessage(limited(errorMessage));
        sendControl(attachResponse.encodedLength());
    }

    void detachResponse(final long correlationId, final ResponseCode code, final String errorMessage)
    {
        detachResponse.wrapAndApplyHeader(buffer, 0, header)
            .correlationId(correlationId)
            .code(code)
            .errorMessage(limited(errorMessage));
        sendControl(detachResponse.encodedLength());
    }

    void leaseRevoked(
        final long nowNs,
        final long leaseId,
        final long streamId,
        final long clientId,
        final Role role,
        final LeaseRevokeReason reason,
        final String errorMessage)
    {
        leaseRevoked.wrapAndApplyHeader(buffer, 0, header)
            .timestampNs(nowNs)
            .leaseId(leaseId)
            .streamId(streamId)
            .clientId(clientId)
            .role(role)
            .reason(reason)
            .errorMessage(limited(errorMessage));
        sendControl(leaseRevoked.encodedLength());
    }

    void driverShutdown(final long nowNs, final ShutdownReason reason, final String errorMessage)
    {
        driverShutdown.wrapAndApplyHeader(buffer, 0, header)
            .timestampNs(nowNs)
            .reason(reason)
            .errorMessage(limited(errorMessage));
        sendControl(driverShutdown.encodedLength());
    }

    /**
     * Announces the current regions of a stream.
     *
     * @param nowNs  of the monotonic clock.
     * @param stream with regions.
     */
    void announce(final long nowNs, final StreamState stream)
    {
        final Regions regions = stream.regions();
        final StreamProfile profile = regions.profile();
        final List<PayloadPool> pools = profile.payloadPools();

        poolAnnounce.wrapAndApplyHeader(buffer, 0, wireHeader)
            .streamId(regions.streamId())
            .producerId(stream.producerId())
            .epoch(regions.epoch())
            .announceTimestampNs(nowNs)
            .announceClockDomain(ClockDomain.MONOTONIC)
            .layoutVersion(RegionFiles.LAYOUT_VERSION)
            .headerNslots(profile.headerNslots())
            .headerSlotBytes(RegionFiles.HEADER_SLOT_BYTES);

        final ShmPoolAnnounceEncoder.PayloadPoolsEncoder group = poolAnnounce.payloadPoolsCount(pools.size());
        for (int i = 0; i < pools.size(); i++)
        {
            group.next()
                .poolId(pools.get(i).poolId())
                .poolNslots(profile.headerNslots())
                .strideBytes(pools.get(i).strideBytes())
                .putRegionUri(regions.poolUri(i), 0, regions.poolUri(i).length);
        }

        poolAnnounce.putHeaderRegionUri(regions.headerUri(), 0, regions.headerUri().length);
        announces.send(
            buffer, io.tracelink.schema.wire.MessageHeaderEncoder.ENCODED_LENGTH + poolAnnounce.encodedLength());
        counters.announces().increment();
    }

    /**
     * Does no announce wait for its stream?
     *
     * @return true when a periodic one would not add to a queue.
     */
    boolean isAnnounceStreamFree()
    {
        return announces.isEmpty();
    }

    /**
     * Tries those again that wait.
     *
     * @return number of messages that got away.
     */
    int flush()
    {
        final int sent = control.flush();
        return announces == control ? sent : sent + announces.flush();
    }

    boolean isFlushed()
    {
        return control.isEmpty() && announces.isEmpty();
    }

    private void sendControl(final int bodyLength)
    {
        control.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
    }

    private static String limited(final String text)
    {
        return text.length() <= MAX_ERROR_LENGTH ? text : text.substring(0, MAX_ERROR_LENGTH);
    }
}
