package io.tracelink.store;

import com.sun.management.ThreadMXBean;
import io.tracelink.aeron.FrameDescriptorReader;
import io.tracelink.core.MessageResult;
import io.tracelink.core.TraceLinkSetReader;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class IntakeTest
{
    private final List<Throwable> errors = new ArrayList<>();
    private final FrameDescriptorReader descriptor = new FrameDescriptorReader();
    private final TraceLinkSetReader linkSet = new TraceLinkSetReader();
    private long nowNs;
    private TestStore test;
    private BatchWriter batchWriter;
    private Intake intake;

    @BeforeEach
    void setUp()
    {
        test = new TestStore();
        descriptor.wrap(new UnsafeBuffer(Emitter.descriptor(7, 9, 1, 1, 42)), 0, 48);
        final ByteBuffer set = Emitter.linkSet(7, 9, 1, 42, 10, 20, 30);
        assertThat(linkSet.wrap(new UnsafeBuffer(set), 0, set.remaining())).isEqualTo(MessageResult.OK);
    }

    @AfterEach
    void tearDown()
    {
        batchWriter.onClose();
        test.close();
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldAllocateNothing()
    {
        make(2, 64);
        final UnsafeBuffer announce = new UnsafeBuffer(Emitter.poolAnnounce(7, 5));
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();

        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 20 && 0 != allocated; round++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++)
            {
                intake.onFrameDescriptor(descriptor, null);
                intake.onTraceLinkSet(linkSet, null);
                intake.onFragment(announce, 0, announce.capacity(), null);
                intake.submitWhenDue();
            }

            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }

        assertThat(allocated).isZero();
        assertThat(intake.framesDropped()).isPositive();
    }

    @Test
    void shouldHandABatchOverWhenItsTimeHasCome()
    {
        make(2, 64);
        intake.onFrameDescriptor(descriptor, null);
        nowNs += 49;
        intake.submitWhenDue();
        assertThat(batchWriter.doWork()).isZero();

        nowNs += 1;
        intake.submitWhenDue();
        assertThat(batchWriter.doWork()).isOne();
        assertThat(batchWriter.framesStored()).isOne();
        assertThat(batchWriter.commits()).isOne();
        assertThat(batchWriter.doWork()).isZero();
    }

    @Test
    void shouldHandABatchOverWhenItIsFull()
    {
        make(2, 3);
        for (int i = 0; i < 4; i++)
        {
            intake.onTraceLinkSet(linkSet, null);
        }

        assertThat(batchWriter.doWork()).isOne();
        assertThat(batchWriter.linkSetsStored()).isEqualTo(3);
        assertThat(intake.received()).isEqualTo(4);
    }

    @Test
    void shouldDropWhileAllBatchesAreTaken()
    {
        make(2, 3);
        for (int i = 0; i < 10; i++)
        {
            intake.onFrameDescriptor(descriptor, null);
        }

        assertThat(intake.received()).isEqualTo(6);
        assertThat(intake.framesDropped()).isEqualTo(4);

        assertThat(batchWriter.doWork()).isOne();
        intake.onFrameDescriptor(descriptor, null);
        assertThat(intake.received()).isEqualTo(7);
    }

    private void make(final int batchCount, final int batchRows)
    {
        batchWriter = new BatchWriter(test.store.writer(), () -> nowNs, errors::add, batchCount, batchRows);
        intake = new Intake(batchWriter, () -> nowNs, () -> 0, 50);
    }
}
