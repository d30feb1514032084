package io.tracelink.driverclient;

import io.tracelink.schema.driver.Role;
import org.agrona.concurrent.NanoClock;

import java.util.regex.Pattern;

/**
 * The attach requests of one lease (Driver Model §4): when the next one is due, with which client id and node ID, and
 * until when its answer is waited for.
 */
final class AttachRequests
{
    /**
     * {@link #trySend}: nothing is due, or it cannot be sent yet.
     */
    static final int NOT_SENT = 0;

    /**
     * {@link #trySend}: a request is on its way.
     */
    static final int SENT = 1;

    /**
     * {@link #trySend}: none could be sent for as long as an answer is waited for.
     */
    static final int FAILED = -1;

    private static final int MAX_PROMPT_RETRIES = 8;
    private static final String CLIENT_ID_TAKEN = "client_id already attached";
    private static final String NODE_ID_TAKEN = "desired node_id unavailable";

    /**
     * In the words of other drivers: the code does not tell a refused node ID from other refusals (Driver Model §4).
     */
    private static final Pattern NODE_ID = Pattern.compile("node[_ ]?id", Pattern.CASE_INSENSITIVE);

    private final Lease lease;
    private final AttachOptions options;
    private final DriverClient.Context ctx;
    private final ControlProxy proxy;
    private final ClientIds ids;
    private final LeaseRegistry leases;
    private final NanoClock clock;
    private final NodeIdChoice nodeIds;

    private long clientId;
    private long correlationId;
    private long deadlineNs;
    private long nextNs;
    private boolean isAwaitingAnswer;
    private boolean isNodeIdWithheld;
    private int failures;
    private int promptRetries;

    AttachRequests(
        final Lease lease,
        final AttachOptions options,
        final DriverClient.Context ctx,
        final ControlProxy proxy,
        final ClientIds ids,
        final LeaseRegistry leases)
    {
        this.lease = lease;
        this.options = options;
        this.ctx = ctx;
        this.proxy = proxy;
        this.ids = ids;
        this.leases = leases;
        clock = ctx.nanoClock();
        nodeIds = new NodeIdChoice(options, ctx.layout(), ids);
        chooseClientId();
        schedule(0);
    }

    long clientId()
    {
        return clientId;
    }

    long desiredNodeId()
    {
        return nodeIds.desired();
    }

    long deadlineNs()
    {
        return deadlineNs;
    }

    /**
     * Is the answer to this request waited for? It still is after the attach timeout, until the next request is sent.
     */
    boolean isAwaiting(final long correlationId)
    {
        return isAwaitingAnswer && this.correlationId == correlationId;
    }

    boolean isAwaitingFor(final long streamId, final Role role)
    {
        return isAwaitingAnswer && options.streamId() == streamId && options.role() == role;
    }

    boolean isOverdue(final long nowNs)
    {
        return nowNs - deadlineNs >= 0;
    }

    /**
     * Send the next request if it is due.
     *
     * @param nowNs by the client's clock.
     * @return {@link #NOT_SENT}, {@link #SENT} or {@link #FAILED}.
     */
    int trySend(final long nowNs)
    {
        if (nowNs - nextNs < 0 || !proxy.isConnected())
        {
            return NOT_SENT;
        }

        if (leases.isAttaching(options.streamId(), options.role()))
        {
            // One attach in flight per stream and role (Driver Model §4): its turn comes.
            deadlineNs = nowNs + ctx.attachTimeoutNs();
            return NOT_SENT;
        }

        if (isAwaitingAnswer)
        {
            // The driver may yet grant the former request to the former client id.
            isAwaitingAnswer = false;
            chooseClientId();
        }

        correlationId = ids.nextCorrelationId();
        if (!proxy.attach(correlationId, options, clientId, nodeIds.desired()))
        {
            return isOverdue(nowNs) ? FAILED : NOT_SENT;
        }

        leases.onAttachSent(correlationId, options.streamId(), clientId, options.role());
        isAwaitingAnswer = true;
        deadlineNs = nowNs + ctx.attachTimeoutNs();

        return SENT;
    }

    /**
     * The answer came, or will not come any more.
     */
    void onAnswered()
    {
        isAwaitingAnswer = false;
    }

    boolean isAcceptable(final LeaseGrant grant)
    {
        return nodeIds.isAcceptable(grant.nodeId());
    }

    void onAttached(final LeaseGrant grant)
    {
        failures = 0;
        promptRetries = 0;
        isNodeIdWithheld = false;
        nodeIds.onAssigned(grant.nodeId());
    }

    /**
     * The driver refused: ask for something else at once, where that may help.
     *
     * @param reason in the driver's words.
     * @return the delay until the next request, in nanoseconds.
     */
    long onRefused(final String reason)
    {
        boolean isPrompt = false;
        if (reason.contains(CLIENT_ID_TAKEN) && 0 == options.clientId())
        {
            chooseClientId();
            isPrompt = true;
        }
        else if (isOfNodeId(reason))
        {
            isPrompt = nodeIds.onRefused();
        }

        return isPrompt && ++promptRetries <= MAX_PROMPT_RETRIES ? schedule(0) : onFailed();
    }

    /**
     * Is this a refusal of the node ID, and no other may be asked for?
     *
     * @param reason in the driver's words.
     * @return true if so.
     */
    boolean isNodeIdRefused(final String reason)
    {
        return isOfNodeId(reason) && nodeIds.isBound();
    }

    /**
     * The node ID that must be kept was not given.
     *
     * @return true for the first time since the lease was held.
     */
    boolean onNodeIdWithheld()
    {
        final boolean isNews = !isNodeIdWithheld;
        isNodeIdWithheld = true;

        return isNews;
    }

    /**
     * A request failed.
     *
     * @return the delay until the next one, in nanoseconds; longer with every failure in a row.
     */
    long onFailed()
    {
        failures++;
        return schedule(ids.backoffNs(failures, ctx.backoffMinNs(), ctx.backoffMaxNs()));
    }

    /**
     * The lease was lost.
     */
    void onLost()
    {
        schedule(ids.backoffNs(1, ctx.backoffMinNs(), ctx.backoffMaxNs()));
    }

    private boolean isOfNodeId(final String reason)
    {
        return reason.contains(NODE_ID_TAKEN) ||
            (Lease.NULL_NODE_ID != nodeIds.desired() && NODE_ID.matcher(reason).find());
    }

    private long schedule(final long delayNs)
    {
        nextNs = clock.nanoTime() + delayNs;
        deadlineNs = nextNs + ctx.attachTimeoutNs();

        return delayNs;
    }

    private void chooseClientId()
    {
        clientId = 0 == options.clientId() ? leases.unusedClientId() : options.clientId();
        lease.clientId(clientId);
    }
}
