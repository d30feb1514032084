package io.tracelink.bench;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class BenchmarkTargetTest
{
    static List<BenchmarkTarget> all()
    {
        return BenchmarkTarget.ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldNameBenchmarksAndParametersThatThereAre(final BenchmarkTarget target) throws ReflectiveOperationException
    {
        for (final String name : List.of(target.dividend(), target.divisor()))
        {
            final String[] names = name.split("\\.", -1);
            final Class<?> type = Class.forName("io.tracelink.bench." + names[0]);

            assertThat(Arrays.stream(type.getMethods()).filter((method) -> method.isAnnotationPresent(Benchmark.class)))
                .extracting(Method::getName).contains(names[1]);

            for (final String column : target.columns())
            {
                final String[] parameter = column.split("=", -1);
                assertThat(type.getDeclaredField(parameter[0]).getAnnotation(Param.class).value())
                    .contains(parameter[1]);
            }
        }
    }

    @Test
    void shouldSayWhetherARatioIsMet()
    {
        final BenchmarkTarget atMost = new BenchmarkTarget("A.ours", "B.theirs", true, 1.3, List.of("n=2"));
        final BenchmarkTarget atLeast = new BenchmarkTarget("A.theirs", "B.ours", false, 80, List.of());

        assertThat(atMost.row("n=2", 13, 10)).startsWith("| `A.ours` / `B.theirs` | n=2 | 1.30 | at most 1.3 | met |");
        assertThat(atMost.row("n=2", 14, 10)).contains("| 1.40 | at most 1.3 | **not met** |");
        assertThat(atLeast.row("-", 801, 10)).contains("| 80.10 | at least 80.0 | met |");
        assertThat(atLeast.row("-", 799, 10)).contains("| **not met** |");
        assertThat(atMost.isOf("n=2")).isTrue();
        assertThat(atMost.isOf("n=8")).isFalse();
        assertThat(atLeast.isOf("n=8")).isTrue();
    }
}
