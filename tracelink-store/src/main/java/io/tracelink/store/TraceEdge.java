package io.tracelink.store;

/**
 * A row of {@code trace_links}: one trace was made from another.
 *
 * @param traceId       of the output.
 * @param parentTraceId of the input.
 */
public record TraceEdge(long traceId, long parentTraceId)
{
}
