package io.tracelink.tools;

import io.tracelink.store.CheckResult;
import io.tracelink.store.TableDifference;
import io.tracelink.store.TableDigest;
import io.tracelink.store.Verification;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * Prints what was found in a store for people.
 */
final class VerificationText
{
    private VerificationText()
    {
    }

    static void print(final Verification verification, final PrintWriter out)
    {
        for (final CheckResult check : verification.checks())
        {
            print(check, out);
        }

        print("", verification.digests(), out);
        final Verification.ArchiveComparison archive = verification.archive();
        if (null != archive)
        {
            print(archive, out);
        }

        final long violated = verification.checks().stream().filter(CheckResult::isViolated).count();
        out.println((verification.isValid() ? "valid: " : "not valid: ") + verification.location() + ", " +
            Plural.of(violated, "check") + " violated" +
            (null == archive ? "" : archive.isEqual() ? ", equal to the archive" : ", not equal to the archive"));
    }

    static void print(final String prefix, final List<TableDigest> digests, final PrintWriter out)
    {
        for (final TableDigest digest : digests)
        {
            out.printf(
                Locale.ROOT, "%-10s %-22s %s  %s%n", "digest", prefix + digest.table(), digest.hex(),
                Plural.of(digest.rows(), "row"));
        }
    }

    private static void print(final CheckResult check, final PrintWriter out)
    {
        final String verdict = 0 == check.count() ? "ok" : check.isViolated() ? "VIOLATED" : "loss";
        out.printf(
            Locale.ROOT, "%-10s %-22s %d  %s%n", verdict, check.name(), check.count(), check.meaning());
        check.examples().forEach((example) -> out.println("    " + example));
        if (check.count() > check.examples().size() && check.examples().size() == CheckResult.MAX_EXAMPLES)
        {
            out.println("    ...");
        }
    }

    private static void print(final Verification.ArchiveComparison archive, final PrintWriter out)
    {
        print("archive.", archive.digests(), out);
        archive.faults().forEach((fault) -> out.println("DIFFERS    " + fault));
        archive.uncollected().forEach((recording) -> out.println("BEHIND     " + recording));
        for (final TableDifference difference : archive.differences())
        {
            out.println("DIFFERS    " + difference.table() + (null == difference.streamId() ? "" :
                " of stream " + difference.streamId() + " epoch " + Long.toUnsignedString(difference.epoch())) + ": " +
                difference.missing() + " missing, " + difference.extra() + " not in the archive, " +
                difference.changed() + " changed");
            difference.examples().forEach((example) -> out.println("    " + example));
        }

        out.println("archive    " + Plural.of(archive.recordings(), "recording") + " read again" +
            (archive.isPartial() ? "; it tells of a part of the store, the rest is not judged" : ""));
        archive.omissions().forEach((omission) -> out.println("    " + omission));
        archive.notJudged().forEach((notJudged) -> print(notJudged, out));
    }

    private static void print(final Verification.NotJudged notJudged, final PrintWriter out)
    {
        final String reason = switch (notJudged.reason())
        {
            case ARCHIVE -> "of which the archive does not tell";
            case WINDOW -> "of traces with windows, which are in no archive";
            case RELEASE -> "of places whose claims an older release did not keep";
        };
        out.printf(
            Locale.ROOT, "%-10s %-22s %s %s%n", "not judged", notJudged.table(),
            Plural.of(notJudged.rows(), "row"), reason);
    }
}
