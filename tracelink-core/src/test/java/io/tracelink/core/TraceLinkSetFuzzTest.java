package io.tracelink.core;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tracelink.testing.Surroundings;
import org.agrona.concurrent.UnsafeBuffer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any bytes against the plain reading of the protocol: the same verdict, the same values.
 */
class TraceLinkSetFuzzTest
{
    private static final int FEW = 3;

    private final TraceLinkSetReader reader = new TraceLinkSetReader();
    private final TraceLinkSetReader readerOfFew = new TraceLinkSetReader(FEW);

    @FuzzTest
    void shouldReadWhatIsValidAndNothingElse(final byte[] message)
    {
        assertReadAsPlainly(reader, ParentSet.MAX_CAPACITY, message);
        assertReadAsPlainly(readerOfFew, FEW, message);
    }

    @FuzzTest
    void shouldGateByEveryFieldOfTheHeader(final byte[] message)
    {
        assertGatedAsPlainly(message, 904, 1, 1, 28);
        assertGatedAsPlainly(message, 901, 2, 1, 54);
        assertGatedAsPlainly(message, 900, 4, 0, 40);
        assertGatedAsPlainly(message, 0, 0, 0, 0);
        assertGatedAsPlainly(message, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF);
    }

    private static void assertReadAsPlainly(
        final TraceLinkSetReader reader, final int maxParents, final byte[] message)
    {
        final PlainTraceLinkSet plain = new PlainTraceLinkSet(message);
        final int result = GuardedRead.wrap(reader, message);
        assertThat(MessageResult.name(result)).isEqualTo(MessageResult.name(plain.verdict(maxParents)));
        if (MessageResult.OK != result)
        {
            assertThat(reader.parentCount()).isZero();
            return;
        }

        assertThat(reader.streamId()).isEqualTo(plain.number(8, 4));
        assertThat(reader.epoch()).isEqualTo(plain.number(12, 8));
        assertThat(reader.seq()).isEqualTo(plain.number(20, 8));
        assertThat(reader.traceId()).isEqualTo(plain.number(28, 8));
        assertThat(reader.parentCount()).isEqualTo(plain.parentCount());
        for (int i = 0; i < plain.parentCount(); i++)
        {
            assertThat(reader.parentTraceId(i)).isEqualTo(plain.parent(i));
        }
    }

    private static void assertGatedAsPlainly(
        final byte[] message, final int schemaId, final int templateId, final int version, final int minBlockLength)
    {
        final int result = Surroundings.sameInEvery(message, (bytes, offset, length) ->
        {
            final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
            return MessageHeaderFlyweight.gate(
                buffer, offset, length, schemaId, templateId, version, minBlockLength);
        });

        assertThat(result)
            .isEqualTo(new PlainTraceLinkSet(message).gate(schemaId, templateId, version, minBlockLength));
    }
}
