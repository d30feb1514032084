package io.tracelink.tools;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.exceptions.AeronEvent;
import io.tracelink.aeron.FramePublisher;
import io.tracelink.core.ParentSet;
import io.tracelink.driverclient.AttachOptions;
import io.tracelink.driverclient.DriverClient;
import io.tracelink.driverclient.Lease;
import io.tracelink.driverclient.LeaseGrant;
import io.tracelink.driverclient.LeaseListener;
import io.tracelink.driverclient.LeaseLoss;
import io.tracelink.testing.ProgramProcess;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A stage in a process of its own: it mints with the node ID of its lease for as long as it may, publishes a joined
 * frame every half millisecond or so, and writes down the ID of each. It says what becomes of its lease.
 */
final class LeasedProducer
{
    private static final int PARENTS = 100;
    private static final long PAUSE_NS = 500_000;
    private static final long META_VERSION = 1;

    private LeasedProducer()
    {
    }

    static ProgramProcess start(
        final String aeronDir, final Path regions, final long streamId, final Path idFile)
    {
        return ProgramProcess.ofMain(
            LeasedProducer.class, aeronDir, regions.toString(), Long.toString(streamId), idFile.toString());
    }

    /**
     * Runs until SIGTERM.
     *
     * @param args directory of the media driver, directory of the regions, stream id, file for the IDs.
     * @throws IOException when the file cannot be written.
     */
    public static void main(final String[] args) throws IOException
    {
        final TerminationSignal signal = new TerminationSignal();
        try (DataOutputStream ids = new DataOutputStream(Files.newOutputStream(Path.of(args[3])));
            Aeron aeron = Aeron.connect(
                new Aeron.Context().aeronDirectoryName(args[0]).errorHandler(LeasedProducer::onError));
            DriverClient client = new DriverClient(
                new DriverClient.Context().aeron(aeron).allowedBaseDirs(List.of(Path.of(args[1]))));
            FramePublisher publisher = new FramePublisher(
                new FramePublisher.Context().aeron(aeron).streamId(Long.parseLong(args[2]))))
        {
            run(signal, ids, client, publisher);
        }
    }

    /**
     * Events are what the listener hears as well.
     */
    private static void onError(final Throwable error)
    {
        if (!(error instanceof AeronEvent))
        {
            System.err.println(error);
        }
    }

    private static void run(
        final TerminationSignal signal,
        final DataOutputStream ids,
        final DriverClient client,
        final FramePublisher publisher) throws IOException
    {
        final Lease lease = client.attach(
            AttachOptions.producer(publisher.streamId()).listener(new Narrator(publisher)));
        final ParentSet parents = new ParentSet(PARENTS);
        for (int i = 1; i <= PARENTS; i++)
        {
            parents.add(i);
        }

        long count = 0;
        long heldUp = 0;
        for (long seq = 0; !signal.isRaised(); seq++)
        {
            client.doWork();
            if (!publisher.isTracing() && lease.grant() != null)
            {
                publisher.enableTracing(lease);
            }

            if (publisher.isTracing() && publisher.publishJoined(seq, seq, META_VERSION, parents) > 0)
            {
                ids.writeLong(publisher.traceId());
                count++;
                heldUp += Publication.BACK_PRESSURED == publisher.linkResult() ? 1 : 0;
            }

            LockSupport.parkNanos(PAUSE_NS);
        }

        System.out.println("minted " + count + " without-links " + heldUp);
    }

    /**
     * Says what becomes of the lease.
     */
    private static final class Narrator implements LeaseListener
    {
        private final FramePublisher publisher;

        Narrator(final FramePublisher publisher)
        {
            this.publisher = publisher;
        }

        @Override
        public void onAttached(final Lease lease, final LeaseGrant grant)
        {
            publisher.epoch(grant.epoch());
            System.out.println("attached " + grant.nodeId() + " " + grant.epoch());
        }

        @Override
        public void onAttachFailed(final Lease lease, final String reason, final long retryInNs)
        {
            System.out.println("refused " + reason);
        }

        @Override
        public void onLost(final Lease lease, final LeaseLoss loss, final String reason)
        {
            System.out.println("lost " + loss + " " + reason);
        }
    }
}
