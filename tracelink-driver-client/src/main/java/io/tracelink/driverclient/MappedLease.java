package io.tracelink.driverclient;

import io.tracelink.schema.driver.Role;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All regions of one grant, pools by growing stride, and whether they may still be used.
 */
final class MappedLease implements AutoCloseable
{
    private final Lease lease;
    private final LeaseGrant grant;
    private final MappedRegion header;
    private final MappedRegion[] pools;
    private boolean isClosed;

    /**
     * Regions that are mapped already, or lie in memory of this process.
     *
     * @param lease  that grants them.
     * @param grant  of the lease.
     * @param header the header ring.
     * @param pools  by growing stride.
     */
    MappedLease(
        final Lease lease, final LeaseGrant grant, final MappedRegion header, final MappedRegion[] pools)
    {
        this.lease = lease;
        this.grant = grant;
        this.header = header;
        this.pools = pools;
    }

    /**
     * Map what a lease grants now.
     *
     * @param lease that is attached.
     * @param role  that it must have.
     * @return the regions.
     * @throws IllegalStateException    if the lease is not attached.
     * @throws IllegalArgumentException if the role is another one, or a region cannot be used.
     */
    static MappedLease map(final Lease lease, final Role role)
    {
        if (role != lease.role())
        {
            throw new IllegalArgumentException("role=" + lease.role() + " of the lease must be " + role);
        }

        final LeaseGrant grant = lease.grant();
        if (null == grant)
        {
            throw new IllegalStateException("lease is not attached: " + lease);
        }

        final boolean isWritable = Role.PRODUCER == role;
        final List<Path> allowedBaseDirs = lease.allowedBaseDirs();
        final List<MappedRegion> regions = new ArrayList<>();
        try
        {
            regions.add(MappedRegion.header(grant, allowedBaseDirs, isWritable));
            for (final PayloadPool pool : byStride(grant.pools()))
            {
                regions.add(MappedRegion.pool(grant, pool, allowedBaseDirs, isWritable));
            }
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.closeAll(regions);
            throw ex;
        }

        return new MappedLease(
            lease,
            grant,
            regions.get(0),
            regions.subList(1, regions.size()).toArray(new MappedRegion[0]));
    }

    LeaseGrant grant()
    {
        return grant;
    }

    /**
     * May the regions be used? Costs one volatile read.
     *
     * @return false once the lease is lost, given back or of another epoch.
     */
    @SuppressWarnings("ReferenceEquality") // An equal grant may have been lost and given anew.
    boolean isCurrent()
    {
        return lease.grant() == grant;
    }

    UnsafeBuffer header()
    {
        return header.buffer();
    }

    int poolCount()
    {
        return pools.length;
    }

    MappedRegion pool(final int index)
    {
        return pools[index];
    }

    boolean isClosed()
    {
        return isClosed;
    }

    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            header.close();
            CloseHelper.closeAll(pools);
        }
    }

    private static List<PayloadPool> byStride(final List<PayloadPool> pools)
    {
        final List<PayloadPool> sorted = new ArrayList<>(pools);
        sorted.sort(Comparator.comparingLong(PayloadPool::strideBytes));

        return sorted;
    }
}
