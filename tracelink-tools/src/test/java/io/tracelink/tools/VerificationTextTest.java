package io.tracelink.tools;

import io.tracelink.store.CheckResult;
import io.tracelink.store.TableDigest;
import io.tracelink.store.Verification;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class VerificationTextTest
{
    private static final List<CheckResult> CHECKS = List.of(
        new CheckResult("null-ids", CheckResult.Kind.VIOLATION, "links without trace ID", 0, List.of()));
    private static final List<TableDigest> DIGESTS = List.of(new TableDigest("frames", 1_682, 0xABCDL));

    @Test
    void shouldSayWhatTheArchiveDoesNotTellOf()
    {
        final Verification.ArchiveComparison archive = new Verification.ArchiveComparison(
            2,
            List.of(new TableDigest("frames", 1_000, 0xABCEL)),
            List.of("recording=3 of stream=1100 was purged after it was collected"),
            List.of(
                new Verification.NotJudged("frames", Verification.NotJudged.Reason.ARCHIVE, 682),
                new Verification.NotJudged("trace_links", Verification.NotJudged.Reason.WINDOW, 1),
                new Verification.NotJudged("conflicts", Verification.NotJudged.Reason.RELEASE, 2)),
            List.of(),
            List.of(),
            List.of());

        assertThat(lines(new Verification("lineage.db", CHECKS, DIGESTS, archive))).containsExactly(
            "ok         null-ids               0  links without trace ID",
            "digest     frames                 000000000000abcd  1682 rows",
            "digest     archive.frames         000000000000abce  1000 rows",
            "archive    2 recordings read again; it tells of a part of the store, the rest is not judged",
            "    recording=3 of stream=1100 was purged after it was collected",
            "not judged frames                 682 rows of which the archive does not tell",
            "not judged trace_links            1 row of traces with windows, which are in no archive",
            "not judged conflicts              2 rows of places whose claims an older release did not keep",
            "valid: lineage.db, 0 checks violated, equal to the archive");
    }

    @Test
    void shouldSayThatAllIsEqual()
    {
        final Verification.ArchiveComparison archive =
            new Verification.ArchiveComparison(2, DIGESTS, List.of(), List.of(), List.of(), List.of(), List.of());

        assertThat(lines(new Verification("lineage.db", CHECKS, DIGESTS, archive))).endsWith(
            "archive    2 recordings read again",
            "valid: lineage.db, 0 checks violated, equal to the archive");
    }

    @Test
    void shouldSayThatTheStoreIsBehind()
    {
        final Verification.ArchiveComparison archive = new Verification.ArchiveComparison(
            2, DIGESTS, List.of(), List.of(), List.of("recording=3 of stream=1100 is collected up to position=0"),
            List.of(), List.of());

        assertThat(lines(new Verification("lineage.db", CHECKS, DIGESTS, archive))).endsWith(
            "BEHIND     recording=3 of stream=1100 is collected up to position=0",
            "archive    2 recordings read again",
            "not valid: lineage.db, 0 checks violated, not equal to the archive");
    }

    private static List<String> lines(final Verification verification)
    {
        final StringWriter text = new StringWriter();
        final PrintWriter out = new PrintWriter(text);
        VerificationText.print(verification, out);
        out.flush();
        return text.toString().lines().toList();
    }
}
