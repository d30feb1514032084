package io.tracelink.examples.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stages of the demo: what each reads, and the stream that it writes.
 */
enum DemoStage
{
    CPU("cpu", 1),
    MEMORY("memory", 2),
    IO("io", 3),
    CPU_RATE("cpu-rate", 11),
    MEMORY_RATE("memory-rate", 12),
    IO_RATE("io-rate", 13),
    JOIN("join", 21),
    WINDOW("window", 31);

    private final String label;
    private final long streamId;

    DemoStage(final String label, final long streamId)
    {
        this.label = label;
        this.streamId = streamId;
    }

    String label()
    {
        return label;
    }

    long streamId()
    {
        return streamId;
    }

    List<DemoStage> inputs()
    {
        return switch (this)
        {
            case CPU, MEMORY, IO -> List.of();
            case CPU_RATE -> List.of(CPU);
            case MEMORY_RATE -> List.of(MEMORY);
            case IO_RATE -> List.of(IO);
            case JOIN -> List.of(CPU_RATE, MEMORY_RATE, IO_RATE);
            case WINDOW -> List.of(JOIN);
        };
    }

    StageLogic logic()
    {
        return switch (this)
        {
            case CPU -> new RootLogic(100, new SystemSampler()::cpu);
            case MEMORY -> new RootLogic(50, new SystemSampler()::memory);
            case IO -> new RootLogic(20, new SystemSampler()::io);
            case CPU_RATE, MEMORY_RATE, IO_RATE -> new RateFilterLogic(2);
            case JOIN -> new JoinLogic(inputs().stream().mapToLong(DemoStage::streamId).toArray());
            case WINDOW -> new WindowLogic();
        };
    }

    static DemoStage byLabel(final String label)
    {
        for (final DemoStage stage : values())
        {
            if (stage.label.equals(label))
            {
                return stage;
            }
        }

        throw new IllegalArgumentException("stage=" + label + " must be one of " + streamNames().values());
    }

    static Map<Long, String> streamNames()
    {
        final Map<Long, String> names = new LinkedHashMap<>();
        for (final DemoStage stage : values())
        {
            names.put(stage.streamId, stage.label);
        }

        return names;
    }
}
