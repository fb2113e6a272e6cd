package dev.lifeguard.supervision;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Restart;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a tree does with its children, seen from outside, on real threads. */
@Timeout(60)
@SuppressWarnings("InterruptedExceptionSwallowed") // JUnit handles it.
final class SupervisorTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Things things = new Things();

    private SupervisorBuilder tree(Strategy strategy, String... children) {
        var tree = Supervisor.named("tree").strategy(strategy);
        for (String child : children) {
            tree.child(things.thing(child));
        }
        return tree;
    }

    private void eventually(String log) {
        await().atMost(SOON).until(() -> things.log().equals(log));
    }

    private static void running(Supervisor tree, String path, int incarnation) {
        await().atMost(SOON)
                .until(() -> tree.snapshot()
                        .find(path)
                        .filter(child -> child.state() == ChildState.RUNNING && child.incarnation() == incarnation)
                        .isPresent());
    }

    private static void assertSays(String part, Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(part), message);
    }

    @Test
    void childrenStartInOrderAndStopInReverseOrder() throws Exception {
        var inner = Supervisor.named("inner").child(things.thing("b")).child(things.thing("c"));
        try (Supervisor tree = Supervisor.named("tree")
                .child(things.thing("a"))
                .child(inner)
                .child(things.thing("d"))
                .start()) {
            assertEquals("+a +b +c +d", things.log());
            assertEquals(SupervisorState.RUNNING, tree.state());
        }
        assertEquals("+a +b +c +d -d -c -b -a", things.log());
    }

    @Test
    void aStartThatFailsIsToldWhenTheStartedOnesAreStoppedInReverseOrder() {
        var inner = Supervisor.named("inner")
                .child(things.thing("c"))
                .child(Child.of(
                        "d",
                        context -> {
                            throw new IOException("no disk");
                        },
                        (made, within) -> {}));
        var tree = tree(Strategy.ONE_FOR_ALL, "a", "b").child(inner).child(things.thing("e"));
        var failure = assertThrows(SupervisionException.class, tree::start);
        assertEquals("+a +b +c -c -b -a", things.log());
        assertInstanceOf(IOException.class, failure.getCause());
        assertSays("tree/inner/d could not be started", failure);
    }

    @Test
    void oneForOneStartsOnlyTheFailedChildAgain() throws Exception {
        try (Supervisor tree = tree(Strategy.ONE_FOR_ONE, "a", "b", "c").start()) {
            things.fail("b");
            running(tree, "tree/b", 2);
            assertEquals("+a +b +c -b +b", things.log());
        }
    }

    @Test
    void oneForAllStopsAllInReverseOrderAndStartsThemInOrder() throws Exception {
        try (Supervisor tree = tree(Strategy.ONE_FOR_ALL, "a", "b", "c").start()) {
            things.fail("b");
            running(tree, "tree/c", 2);
            assertEquals("+a +b +c -c -b -a +a +b +c", things.log());
        }
    }

    @Test
    void restForOneLeavesTheChildrenBeforeAlone() throws Exception {
        try (Supervisor tree = tree(Strategy.REST_FOR_ONE, "a", "b", "c").start()) {
            things.fail("b");
            running(tree, "tree/c", 2);
            assertEquals("+a +b +c -c -b +b +c", things.log());
        }
    }

    @Test
    void aTransientChildThatHasDoneItsWorkStartsAgainOnlyWithItsGroup() throws Exception {
        var tree = Supervisor.named("tree")
                .strategy(Strategy.ONE_FOR_ALL)
                .child(things.thing("a").withRestart(RestartType.TRANSIENT))
                .child(things.thing("b"));
        try (Supervisor running = tree.start()) {
            things.end("a");
            eventually("+a +b -a");
            things.fail("b");
            eventually("+a +b -a -b +a +b");
            running(running, "tree/b", 2);
        }
    }

    @Test
    void aTemporaryChildNeverStartsAgain() throws Exception {
        var tree = Supervisor.named("tree")
                .strategy(Strategy.ONE_FOR_ALL)
                .child(things.thing("a").withRestart(RestartType.TEMPORARY))
                .child(things.thing("b").withRestart(RestartType.TEMPORARY))
                .child(things.thing("c"));
        try (Supervisor running = tree.start()) {
            things.fail("a");
            eventually("+a +b +c -a");
            things.fail("c");
            eventually("+a +b +c -a -c -b +c");
            assertEquals(
                    ChildState.FINISHED,
                    running.snapshot().find("tree/b").orElseThrow().state());
        }
    }

    @Test
    void aPermanentChildThatEndsNormallyStartsAgain() throws Exception {
        try (Supervisor tree = tree(Strategy.ONE_FOR_ONE, "a").start()) {
            things.end("a");
            running(tree, "tree/a", 2);
        }
    }

    @Test
    void tooManyRestartsGoUpLevelByLevelToTheHandler() throws Exception {
        var handled = new AtomicReference<SupervisionException>();
        var inner = Supervisor.named("inner")
                .restart(Restart.standard().intensity(1, Duration.ofSeconds(30)))
                .child(things.thing("b"));
        var middle = Supervisor.named("middle")
                .strategy(Strategy.ONE_FOR_ALL)
                .restart(Restart.standard().intensity(1, Duration.ofSeconds(30)))
                .child(things.thing("a"))
                .child(inner);
        Supervisor tree = Supervisor.named("tree")
                .restart(Restart.standard().intensity(1, Duration.ofSeconds(30)))
                .child(middle)
                .onFailure(handled::set)
                .start();
        for (int lives = 1; lives <= 8; lives++) {
            int born = lives;
            await().atMost(SOON).until(() -> things.count("+b") == born);
            things.fail("b");
        }
        assertTrue(tree.awaitEnd(SOON), "the root gives up");
        await().atMost(SOON).until(() -> handled.get() != null);
        assertEquals(SupervisorState.FAILED, tree.state());
        assertSays("tree/middle/inner/b", handled.get());
        assertInstanceOf(IllegalStateException.class, handled.get().getCause());
        // Two lives of inner in each of the two of middle in each of the two of the tree.
        assertEquals(8, things.count("+b"));
        assertTrue(things.log().endsWith("-b -a"), things.log());
    }

    @Test
    void aStartThatHangsIsGivenUpAndStoppedWhenItReturnsAfterAll() throws Exception {
        var gate = new CompletableFuture<String>(); // Whoever joins it answers no interrupt.
        Queue<ChildContext> contexts = new ConcurrentLinkedQueue<>();
        Child<String> slow = Child.<String>of(
                        "slow",
                        context -> {
                            contexts.add(context);
                            if (context.incarnation() == 2) {
                                gate.join();
                            }
                            return "slow " + context.incarnation();
                        },
                        (made, within) -> things.note("-" + made))
                .withStartLimit(Duration.ofMillis(100));
        try (Supervisor tree = Supervisor.named("tree").child(slow).start()) {
            contexts.element().failed(new IllegalStateException("planted"));
            running(tree, "tree/slow", 3);
            assertEquals("-slow 1", things.log());
            gate.complete("open");
            eventually("-slow 1 -slow 2");
        }
        assertEquals("-slow 1 -slow 2 -slow 3", things.log());
    }

    @Test
    void aStopThatHangsIsGivenUpAndTheOthersStillGetTheirTime() throws Exception {
        var gate = new CompletableFuture<String>(); // Whoever joins it answers no interrupt.
        Supervisor tree = Supervisor.named("tree")
                .child(things.thing("a"))
                .child(Child.of("b", context -> "b", (made, within) -> gate.join()))
                .child(Child.of("c", context -> "c", (made, within) -> {
                    throw new IOException("no disk");
                }))
                .start();
        Supervisor.Report report = tree.stop(Duration.ofMillis(300));
        gate.complete("open");
        assertEquals(
                List.of("tree/c STOP_FAILED", "tree/b GIVEN_UP", "tree/a STOPPED"),
                report.children().stream()
                        .map(fate -> fate.path() + " " + fate.ending())
                        .toList());
        assertTrue(report.complete());
        assertEquals("+a -a", things.log());
        assertEquals(report, tree.stop(Duration.ZERO), "asked again, the same report");
    }

    @Test
    void aChildThatClosesItsOwnTreeDoesNotWaitForItself() throws Exception {
        var handle = new AtomicReference<Supervisor>();
        var go = new CountDownLatch(1);
        var report = new AtomicReference<Supervisor.Report>();
        Supervisor tree = tree(Strategy.ONE_FOR_ONE, "a")
                .child(Child.thread("closer", () -> {
                    go.await();
                    report.set(handle.get().stop(SOON));
                }))
                .start();
        handle.set(tree);
        go.countDown();
        assertTrue(tree.awaitEnd(SOON));
        assertFalse(report.get().complete());
        assertEquals("+a -a", things.log());
    }

    @Test
    void anInterruptCutsCloseShortAndStaysPending() throws Exception {
        var gate = new CompletableFuture<String>(); // Whoever joins it answers no interrupt.
        Supervisor tree = tree(Strategy.ONE_FOR_ONE, "a")
                .child(Child.of("b", context -> "b", (made, within) -> gate.join())
                        .withStopLimit(SOON))
                .start();
        Thread.currentThread().interrupt();
        tree.close();
        assertTrue(Thread.interrupted());
        assertTrue(tree.awaitEnd(SOON), "nothing is waited for");
        gate.complete("open");
        await().atMost(SOON).until(() -> things.saw("-a"));
    }

    @Test
    void anErrorInAHookLeavesTheTreeAlive() throws Exception {
        var starts = new AtomicInteger();
        Queue<ChildContext> contexts = new ConcurrentLinkedQueue<>();
        try (Supervisor tree = Supervisor.named("tree")
                .child(Child.<String>of(
                        "wild",
                        context -> {
                            contexts.add(context);
                            if (starts.incrementAndGet() == 2) {
                                throw new OutOfMemoryError("planted");
                            }
                            return "wild";
                        },
                        (made, within) -> {
                            throw new StackOverflowError("planted");
                        }))
                .child(things.thing("tame"))
                .start()) {
            contexts.element().failed(new AssertionError("planted"));
            running(tree, "tree/wild", 3);
            assertEquals("+tame", things.log());
        }
    }

    @Test
    void aThreadThatThrowsIsStartedAgainAndOneThatEndsIsOver() throws Exception {
        var runs = new AtomicInteger();
        var flaky = Child.thread("flaky", () -> {
                    if (runs.incrementAndGet() == 1) {
                        throw new IOException("planted");
                    }
                })
                .withRestart(RestartType.TRANSIENT);
        try (Supervisor tree = Supervisor.named("tree").child(flaky).start()) {
            await().atMost(SOON)
                    .until(() -> tree.snapshot()
                            .find("tree/flaky")
                            .filter(child -> child.state() == ChildState.FINISHED)
                            .isPresent());
            assertEquals(2, runs.get());
            assertTrue(tree.find(flaky).isEmpty());
            assertEquals(SupervisorState.RUNNING, tree.state(), "a supervisor without children lives on");
        }
    }

    @Test
    void aLateReportOfAnEarlierIncarnationMeansNothing() throws Exception {
        try (Supervisor tree = tree(Strategy.ONE_FOR_ONE, "a", "b").start()) {
            ChildContext first = things.context("a");
            things.fail("a");
            running(tree, "tree/a", 2);
            first.failed(new IllegalStateException("planted: late"));
            things.fail("b");
            running(tree, "tree/b", 2);
            assertEquals("+a +b -a +a -b +b", things.log());
        }
    }

    @Test
    void aListenerHearsEachChangeAndOneThatThrowsIsCalledAgain() throws Exception {
        Queue<SupervisionEvent> heard = new ConcurrentLinkedQueue<>();
        Supervisor tree = tree(Strategy.ONE_FOR_ONE, "a")
                .listener(event -> {
                    heard.add(event);
                    throw new IllegalStateException("planted");
                })
                .start();
        tree.close();
        await().atMost(SOON)
                .until(() -> heard.stream()
                        .anyMatch(event -> event instanceof SupervisionEvent.SupervisorChanged change
                                && change.to() == SupervisorState.STOPPED));
        assertEquals(
                List.of("STARTING", "RUNNING", "STOPPING", "DOWN", "FINISHED"),
                heard.stream()
                        .filter(SupervisionEvent.ChildChanged.class::isInstance)
                        .map(event ->
                                ((SupervisionEvent.ChildChanged) event).to().name())
                        .toList());
    }

    @Test
    void theSnapshotShowsTheTree() throws Exception {
        var inner = Supervisor.named("inner").strategy(Strategy.REST_FOR_ONE).child(things.thing("b"));
        try (Supervisor tree = tree(Strategy.ONE_FOR_ALL, "a").child(inner).start()) {
            assertEquals("""
                    tree: RUNNING, ONE_FOR_ALL
                      a #1: RUNNING, its start hook returned
                      inner #1: RUNNING, its start hook returned
                        b #1: RUNNING, its start hook returned
                    """, tree.snapshot().text());
        }
    }

    @Test
    void whatCanNeverActIsRefused() {
        var a = things.thing("a");
        refused("slash", () -> Supervisor.named("a/b"));
        refused("no child", () -> Supervisor.named("tree").start());
        refused("already", () -> Supervisor.named("tree").child(a).child(a));
        refused(
                "two places",
                () -> Supervisor.named("tree")
                        .child(a)
                        .child(Supervisor.named("inner").child(a))
                        .start());
        refused(
                "never act",
                () -> Supervisor.named("tree")
                        .child(Supervisor.named("inner").child(a).closing(SOON)));
        refused(
                "never give up",
                () -> Supervisor.named("tree")
                        .restart(Restart.standard()
                                .backoff(Duration.ofSeconds(5), Duration.ofSeconds(5))
                                .intensity(4, Duration.ofSeconds(10))));
        refused("is no pool", () -> a.withOutageLimit(SOON));
        refused("longer than zero", () -> a.withStopLimit(Duration.ZERO));
    }

    private static void refused(String why, org.junit.jupiter.api.function.Executable attempt) {
        var refusal = assertThrows(IllegalArgumentException.class, attempt);
        assertSays(why, refusal);
    }
}
