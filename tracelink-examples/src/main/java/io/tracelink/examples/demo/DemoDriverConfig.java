package io.tracelink.examples.demo;

/**
 * The driver's configuration: one stream for each stage.
 */
final class DemoDriverConfig
{
    private DemoDriverConfig()
    {
    }

    static String toml(final DemoPaths paths)
    {
        final StringBuilder builder = new StringBuilder(1024)
            .append("[driver]\n")
            .append("instance_id = \"tracelink-demo\"\n")
            .append("aeron_dir = \"").append(paths.aeronDir()).append("\"\n\n")
            .append("[shm]\n")
            .append("base_dir = \"").append(paths.shmBaseDir()).append("\"\n")
            .append("namespace = \"demo\"\n\n")
            .append("[policies]\n")
            .append("allow_dynamic_streams = false\n\n")
            .append("[profiles.samples]\n")
            .append("header_nslots = 256\n")
            .append("payload_pools = [{ pool_id = 1, stride_bytes = ").append(Sample.MAX_VALUES * Double.BYTES)
            .append(" }]\n");

        for (final DemoStage stage : DemoStage.values())
        {
            builder
                .append("\n[streams.").append(stage.label()).append("]\n")
                .append("stream_id = ").append(stage.streamId()).append('\n')
                .append("profile = \"samples\"\n");
        }

        return builder.toString();
    }
}
