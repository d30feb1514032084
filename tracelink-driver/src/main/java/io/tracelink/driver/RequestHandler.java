package io.tracelink.driver;

import io.tracelink.schema.driver.ShmAttachRequestDecoder;
import io.tracelink.schema.driver.ShmDetachRequestDecoder;
import io.tracelink.schema.driver.ShmLeaseKeepaliveDecoder;
import io.tracelink.schema.driver.ShutdownReason;
import org.agrona.DirectBuffer;

/**
 * Takes the requests of clients that {@link RequestGate} found well-formed. Decoders are valid during the call only.
 */
interface RequestHandler
{
    /**
     * A client asks for a lease.
     *
     * @param request with enum values that are known; the publish mode may be null.
     */
    void onAttach(ShmAttachRequestDecoder request);

    /**
     * A client gives a lease back.
     *
     * @param request with a known role.
     */
    void onDetach(ShmDetachRequestDecoder request);

    /**
     * A client keeps a lease alive.
     *
     * @param keepalive with a known role.
     */
    void onKeepalive(ShmLeaseKeepaliveDecoder keepalive);

    /**
     * An operator asks the driver to leave.
     *
     * @param reason      that is known.
     * @param buffer      of the token.
     * @param tokenOffset of the first byte of the token.
     * @param tokenLength in bytes.
     */
    void onShutdownRequest(ShutdownReason reason, DirectBuffer buffer, int tokenOffset, int tokenLength);
}
