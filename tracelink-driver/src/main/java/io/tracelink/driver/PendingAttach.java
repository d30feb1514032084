package io.tracelink.driver;

import io.tracelink.schema.driver.Role;

/**
 * An attach that is accepted and waits for its regions. Its client id and node ID are taken already.
 *
 * @param correlationId of the request.
 * @param clientId      of the client.
 * @param role          that it asks for.
 * @param nodeId        that it gets, or {@link NodeIdAllocator#NONE}.
 */
record PendingAttach(long correlationId, long clientId, Role role, long nodeId)
{
    boolean isProducer()
    {
        return role == Role.PRODUCER;
    }
}
