/**
 * Carries trace metadata between hosts.
 */
package io.tracelink.aeron.relay;
