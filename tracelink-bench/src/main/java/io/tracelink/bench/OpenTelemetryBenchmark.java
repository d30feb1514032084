package io.tracelink.bench;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a user would write to record a join with OpenTelemetry: a span with a link to each parent. Nothing is exported
 * and the processor, without which no span is recorded, does nothing, so this is the least that it costs. Beside
 * {@link TraceLinkSetBenchmark#buildAndEncode}.
 */
@State(Scope.Thread)
public class OpenTelemetryBenchmark extends TraceLinkBenchmark
{
    @Param({"2", "8", "64", "512"})
    int parentCount;

    private SdkTracerProvider provider;
    private Tracer tracer;
    private SpanContext[] parents;
    Span lastSpan;

    /**
     * Make the tracer and the contexts of the parents.
     */
    @Setup
    public void setUp()
    {
        provider = provider(parentCount);
        tracer = provider.get("join");
        parents = parents(parentCount);
    }

    /**
     * Shut the tracer down.
     */
    @TearDown
    public void tearDown()
    {
        provider.close();
    }

    /**
     * Start and end a span with links.
     *
     * @return the context of the span.
     */
    @Benchmark
    public SpanContext peerSpanWithLinks()
    {
        final SpanBuilder builder = tracer.spanBuilder("join").setNoParent();
        for (final SpanContext parent : parents)
        {
            builder.addLink(parent);
        }

        final Span span = builder.startSpan();
        span.end();
        lastSpan = span;

        return span.getSpanContext();
    }

    /**
     * What makes tracers that record spans and export nothing.
     */
    static SdkTracerProvider provider(final int maxLinks)
    {
        return SdkTracerProvider.builder()
            .addSpanProcessor(new NothingProcessor())
            .setSpanLimits(SpanLimits.builder().setMaxNumberOfLinks(maxLinks).build())
            .build();
    }

    /**
     * The contexts of parents.
     */
    static SpanContext[] parents(final int parentCount)
    {
        final IdGenerator idGenerator = IdGenerator.random();
        final SpanContext[] parents = new SpanContext[parentCount];
        for (int i = 0; i < parentCount; i++)
        {
            parents[i] = SpanContext.create(
                idGenerator.generateTraceId(),
                idGenerator.generateSpanId(),
                TraceFlags.getSampled(),
                TraceState.getDefault());
        }

        return parents;
    }

    private static final class NothingProcessor implements SpanProcessor
    {
        @Override
        public void onStart(final Context parentContext, final ReadWriteSpan span)
        {
        }

        @Override
        public boolean isStartRequired()
        {
            return false;
        }

        @Override
        public void onEnd(final ReadableSpan span)
        {
        }

        @Override
        public boolean isEndRequired()
        {
            return false;
        }
    }
}
