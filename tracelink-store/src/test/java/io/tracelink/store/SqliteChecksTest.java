package io.tracelink.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What SQLite itself says of a file.
 */
class SqliteChecksTest
{
    private TestStore test;

    @BeforeEach
    void fillStore()
    {
        test = new TestStore();
        test.write(() -> LongStream.range(0, 5_000).forEach((i) -> test.frame(30, i, i, i)));
    }

    @AfterEach
    void tearDown()
    {
        test.close();
    }

    @Test
    void shouldFindNothingInAFileThatIsWhole()
    {
        final List<CheckResult> checks = verify().checks();
        assertThat(checks).extracting(CheckResult::name).startsWith("integrity", "write-ahead-log");
        assertThat(checks).noneMatch(CheckResult::isViolated);
    }

    @Test
    void shouldTellThatReadersAndWritersWait() throws SQLException
    {
        test.writer.close();
        test.execute("PRAGMA journal_mode = DELETE");

        final CheckResult check = verify().checks().get(1);
        assertThat(check.isViolated()).isTrue();
        assertThat(check.count()).isEqualTo(1);
        assertThat(check.examples()).containsExactly("delete");
    }

    @Test
    void shouldTellADamagedFileAndReadNoMoreOfIt() throws SQLException, IOException
    {
        test.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        test.writer.close();
        try (FileChannel file = FileChannel.open(Path.of(test.location), StandardOpenOption.WRITE))
        {
            for (long position = 64 * 1024; position < file.size(); position += 8 * 4096)
            {
                file.write(StandardCharsets.UTF_8.encode("not a page of a tree"), position);
            }
        }

        final Verification verification = verify();
        assertThat(verification.isValid()).isFalse();
        assertThat(verification.digests()).isEmpty();
        assertThat(verification.checks()).extracting(CheckResult::name).containsExactly("integrity", "write-ahead-log");
        assertThat(verification.checks().get(0).isViolated()).isTrue();
        assertThat(verification.checks().get(0).examples()).isNotEmpty();
    }

    private Verification verify()
    {
        try (StoreVerification verification = test.store.verification())
        {
            return verification.verify();
        }
    }
}
