package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Doctor;
import dev.lifeguard.Finding.Illness;
import dev.lifeguard.Liveness.Verdict;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.PoolState;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WorkerState;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a pool shows of itself: the snapshot, the verdict, the doctor, and the events as a stream. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class SeeingContract extends PoolContract {

    /** Made by JUnit. */
    protected SeeingContract() {}

    /** Keeps all events, and knows when they are over. */
    private static final class Keeper implements Flow.Subscriber<PoolEvent> {
        private final Queue<PoolEvent> heard = new ConcurrentLinkedQueue<>();
        private final CountDownLatch over = new CountDownLatch(1);

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(PoolEvent event) {
            heard.add(event);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError("Nothing was asked for wrongly.", failure);
        }

        @Override
        public void onComplete() {
            over.countDown();
        }
    }

    private static List<Illness> illnesses(TaskPool<Script, String> pool) {
        return Doctor.standard().examine(pool.snapshot()).stream()
                .map(finding -> finding.illness())
                .toList();
    }

    @Test
    final void aRunningTaskIsShownWithItsNameItsAttemptAndItsProgress() throws Exception {
        var pool = start(pool().size(1));
        var handle =
                pool.submit(new Script.Report(3, "gate"), TaskOptions.none().withName("page 7"));
        eventually(
                "the last step is shown",
                () -> pool.snapshot().workers().getFirst().task().stream()
                        .anyMatch(task -> task.progress().stream().anyMatch(step -> step.contains("3"))));
        PoolSnapshot.Worker worker = pool.snapshot().workers().getFirst();
        assertEquals(WorkerState.RUNNING, worker.state());
        assertEquals("page 7", worker.task().orElseThrow().name());
        assertEquals(1, worker.task().orElseThrow().attempt());
        workers().open("gate");
        outcome(Outcome.Success.class, handle);
        eventually(
                "it is shown no more",
                () -> pool.snapshot().workers().stream()
                        .allMatch(idle -> idle.task().isEmpty()));
    }

    @Test
    final void aPoolThatWorksMovesAndOneThatRestsIsIdleAndNeitherIsIll() throws Exception {
        var pool = start(pool());
        eventually("it is idle", () -> verdict(pool) == Verdict.IDLE);
        var handle = hold(pool, new Script.Hold("gate"), "gate");
        eventually("it moves", () -> verdict(pool) == Verdict.MOVING);
        assertEquals(List.of(), illnesses(pool));
        workers().open("gate");
        outcome(Outcome.Success.class, handle);
        pool.close();
        assertEquals(Verdict.CLOSED, verdict(pool));
        assertEquals(List.of(), illnesses(pool));
    }

    private static Verdict verdict(TaskPool<Script, String> pool) {
        return pool.snapshot().health().liveness().verdict();
    }

    @Test
    final void aWorkerThatDiesAgainAndAgainIsAFinding() throws Exception {
        var pool = start(pool().size(1));
        for (int death = 0; death < 3; death++) {
            outcome(Outcome.WorkerLost.class, pool.submit(new Script.Die("boom")));
        }
        eventually("the doctor says so", () -> illnesses(pool).contains(Illness.CRASHING));
        assertEquals(3, pool.snapshot().workers().getFirst().restarts());
        assertTrue(pool.snapshot().workers().getFirst().lastDeath().isPresent());
    }

    @Test
    final void theStreamOfEventsEndsWithThePool() throws Exception {
        var pool = start(pool().size(1));
        var keeper = new Keeper();
        pool.events().subscribe(keeper);
        outcome(Outcome.WorkerLost.class, pool.submit(new Script.Die("boom")));
        eventually(
                "its worker is replaced",
                () -> pool.snapshot().workers(WorkerState.IDLE) == 1
                        && pool.snapshot().workers().getFirst().incarnation() == 2);
        pool.close();
        assertTrue(keeper.over.await(SOON.toSeconds(), TimeUnit.SECONDS), "the stream ends");
        assertTrue(
                keeper.heard.stream()
                        .anyMatch(event -> event instanceof PoolEvent.WorkerChanged change
                                && change.to() == WorkerState.CONDEMNED),
                keeper.heard::toString);
        assertTrue(
                keeper.heard.stream()
                        .anyMatch(event ->
                                event instanceof PoolEvent.PoolChanged change && change.to() == PoolState.STOPPED),
                keeper.heard::toString);
    }
}
