/**
 * The SHM driver: it grants leases on streams, hands out node IDs, owns the shared memory regions and their epochs, and
 * announces them (Driver Model §4, Wire §5).
 * <p>
 * {@link io.tracelink.driver.ShmDriver} is the entry point, {@link io.tracelink.driver.DriverConfig} what it is told.
 */
package io.tracelink.driver;
