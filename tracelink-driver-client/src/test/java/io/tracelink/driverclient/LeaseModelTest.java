package io.tracelink.driverclient;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import org.agrona.IoUtil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Whatever comes in whatever order, each lease lives as its oracle says.
 */
class LeaseModelTest
{
    private static final Map<Long, RawRegions> REGIONS = new HashMap<>();
    private static Path baseDir;

    @BeforeContainer
    static void createDirectory() throws IOException
    {
        baseDir = Files.createTempDirectory("lease-model");
    }

    @AfterContainer
    static void deleteDirectory()
    {
        IoUtil.delete(baseDir.toFile(), false);
    }

    @Property(tries = 1500)
    void shouldLiveAsTheOracleSays(@ForAll("lives") final ActionChain<LeaseWorld> life)
    {
        life.withInvariant("agrees with the oracle", LeaseWorld::check).run();
    }

    @Provide
    Arbitrary<ActionChain<LeaseWorld>> lives()
    {
        return ActionChain.startWith(() -> new LeaseWorld(baseDir, REGIONS))
            .withAction(20, delays("run on time", 0, 10, 40, 60, 400, 1000))
            .withAction(4, delays("run late", 1700, 2000, 2600, 3000, 7000))
            .withAction(4, just("go unattended for 3 s", w -> w.elapse(3 * Harness.SECOND)))
            .withAction(12, requests("grant", (w, request) -> w.grant(request, true, 0)))
            .withAction(4, requests("grant late", (w, request) -> w.grant(request + 1, true, 0)))
            .withAction(2, requests("grant wrongly", (w, request) -> w.grant(request, false, 0)))
            .withAction(2, requests("grant another node ID", (w, request) -> w.grant(request, true, 1)))
            .withAction(1, requests("grant a node ID that does not fit", (w, request) -> w.grant(request, true, 2)))
            .withAction(3, requests("refuse", (w, request) -> w.refuse(request, "producer already attached")))
            .withAction(2, requests("refuse client id", (w, r) -> w.refuse(r, LeaseOracle.CLIENT_ID_TAKEN)))
            .withAction(2, requests("refuse node ID", (w, request) -> w.refuse(request, LeaseOracle.NODE_ID_TAKEN)))
            .withAction(4, just("repeat the answer", LeaseWorld::repeatAnswer))
            .withAction(3, leases("revoke", (w, lease) -> w.revoke(lease, false)))
            .withAction(2, leases("revoke others", (w, lease) -> w.revoke(lease, true)))
            .withAction(2, just("shut the driver down", LeaseWorld::shutDownDriver))
            .withAction(3, just("restart the driver", LeaseWorld::restartDriver))
            .withAction(6, announces())
            .withAction(2, just("hold up", w -> w.holdUp(true)))
            .withAction(3, just("let through", w -> w.holdUp(false)))
            .withAction(2, leases("detach", LeaseWorld::detach))
            .withAction(2, leases("answer detach", LeaseWorld::answerDetach))
            .withAction(2, leases("attach anew", LeaseWorld::attachAnew))
            .withAction(1, just("lose the media driver", LeaseWorld::loseMediaDriver))
            .withAction(2, Action.<LeaseWorld>when(w -> !w.isConnected)
                .describeAs("reconnect")
                .justMutate(LeaseWorld::reconnect))
            .withMaxTransformations(60);
    }

    private static Action.Independent<LeaseWorld> delays(final String name, final Integer... delaysMs)
    {
        return parameterised(name, Arbitraries.of(delaysMs), (w, delayMs) ->
        {
            w.elapse(delayMs * Harness.MILLI);
            w.work();
        });
    }

    private static Action.Independent<LeaseWorld> requests(final String name, final Deed deed)
    {
        return parameterised(name, Arbitraries.frequency(
            Tuple.of(6, 0), Tuple.of(2, 1), Tuple.of(1, 4)), deed);
    }

    private static Action.Independent<LeaseWorld> leases(final String name, final Deed deed)
    {
        return parameterised(name, Arbitraries.of(0, 1, 2), deed);
    }

    private static Action.Independent<LeaseWorld> announces()
    {
        return parameterised("announce", Arbitraries.of(-1, 0, 1, 9, 10, 11), (w, delta) ->
            w.announce(delta > 5 ? delta - 10 : delta, delta > 5));
    }

    private static Action.Independent<LeaseWorld> just(final String name, final Consumer<LeaseWorld> deed)
    {
        return Action.just(name, mutate(name, deed));
    }

    private static Action.Independent<LeaseWorld> parameterised(
        final String name, final Arbitrary<Integer> parameters, final Deed deed)
    {
        return () -> parameters.map(parameter ->
            mutate(name + " " + parameter, world -> deed.perform(world, parameter)));
    }

    private static Transformer<LeaseWorld> mutate(final String name, final Consumer<LeaseWorld> deed)
    {
        return Transformer.mutate(name, deed);
    }

    @FunctionalInterface
    private interface Deed
    {
        void perform(LeaseWorld world, int parameter);
    }
}
