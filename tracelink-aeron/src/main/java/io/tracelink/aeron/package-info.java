/**
 * Traced frames over Aeron: publishers and pollers of FrameDescriptors and TraceLinkSets, and their counters.
 */
package io.tracelink.aeron;
