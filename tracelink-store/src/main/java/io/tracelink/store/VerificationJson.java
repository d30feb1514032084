package io.tracelink.store;

import java.util.List;
import java.util.Locale;

/**
 * Writes what was found in a store as JSON, one object on one line. 64-bit values are unsigned decimal strings, counts
 * are numbers, digests hexadecimal strings.
 */
public final class VerificationJson
{
    private VerificationJson()
    {
    }

    /**
     * A verification as JSON: {@code database}, {@code valid}, {@code checks}, each with {@code check}, {@code kind}
     * ({@code violation} or {@code loss}), {@code count} and {@code examples}, {@code digests}, each with
     * {@code table}, {@code rows} and {@code digest}, and {@code archive}, which is null or has {@code equal},
     * {@code recordings}, {@code partial}, {@code omissions}, {@code notJudged}, each with {@code table},
     * {@code reason} ({@code archive}, {@code window} or {@code release}) and {@code rows}, {@code uncollected},
     * {@code faults}, {@code digests} and {@code differences}, each with {@code table}, {@code streamId},
     * {@code epoch}, {@code missing}, {@code extra}, {@code changed} and {@code examples}.
     *
     * @param verification to be written.
     * @return the object, without line feed.
     */
    public static String write(final Verification verification)
    {
        final StringBuilder json = new StringBuilder(2048);
        json.append("{\"database\": ");
        string(json, verification.location());
        json.append(", \"valid\": ").append(verification.isValid());
        json.append(", \"checks\": ");
        LineageJson.list(json, verification.checks(), VerificationJson::check);
        json.append(", \"digests\": ");
        LineageJson.list(json, verification.digests(), VerificationJson::digest);
        json.append(", \"archive\": ");
        if (null == verification.archive())
        {
            json.append("null");
        }
        else
        {
            archive(json, verification.archive());
        }

        return json.append('}').toString();
    }

    /**
     * Digests as JSON: {@code database} and {@code digests}, as in a verification.
     *
     * @param location of the store.
     * @param digests  of its tables.
     * @return the object, without line feed.
     */
    public static String write(final String location, final List<TableDigest> digests)
    {
        final StringBuilder json = new StringBuilder(512);
        json.append("{\"database\": ");
        string(json, location);
        json.append(", \"digests\": ");
        LineageJson.list(json, digests, VerificationJson::digest);

        return json.append('}').toString();
    }

    private static void check(final StringBuilder json, final CheckResult check)
    {
        json.append("{\"check\": \"").append(check.name());
        json.append("\", \"kind\": \"").append(check.kind().name().toLowerCase(Locale.ROOT));
        json.append("\", \"count\": ").append(check.count());
        json.append(", \"examples\": ");
        LineageJson.list(json, check.examples(), VerificationJson::string);
        json.append('}');
    }

    private static void digest(final StringBuilder json, final TableDigest digest)
    {
        json.append("{\"table\": \"").append(digest.table());
        json.append("\", \"rows\": ").append(digest.rows());
        json.append(", \"digest\": \"").append(digest.hex()).append("\"}");
    }

    private static void archive(final StringBuilder json, final Verification.ArchiveComparison archive)
    {
        json.append("{\"equal\": ").append(archive.isEqual());
        json.append(", \"recordings\": ").append(archive.recordings());
        json.append(", \"partial\": ").append(archive.isPartial());
        json.append(", \"omissions\": ");
        LineageJson.list(json, archive.omissions(), VerificationJson::string);
        json.append(", \"notJudged\": ");
        LineageJson.list(json, archive.notJudged(), VerificationJson::notJudged);
        json.append(", \"uncollected\": ");
        LineageJson.list(json, archive.uncollected(), VerificationJson::string);
        json.append(", \"faults\": ");
        LineageJson.list(json, archive.faults(), VerificationJson::string);
        json.append(", \"digests\": ");
        LineageJson.list(json, archive.digests(), VerificationJson::digest);
        json.append(", \"differences\": ");
        LineageJson.list(json, archive.differences(), VerificationJson::difference);
        json.append('}');
    }

    private static void notJudged(final StringBuilder json, final Verification.NotJudged notJudged)
    {
        json.append("{\"table\": \"").append(notJudged.table());
        json.append("\", \"reason\": \"").append(notJudged.reason().name().toLowerCase(Locale.ROOT));
        json.append("\", \"rows\": ").append(notJudged.rows()).append('}');
    }

    private static void difference(final StringBuilder json, final TableDifference difference)
    {
        json.append("{\"table\": \"").append(difference.table());
        json.append("\", \"streamId\": ").append(difference.streamId());
        json.append(", \"epoch\": ");
        LineageJson.unsigned(json, difference.epoch());
        json.append(", \"missing\": ").append(difference.missing());
        json.append(", \"extra\": ").append(difference.extra());
        json.append(", \"changed\": ").append(difference.changed());
        json.append(", \"examples\": ");
        LineageJson.list(json, difference.examples(), VerificationJson::string);
        json.append('}');
    }

    private static void string(final StringBuilder json, final String value)
    {
        json.append('"');
        for (int i = 0; i < value.length(); i++)
        {
            final char c = value.charAt(i);
            if (c == '"' || c == '\\')
            {
                json.append('\\').append(c);
            }
            else if (c < ' ')
            {
                json.append(String.format("\\u%04x", (int)c));
            }
            else
            {
                json.append(c);
            }
        }

        json.append('"');
    }
}
