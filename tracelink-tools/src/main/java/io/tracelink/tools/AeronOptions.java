package io.tracelink.tools;

import io.aeron.CommonContext;
import io.tracelink.aeron.TraceStreams;
import picocli.CommandLine.Option;

/**
 * The Aeron options that every command shares.
 */
public final class AeronOptions
{
    @Option(
        names = "--aeron-dir",
        paramLabel = "DIR",
        description = "Directory of the media driver (default: ${DEFAULT-VALUE}).")
    private String aeronDir = CommonContext.getAeronDirectoryName();

    @Option(
        names = "--embedded-media-driver",
        description = "Start a media driver in this process, in the directory of --aeron-dir.")
    private boolean isMediaDriverEmbedded;

    @Option(
        names = "--control-channel",
        paramLabel = "URI",
        description = "Channel of the control stream (default: ${DEFAULT-VALUE}).")
    private String controlChannel = TraceStreams.CONTROL_CHANNEL;

    @Option(
        names = "--control-stream",
        paramLabel = "ID",
        description = "Stream id of the control stream (default: ${DEFAULT-VALUE}).")
    private int controlStreamId = TraceStreams.CONTROL_STREAM_ID;

    @Option(
        names = "--descriptor-channel",
        paramLabel = "URI",
        description = "Channel of the descriptor stream (default: ${DEFAULT-VALUE}).")
    private String descriptorChannel = TraceStreams.DESCRIPTOR_CHANNEL;

    @Option(
        names = "--descriptor-stream",
        paramLabel = "ID",
        description = "Stream id of the descriptor stream (default: ${DEFAULT-VALUE}).")
    private int descriptorStreamId = TraceStreams.DESCRIPTOR_STREAM_ID;

    /**
     * Construct with the defaults.
     */
    public AeronOptions()
    {
    }

    /**
     * The same streams, on a media driver in this process that nobody else uses.
     */
    AeronOptions onOwnMediaDriver()
    {
        final AeronOptions options = new AeronOptions();
        options.aeronDir = CommonContext.generateRandomDirName();
        options.isMediaDriverEmbedded = true;
        options.controlChannel = controlChannel;
        options.controlStreamId = controlStreamId;
        options.descriptorChannel = descriptorChannel;
        options.descriptorStreamId = descriptorStreamId;

        return options;
    }

    /**
     * {@return the directory of the media driver}
     */
    public String aeronDir()
    {
        return aeronDir;
    }

    /**
     * {@return true if the process is to start a media driver}
     */
    public boolean isMediaDriverEmbedded()
    {
        return isMediaDriverEmbedded;
    }

    /**
     * {@return the channel of the control stream}
     */
    public String controlChannel()
    {
        return controlChannel;
    }

    /**
     * {@return the stream id of the control stream}
     */
    public int controlStreamId()
    {
        return controlStreamId;
    }

    /**
     * {@return the channel of the descriptor stream}
     */
    public String descriptorChannel()
    {
        return descriptorChannel;
    }

    /**
     * {@return the stream id of the descriptor stream}
     */
    public int descriptorStreamId()
    {
        return descriptorStreamId;
    }

    /**
     * {@return true if control and descriptor stream are one and the same}
     */
    public boolean isOneStream()
    {
        return controlChannel.equals(descriptorChannel) && controlStreamId == descriptorStreamId;
    }
}
