package io.tracelink.tools;

import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import io.tracelink.aeron.relay.RelayCounters;
import io.tracelink.aeron.relay.RelayRoute;
import io.tracelink.aeron.relay.TraceRelay;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Runs a relay between hosts.
 */
@Command(
    name = "relay",
    mixinStandardHelpOptions = true,
    description = "Carry frames and their links to other hosts and from there, until SIGINT or SIGTERM.",
    footer = {
        "",
        "--out and --in carry the control and the descriptor stream whole, each under its own stream id:",
        "  tracelink relay --out 'aeron:udp?endpoint=THERE:40500' \\",
        "                  --in 'aeron:udp?endpoint=HERE:40500'",
        "A file says which streams, kinds and stream ids, and names many destinations; see docs/relay.md.",
        "Exit status 1 when the media driver went away."
    })
final class RelayCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Mixin
    private AeronOptions aeronOptions;

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "Routes in TOML, besides those of --out and --in (default: none).")
    private Path config;

    @Option(
        names = "--out",
        paramLabel = "URI",
        description = "Channel that takes what this host says to others; may be given many times.")
    private List<String> outChannels = new ArrayList<>();

    @Option(
        names = "--in",
        paramLabel = "URI",
        description = "Channel on which this host hears of others; may be given many times.")
    private List<String> inChannels = new ArrayList<>();

    @Override
    public Integer call()
    {
        final TraceRelay.Context context = new TraceRelay.Context();
        readRoutes(context);
        final List<RelayRoute> routes = context.routes();

        final PrintWriter err = spec.commandLine().getErr();
        final ErrorHandler errorHandler = AeronText.printer(spec);
        final TerminationSignal signal = new TerminationSignal();
        final boolean isMediaDriverGone;

        if (!AeronSession.awaitPredecessor(aeronOptions, err, signal))
        {
            return ExitStatus.DONE;
        }

        try (AeronSession session = new AeronSession(aeronOptions, errorHandler))
        {
            final TraceRelay relay = new TraceRelay(context.aeron(session.aeron()));
            session.aeron().addCloseHandler(signal::raise);
            try (AgentRunner runner = new AgentRunner(
                new BackoffIdleStrategy(10, 10, 1_000, 1_000_000), errorHandler, null, relay))
            {
                AgentRunner.startOnThread(runner);
                err.println("ready: relay of " + Plural.of(routes.size(), "route") + ": " +
                    String.join(", ", names(routes)));
                signal.await();
                isMediaDriverGone = session.aeron().isClosed();
                if (isMediaDriverGone)
                {
                    err.println("relay: media driver is gone: relay ends");
                }
            }

            printSummary(err, relay, routes);
        }

        return isMediaDriverGone ? ExitStatus.FAILED : ExitStatus.DONE;
    }

    private void readRoutes(final TraceRelay.Context context)
    {
        if (null != config)
        {
            new RelayConfigReader(config).read(context);
        }

        for (int i = 0; i < outChannels.size(); i++)
        {
            addRoutes(context, "out" + suffix(i), outChannels.get(i), true);
        }

        for (int i = 0; i < inChannels.size(); i++)
        {
            addRoutes(context, "in" + suffix(i), inChannels.get(i), false);
        }

        if (context.routes().isEmpty())
        {
            throw new CommandException("there is no route: give --config, --out or --in");
        }
    }

    private void addRoutes(
        final TraceRelay.Context context, final String name, final String channel, final boolean isOut)
    {
        final String controlChannel = aeronOptions.controlChannel();
        final String descriptorChannel = aeronOptions.descriptorChannel();
        final boolean isOneStream = aeronOptions.isOneStream();

        if (!isOneStream)
        {
            context.route(route(
                "descriptors-" + name, descriptorChannel, channel, aeronOptions.descriptorStreamId(), isOut));
        }

        context.route(route(
            (isOneStream ? "both-" : "links-") + name, controlChannel, channel, aeronOptions.controlStreamId(), isOut));
    }

    private static RelayRoute route(
        final String name, final String localChannel, final String channel, final int streamId, final boolean isOut)
    {
        final RelayRoute route = new RelayRoute(name);
        return isOut ?
            route.from(untethered(localChannel), streamId).to(channel, streamId) :
            route.from(channel, streamId).to(localChannel, streamId);
    }

    /**
     * The media driver lets go of a relay whose process is stopped, rather than hold up the other subscribers.
     */
    private static String untethered(final String channel)
    {
        final ChannelUri uri = ChannelUri.parse(channel);
        if (!uri.containsKey(CommonContext.TETHER_PARAM_NAME))
        {
            uri.put(CommonContext.TETHER_PARAM_NAME, "false");
        }

        return uri.toString();
    }

    private static String suffix(final int index)
    {
        return 0 == index ? "" : "-" + (index + 1);
    }

    private static List<String> names(final List<RelayRoute> routes)
    {
        return routes.stream().map(RelayRoute::name).toList();
    }

    private static void printSummary(final PrintWriter err, final TraceRelay relay, final List<RelayRoute> routes)
    {
        for (final RelayRoute route : routes)
        {
            final RelayCounters counters = relay.counters(route.name());
            err.println("relay: " + route.name() + ": " + Plural.of(counters.forwarded(), "message") + " forwarded, " +
                counters.dropped() + " dropped, " + counters.passedOver() + " passed over, " +
                Plural.of(counters.lostBytes(), "byte") + " lost");
        }
    }
}
