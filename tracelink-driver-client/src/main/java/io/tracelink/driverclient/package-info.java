/**
 * The client side of an SHM driver (Driver Model §4): {@link io.tracelink.driverclient.DriverClient} holds leases and
 * with them node IDs, {@link io.tracelink.driverclient.FrameWriter} and {@link io.tracelink.driverclient.FrameReader}
 * use the shared memory that a lease grants (Wire §5).
 */
package io.tracelink.driverclient;
