package io.tracelink.driverclient;

/**
 * The attach request before the present one, if it was given up unanswered: should it be granted after all, the lease
 * is given back rather than left to expire.
 */
final class LateAnswer
{
    private boolean isOpen;
    private long correlationId;
    private long clientId;

    void expect(final long correlationId, final long clientId)
    {
        isOpen = true;
        this.correlationId = correlationId;
        this.clientId = clientId;
    }

    boolean isExpected(final long correlationId)
    {
        return isOpen && this.correlationId == correlationId;
    }

    long clientId()
    {
        return clientId;
    }

    void close()
    {
        isOpen = false;
    }
}
