/**
 * The {@code tracelink} command: driver, collector and questions to the lineage store.
 */
package io.tracelink.tools;
