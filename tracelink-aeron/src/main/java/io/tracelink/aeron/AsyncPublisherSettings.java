package io.tracelink.aeron;

import org.agrona.BitUtil;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The settings of an {@link AsyncPublisher.Context}.
 */
abstract class AsyncPublisherSettings extends StreamsContext<AsyncPublisher.Context>
{
    /**
     * The shortest ring, in bytes.
     */
    public static final int MIN_RING_LENGTH = 4 * 1024;

    /**
     * The longest ring, in bytes.
     */
    public static final int MAX_RING_LENGTH = 512 * 1024 * 1024;

    private static final int DEFAULT_RING_LENGTH = 1024 * 1024;

    private int ringLength = DEFAULT_RING_LENGTH;
    private boolean manyProducers;
    private boolean sendDescriptors;
    private long drainTimeoutNs = TimeUnit.SECONDS.toNanos(1);
    private NanoClock nanoClock = SystemNanoClock.INSTANCE;

    /**
     * Check that everything is there.
     *
     * @return this for a fluent API.
     * @throws IllegalArgumentException if a value is missing or out of its range.
     */
    public AsyncPublisher.Context conclude()
    {
        requireAeron();

        if (ringLength < MIN_RING_LENGTH || ringLength > MAX_RING_LENGTH || !BitUtil.isPowerOfTwo(ringLength))
        {
            throw new IllegalArgumentException("ringLength=" + ringLength + " must be a power of two in " +
                MIN_RING_LENGTH + ".." + MAX_RING_LENGTH);
        }

        if (drainTimeoutNs < 0)
        {
            throw new IllegalArgumentException("drainTimeoutNs=" + drainTimeoutNs + " must be at least 0");
        }

        return self();
    }

    /**
     * How much a ring holds: about 10,000 descriptors or sets of 2 parents in the 1 MiB that it has by default. A
     * set is an eighth of it at most, some 16,370 parents by default; a larger one is refused as
     * {@link io.tracelink.core.MessageResult#TOO_MANY_PARENTS}.
     *
     * @param ringLength in bytes, a power of two in {@link #MIN_RING_LENGTH}..{@link #MAX_RING_LENGTH}.
     * @return this for a fluent API.
     */
    public AsyncPublisher.Context ringLength(final int ringLength)
    {
        this.ringLength = ringLength;
        return self();
    }

    /**
     * {@return how much a ring holds, in bytes}
     */
    public int ringLength()
    {
        return ringLength;
    }

    /**
     * Are the rings for the publishers of many stages, on any threads? By default they are for one, which costs
     * each frame an atomic operation less.
     *
     * @param manyProducers true if they are.
     * @return this for a fluent API.
     */
    public AsyncPublisher.Context manyProducers(final boolean manyProducers)
    {
        this.manyProducers = manyProducers;
        return self();
    }

    /**
     * {@return true if the rings are for the publishers of many stages}
     */
    public boolean manyProducers()
    {
        return manyProducers;
    }

    /**
     * Send the descriptors of the stages too. By default their threads do: a descriptor is the frame, somebody
     * waits for it, and its stage is told whether it was taken. Sent from here, it comes later by a duty cycle of
     * the agent, and its stage is told {@link FramePublisher#QUEUED} whatever becomes of it.
     *
     * @param sendDescriptors true to send them.
     * @return this for a fluent API.
     */
    public AsyncPublisher.Context sendDescriptors(final boolean sendDescriptors)
    {
        this.sendDescriptors = sendDescriptors;
        return self();
    }

    /**
     * {@return true if the descriptors of the stages are sent too}
     */
    public boolean sendDescriptors()
    {
        return sendDescriptors;
    }

    /**
     * How long closing goes on sending what is in the rings; a second by default.
     *
     * @param drainTimeoutNs in nanoseconds, 0 or more.
     * @return this for a fluent API.
     */
    public AsyncPublisher.Context drainTimeoutNs(final long drainTimeoutNs)
    {
        this.drainTimeoutNs = drainTimeoutNs;
        return self();
    }

    /**
     * {@return how long closing goes on sending what is in the rings, in nanoseconds}
     */
    public long drainTimeoutNs()
    {
        return drainTimeoutNs;
    }

    /**
     * The clock that the drain timeout is measured by; the system's by default.
     *
     * @param nanoClock to be asked.
     * @return this for a fluent API.
     */
    public AsyncPublisher.Context nanoClock(final NanoClock nanoClock)
    {
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        return self();
    }

    /**
     * {@return the clock that the drain timeout is measured by}
     */
    public NanoClock nanoClock()
    {
        return nanoClock;
    }
}
