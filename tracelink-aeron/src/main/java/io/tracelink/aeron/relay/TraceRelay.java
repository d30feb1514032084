package io.tracelink.aeron.relay;

import io.aeron.Aeron;
import io.tracelink.aeron.internal.Handover;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;

import java.util.ArrayList;
import java.util.List;

/**
 * Carries trace metadata from stream to stream: from the IPC streams of a host over UDP, and from there onto the IPC
 * streams of another host, each by a {@link RelayRoute}.
 * <p>
 * The bytes of a message stay as they are, but for a stream id where it is mapped. A relay is a best effort part, as
 * the metadata are (TraceLink §9): it never waits and never holds a message back. What the other stream does not take
 * at once is dropped and counted, so publishers of this host are not held up, whatever became of the other one. What a
 * relay forwards carries a {@link RelayMarker}, by which relays recognize it: no message goes round in circles.
 * <pre>
 * final TraceRelay relay = new TraceRelay(new TraceRelay.Context()
 *     .aeron(aeron)
 *     .route(new RelayRoute("links-out")
 *         .from("aeron:ipc?tether=false", TraceStreams.CONTROL_STREAM_ID)
 *         .to("aeron:udp?endpoint=other:40500", TraceStreams.CONTROL_STREAM_ID))
 *     .route(new RelayRoute("links-in")
 *         .from("aeron:udp?endpoint=here:40500", TraceStreams.CONTROL_STREAM_ID)
 *         .to(TraceStreams.CONTROL_CHANNEL, TraceStreams.CONTROL_STREAM_ID)));
 * final AgentRunner runner = new AgentRunner(idleStrategy, errorHandler, null, relay);
 * AgentRunner.startOnThread(runner);
 * </pre>
 * Once its Aeron client is closed, as with its media driver, it reads nothing until {@link #reconnect(Aeron)}.
 * <p>
 * Threads: {@link #doWork()} and {@link #close()} belong to the agent's thread, the rest may be called by any.
 */
public final class TraceRelay implements Agent, AutoCloseable
{
    private final int fragmentLimit;
    private final int maxHops;
    private final long originId;
    private final List<RelayRoute> routes;
    private final RelayCounters[] counters;
    private final ImageWatch[] imageWatches;

    private final Handover<Connection> handover;

    /**
     * Of the agent's thread.
     */
    private Connection connection;

    /**
     * Open the streams of all routes and their counters. Waits for the media driver.
     *
     * @param context of the relay; is concluded.
     * @throws IllegalArgumentException if a value of the context is missing or out of its range, or Aeron refuses a
     *                                  channel. Nothing stays open then.
     */
    public TraceRelay(final Context context)
    {
        context.conclude();

        fragmentLimit = context.fragmentLimit();
        maxHops = context.maxHops();
        originId = context.originId();
        routes = context.routes();
        counters = new RelayCounters[routes.size()];
        imageWatches = new ImageWatch[routes.size()];
        for (int i = 0; i < counters.length; i++)
        {
            counters[i] = new RelayCounters(routes.get(i).name());
            imageWatches[i] = new ImageWatch();
        }

        handover = new Handover<>("relay", new Connection(context.aeron()));
        connection = handover.latest();
        connection.showCounters();
    }

    /**
     * Forward what has come.
     *
     * @return how many fragments were read; 0 without a media driver, or once this is closed.
     */
    @Override
    public int doWork()
    {
        if (handover.isClosed())
        {
            return 0;
        }

        adoptLatest();

        int work = 0;
        for (final RelayPath path : connection.paths)
        {
            work += path.poll(fragmentLimit);
        }

        return work;
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void onClose()
    {
        close();
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public String roleName()
    {
        return "tracelink-relay";
    }

    /**
     * What a route did so far; goes on over {@link #reconnect(Aeron)}. May be called after the relay was closed as
     * well.
     *
     * @param route name of the route.
     * @return its counters.
     * @throws IllegalArgumentException if there is no such route.
     */
    public RelayCounters counters(final String route)
    {
        return counters[indexOf(route)];
    }

    /**
     * {@return false once the Aeron client is closed, as it is without its media driver}
     */
    public boolean isConnected()
    {
        return handover.isConnected();
    }

    /**
     * Is there somebody at both ends of a route?
     *
     * @param route name of the route.
     * @return true if its source has a publisher and its other stream a subscriber.
     * @throws IllegalArgumentException if there is no such route.
     */
    public boolean isConnected(final String route)
    {
        return handover.latest().paths[indexOf(route)].isConnected();
    }

    /**
     * Go on with another Aeron client, since the former one closed itself with its media driver or was closed. Routes
     * and counts go on; streams and Aeron counters are opened anew. What passes until then is not carried; of a source
     * from another host that goes on meanwhile it is counted as lost.
     * <p>
     * Waits for the media driver, as the constructor does. Where that fails, nothing has changed, and this may be
     * called again. The agent takes the new client with its next duty cycle.
     *
     * @param aeron a connected client; stays the caller's.
     * @throws IllegalStateException    if the former client is open, or this relay is closed.
     * @throws IllegalArgumentException if Aeron refuses a channel.
     */
    public void reconnect(final Aeron aeron)
    {
        handover.reconnect(aeron, Connection::new);
    }

    /**
     * Let go of the streams and give the counters back. What has not been read by then is not forwarded. Idempotent.
     */
    @Override
    public void close()
    {
        if (!handover.close())
        {
            return;
        }

        adoptLatest();
        connection.close();
    }

    private void adoptLatest()
    {
        final Connection latest = handover.latest();
        if (latest != connection)
        {
            connection.close();
            connection = latest;
            connection.showCounters();
        }
    }

    private int indexOf(final String route)
    {
        for (int i = 0; i < counters.length; i++)
        {
            if (routes.get(i).name().equals(route))
            {
                return i;
            }
        }

        throw new IllegalArgumentException("route=" + route + " is none of this relay");
    }

    /**
     * What there is of one Aeron client. Opened by any thread.
     */
    private final class Connection implements Handover.Connection, AutoCloseable
    {
        private final Aeron aeron;
        private final RelayPath[] paths = new RelayPath[routes.size()];

        /**
         * Open all paths. When one cannot be had, none stays open.
         */
        private Connection(final Aeron aeron)
        {
            this.aeron = aeron;
            final long origin = Aeron.NULL_VALUE == originId ? RelayOrigin.of(aeron) : originId;
            try
            {
                for (int i = 0; i < paths.length; i++)
                {
                    paths[i] = new RelayPath(aeron, routes.get(i), origin, maxHops, counters[i], imageWatches[i]);
                }
            }
            catch (final Throwable ex)
            {
                CloseHelper.quietCloseAll(paths);
                throw ex;
            }
        }

        @Override
        public Aeron aeron()
        {
            return aeron;
        }

        @Override
        public void abandon()
        {
            close();
        }

        private void showCounters()
        {
            for (final RelayPath path : paths)
            {
                path.showCounters();
            }
        }

        @Override
        public void close()
        {
            CloseHelper.closeAll(paths);
        }
    }

    /**
     * What a {@link TraceRelay} needs. Not thread-safe.
     */
    public static final class Context
    {
        /**
         * How many relays a message may pass by default: out of one host, and into another.
         */
        public static final int MAX_HOPS_DEFAULT = 2;

        /**
         * How many fragments of a route are read in a duty cycle by default.
         */
        public static final int FRAGMENT_LIMIT_DEFAULT = 256;

        private static final long MAX_ORIGIN_ID = 0xFFFF_FFFFL;

        private Aeron aeron;
        private final List<RelayRoute> routes = new ArrayList<>();
        private int maxHops = MAX_HOPS_DEFAULT;
        private int fragmentLimit = FRAGMENT_LIMIT_DEFAULT;
        private long originId = Aeron.NULL_VALUE;

        /**
         * Construct with the defaults and no route.
         */
        public Context()
        {
        }

        /**
         * Check that everything is there.
         *
         * @return this for a fluent API.
         * @throws IllegalArgumentException if a value is missing or out of its range.
         */
        public Context conclude()
        {
            if (null == aeron)
            {
                throw new IllegalArgumentException("aeron=null must be set to a connected client");
            }

            if (maxHops < 1 || maxHops > RelayMarker.MAX_HOPS)
            {
                throw new IllegalArgumentException("maxHops=" + maxHops + " must be in 1.." + RelayMarker.MAX_HOPS);
            }

            if (fragmentLimit < 1)
            {
                throw new IllegalArgumentException("fragmentLimit=" + fragmentLimit + " must be at least 1");
            }

            if (Aeron.NULL_VALUE != originId && (originId < 0 || originId > MAX_ORIGIN_ID))
            {
                throw new IllegalArgumentException("originId=" + originId + " must be in 0.." + MAX_ORIGIN_ID);
            }

            concludeRoutes();

            return this;
        }

        /**
         * The client that opens streams and counters; stays the caller's.
         *
         * @param aeron a connected client.
         * @return this for a fluent API.
         */
        public Context aeron(final Aeron aeron)
        {
            this.aeron = aeron;
            return this;
        }

        /**
         * {@return the client that opens streams and counters: a connected client}
         */
        public Aeron aeron()
        {
            return aeron;
        }

        /**
         * Add a route. Routes are served in the order in which they are added.
         *
         * @param route to add, with a name of its own.
         * @return this for a fluent API.
         */
        public Context route(final RelayRoute route)
        {
            routes.add(route);
            return this;
        }

        /**
         * {@return the routes}
         */
        public List<RelayRoute> routes()
        {
            return List.copyOf(routes);
        }

        /**
         * How many relays a message may pass. Two lead from host to host; a host that passes on what it got from
         * others needs four. Messages never go round more often than this, whatever is wired to what.
         *
         * @param maxHops 1..{@link RelayMarker#MAX_HOPS}; the same for all relays of a deployment.
         * @return this for a fluent API.
         */
        public Context maxHops(final int maxHops)
        {
            this.maxHops = maxHops;
            return this;
        }

        /**
         * {@return how many relays a message may pass: 1..255}
         */
        public int maxHops()
        {
            return maxHops;
        }

        /**
         * How many fragments of each route are read in a duty cycle.
         *
         * @param fragmentLimit 1 or more.
         * @return this for a fluent API.
         */
        public Context fragmentLimit(final int fragmentLimit)
        {
            this.fragmentLimit = fragmentLimit;
            return this;
        }

        /**
         * {@return how many fragments of each route are read in a duty cycle}
         */
        public int fragmentLimit()
        {
            return fragmentLimit;
        }

        /**
         * The name of the media driver in the marker of messages, by which its relays recognize what came from it, as
         * when a multicast group brings it back. By default, it is derived from the media driver and needs no care.
         *
         * @param originId uint32; one for each media driver.
         * @return this for a fluent API.
         */
        public Context originId(final long originId)
        {
            this.originId = originId;
            return this;
        }

        /**
         * {@return the name of the media driver in the marker of messages: uint32, -1 where it is derived}
         */
        public long originId()
        {
            return originId;
        }

        private void concludeRoutes()
        {
            if (routes.isEmpty())
            {
                throw new IllegalArgumentException("routes=[] must have at least one");
            }

            for (int i = 0; i < routes.size(); i++)
            {
                final String name = routes.get(i).conclude().name();
                for (int j = 0; j < i; j++)
                {
                    if (routes.get(j).name().equals(name))
                    {
                        throw new IllegalArgumentException("route=" + name + " is there twice: give each its name");
                    }
                }
            }
        }
    }
}
