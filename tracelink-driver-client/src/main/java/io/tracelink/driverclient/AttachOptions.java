package io.tracelink.driverclient;

import io.tracelink.schema.driver.HugepagesPolicy;
import io.tracelink.schema.driver.PublishMode;
import io.tracelink.schema.driver.Role;

import java.util.Objects;

/**
 * What to ask a driver for (Driver Model §4). {@link DriverClient#attach(AttachOptions)} copies it, so it can be used
 * again. Not thread-safe.
 */
public final class AttachOptions
{
    /**
     * Ask for a random node ID that fits the layout of the client, and for another one when it is refused. Drivers of
     * the protocol family that are not asked hand out 32 bit node IDs, which fit no layout.
     */
    public static final long NODE_ID_WITHIN_LAYOUT = -1;

    /**
     * Ask for no certain node ID: the driver chooses or assigns none.
     */
    public static final long NODE_ID_OF_DRIVER = -2;

    private static final long MAX_U32 = 0xFFFF_FFFFL;

    private final long streamId;
    private final Role role;
    private long clientId;
    private PublishMode publishMode;
    private HugepagesPolicy hugepages = HugepagesPolicy.STANDARD;
    private long expectedLayoutVersion;
    private long desiredNodeId = NODE_ID_WITHIN_LAYOUT;
    private boolean keepNodeId = true;
    private LeaseListener listener = LeaseListener.NONE;

    private AttachOptions(final long streamId, final Role role, final PublishMode publishMode)
    {
        validateU32("streamId", streamId, 0);
        this.streamId = streamId;
        this.role = role;
        this.publishMode = publishMode;
    }

    private AttachOptions(final AttachOptions other)
    {
        streamId = other.streamId;
        role = other.role;
        clientId = other.clientId;
        publishMode = other.publishMode;
        hugepages = other.hugepages;
        expectedLayoutVersion = other.expectedLayoutVersion;
        desiredNodeId = other.desiredNodeId;
        keepNodeId = other.keepNodeId;
        listener = other.listener;
    }

    /**
     * Ask for the one producer lease of a stream, which the driver may create.
     *
     * @param streamId 0..4,294,967,294.
     * @return the options.
     * @throws IllegalArgumentException if the stream id is out of range.
     */
    public static AttachOptions producer(final long streamId)
    {
        return new AttachOptions(streamId, Role.PRODUCER, PublishMode.EXISTING_OR_CREATE);
    }

    /**
     * Ask for a consumer lease of a stream that exists. Until it does, the client keeps asking. A consumer mints
     * nothing, so it takes whatever node ID the driver gives, or none.
     *
     * @param streamId 0..4,294,967,294.
     * @return the options.
     * @throws IllegalArgumentException if the stream id is out of range.
     */
    public static AttachOptions consumer(final long streamId)
    {
        return new AttachOptions(streamId, Role.CONSUMER, PublishMode.REQUIRE_EXISTING)
            .desiredNodeId(NODE_ID_OF_DRIVER)
            .keepNodeId(false);
    }

    /**
     * Stream of the lease.
     *
     * @return stream id, uint32.
     */
    public long streamId()
    {
        return streamId;
    }

    /**
     * What the lease is for.
     *
     * @return the role.
     */
    public Role role()
    {
        return role;
    }

    /**
     * Set the id by which the driver knows the client: one lease per id.
     *
     * @param clientId 1..4,294,967,294, or 0, the default, to let the client choose and, if it is taken, choose again.
     * @return this for a fluent API.
     * @throws IllegalArgumentException if it is out of range.
     */
    public AttachOptions clientId(final long clientId)
    {
        validateU32("clientId", clientId, 0);
        this.clientId = clientId;
        return this;
    }

    /**
     * The id by which the driver knows the client.
     *
     * @return client id, 0 to choose one.
     */
    public long clientId()
    {
        return clientId;
    }

    /**
     * May the driver create the stream? Always sent, since drivers differ in what its absence means.
     *
     * @param publishMode to ask for.
     * @return this for a fluent API.
     * @throws IllegalArgumentException if it is no mode.
     */
    public AttachOptions publishMode(final PublishMode publishMode)
    {
        if (PublishMode.REQUIRE_EXISTING != publishMode && PublishMode.EXISTING_OR_CREATE != publishMode)
        {
            throw new IllegalArgumentException(
                "publishMode=" + publishMode + " must be REQUIRE_EXISTING or EXISTING_OR_CREATE");
        }

        this.publishMode = publishMode;
        return this;
    }

    /**
     * May the driver create the stream?
     *
     * @return the mode.
     */
    public PublishMode publishMode()
    {
        return publishMode;
    }

    /**
     * Set which pages the regions shall lie in. Always sent; STANDARD by default.
     *
     * @param hugepages to ask for.
     * @return this for a fluent API.
     * @throws IllegalArgumentException if it is no policy.
     */
    public AttachOptions hugepages(final HugepagesPolicy hugepages)
    {
        if (null == hugepages || HugepagesPolicy.NULL_VAL == hugepages || HugepagesPolicy.SBE_UNKNOWN == hugepages)
        {
            throw new IllegalArgumentException(
                "hugepages=" + hugepages + " must be UNSPECIFIED, STANDARD or HUGEPAGES");
        }

        this.hugepages = hugepages;
        return this;
    }

    /**
     * Which pages the regions shall lie in.
     *
     * @return the policy.
     */
    public HugepagesPolicy hugepages()
    {
        return hugepages;
    }

    /**
     * Set the only layout version to accept.
     *
     * @param expectedLayoutVersion uint32, or 0, the default, for any.
     * @return this for a fluent API.
     * @throws IllegalArgumentException if it is out of range.
     */
    public AttachOptions expectedLayoutVersion(final long expectedLayoutVersion)
    {
        validateU32("expectedLayoutVersion", expectedLayoutVersion, 0);
        this.expectedLayoutVersion = expectedLayoutVersion;
        return this;
    }

    /**
     * The only layout version to accept.
     *
     * @return layout version, 0 for any.
     */
    public long expectedLayoutVersion()
    {
        return expectedLayoutVersion;
    }

    /**
     * Set the node ID to ask for.
     *
     * @param desiredNodeId 0..4,294,967,294 to ask for that one and no other; {@link #NODE_ID_WITHIN_LAYOUT}, the
     *                      default; or {@link #NODE_ID_OF_DRIVER}.
     * @return this for a fluent API.
     * @throws IllegalArgumentException if it is out of range.
     */
    public AttachOptions desiredNodeId(final long desiredNodeId)
    {
        validateU32("desiredNodeId", desiredNodeId, NODE_ID_OF_DRIVER);
        this.desiredNodeId = desiredNodeId;
        return this;
    }

    /**
     * The node ID to ask for.
     *
     * @return a node ID, {@link #NODE_ID_WITHIN_LAYOUT} or {@link #NODE_ID_OF_DRIVER}.
     */
    public long desiredNodeId()
    {
        return desiredNodeId;
    }

    /**
     * Must the node ID stay the same over every re-attach? If so, which is the default, the client asks for the one it
     * had again and again and stays without a lease until it gets it, since a node ID is stable for the life of a
     * process (TraceLink §6). If not, it takes another one.
     *
     * @param keepNodeId true to insist.
     * @return this for a fluent API.
     */
    public AttachOptions keepNodeId(final boolean keepNodeId)
    {
        this.keepNodeId = keepNodeId;
        return this;
    }

    /**
     * Must the node ID stay the same over every re-attach?
     *
     * @return true if so.
     */
    public boolean keepNodeId()
    {
        return keepNodeId;
    }

    /**
     * Set who hears of changes.
     *
     * @param listener to be called.
     * @return this for a fluent API.
     */
    public AttachOptions listener(final LeaseListener listener)
    {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Who hears of changes.
     *
     * @return the listener, never null.
     */
    public LeaseListener listener()
    {
        return listener;
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public String toString()
    {
        return "AttachOptions{streamId=" + streamId + ", role=" + role + ", clientId=" + clientId +
            ", publishMode=" + publishMode + ", hugepages=" + hugepages +
            ", expectedLayoutVersion=" + expectedLayoutVersion + ", desiredNodeId=" + desiredNodeId +
            ", keepNodeId=" + keepNodeId + '}';
    }

    AttachOptions copy()
    {
        return new AttachOptions(this);
    }

    private static void validateU32(final String name, final long value, final long min)
    {
        if (value < min || value >= MAX_U32)
        {
            throw new IllegalArgumentException(name + "=" + value + " must be in " + min + ".." + (MAX_U32 - 1));
        }
    }
}
