package io.tracelink.driverclient;

import io.tracelink.schema.driver.Role;

/**
 * The attach requests that the client sent lately, whatever became of them. An answer that nobody waits for any more
 * may still grant a lease: to a request that was given up, or that a restarted driver read once more. Such a lease is
 * a ghost, which keeps others out until it expires, so it is given back (Driver Model §4).
 */
final class AttachLog
{
    /**
     * How many requests are remembered: more than a process with many leases sends until a late answer comes.
     */
    static final int CAPACITY = 256;

    private final Entry[] entries = new Entry[CAPACITY];
    private int next;

    AttachLog()
    {
        for (int i = 0; i < CAPACITY; i++)
        {
            entries[i] = new Entry();
        }
    }

    void onSent(final long correlationId, final long streamId, final long clientId, final Role role)
    {
        entries[next].set(correlationId, streamId, clientId, role);
        next = (next + 1) % CAPACITY;
    }

    /**
     * The request that an answer is for.
     *
     * @param correlationId of the answer.
     * @param sessionId     of the driver that answers.
     * @return the request, or null if there was none, or that session has answered it already: a duplicate.
     */
    Entry find(final long correlationId, final int sessionId)
    {
        for (final Entry entry : entries)
        {
            if (entry.isFor(correlationId))
            {
                return entry.isAnsweredBy(sessionId) ? null : entry;
            }
        }

        return null;
    }

    void clear()
    {
        for (final Entry entry : entries)
        {
            entry.role = null;
        }
    }

    /**
     * A request. Used anew for later ones.
     */
    static final class Entry
    {
        private long correlationId;
        private long streamId;
        private long clientId;
        private Role role;
        private boolean isAnswered;
        private int sessionId;

        void onAnswered(final int sessionId)
        {
            isAnswered = true;
            this.sessionId = sessionId;
        }

        long streamId()
        {
            return streamId;
        }

        long clientId()
        {
            return clientId;
        }

        Role role()
        {
            return role;
        }

        private void set(final long correlationId, final long streamId, final long clientId, final Role role)
        {
            this.correlationId = correlationId;
            this.streamId = streamId;
            this.clientId = clientId;
            this.role = role;
            isAnswered = false;
        }

        private boolean isFor(final long correlationId)
        {
            return null != role && this.correlationId == correlationId;
        }

        private boolean isAnsweredBy(final int sessionId)
        {
            return isAnswered && this.sessionId == sessionId;
        }
    }
}
