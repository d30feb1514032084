package io.tracelink.driverclient;

import io.tracelink.testing.AllocationProbe;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class FrameMemoryTest extends HarnessFixture
{
    private static final int SLOT_3 = 64 + 3 * 256;

    private final TensorDescriptor tensor = new TensorDescriptor()
        .dtype((short)9)
        .majorOrder((short)1)
        .ndims(2)
        .padAlign(200)
        .progress(255, 0xFFFF_FFF0L)
        .dim(0, 3, 20)
        .dim(1, 5, 4);
    private final UnsafeBuffer copy = new UnsafeBuffer(new byte[2048]);
    private RawRegions regions;
    private Lease producerLease;
    private Lease consumerLease;
    private FrameWriter writer;
    private FrameReader reader;

    @BeforeEach
    void setUp()
    {
        regions = harness.regions(7);
        producerLease = harness.attached(harness.producer().clientId(5), regions);
        consumerLease = harness.client.attach(harness.consumer().clientId(6));
        harness.grant(43, regions);
        harness.awaitState(consumerLease, LeaseState.ATTACHED);
        writer = new FrameWriter(producerLease);
        reader = new FrameReader(consumerLease);
    }

    @AfterEach
    void tearDown()
    {
        writer.close();
        reader.close();
    }

    @Test
    void shouldWriteTheBytesOfASlot() throws IOException
    {
        assertThat(writer.tryClaim(11, 60)).isEqualTo(1);
        assertThat(writer.payload().capacity()).isEqualTo(60);
        writer.payload().setMemory(0, 60, (byte)0x5A);
        assertThat(headerSlot3()).startsWith(new RawMessage().u64(22).toBytes());
        assertThat(writer.commit(0x1122334455667788L, 0xFFFF_FFFEL, tensor)).isEqualTo(FrameWriter.COMMITTED);

        final byte[] expected = new RawMessage()
            .u64(23)
            .u32(60)
            .u32(3)
            .u16(1)
            .u32(0)
            .u64(0x1122334455667788L)
            .u32(0xFFFF_FFFEL)
            .zeros(26)
            .u32(192)
            .u16(184).u16(52).u16(900).u16(1)
            .u16(9)
            .u16(1)
            .u8(2)
            .u8(200)
            .u8(255)
            .u32(0xFFFF_FFF0L)
            .u32(3).u32(5).zeros(24)
            .u32(20).u32(4).zeros(24)
            .zeros(109)
            .toBytes();
        assertThat(expected).hasSize(256);
        assertThat(headerSlot3()).isEqualTo(expected);
        final byte[] pool = Files.readAllBytes(regions.poolPath(1));
        assertThat(Arrays.copyOfRange(pool, 64 + 3 * 64, 64 + 3 * 64 + 64)).startsWith(new byte[]{0x5A, 0x5A})
            .endsWith(new byte[]{0x5A, 0, 0, 0, 0});
    }

    @Test
    void shouldReadWhatWasWritten()
    {
        write(11, 200);

        assertThat(reader.read(11, copy, 10)).isEqualTo(200);
        assertThat(copy.getByte(10)).isEqualTo((byte)11);
        assertThat(copy.getByte(209)).isEqualTo((byte)11);
        assertThat(copy.getByte(210)).isZero();
        assertThat(reader.timestampNs()).isEqualTo(1011);
        assertThat(reader.metaVersion()).isEqualTo(2);
        final TensorDescriptor read = reader.tensor();
        assertThat(read.dtype()).isEqualTo((short)9);
        assertThat(read.majorOrder()).isEqualTo((short)1);
        assertThat(read.ndims()).isEqualTo(2);
        assertThat(read.dim(1)).isEqualTo(5);
        assertThat(read.stride(0)).isEqualTo(20);
        assertThat(read.padAlign()).isEqualTo(200);
        assertThat(read.progressUnit()).isEqualTo(255);
        assertThat(read.progressStrideBytes()).isEqualTo(0xFFFF_FFF0L);
        assertThat(reader.read(11, new UnsafeBuffer(new byte[199]), 0)).isEqualTo(FrameReader.INSUFFICIENT_CAPACITY);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "64,1", "65,2", "256,2", "257,4", "1024,4", "1025,-2", "2147483647,-2", "-1,-5"})
    void shouldTakeTheSmallestPoolThatFits(final int length, final int result)
    {
        assertThat(writer.maxPayloadLength()).isEqualTo(1024);
        assertThat(writer.tryClaim(0, length)).isEqualTo(result);
    }

    @Test
    void shouldTellFramesThatAreNotThereFromThoseThatAreGone()
    {
        assertThat(reader.open(0)).isEqualTo(FrameReader.NOT_COMMITTED);
        write(3, 10);
        assertThat(reader.open(11)).isEqualTo(FrameReader.NOT_COMMITTED);
        assertThat(writer.tryClaim(11, 10)).isNotNegative();
        assertThat(reader.open(11)).isEqualTo(FrameReader.NOT_COMMITTED);
        assertThat(reader.open(3)).isEqualTo(FrameReader.OVERWRITTEN);
        writer.abort();
        assertThat(writer.commit(1, 1, tensor)).isEqualTo(FrameWriter.NOT_CLAIMED);
        assertThat(reader.open(11)).isEqualTo(FrameReader.NOT_COMMITTED);
        write(11, 10);
        assertThat(reader.open(11)).isEqualTo(10);
        assertThat(reader.open(3)).isEqualTo(FrameReader.OVERWRITTEN);
        assertThat(writer.tryClaim(-1, 10)).isEqualTo(FrameWriter.INVALID_ARGUMENT);
    }

    @Test
    void shouldNoticeAFrameThatChangesWhileItIsRead()
    {
        assertThat(reader.verify()).isEqualTo(FrameReader.CHANGED);
        write(3, 10);
        assertThat(reader.open(3)).isEqualTo(10);
        assertThat(reader.payload().capacity()).isEqualTo(10);
        assertThat(reader.verify()).isEqualTo(FrameReader.VALID);
        assertThat(writer.tryClaim(11, 10)).isNotNegative();
        assertThat(reader.verify()).isEqualTo(FrameReader.CHANGED);
        writer.commit(1, 1, tensor);
        assertThat(reader.verify()).isEqualTo(FrameReader.CHANGED);
    }

    @ParameterizedTest
    @CsvSource({
        "8,65,4", "8,-1,4", "12,4,4", "16,9,2", "18,1,4", "60,191,4", "64,183,2", "66,51,2", "68,901,2", "70,2,2",
        "76,9,1"})
    void shouldRefuseASlotThatMakesNoSense(final int offset, final long value, final int length)
    {
        write(3, 10);
        patch(regions.headerPath(), SLOT_3 + offset, value, length);

        assertThat(reader.open(3)).isEqualTo(FrameReader.CORRUPT);
        assertThat(reader.payload().capacity()).isZero();
        assertThat(reader.verify()).isEqualTo(FrameReader.CHANGED);
    }

    @Test
    void shouldStopWhenTheLeaseIsLost()
    {
        assertThat(writer.tryClaim(3, 10)).isNotNegative();
        harness.send(RawMessage.shutdown(0, "bye"));

        assertThat(writer.commit(1, 1, tensor)).isEqualTo(FrameWriter.LEASE_LOST);
        assertThat(writer.tryClaim(3, 10)).isEqualTo(FrameWriter.LEASE_LOST);
        assertThat(reader.open(3)).isEqualTo(FrameReader.LEASE_CHANGED);
        assertThatIllegalStateException()
            .isThrownBy(() -> new FrameWriter(producerLease))
            .withMessageStartingWith("lease is not attached");
        harness.advance(50 * Harness.MILLI);
        harness.grant(50, harness.regions(8));
        harness.grant(51, harness.regions(8));
        assertThat(writer.tryClaim(3, 10)).isEqualTo(FrameWriter.LEASE_LOST);
        try (FrameWriter next = new FrameWriter(producerLease))
        {
            assertThat(next.tryClaim(3, 10)).isNotNegative();
            assertThat(next.grant().epoch()).isEqualTo(8);
        }
    }

    @Test
    void shouldStopReadingWhenTheProducerBeginsANewEpoch()
    {
        write(3, 10);
        producerLease.detach();
        harness.send(RawMessage.announce(Harness.STREAM, 8, harness.regions(8)));

        assertThat(reader.open(3)).isEqualTo(FrameReader.LEASE_CHANGED);
        try (FrameReader next = new FrameReader(consumerLease))
        {
            assertThat(next.open(3)).isEqualTo(FrameReader.NOT_COMMITTED);
        }
    }

    @Test
    void shouldDoNothingOnceClosed()
    {
        write(3, 10);
        writer.close();
        writer.close();
        reader.close();
        reader.close();

        assertThat(writer.tryClaim(3, 10)).isEqualTo(FrameWriter.CLOSED);
        assertThat(writer.commit(1, 1, tensor)).isEqualTo(FrameWriter.CLOSED);
        assertThat(reader.open(3)).isEqualTo(FrameReader.CLOSED);
        assertThat(reader.read(3, copy, 0)).isEqualTo(FrameReader.CLOSED);
        assertThat(reader.verify()).isEqualTo(FrameReader.CLOSED);
    }

    @Test
    void shouldRefuseALeaseOfTheOtherRole()
    {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new FrameWriter(consumerLease))
            .withMessage("role=CONSUMER of the lease must be PRODUCER");
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameReader(producerLease));
    }

    @ParameterizedTest
    @CsvSource({
        "0,1,8,magic", "8,4,4,layoutVersion", "12,8,8,epoch", "20,1,4,streamId", "24,2,2,regionType", "26,1,2,poolId",
        "28,16,4,nslots", "32,128,4,slotBytes"})
    void shouldRefuseARegionWhoseSuperblockIsNotThatOfTheLease(
        final int offset, final long value, final int length, final String field)
    {
        patch(regions.headerPath(), offset, value, length);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new FrameReader(consumerLease))
            .withMessageContaining(field + "=");
    }

    @Test
    void shouldRefuseAPoolWhoseStrideIsNotThatOfTheLease()
    {
        patch(regions.poolPath(2), 36, 128, 4);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new FrameWriter(producerLease))
            .withMessageContaining("superblock strideBytes=128 must be that of the lease: 256");
    }

    @Test
    void shouldRefuseARegionThatIsTooShort() throws IOException
    {
        try (FileChannel channel = FileChannel.open(regions.poolPath(2), StandardOpenOption.WRITE))
        {
            channel.truncate(64 + 8 * 256 - 1);
        }

        assertThatIllegalArgumentException()
            .isThrownBy(() -> new FrameReader(consumerLease))
            .withMessageContaining("has 2111 bytes instead of 2112");
    }

    @Test
    void shouldRefuseARegionThatIsTooLongToBeMapped()
    {
        final RawRegions large = harness.regions(9);
        large.pools.set(0, new RawRegions.Pool(4, 8, 1L << 28, large.pools.get(0).uri()));
        harness.send(RawMessage.announce(Harness.STREAM, 9, large));

        assertThat(consumerLease.epoch()).isEqualTo(9);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new FrameReader(consumerLease))
            .withMessageContaining("is longer than 2147483647 bytes, which cannot be mapped: " +
                "nslots=8 strideBytes=268435456; give the driver fewer slots or a smaller stride");
    }

    @Test
    void shouldNeverReadATornFrame() throws Exception
    {
        final AtomicBoolean isRunning = new AtomicBoolean(true);
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final Thread thread = new Thread(() -> writeUntil(isRunning, failure), "writer");
        thread.start();
        long valid = 0;
        long lost = 0;
        final long deadlineNs = System.nanoTime() + Harness.SECOND;
        for (long seq = 0; System.nanoTime() - deadlineNs < 0 || 0 == valid;)
        {
            final int length = reader.read(seq, copy, 0);
            if (length >= 0)
            {
                valid++;
                assertWhole(seq, length);
                seq++;
            }
            else if (FrameReader.NOT_COMMITTED != length)
            {
                assertThat(length).isIn(FrameReader.OVERWRITTEN, FrameReader.CHANGED);
                lost++;
                seq += lost % 16;
            }
        }

        isRunning.set(false);
        thread.join();
        assertThat(failure.get()).isNull();
        assertThat(valid).isPositive();
    }

    @Test
    void shouldAllocateNothing()
    {
        final long[] seq = new long[1];
        final Runnable frame = () ->
        {
            write(seq[0], 200);
            reader.read(seq[0], copy, 0);
            reader.open(seq[0]);
            reader.verify();
            seq[0]++;
        };

        assertThat(AllocationProbe.allocatedBytes(20_000, frame)).isZero();
        assertThat(reader.read(seq[0] - 1, copy, 0)).isEqualTo(200);
    }

    private void writeUntil(final AtomicBoolean isRunning, final AtomicReference<Throwable> failure)
    {
        try
        {
            for (long seq = 0; isRunning.get(); seq++)
            {
                write(seq, 8 + (int)(seq * 31 % 1000));
            }
        }
        catch (final Throwable ex)
        {
            failure.set(ex);
        }
    }

    private void assertWhole(final long seq, final int length)
    {
        assertThat(length).isEqualTo(8 + (int)(seq * 31 % 1000));
        assertThat(reader.timestampNs()).isEqualTo(1000 + seq);
        for (int i = 0; i < length; i++)
        {
            if ((byte)seq != copy.getByte(i))
            {
                throw new AssertionError("torn frame seq=" + seq + " at " + i);
            }
        }
    }

    private void write(final long seq, final int length)
    {
        if (writer.tryClaim(seq, length) < 0)
        {
            throw new AssertionError("not claimed: " + seq);
        }

        writer.payload().setMemory(0, length, (byte)seq);
        if (FrameWriter.COMMITTED != writer.commit(1000 + seq, 2, tensor))
        {
            throw new AssertionError("not committed: " + seq);
        }
    }

    private byte[] headerSlot3() throws IOException
    {
        return Arrays.copyOfRange(Files.readAllBytes(regions.headerPath()), SLOT_3, SLOT_3 + 256);
    }

    private static void patch(final Path path, final int offset, final long value, final int length)
    {
        final MappedByteBuffer mapped = IoUtil.mapExistingFile(path.toFile(), "region");
        for (int i = 0; i < length; i++)
        {
            mapped.put(offset + i, (byte)(value >>> (8 * i)));
        }

        IoUtil.unmap(mapped);
    }
}
