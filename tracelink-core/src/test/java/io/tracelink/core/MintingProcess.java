package io.tracelink.core;

import io.tracelink.testing.ProgramProcess;
import org.agrona.IoUtil;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A process that opens a high-water mark and mints with all its might until it is killed. What it has handed out stands
 * in a file that the test reads: the first ID of the process, then the last one of each thread.
 */
final class MintingProcess implements AutoCloseable
{
    private static final int MAX_THREADS = 2;
    private static final int LENGTH = (1 + MAX_THREADS) * Long.BYTES;

    private final ProgramProcess process;
    private final MappedByteBuffer mappedIds;
    private final UnsafeBuffer ids;

    private MintingProcess(final ProgramProcess process, final Path idsFile)
    {
        this.process = process;
        mappedIds = IoUtil.mapExistingFile(idsFile.toFile(), "ids");
        ids = new UnsafeBuffer(mappedIds);
    }

    /**
     * Start the process and wait for nothing.
     *
     * @param kind          of generator.
     * @param threads       that mint, 1 or 2.
     * @param markFile      to open, of node ID 7 in the default layout.
     * @param idsFile       to be made.
     * @param clockOffsetMs by which its clock is ahead of that of the system.
     */
    static MintingProcess start(
        final GeneratorKind kind,
        final int threads,
        final Path markFile,
        final Path idsFile,
        final long clockOffsetMs) throws Exception
    {
        Files.write(idsFile, new byte[LENGTH]);

        return new MintingProcess(
            ProgramProcess.of(
                markFile.getParent(),
                Map.of(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"),
                MintingProcess.class.getName(),
                kind.name(), String.valueOf(threads), markFile.toString(), idsFile.toString(),
                String.valueOf(clockOffsetMs)),
            idsFile);
    }

    ProgramProcess process()
    {
        return process;
    }

    long firstId()
    {
        return ids.getLongVolatile(0);
    }

    long lastId(final int thread)
    {
        return ids.getLongVolatile((1 + thread) * Long.BYTES);
    }

    /**
     * The highest ID that it is known to have handed out.
     */
    long highestId()
    {
        return IntStream.range(0, MAX_THREADS).mapToLong(this::lastId).reduce(firstId(), Math::max);
    }

    @Override
    public void close()
    {
        process.close();
        IoUtil.unmap(mappedIds);
    }

    /**
     * The program.
     */
    public static void main(final String[] args) throws InterruptedException
    {
        final GeneratorKind kind = GeneratorKind.valueOf(args[0]);
        final int threads = Integer.parseInt(args[1]);
        final UnsafeBuffer ids = new UnsafeBuffer(IoUtil.mapExistingFile(Path.of(args[3]).toFile(), "ids"));
        final long clockOffsetMs = Long.parseLong(args[4]);
        final EpochClock clock = () -> System.currentTimeMillis() + clockOffsetMs;

        try (HighWaterMark mark = HighWaterMark.open(Path.of(args[2]), TraceIdLayout.DEFAULT, 7))
        {
            final TraceIdGenerator generator = kind.create(mark, clock);
            ids.putLongVolatile(0, generator.nextId());

            final List<Thread> minters = IntStream.range(0, threads)
                .mapToObj((thread) -> new Thread(() -> mint(generator, ids, (1 + thread) * Long.BYTES)))
                .toList();
            minters.forEach(Thread::start);
            for (final Thread minter : minters)
            {
                minter.join();
            }
        }
        catch (final IllegalStateException ex)
        {
            System.out.println(ex.getMessage());
        }
    }

    private static void mint(final TraceIdGenerator generator, final UnsafeBuffer ids, final int offset)
    {
        while (true)
        {
            final long id = generator.nextId();
            if (id <= 0)
            {
                throw new IllegalStateException("id=" + id);
            }
            ids.putLongVolatile(offset, id);
        }
    }
}
