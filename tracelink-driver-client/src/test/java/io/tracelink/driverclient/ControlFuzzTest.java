package io.tracelink.driverclient;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tracelink.driverclient.PlainControlMessage.Verdict;
import io.tracelink.schema.driver.LeaseRevokeReason;
import io.tracelink.schema.driver.ResponseCode;
import io.tracelink.schema.driver.Role;
import io.tracelink.schema.driver.ShutdownReason;
import io.tracelink.testing.Surroundings;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any bytes on the control stream and any text as a URI: taken, or counted, or refused, as the protocol says.
 */
class ControlFuzzTest
{
    @FuzzTest
    void shouldTakeWhatIsValidAndCountTheRest(final byte[] message)
    {
        final Heard heard = Surroundings.sameInEvery(message, (bytes, offset, length) ->
        {
            final ClientCounters counters = new ClientCounters();
            final Transcript transcript = new Transcript();
            new ControlAdapter(transcript, counters).onMessage(new UnsafeBuffer(bytes), offset, length, 1);

            return new Heard(verdict(transcript, counters), transcript.text.toString());
        });

        assertThat(heard.verdict).isEqualTo(new PlainControlMessage(message).verdict());
        assertThat(heard.text.isEmpty()).isEqualTo(Verdict.TAKEN != heard.verdict);
    }

    @FuzzTest
    void shouldParseARegionUriOrRefuseIt(final byte[] ascii)
    {
        final String text = new String(ascii, StandardCharsets.ISO_8859_1);
        RegionUri uri = null;
        try
        {
            uri = RegionUri.parse(text);
        }
        catch (final IllegalArgumentException ex)
        {
            assertThat(ex).hasMessageStartingWith("regionUri='");
            assertThat(ex.getMessage()).matches("[ -~]*");
        }

        assertThat(null != uri).isEqualTo(isRegionUri(text));
        if (null != uri)
        {
            assertThat(uri.path()).isAbsolute();
            assertThat(uri).hasToString(text).isEqualTo(RegionUri.parse(text));
            assertThat(uri.requireHugepages()).isEqualTo(text.contains("require_hugepages=true") &&
                (text.startsWith("shm:file?require_hugepages=true") || text.contains("|require_hugepages=true")));
        }
    }

    /**
     * A path and at most one flag, in any order, printable.
     */
    private static boolean isRegionUri(final String text)
    {
        final String path = "path=/[ -{}~]*";
        final String flag = "require_hugepages=(true|false)";

        return text.length() <= 4096 &&
            text.matches("shm:file\\?(" + path + "|" + path + "\\|" + flag + "|" + flag + "\\|" + path + ")");
    }

    private static Verdict verdict(final Transcript transcript, final ClientCounters counters)
    {
        final long malformed = counters.get(ClientCounter.MALFORMED_MESSAGES);
        final long unsupported = counters.get(ClientCounter.UNSUPPORTED_MESSAGES);
        final long other = counters.get(ClientCounter.OTHER_MESSAGES);
        assertThat(transcript.messages + malformed + unsupported + other).isEqualTo(1);
        if (1 == transcript.messages)
        {
            return Verdict.TAKEN;
        }

        return 1 == malformed ? Verdict.MALFORMED : 1 == unsupported ? Verdict.UNSUPPORTED : Verdict.OTHER;
    }

    /**
     * What a client would hear.
     */
    private record Heard(Verdict verdict, String text)
    {
    }

    /**
     * To whom everything matters, and who looks at every field.
     */
    private static final class Transcript implements ControlHandler
    {
        private final StringBuilder text = new StringBuilder();
        private int messages;

        @Override
        public boolean isAttachExpected(final long correlationId, final int sessionId)
        {
            return true;
        }

        @Override
        public void onAttachResponse(final AttachResponseReader response, final int sessionId)
        {
            assertThat(response.code()).isNotIn(ResponseCode.NULL_VAL, ResponseCode.SBE_UNKNOWN);
            hear("attach", response.correlationId(), response.code(), response.leaseId(), response.hasLeaseId(),
                response.leaseExpiryTimestampNs(), response.streamId(), response.epoch(), response.layoutVersion(),
                response.headerNslots(), response.headerSlotBytes(), response.nodeId(), response.errorMessage());
            hear(() -> LeaseGrant.of(response, AttachOptions.producer(response.streamId()), 5));
        }

        @Override
        public boolean onDetachResponse(final long correlationId)
        {
            hear("detach", correlationId);
            return true;
        }

        @Override
        public boolean isRevocationExpected(
            final long leaseId, final long streamId, final long clientId, final Role role)
        {
            return true;
        }

        @Override
        public void onLeaseRevoked(
            final long leaseId,
            final long streamId,
            final long clientId,
            final Role role,
            final LeaseRevokeReason reason,
            final String message)
        {
            assertThat(message).matches("[ -~]{0,1024}");
            hear("revoked", leaseId, streamId, clientId, role, reason, message);
        }

        @Override
        public void onDriverShutdown(final ShutdownReason reason, final String message)
        {
            assertThat(message).matches("[ -~]{0,1024}");
            hear("shutdown", reason, message);
        }

        @Override
        public boolean isAnnounceExpected(final long streamId)
        {
            return true;
        }

        @Override
        public void onPoolAnnounce(final PoolAnnounceReader announce, final int sessionId)
        {
            hear("announce", announce.streamId(), announce.epoch(), announce.layoutVersion(), announce.headerNslots(),
                announce.headerSlotBytes());
            hear(() -> announce.regions().pools() + " " + announce.regions().headerRegionUri());
        }

        @Override
        public void onOtherAnnounce(final int sessionId)
        {
            throw new AssertionError("every stream is of interest");
        }

        private void hear(final Object... values)
        {
            messages++;
            for (final Object value : values)
            {
                text.append(value).append(' ');
            }
        }

        /**
         * What is refused at this stage is refused in one way.
         */
        private void hear(final Supplier<Object> value)
        {
            try
            {
                text.append(value.get());
            }
            catch (final IllegalArgumentException ex)
            {
                text.append(ex.getMessage());
            }
        }
    }
}
