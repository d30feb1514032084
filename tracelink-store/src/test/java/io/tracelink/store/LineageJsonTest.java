package io.tracelink.store;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class LineageJsonTest
{
    @Test
    void shouldWriteEverything()
    {
        final LineageGraph graph = new LineageGraph(
            -1,
            Direction.BOTH,
            List.of(
                new Missing(Missing.Kind.FRAMES, 4_294_967_295L, -2L, 1L, -3L, Missing.Cause.NEVER_SEEN, null),
                new Missing(Missing.Kind.LINKS, null, null, null, null, Missing.Cause.NOT_COMMITTED, -4L)),
            List.of(
                new TraceNode(-1, List.of(
                    new StoredFrame(4_294_967_295L, -2, 0, 4_294_967_294L, -5, -1, 0),
                    new StoredFrame(2, 3, 4, 5, 6, -1, 0))),
                new TraceNode(42, List.of())),
            List.of(new TraceEdge(-1, 42)));

        assertThat(LineageJson.write(graph)).isEqualTo(
            "{\"traceId\": \"18446744073709551615\", \"direction\": \"both\", \"complete\": false, \"missing\": [" +
            "{\"kind\": \"frames\", \"streamId\": 4294967295, \"epoch\": \"18446744073709551614\", " +
            "\"fromSeq\": \"1\", \"toSeq\": \"18446744073709551613\", \"cause\": \"never-seen\"}, " +
            "{\"kind\": \"links\", \"streamId\": null, \"epoch\": null, \"fromSeq\": null, \"toSeq\": null, " +
            "\"cause\": \"not-committed\", \"traceId\": \"18446744073709551612\"}], " +
            "\"nodes\": [{\"traceId\": \"18446744073709551615\", \"frames\": [" +
            "{\"streamId\": 4294967295, \"epoch\": \"18446744073709551614\", \"seq\": \"0\", " +
            "\"tNs\": \"18446744073709551611\", \"stageId\": 4294967294}, " +
            "{\"streamId\": 2, \"epoch\": \"3\", \"seq\": \"4\", \"tNs\": \"6\", \"stageId\": 5}]}, " +
            "{\"traceId\": \"42\", \"frames\": []}], " +
            "\"edges\": [{\"traceId\": \"18446744073709551615\", \"parentTraceId\": \"42\"}]}");
    }

    @Test
    void shouldWriteAnEmptyAnswer()
    {
        assertThat(LineageJson.write(new LineageGraph(0, Direction.UP, List.of(), List.of(), List.of()))).isEqualTo(
            "{\"traceId\": null, \"direction\": \"up\", \"complete\": true, \"missing\": [], \"nodes\": [], " +
            "\"edges\": []}");
    }

    @Test
    void shouldWriteNoTraceOfAnUntracedFrame()
    {
        final TraceNode node = new TraceNode(0, List.of(new StoredFrame(2, 3, 4, 5, 6, 0, 0)));
        assertThat(LineageJson.write(new LineageGraph(0, Direction.UP, List.of(), List.of(node), List.of()))).isEqualTo(
            "{\"traceId\": null, \"direction\": \"up\", \"complete\": true, \"missing\": [], \"nodes\": [" +
            "{\"traceId\": null, \"frames\": [{\"streamId\": 2, \"epoch\": \"3\", \"seq\": \"4\", \"tNs\": \"6\", " +
            "\"stageId\": 5}]}], \"edges\": []}");
    }

    @Test
    void shouldNameEveryCause()
    {
        assertThat(List.of(Missing.Cause.values())).extracting(Missing.Cause::text)
            .containsExactly("never-seen", "mismatch", "not-committed", "expired", "sampled-out");
    }
}
