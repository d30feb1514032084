package io.tracelink.store;

import io.tracelink.aeron.FrameDescriptorReader;
import io.tracelink.core.MessageResult;
import io.tracelink.core.TraceLinkSetReader;
import io.tracelink.testing.AllocationProbe;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class IntakeTest
{
    private final List<Throwable> errors = new ArrayList<>();
    private final FrameDescriptorReader descriptor = new FrameDescriptorReader();
    private final TraceLinkSetReader linkSet = new TraceLinkSetReader();
    private final UnsafeBuffer announce = new UnsafeBuffer(Emitter.poolAnnounce(7, 5));
    private long nowNs;
    private TestStore test;
    private BatchWriter batchWriter;
    private Intake intake;
    private long taken;

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
        make(2, 120_000);
        assertThat(AllocationProbe.allocatedBytes(5_000, this::takeOneOfEach)).isZero();
        assertThat(intake.received()).isEqualTo(2 * taken);
        assertThat(intake.framesDropped()).isZero();
    }

    @Test
    void shouldAllocateNothingWhileItDrops()
    {
        make(2, 4);
        assertThat(AllocationProbe.allocatedBytes(50_000, this::takeOneOfEach)).isZero();
        assertThat(intake.received()).isEqualTo(16);
        assertThat(intake.framesDropped()).isEqualTo(taken - 8);
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
    void shouldFillABatchOnWhileAnotherOneWaits()
    {
        make(8, 64);
        for (int i = 0; i < 20; i++)
        {
            intake.onFrameDescriptor(descriptor, null);
            nowNs += 50;
            intake.submitWhenDue();
        }

        assertThat(intake.framesDropped()).as("a store that stops for 20 intervals").isZero();
        assertThat(batchWriter.doWork()).isOne();
        assertThat(batchWriter.framesStored()).isOne();
        intake.submitWhenDue();
        assertThat(batchWriter.doWork()).isOne();
        assertThat(batchWriter.framesStored()).isEqualTo(20);
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

    private void takeOneOfEach()
    {
        taken++;
        intake.onFrameDescriptor(descriptor, null);
        intake.onTraceLinkSet(linkSet, null);
        intake.onFragment(announce, 0, announce.capacity(), null);
        intake.submitWhenDue();
    }

    private void make(final int batchCount, final int batchRows)
    {
        batchWriter = new BatchWriter(
            test.store.writer(), () -> nowNs, errors::add, CommitProbe.NONE, batchCount, batchRows);
        intake = new Intake(batchWriter, new Positions(), () -> nowNs, () -> 0, 50);
    }
}
