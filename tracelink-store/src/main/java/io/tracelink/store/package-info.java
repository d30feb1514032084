/**
 * The lineage store: a {@link io.tracelink.store.Collector} takes frames and links from Aeron into a
 * {@link io.tracelink.store.LineageStore}, {@link io.tracelink.store.WindowExpansion} joins windows to frames,
 * and {@link io.tracelink.store.Lineage} answers where a frame came from, with a verdict of what is missing.
 */
package io.tracelink.store;
