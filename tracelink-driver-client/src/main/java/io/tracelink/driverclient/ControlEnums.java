package io.tracelink.driverclient;

import io.tracelink.schema.driver.LeaseRevokeReason;
import io.tracelink.schema.driver.ResponseCode;
import io.tracelink.schema.driver.Role;
import io.tracelink.schema.driver.ShutdownReason;

/**
 * Which enum values of the wire are known: a message with another one is rejected (Driver Model §4).
 */
final class ControlEnums
{
    private ControlEnums()
    {
    }

    static boolean isKnown(final ResponseCode code)
    {
        return ResponseCode.SBE_UNKNOWN != code && ResponseCode.NULL_VAL != code;
    }

    static boolean isKnown(final Role role)
    {
        return Role.PRODUCER == role || Role.CONSUMER == role;
    }

    static boolean isKnown(final LeaseRevokeReason reason)
    {
        return LeaseRevokeReason.SBE_UNKNOWN != reason && LeaseRevokeReason.NULL_VAL != reason;
    }

    static boolean isKnown(final ShutdownReason reason)
    {
        return ShutdownReason.SBE_UNKNOWN != reason && ShutdownReason.NULL_VAL != reason;
    }
}
