package io.tracelink.bench;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

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
        for (final String name : target.benchmarks())
        {
            final String[] names = name.split("\\.", -1);
            final Class<?> type = Class.forName("io.tracelink.bench." + names[0]);

            assertThat(Arrays.stream(type.getMethods()).filter((method) -> method.isAnnotationPresent(Benchmark.class)))
                .extracting(Method::getName).contains(names[1]);

            for (final String column : target.columns())
            {
                final String[] parameter = column.split("=", -1);
                assertThat(paramsOf(type, names[1]).filter((field) -> field.getName().equals(parameter[0])))
                    .as(column).isNotEmpty()
                    .allSatisfy((field) ->
                        assertThat(field.getAnnotation(Param.class).value()).contains(parameter[1]));
            }
        }
    }

    /**
     * Of the benchmark's class, or of the states that the method is given.
     */
    private static Stream<Field> paramsOf(final Class<?> type, final String method)
    {
        final Stream<Class<?>> states = Arrays.stream(type.getMethods())
            .filter((candidate) -> candidate.getName().equals(method))
            .flatMap((benchmark) -> Arrays.stream(benchmark.getParameterTypes()));

        return Stream.concat(Stream.of(type), states)
            .flatMap((state) -> Stream.<Class<?>>iterate(state, Objects::nonNull, Class::getSuperclass))
            .flatMap((state) -> Arrays.stream(state.getDeclaredFields()))
            .filter((field) -> field.isAnnotationPresent(Param.class));
    }

    @Test
    void shouldSayWhetherARatioIsMet()
    {
        final BenchmarkTarget atMost = new BenchmarkTarget("A.ours", "B.theirs", null, true, 1.3, List.of("n=2"));
        final BenchmarkTarget atLeast = new BenchmarkTarget("A.theirs", "B.ours", null, false, 80, List.of());

        assertThat(atMost.row("n=2", Map.of("A.ours", 13.0, "B.theirs", 10.0)::get))
            .startsWith("| `A.ours` / `B.theirs` | n=2 | 1.30 | at most 1.3 | met |");
        assertThat(atMost.row("n=2", Map.of("A.ours", 14.0, "B.theirs", 10.0)::get))
            .contains("| 1.40 | at most 1.3 | **not met** |");
        assertThat(atLeast.row("-", Map.of("A.theirs", 801.0, "B.ours", 10.0)::get))
            .contains("| 80.10 | at least 80.0 | met |");
        assertThat(atLeast.row("-", Map.of("A.theirs", 799.0, "B.ours", 10.0)::get)).contains("| **not met** |");
        assertThat(atMost.isOf("n=2")).isTrue();
        assertThat(atMost.isOf("n=8")).isFalse();
        assertThat(atLeast.isOf("n=8")).isTrue();
    }

    @Test
    void shouldSayWhatABenchmarkTakesMoreThanItsBase()
    {
        final BenchmarkTarget ns = new BenchmarkTarget("A.with", null, "A.without", true, 30, List.of());
        final BenchmarkTarget ratio = new BenchmarkTarget("B.theirs", "A.with", "A.without", false, 10, List.of());
        final Map<String, Double> values = Map.of("A.with", 130.5, "A.without", 100.0, "B.theirs", 500.0);

        assertThat(ns.row("-", values::get))
            .startsWith("| `A.with` - `A.without` | - | 30.50 ns | at most 30.0 | **not met** |");
        assertThat(ratio.row("-", values::get)).startsWith(
            "| (`B.theirs` - `A.without`) / (`A.with` - `A.without`) | - | 13.11 | at least 10.0 | met |");
        assertThat(ns.benchmarks()).containsExactly("A.with", "A.without");
    }
}
