package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Outcome;
import dev.lifeguard.PoolState;
import dev.lifeguard.TaskPool;
import dev.lifeguard.supervision.Child;
import dev.lifeguard.supervision.ChildState;
import dev.lifeguard.supervision.RestartType;
import dev.lifeguard.supervision.Strategy;
import dev.lifeguard.supervision.Supervisor;
import dev.lifeguard.testkit.contract.ScriptedWorkers.Fault;
import dev.lifeguard.testkit.contract.ScriptedWorkers.Hook;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Pools as children of supervisors. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class SupervisionContract extends PoolContract {

    /** Made by JUnit. */
    protected SupervisionContract() {}

    private String tree() {
        return named("tree");
    }

    private boolean isRunning(Supervisor tree, String child, int incarnation) {
        return tree.snapshot()
                .find(tree() + "/" + child)
                .filter(seen -> seen.state() == ChildState.RUNNING && seen.incarnation() == incarnation)
                .isPresent();
    }

    @Test
    final void aPoolServesAsAChildAndIsDrainedWithItsTree() throws Exception {
        Child<TaskPool<Script, String>> child = Child.pool("pool", pool());
        TaskPool<Script, String> pool;
        try (Supervisor tree = Supervisor.named(tree()).child(child).start()) {
            pool = tree.find(child).orElseThrow();
            assertEquals("hello", pool.submit(new Script.Say("hello")).get());
            var seen = tree.snapshot().find(tree() + "/pool").orElseThrow();
            assertEquals(PoolState.RUNNING, seen.pool().orElseThrow().state());
            assertEquals(2, seen.pool().orElseThrow().size());
            var last = hold(pool, new Script.Hold("gate"), "gate");
            Thread closer = inBackground(tree::close);
            eventually("the drain begins", () -> pool.workers().state() == PoolState.DRAINING);
            workers().open("gate");
            assertEquals("gate", outcome(Outcome.Success.class, last).value());
            join(closer);
            assertTrue(tree.find(child).isEmpty());
        }
        assertEquals(PoolState.STOPPED, pool.workers().state());
    }

    @Test
    final void aPoolThatSomebodyElseClosedHasEndedNormally() throws Exception {
        Child<TaskPool<Script, String>> child =
                Child.pool("pool", pool()).withRestart(RestartType.TRANSIENT).withOutageLimit(SOON);
        try (Supervisor tree = Supervisor.named(tree()).child(child).start()) {
            tree.find(child).orElseThrow().close();
            eventually(
                    "it has done its work",
                    () -> tree.snapshot()
                            .find(tree() + "/pool")
                            .filter(seen -> seen.state() == ChildState.FINISHED)
                            .isPresent());
        }
    }

    @Test
    final void aPermanentPoolThatSomebodyElseClosedIsStartedAgain() throws Exception {
        Child<TaskPool<Script, String>> child = Child.pool("pool", pool()).withOutageLimit(SOON);
        try (Supervisor tree = Supervisor.named(tree()).child(child).start()) {
            TaskPool<Script, String> first = tree.find(child).orElseThrow();
            first.close();
            eventually("another one runs", () -> isRunning(tree, "pool", 2));
            TaskPool<Script, String> second = tree.find(child).orElseThrow();
            assertFalse(first.equals(second));
            assertEquals("again", second.submit(new Script.Say("again")).get());
        }
    }

    @Test
    final void aPoolThatServesNobodyForTooLongFailsAndTakesItsGroupWithIt() throws Exception {
        Queue<Integer> sources = new ConcurrentLinkedQueue<>();
        Child<Integer> source = Child.of(
                "source",
                context -> {
                    // What the workers need is back when its source was started again.
                    sources.add(context.incarnation());
                    if (context.incarnation() == 2) {
                        workers().openAll();
                    }
                    return context.incarnation();
                },
                (made, within) -> {});
        Child<TaskPool<Script, String>> child = Child.pool("pool", pool())
                .withOutageLimit(Duration.ofMillis(300))
                .withStopLimit(Duration.ofMillis(500));
        try (Supervisor tree = Supervisor.named(tree())
                .strategy(Strategy.ONE_FOR_ALL)
                .child(source)
                .child(child)
                .start()) {
            TaskPool<Script, String> first = tree.find(child).orElseThrow();
            workers().plan(Hook.START, Fault.HANG, 2);
            outcome(Outcome.WorkerLost.class, first.submit(new Script.Die("boom")));
            outcome(Outcome.WorkerLost.class, first.submit(new Script.Die("boom")));
            eventually("the group runs again", () -> isRunning(tree, "pool", 2));
            assertEquals(List.of(1, 2), List.copyOf(sources));
            TaskPool<Script, String> second = tree.find(child).orElseThrow();
            assertEquals("again", second.submit(new Script.Say("again")).get());
            Throwable why = tree.snapshot()
                    .find(tree() + "/pool")
                    .orElseThrow()
                    .lastFailure()
                    .orElseThrow();
            assertTrue(String.valueOf(why.getMessage()).contains("outage limit"), why::toString);
        }
    }
}
