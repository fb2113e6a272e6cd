package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.distributed.engine.Audience;
import dev.lifeguard.distributed.engine.Delivery;
import dev.lifeguard.distributed.engine.Engine;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.Link;
import dev.lifeguard.distributed.engine.Member;
import dev.lifeguard.distributed.engine.Parcel;
import dev.lifeguard.distributed.engine.Place;
import dev.lifeguard.distributed.engine.Taker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What an engine of distributed pools promises. An engine runs it by extending it with a {@link #broker} of its own.
 */
@Timeout(60)
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class EngineContract {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration NOW = Duration.ofMillis(300);
    private static final String POOL = "contract";

    private @Nullable TestBroker broker;
    private final List<Engine> engines = new ArrayList<>();

    /** Made by JUnit. */
    protected EngineContract() {}

    /**
     * {@return a broker for one test, empty}
     *
     * @throws Exception fails the test
     */
    protected abstract TestBroker broker() throws Exception;

    @BeforeEach
    final void begin() throws Exception {
        engines.clear();
        broker = broker();
    }

    @AfterEach
    final void end() {
        engines.forEach(Engine::close);
        current().close();
    }

    private TestBroker current() {
        return java.util.Objects.requireNonNull(broker, "no test runs");
    }

    private Engine process() {
        Engine engine = current().connect();
        engines.add(engine);
        return engine;
    }

    private Link client(String name) {
        return process().join(POOL, Member.client(name));
    }

    private Link host(String name) {
        return process().join(POOL, Member.host(name));
    }

    private static Parcel task(String id) {
        return Parcel.of(Place.TASKS, id, id.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends, and waits for the confirmation. {@return why it was not taken, if it was not} */
    private static Optional<EngineException> send(Link link, Parcel parcel)
            throws InterruptedException, ExecutionException, TimeoutException {
        var confirmed = new CompletableFuture<Optional<EngineException>>();
        link.send(parcel, failure -> confirmed.complete(Optional.ofNullable(failure)));
        return confirmed.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static void put(Link link, Parcel... parcels) throws Exception {
        for (Parcel parcel : parcels) {
            assertEquals(Optional.empty(), send(link, parcel), parcel::toString);
        }
    }

    /** Takes, as often as it needs while the engine comes back. */
    private static Delivery take(Taker taker) throws InterruptedException {
        var time = new dev.lifeguard.timing.SystemTime();
        long deadline = time.nanoTime() + SOON.toNanos();
        while (deadline - time.nanoTime() > 0) {
            try {
                Optional<Delivery> taken = taker.take(Duration.ofMillis(200));
                if (taken.isPresent()) {
                    return taken.get();
                }
            } catch (EngineException away) {
                time.parkUntil(taker, time.nanoTime() + 50_000_000);
            }
        }
        throw new AssertionError("Nothing was handed out within " + SOON);
    }

    private static String idOf(Delivery delivery) {
        return delivery.parcel().id();
    }

    @Test
    void aParcelIsHandedOutAsItWasSent() throws Exception {
        var sent =
                new Parcel(Place.TASKS, "one", new byte[] {0, 1, -1, 'x'}, 3, Duration.ZERO, Optional.of("a key"), 7);
        put(client("c"), sent);
        Delivery delivery = take(host("h").taker(Place.TASKS, 7));
        assertEquals(1, delivery.deliveries());
        Parcel got = delivery.parcel();
        assertArrayEquals(sent.frame(), got.frame());
        assertEquals(
                List.of("one", 3, Optional.of("a key"), 7, Place.TASKS),
                List.of(got.id(), got.priority(), got.key(), got.version(), got.place()));
    }

    @Test
    void parcelsOfOnePriorityComeInOrderAndTheMostImportantFirst() throws Exception {
        Link client = client("c");
        Parcel last = new Parcel(Place.TASKS, "last", new byte[1], 9, Duration.ZERO, Optional.empty(), 0);
        Parcel first = new Parcel(Place.TASKS, "first", new byte[1], 0, Duration.ZERO, Optional.empty(), 0);
        put(client, last, task("a"), task("b"), first);
        Taker taker = host("h").taker(Place.TASKS, 0);
        List<String> order = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            Delivery delivery = take(taker);
            order.add(idOf(delivery));
            taker.settle(delivery, List.of());
        }
        assertEquals(List.of("first", "a", "b", "last"), order);
    }

    @Test
    void whatOneTakerHoldsNobodyElseIsHanded() throws Exception {
        put(client("c"), task("one"));
        Link host = host("h");
        take(host.taker(Place.TASKS, 0));
        assertEquals(Optional.empty(), host.taker(Place.TASKS, 0).take(NOW));
        assertEquals(Optional.empty(), host("other").taker(Place.TASKS, 0).take(NOW));
    }

    @Test
    void aTakerHoldsOneParcelAtATime() throws Exception {
        put(client("c"), task("one"), task("two"));
        Taker taker = host("h").taker(Place.TASKS, 0);
        take(taker);
        assertThrows(IllegalStateException.class, () -> taker.take(Duration.ZERO));
    }

    @Test
    void aLookAtAnEmptyPlaceDoesNotWait() throws Exception {
        Taker taker = host("h").taker(Place.TASKS, 0);
        assertEquals(Optional.empty(), taker.take(Duration.ZERO));
    }

    @Test
    void settlingRemovesAParcelAndKeepsWhatFollows() throws Exception {
        Link client = client("c");
        put(client, task("one"));
        Link host = host("h");
        Taker taker = host.taker(Place.TASKS, 0);
        Delivery delivery = take(taker);
        taker.settle(
                delivery,
                List.of(
                        Parcel.of(Place.results("c"), "one", new byte[] {9}),
                        Parcel.of(Place.DEAD, "one", new byte[2])));
        Delivery result = take(client.taker(Place.results("c"), 0));
        assertArrayEquals(new byte[] {9}, result.parcel().frame());
        assertEquals("one", idOf(take(client.taker(Place.DEAD, 0))));
        assertEquals(Optional.empty(), taker.take(NOW));
    }

    @Test
    void aTaskCanFollowFromItselfAndItsDeliveriesBeginAnew() throws Exception {
        put(client("c"), task("one"));
        Taker taker = host("h").taker(Place.TASKS, 0);
        Delivery first = take(taker);
        taker.settle(first, List.of(first.parcel().with(new byte[] {2})));
        Delivery second = take(taker);
        assertArrayEquals(new byte[] {2}, second.parcel().frame());
        assertEquals(1, second.deliveries());
    }

    @Test
    void whatIsGivenBackIsHandedOutAgainAndCounted() throws Exception {
        put(client("c"), task("one"));
        Taker taker = host("h").taker(Place.TASKS, 0);
        taker.giveBack(take(taker));
        Delivery again = take(taker);
        assertEquals(2, again.deliveries());
        taker.close();
        assertEquals(3, take(host("other").taker(Place.TASKS, 0)).deliveries());
    }

    @Test
    void aDelayedParcelComesLater() throws Exception {
        put(client("c"), task("late").after(Duration.ofMillis(700)), task("soon"));
        Taker taker = host("h").taker(Place.TASKS, 0);
        Delivery soon = take(taker);
        assertEquals("soon", idOf(soon));
        taker.settle(soon, List.of(soon.parcel().after(Duration.ofMillis(700))));
        assertEquals(Optional.empty(), taker.take(Duration.ofMillis(50)));
        List<String> order = new ArrayList<>();
        for (int n = 0; n < 2; n++) {
            Delivery next = take(taker);
            order.add(idOf(next));
            taker.settle(next, List.of());
        }
        assertEquals(List.of("late", "soon"), order);
    }

    @Test
    void anIdIsTakenOnce() throws Exception {
        Link client = client("c");
        put(client, task("one"), task("one"));
        Taker taker = host("h").taker(Place.TASKS, 0);
        Delivery one = take(taker);
        put(client, task("one"));
        taker.settle(one, List.of());
        assertEquals(Optional.empty(), taker.take(NOW));
    }

    @Test
    void parcelsOfOneKeyComeOneAtATimeInOrder() throws Exception {
        Link client = client("c");
        for (int n = 0; n < 3; n++) {
            put(client, new Parcel(Place.TASKS, "k" + n, new byte[1], 4, Duration.ZERO, Optional.of("k"), 0));
        }
        put(client, task("free"));
        Link one = host("h");
        Link two = host("other");
        List<Taker> takers = List.of(
                one.taker(Place.TASKS, 0),
                one.taker(Place.TASKS, 0),
                two.taker(Place.TASKS, 0),
                two.taker(Place.TASKS, 0));
        List<String> held = new ArrayList<>();
        List<String> keyed = new ArrayList<>();
        while (keyed.size() < 3) {
            for (Taker taker : takers) {
                Optional<Delivery> taken = taker.take(Duration.ofMillis(100));
                if (taken.isPresent()) {
                    Delivery delivery = taken.get();
                    if (delivery.parcel().key().isPresent()) {
                        keyed.add(idOf(delivery));
                        for (Taker other : takers) {
                            if (!other.equals(taker)) {
                                Optional<Delivery> beside = other.take(Duration.ofMillis(20));
                                assertFalse(
                                        beside.flatMap(some -> some.parcel().key())
                                                .isPresent(),
                                        "two of one key at a time");
                                beside.ifPresent(some -> {
                                    held.add(idOf(some));
                                    other.settle(some, List.of());
                                });
                            }
                        }
                    }
                    taker.settle(delivery, List.of());
                }
            }
        }
        assertEquals(List.of("k0", "k1", "k2"), keyed);
        assertTrue(held.size() <= 1, held::toString);
    }

    @Test
    void aNewVersionIsLeftToWhoUnderstandsIt() throws Exception {
        Parcel newer = new Parcel(Place.TASKS, "newer", new byte[1], 4, Duration.ZERO, Optional.empty(), 2);
        put(client("c"), newer, task("old"));
        Taker old = host("old").taker(Place.TASKS, 1);
        Delivery first = take(old);
        assertEquals("old", idOf(first));
        old.settle(first, List.of());
        assertEquals(Optional.empty(), old.take(NOW));
        assertEquals("newer", idOf(take(host("new").taker(Place.TASKS, 2))));
    }

    @Test
    void whatNoTakerHasCanBeWithdrawnAndSaysWhetherOneHadIt() throws Exception {
        Link client = client("c");
        put(client, task("taken"), task("waiting"));
        Taker taker = host("h").taker(Place.TASKS, 0);
        Delivery taken = take(taker);
        assertEquals("taken", idOf(taken));
        assertEquals(Optional.empty(), client.withdraw(Place.TASKS, "taken"));
        assertEquals(Optional.empty(), client.withdraw(Place.TASKS, "unknown"));
        Delivery waiting = client.withdraw(Place.TASKS, "waiting").orElseThrow();
        assertEquals("waiting", idOf(waiting));
        assertEquals(1, waiting.deliveries(), "nobody had it");
        taker.giveBack(taken);
        assertEquals(2, client.withdraw(Place.TASKS, "taken").orElseThrow().deliveries(), "somebody had it");
        assertEquals(Optional.empty(), taker.take(NOW));
    }

    @Test
    void aFullQueueOfTasksRefusesAndHasRoomAgain() throws Exception {
        Link client = client("c");
        int taken = 0;
        Optional<EngineException> refused = Optional.empty();
        while (refused.isEmpty() && taken < 4 * TestBroker.TASKS) {
            refused = send(client, task("t" + taken));
            taken += refused.isEmpty() ? 1 : 0;
        }
        assertEquals(Optional.of(EngineException.Reason.FULL), refused.map(EngineException::reason), "after " + taken);
        put(client, Parcel.of(Place.results("c"), "result", new byte[1]));
        Taker taker = host("h").taker(Place.TASKS, 0);
        for (int n = 0; n < TestBroker.TASKS / 2; n++) {
            taker.settle(take(taker), List.of());
        }
        put(client, task("after"));
    }

    @Test
    void theParcelsOfADeadProcessGoToOthersAndItSettlesNothing() throws Exception {
        Link client = client("c");
        put(client, task("one"));
        Engine doomed = process();
        Taker taker = doomed.join(POOL, Member.host("doomed")).taker(Place.TASKS, 0);
        Delivery lost = take(taker);
        current().kill(doomed);
        Delivery again = take(host("h").taker(Place.TASKS, 0));
        assertEquals("one", idOf(again));
        assertEquals(2, again.deliveries());
        assertThrows(
                EngineException.class,
                () -> taker.settle(lost, List.of(Parcel.of(Place.results("c"), "one", new byte[1]))));
        assertEquals(Optional.empty(), client.taker(Place.results("c"), 0).take(NOW));
    }

    @Test
    void aRestartKeepsWhatWasConfirmedAndFencesWhoHeldIt() throws Exception {
        Link client = client("c");
        put(client, task("held"), task("waiting"), Parcel.of(Place.results("c"), "result", new byte[1]));
        Link host = host("h");
        Taker taker = host.taker(Place.TASKS, 0);
        Delivery held = take(taker);
        assertEquals("held", idOf(held));
        current().restart();
        assertThrows(
                EngineException.class,
                () -> taker.settle(held, List.of(Parcel.of(Place.results("c"), "held", new byte[1]))));
        List<String> after = new ArrayList<>();
        for (int n = 0; n < 2; n++) {
            Delivery next = take(taker);
            after.add(idOf(next));
            taker.settle(next, List.of());
        }
        assertEquals(List.of("held", "waiting"), after.stream().sorted().toList());
        Taker results = client.taker(Place.results("c"), 0);
        Delivery result = take(results);
        assertEquals("result", idOf(result));
        results.settle(result, List.of());
        assertEquals(Optional.empty(), results.take(NOW), "the held one was not settled");
    }

    @Test
    void aLinkSendsAgainAfterARestart() throws Exception {
        Link client = client("c");
        put(client, task("before"));
        current().restart();
        PoolContract.eventually("the link comes back", () -> {
            try {
                return send(client, task("after")).isEmpty();
            } catch (InterruptedException | ExecutionException | TimeoutException failure) {
                throw new AssertionError("nobody said how it went", failure);
            }
        });
        assertEquals(2, client.facts(Place.TASKS).waiting());
    }

    @Test
    void aNameIsTakenOnceInAPoolAndFreeAfterwards() {
        Link first = client("c");
        EngineException refused = assertThrows(EngineException.class, () -> client("c"));
        assertEquals(EngineException.Reason.IN_USE, refused.reason());
        assertTrue(String.valueOf(refused.getMessage()).contains("\"c\""), refused::toString);
        assertNotNull(host("c"), "a host may have the name of a client");
        assertNotNull(process().join("elsewhere", Member.client("c")), "and a client of another pool");
        first.close();
        assertNotNull(client("c"));
    }

    @Test
    void poolsDoNotSeeEachOther() throws Exception {
        put(client("c"), task("one"));
        Taker elsewhere = process().join("elsewhere", Member.host("h")).taker(Place.TASKS, 0);
        assertEquals(Optional.empty(), elsewhere.take(NOW));
    }

    @Test
    void framesReachTheirAudienceAndNobodyElse() {
        var heard = new ConcurrentLinkedQueue<String>();
        Link client = client("c");
        Link other = client("d");
        Link host = host("h");
        client.hear(frame -> heard.add("c:" + new String(frame, StandardCharsets.UTF_8)));
        other.hear(frame -> heard.add("d:" + new String(frame, StandardCharsets.UTF_8)));
        host.hear(frame -> heard.add("h:" + new String(frame, StandardCharsets.UTF_8)));
        tell(host, Audience.client("c"), "one");
        tell(host, Audience.clients(), "all");
        tell(client, Audience.hosts(), "down");
        tell(client, Audience.host("h"), "here");
        tell(client, Audience.host("nobody"), "lost");
        PoolContract.eventually("five frames are heard", () -> heard.size() >= 5);
        assertEquals(
                List.of("c:all", "c:one", "d:all", "h:down", "h:here"),
                heard.stream().sorted().toList());
    }

    private static void tell(Link from, Audience audience, String words) {
        from.tell(audience, words.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void framesAreHeardAgainAfterARestart() {
        var heard = new ConcurrentLinkedQueue<Integer>();
        Link client = client("c");
        Link host = host("h");
        client.hear(frame -> heard.add(frame.length));
        current().restart();
        PoolContract.eventually("a frame is heard", () -> {
            host.tell(Audience.clients(), new byte[3]);
            return heard.contains(3);
        });
    }

    @Test
    void factsSayHowFullAPlaceIs() throws Exception {
        Link client = client("c");
        put(client, task("one"), task("two"), task("three"));
        take(host("h").taker(Place.TASKS, 0));
        PoolContract.eventually(
                "two wait and one is taken",
                () -> client.facts(Place.TASKS).waiting() == 2
                        && client.facts(Place.TASKS).taken() == 1);
        assertEquals(0, client.facts(Place.SUSPECTS).waiting());
    }

    @Test
    void aClosedLinkSaysSo() throws Exception {
        Link client = client("c");
        client.close();
        assertThrows(EngineException.class, () -> client.taker(Place.results("c"), 0));
        assertNotNull(send(client, task("one")).orElse(null), "a closed link takes nothing");
        assertFalse(client.tell(Audience.hosts(), new byte[1]));
        assertNull(send(client("d"), task("two")).orElse(null));
    }
}
