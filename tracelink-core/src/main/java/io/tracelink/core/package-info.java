/**
 * Trace identity (TraceLink §6) and the TraceLinkSet (TraceLink §9): IDs, parent sets, propagation and the bytes.
 * <p>
 * Nothing here does I/O, logs, or allocates after construction.
 */
package io.tracelink.core;
