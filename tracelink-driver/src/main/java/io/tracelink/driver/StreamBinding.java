package io.tracelink.driver;

/**
 * A stream that is provisioned by configuration (Driver Model §4, {@code streams.<name>}).
 *
 * @param name     of the stream, for people.
 * @param streamId 1..4294967295, unique among the streams of a driver.
 * @param profile  name of the {@link StreamProfile} that shapes its regions.
 */
public record StreamBinding(String name, long streamId, String profile)
{
    /**
     * Checks the bounds.
     *
     * @param name     of the stream.
     * @param streamId of the stream.
     * @param profile  name of its profile.
     * @throws IllegalArgumentException with {@code name=value} when one is left.
     */
    public StreamBinding
    {
        if (streamId < 1 || streamId > IdRange.MAX_U32)
        {
            throw new IllegalArgumentException("stream_id=" + streamId + ": must be within 1.." + IdRange.MAX_U32);
        }
    }
}
