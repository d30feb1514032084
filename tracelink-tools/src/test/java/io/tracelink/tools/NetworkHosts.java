package io.tracelink.tools;

import io.tracelink.testing.ProgramProcess;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Two hosts on a switch, made of network namespaces: each has an address of its own and knows nothing of this machine's
 * network. A port of the switch can be taken down, which the host sees as a cable that was pulled.
 */
final class NetworkHosts implements AutoCloseable
{
    static final String[] ADDRESSES = {"10.77.0.1", "10.77.0.2"};

    private static final String INTERFACE = "eth0";
    private static final Path DIRECTORY = Path.of("").toAbsolutePath();

    private final String prefix = "tracelink-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    private final String hub = prefix + "-switch";
    private final List<String> namespaces = new ArrayList<>();

    /**
     * What a command of the system said.
     */
    private record Answer(int status, String text)
    {
    }

    /**
     * Make the hosts.
     *
     * @throws UnsupportedOperationException if this system does not allow it; the message says why.
     */
    NetworkHosts()
    {
        try
        {
            addNamespace(hub);
            ip("-n", hub, "link", "add", "name", "bridge", "type", "bridge");
            ip("-n", hub, "link", "set", "bridge", "up");
            for (int host = 0; host < ADDRESSES.length; host++)
            {
                final String namespace = addNamespace(namespace(host));
                ip("link", "add", "name", port(host), "netns", hub,
                    "type", "veth", "peer", "name", INTERFACE, "netns", namespace);
                ip("-n", hub, "link", "set", port(host), "master", "bridge");
                ip("-n", hub, "link", "set", port(host), "up");
                ip("-n", namespace, "address", "add", ADDRESSES[host] + "/24", "dev", INTERFACE);
                ip("-n", namespace, "link", "set", "lo", "up");
                ip("-n", namespace, "link", "set", INTERFACE, "up");
            }
        }
        catch (final UnsupportedOperationException ex)
        {
            close();
            throw ex;
        }
    }

    /**
     * Start the executable jar of this module on a host.
     */
    ProgramProcess start(final int host, final List<String> jvmOptions, final String... args)
    {
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace(host)));
        command.addAll(Programs.command(jvmOptions, args));

        return ProgramProcess.of(DIRECTORY, Map.of(), command.toArray(new String[0]));
    }

    /**
     * Pull the cable of a host.
     */
    void cut(final int host)
    {
        ip("-n", hub, "link", "set", port(host), "down");
    }

    /**
     * Put it back.
     */
    void mend(final int host)
    {
        ip("-n", hub, "link", "set", port(host), "up");
    }

    /**
     * Let the network lose and delay what a host sends.
     *
     * @throws UnsupportedOperationException if this system cannot; the message says why.
     */
    void disturb(final int host, final String... netem)
    {
        final List<String> command = new ArrayList<>(List.of(
            "ip", "netns", "exec", namespace(host), "tc", "qdisc", "replace", "dev", INTERFACE, "root", "netem"));
        command.addAll(List.of(netem));
        run(command);
    }

    @Override
    public void close()
    {
        for (final String namespace : namespaces)
        {
            answer(List.of("ip", "netns", "delete", namespace));
        }
        namespaces.clear();
    }

    private String addNamespace(final String namespace)
    {
        ip("netns", "add", namespace);
        namespaces.add(namespace);

        return namespace;
    }

    private String namespace(final int host)
    {
        return prefix + "-" + host;
    }

    private static String port(final int host)
    {
        return "port" + host;
    }

    private static void ip(final String... args)
    {
        final List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(args));
        run(command);
    }

    private static void run(final List<String> command)
    {
        final Answer answer = answer(command);
        if (0 != answer.status())
        {
            throw new UnsupportedOperationException(
                "the network of this test cannot be made: '" + String.join(" ", command) + "' says: " + answer.text());
        }
    }

    private static Answer answer(final List<String> command)
    {
        try (ProgramProcess process = ProgramProcess.of(DIRECTORY, Map.of(), command.toArray(new String[0])))
        {
            final int status = process.awaitExit();
            return new Answer(status, String.join(" ", process.err()));
        }
        catch (final UncheckedIOException ex)
        {
            return new Answer(-1, ex.getCause().getMessage() + " (iproute2 is not installed)");
        }
    }
}
