package io.tracelink.tools;

import io.aeron.driver.MediaDriver;
import io.aeron.exceptions.DriverTimeoutException;
import io.tracelink.driver.DriverConfig;
import io.tracelink.driver.DriverKey;
import io.tracelink.driver.ShmDriver;
import io.tracelink.schema.driver.ShutdownReason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Runs the SHM driver.
 */
@Command(
    name = "driver",
    mixinStandardHelpOptions = true,
    description = "Run the SHM driver: leases, node IDs, shared memory and announces.",
    footer = {
        "",
        "Without --config the driver creates any stream that a client asks for, below /dev/shm/tensorpool.",
        "Options go before environment variables, and those before the file: DRIVER_CONTROL_STREAM_ID stands for " +
            "driver.control_stream_id, and so on for every key.",
        "Ends on SIGINT, SIGTERM, or a shutdown request with the token of the configuration."
    })
final class DriverCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration in TOML (default: see below).")
    private Path config;

    @Option(
        names = "--print-config",
        description = "Print the configuration that results, with all defaults, in TOML, and end.")
    private boolean isConfigPrinted;

    @Option(
        names = "--aeron-dir",
        paramLabel = "DIR",
        description = "Directory of the media driver (default: the configuration's driver.aeron_dir).")
    private String aeronDir;

    @Option(
        names = "--embedded-media-driver",
        description = "Start a media driver in this process, in the directory of --aeron-dir.")
    private boolean isMediaDriverEmbedded;

    @Option(
        names = "--control-channel",
        paramLabel = "URI",
        description = "Channel of the control stream (default: the configuration's driver.control_channel).")
    private String controlChannel;

    @Option(
        names = "--control-stream",
        paramLabel = "ID",
        description = "Stream id of the control stream (default: the configuration's driver.control_stream_id).")
    private Integer controlStreamId;

    @Override
    public Integer call()
    {
        final Map<String, String> environment = environmentAndOptions();
        final DriverConfig driverConfig = null == config ?
            DriverConfig.embeddedBuilder().environment(environment).build() : DriverConfig.load(config, environment);
        if (isConfigPrinted)
        {
            spec.commandLine().getOut().print(driverConfig.toToml());
            spec.commandLine().getOut().flush();
            return ExitStatus.DONE;
        }

        final PrintWriter err = spec.commandLine().getErr();
        final TerminationSignal signal = new TerminationSignal();
        final ShmDriver.Context context = new ShmDriver.Context()
            .config(driverConfig)
            .errorHandler((ex) -> onError(err, ex))
            .terminationHook(signal::raise);
        if (isMediaDriverEmbedded &&
            !MediaDriverPredecessor.awaitEnd(aeronDirectoryName(driverConfig), err, signal))
        {
            return ExitStatus.DONE;
        }

        try (MediaDriver mediaDriver = isMediaDriverEmbedded ? launchMediaDriver(driverConfig, err) : null;
            ShmDriver driver = launch(context))
        {
            err.println("ready: driver " + driverConfig.value(DriverKey.INSTANCE_ID) + " on " +
                driverConfig.value(DriverKey.CONTROL_CHANNEL) + " stream " +
                driverConfig.value(DriverKey.CONTROL_STREAM_ID) + ", regions below " +
                driverConfig.value(DriverKey.BASE_DIR) +
                (null == mediaDriver ? "" : ", media driver in " + mediaDriver.aeronDirectoryName()));
            signal.await();

            if (driver.isStopped())
            {
                err.println("driver: stopped, reason " + driver.shutdownReason());
            }

            return ShutdownReason.ERROR == driver.shutdownReason() ? ExitStatus.FAILED : ExitStatus.DONE;
        }
    }

    private static void onError(final PrintWriter err, final Throwable error)
    {
        if (AeronSession.isNews(error))
        {
            err.println("driver: " + AeronText.of(error));
        }
    }

    /**
     * An option stands for the environment variable of its key.
     */
    private Map<String, String> environmentAndOptions()
    {
        final Map<String, String> environment = new HashMap<>(System.getenv());
        if (null != aeronDir)
        {
            environment.put("DRIVER_AERON_DIR", aeronDir);
        }

        if (null != controlChannel)
        {
            environment.put("DRIVER_CONTROL_CHANNEL", controlChannel);
        }

        if (null != controlStreamId)
        {
            environment.put("DRIVER_CONTROL_STREAM_ID", controlStreamId.toString());
        }

        return environment;
    }

    private MediaDriver launchMediaDriver(final DriverConfig driverConfig, final PrintWriter err)
    {
        return AeronSession.launchMediaDriver(
            aeronDirectoryName(driverConfig), (ex) -> err.println("media driver: " + AeronText.of(ex)));
    }

    private ShmDriver launch(final ShmDriver.Context context)
    {
        try
        {
            return ShmDriver.launch(context);
        }
        catch (final DriverTimeoutException ex)
        {
            throw new CommandException(
                "no media driver answers in " + aeronDirectoryName(context.config()) +
                ": start one there, or use --embedded-media-driver", ex);
        }
        catch (final IllegalStateException | UncheckedIOException ex)
        {
            throw new CommandException(ex.getMessage(), ex);
        }
    }

    private String aeronDirectoryName(final DriverConfig driverConfig)
    {
        final String configured = driverConfig.value(DriverKey.AERON_DIR);
        return configured.isEmpty() ? new AeronOptions().aeronDir() : configured;
    }
}
