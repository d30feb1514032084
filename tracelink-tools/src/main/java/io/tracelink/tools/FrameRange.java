package io.tracelink.tools;

import picocli.CommandLine.Option;

/**
 * A range of the frames of a stream.
 */
final class FrameRange
{
    @Option(
        names = "--epoch",
        required = true,
        paramLabel = "EPOCH",
        converter = UnsignedLongConverter.class,
        description = "Epoch of the frames.")
    private long epoch;

    @Option(
        names = "--from",
        required = true,
        paramLabel = "SEQ",
        converter = UnsignedLongConverter.class,
        description = "First sequence of the range.")
    private long fromSeq;

    @Option(
        names = "--to",
        required = true,
        paramLabel = "SEQ",
        converter = UnsignedLongConverter.class,
        description = "Last sequence of the range, itself in it.")
    private long toSeq;

    FrameRange()
    {
    }

    long epoch()
    {
        return epoch;
    }

    long fromSeq()
    {
        return fromSeq;
    }

    long toSeq()
    {
        return toSeq;
    }

    /**
     * @throws CommandException if it ends before it begins.
     */
    void check()
    {
        if (Long.compareUnsigned(fromSeq, toSeq) > 0)
        {
            throw new CommandException(
                "--from=" + Long.toUnsignedString(fromSeq) + " must not be above --to=" +
                Long.toUnsignedString(toSeq));
        }
    }
}
