package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Doctor;
import dev.lifeguard.Drain;
import dev.lifeguard.Finding.Illness;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import dev.lifeguard.TaskState;
import dev.lifeguard.WhenFull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tasks with a key: one after another, in the order in which they came, whatever becomes of each. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class KeyContract extends PoolContract {

    private static final Duration ONE = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofHours(1);
    private static final TaskOptions A = TaskOptions.none().withKey("a");
    private static final TaskOptions B = TaskOptions.none().withKey("b");

    /** Made by JUnit. */
    protected KeyContract() {}

    private TaskHandle<String> hold(TaskPool<Script, String> pool, Script script, String gate, TaskOptions options) {
        int before = workers().arrived(gate);
        TaskHandle<String> handle = pool.submit(script, options);
        eventually("the task reaches its gate", () -> workers().arrived(gate) > before);
        return handle;
    }

    private List<Script> begun() {
        return workers().uses().stream().map(ScriptedWorkers.Use::script).toList();
    }

    private static void assertNobodyAtTheGates(TaskPool<Script, String> pool) {
        eventually("nobody waits", () -> pool.snapshot().gates().waiting() == 0);
        assertEquals(List.of(), pool.snapshot().gates().keys());
    }

    @Test
    final void tasksOfAKeyRunOneAfterAnotherInTheirOrder() throws Exception {
        var pool = start(pool());
        hold(pool, new Script.Hold("gate"), "gate", A);
        var behind = new ArrayList<TaskHandle<String>>();
        var order = new ArrayList<Script>(List.of(new Script.Hold("gate"), new Script.Say("free")));
        for (int number = 0; number < 5; number++) {
            order.add(new Script.Say("behind " + number));
            behind.add(pool.submit(order.getLast(), A));
        }
        assertEquals("free", pool.submit(new Script.Say("free")).get(), "the other worker serves whoever has no key");
        assertEquals(5, pool.snapshot().queued());
        assertEquals(5, pool.snapshot().gates().waiting());
        var held = pool.snapshot().gates().keys().getFirst();
        assertEquals("a", held.key());
        assertEquals(5, held.waiting());
        assertTrue(held.holder().contains("RUNNING"), held::toString);
        workers().open("gate");
        for (int number = 0; number < 5; number++) {
            assertEquals("behind " + number, behind.get(number).get());
        }
        assertEquals(order, begun());
        assertNobodyAtTheGates(pool);
    }

    @Test
    final void differentKeysRunBesideEachOther() throws Exception {
        var pool = start(pool());
        var one = hold(pool, new Script.Hold("one"), "one", A);
        var other = hold(pool, new Script.Hold("other"), "other", B);
        workers().openAll();
        assertEquals("one", one.get());
        assertEquals("other", other.get());
    }

    @Test
    final void theKeyIsHeldOverABackoff() throws Exception {
        var pool = start(pool().retry(Retry.attempts(2).backoff(LONG, LONG)));
        var failing = pool.submit(new Script.FailUntil(2), A);
        eventually("it backs off", () -> failing.taskState() == TaskState.BACKOFF);
        var next = pool.submit(new Script.Say("next"), A);
        assertEquals("free", pool.submit(new Script.Say("free")).get());
        assertEquals(TaskState.QUEUED, next.taskState());
        failing.cancel(Cancel.ASK);
        assertEquals("next", next.get());
    }

    @Test
    final void aFurtherAttemptIsNotOvertaken() throws Exception {
        var pool = start(pool().retry(Retry.attempts(3).backoff(ONE, ONE)));
        var failing = pool.submit(new Script.FailUntil(3), A);
        var next = pool.submit(new Script.Say("next"), A);
        assertEquals("3", failing.get());
        assertEquals("next", next.get());
        var again = new Script.FailUntil(3);
        assertEquals(List.of(again, again, again, new Script.Say("next")), begun());
    }

    @Test
    final void whateverEndsATaskTheNextFollows() throws Exception {
        var pool = start(pool().limits(Limits.none().withRun(SHORT)));
        var handles = new ArrayList<TaskHandle<String>>();
        List<Script> scripts = List.of(
                new Script.Fail("no"), new Script.Die("dead"), new Script.Hold("too long"), new Script.Say("last"));
        for (Script script : scripts) {
            handles.add(pool.submit(script, A));
        }
        assertEquals("last", handles.getLast().get());
        assertEquals(scripts, begun());
        outcome(Outcome.WorkerLost.class, handles.get(1));
        assertTimedOut(Limit.RUN, handles.get(2));
        assertNobodyAtTheGates(pool);
    }

    @Test
    final void theNextWaitsForAnAbandonedAttempt() throws Exception {
        var pool = start(pool().limits(Limits.none().withRun(SHORT)));
        var stuck = pool.submit(new Script.HoldDeaf("gate"), A);
        var next = pool.submit(new Script.Say("next"), A);
        assertTimedOut(Limit.RUN, stuck);
        eventually("its worker is abandoned", () -> pool.snapshot().zombies() == 1);
        assertEquals("free", pool.submit(new Script.Say("free")).get());
        assertFalse(next.isDone());
        var held = pool.snapshot().gates().keys().getFirst();
        assertTrue(held.holder().contains("abandoned"), held::toString);
        workers().open("gate");
        assertEquals("next", next.get());
    }

    @Test
    final void aFurtherAttemptWaitsForTheAbandonedOne() throws Exception {
        var again = Retry.attempts(2).backoff(ONE, ONE).withTimeouts();
        var pool = start(pool().limits(Limits.none().withRun(SHORT)).retry(again));
        var stuck = pool.submit(new Script.HoldDeafOnce("gate"), A);
        eventually("its worker is abandoned", () -> pool.snapshot().zombies() == 1);
        for (int other = 0; other < 20; other++) {
            assertEquals("other", pool.submit(new Script.Say("other")).get());
        }
        assertEquals(TaskState.BACKOFF, stuck.taskState());
        assertEquals(
                1,
                workers().uses().stream()
                        .filter(use -> use.script() instanceof Script.HoldDeafOnce)
                        .count());
        workers().open("gate");
        assertEquals("2", stuck.get());
    }

    @Test
    final void theTotalLimitEndsTheWaitForAnAbandonedAttempt() throws Exception {
        var again = Retry.attempts(2).backoff(ONE, ONE).withTimeouts();
        var limits = Limits.none().withRun(SHORT).withTotal(Duration.ofMillis(300));
        var pool = start(pool().limits(limits).retry(again));
        assertTimedOut(Limit.TOTAL, pool.submit(new Script.HoldDeafOnce("gate"), A));
    }

    @Test
    final void whoWaitsBehindAKeyCanBeCancelledAndPassesItsLimits() throws Exception {
        var pool = start(pool());
        var first = hold(pool, new Script.Hold("gate"), "gate", A);
        var cancelled = pool.submit(new Script.Say("cancelled"), A);
        var late =
                pool.submit(new Script.Say("late"), A.withLimits(Limits.none().withQueue(SHORT)));
        var last = pool.submit(new Script.Say("last"), A);
        assertTrue(cancelled.cancel(Cancel.ASK));
        assertTimedOut(Limit.QUEUE, late);
        assertEquals(1, pool.snapshot().queued());
        workers().open("gate");
        assertEquals("last", last.get());
        assertEquals("gate", first.get());
        assertEquals(2, workers().uses().size());
    }

    @Test
    final void theOldestIsShedAlsoBehindAKey() throws Exception {
        var pool = start(pool().size(1).queue(2, WhenFull.shedOldest()));
        hold(pool, new Script.Hold("gate"), "gate", A);
        var oldest = pool.submit(new Script.Say("oldest"), A);
        var second = pool.submit(new Script.Say("second"), A);
        var third = pool.submit(new Script.Say("third"));
        assertEquals(
                Refusal.Reason.SHED,
                outcome(Outcome.Refused.class, oldest).refusal().reason());
        workers().open("gate");
        assertEquals("second", second.get());
        assertEquals("third", third.get());
    }

    @Test
    final void aFloodOfCancelsBehindAKeyLeavesNothing() throws Exception {
        var pool = start(pool());
        hold(pool, new Script.Hold("gate"), "gate", A);
        for (int task = 0; task < 5_000; task++) {
            pool.submit(new Script.Say("flood"), A).cancel(Cancel.ASK);
        }
        assertEquals(0, pool.snapshot().queued());
        assertNobodyAtTheGates(pool);
        var next = pool.submit(new Script.Say("next"), A);
        workers().open("gate");
        assertEquals("next", next.get());
    }

    @Test
    final void theEndHandsBackWhatWaitsBehindAKey() throws Exception {
        var pool = start(pool());
        hold(pool, new Script.Hold("gate"), "gate", A);
        var waiting = new ArrayList<TaskHandle<String>>();
        for (int task = 0; task < 500; task++) {
            waiting.add(pool.submit(new Script.Say("waiting"), A));
        }
        var end = inBackground(() -> drain(pool, Drain.within(SOON).handBackQueued()));
        for (TaskHandle<String> handle : waiting) {
            assertEquals(
                    Refusal.Reason.DRAINING,
                    outcome(Outcome.Refused.class, handle).refusal().reason());
        }
        workers().open("gate");
        join(end);
        assertEquals(1, workers().uses().size());
    }

    @Test
    final void theEndRunsWhatWaitsBehindAKey() throws Exception {
        var pool = start(pool());
        hold(pool, new Script.Hold("gate"), "gate", A);
        var next = pool.submit(new Script.Say("next"), A);
        var last = pool.submit(new Script.Say("last"), A);
        var end = inBackground(() -> drain(pool, Drain.within(SOON)));
        workers().open("gate");
        join(end);
        assertEquals("next", next.get());
        assertEquals("last", last.get());
    }

    private static void drain(TaskPool<Script, String> pool, Drain plan) {
        try {
            pool.drain(plan);
        } catch (InterruptedException unwanted) {
            throw new AssertionError("nobody interrupts the end", unwanted);
        }
    }

    @Test
    final void aKeyThatIsHeldForLongIsSaidAndIsNoStall() throws Exception {
        var pool = start(pool());
        hold(pool, new Script.Hold("gate"), "gate", A);
        pool.submit(new Script.Say("next"), A);
        var doctor = Doctor.standard().withQueued(SHORT);
        eventually(
                "the doctor says it",
                () -> doctor.examine(pool.snapshot()).stream()
                        .anyMatch(finding -> finding.illness() == Illness.KEY_HELD
                                && finding.sentence().contains("key \"a\"")
                                && finding.sentence().contains("1 tasks wait behind it")));
        assertTrue(
                doctor.examine(pool.snapshot()).stream()
                        .noneMatch(finding ->
                                finding.illness() == Illness.SATURATED || finding.illness() == Illness.STALLED),
                () -> doctor.examine(pool.snapshot()).toString());
        assertFalse(pool.snapshot().health().liveness().isAlarm());
    }

    @Test
    final void aPauseHoldsKeysAndLosesNone() throws Exception {
        var pool = start(pool());
        hold(pool, new Script.Hold("gate"), "gate", A);
        var next = pool.submit(new Script.Say("next"), A);
        pool.workers().pause("the test says so");
        workers().open("gate");
        eventually("the key went on to the queue", () -> pool.snapshot().gates().waiting() == 0);
        assertEquals(TaskState.QUEUED, next.taskState());
        pool.workers().resume();
        assertEquals("next", next.get());
    }

    /** Crashes, failures, further attempts and other sizes, on real threads: the order of each key stays. */
    @Test
    final void theOrderOfEachKeyIsThatOfItsTasks() throws Exception {
        for (long seed = 0; seed < 12; seed++) {
            var random = new SplittableRandom(seed);
            int past = workers().uses().size();
            var pool = start(pool().size(1 + random.nextInt(4))
                    .maxZombies(8)
                    .retry(Retry.attempts(3)
                            .backoff(Duration.ZERO, Duration.ZERO)
                            .on(failure -> true)));
            var handles = new ArrayList<TaskHandle<String>>();
            Map<String, List<Script>> expected = new LinkedHashMap<>();
            Map<Script, String> keys = new LinkedHashMap<>();
            for (int number = 0; number < 120; number++) {
                String key = "key " + random.nextInt(5);
                // The number of an attempt that is never reached makes each script another one.
                Script script = switch (random.nextInt(6)) {
                    case 0 -> new Script.FailUntil(100 + number);
                    case 1 -> new Script.DieUntil(100 + number);
                    case 2 -> new Script.Soil("soil " + number);
                    default -> new Script.Say("say " + number);
                };
                keys.put(script, key);
                boolean again = script instanceof Script.FailUntil || script instanceof Script.DieUntil;
                for (int attempt = 0; attempt < (again ? 3 : 1); attempt++) {
                    expected.computeIfAbsent(key, same -> new ArrayList<>()).add(script);
                }
                handles.add(pool.submit(script, TaskOptions.none().withKey(key)));
                if (number % 30 == 29) {
                    pool.resize(1 + random.nextInt(4));
                }
            }
            for (TaskHandle<String> handle : handles) {
                outcome(Outcome.class, handle);
            }
            Map<String, List<Script>> seen = new LinkedHashMap<>();
            begun().subList(past, begun().size())
                    .forEach(script -> seen.computeIfAbsent(
                                    keys.getOrDefault(script, "nobody's"), same -> new ArrayList<>())
                            .add(script));
            for (Map.Entry<String, List<Script>> key : expected.entrySet()) {
                assertEquals(key.getValue(), seen.get(key.getKey()), "seed " + seed + ", " + key.getKey());
            }
            assertNobodyAtTheGates(pool);
            pool.close();
        }
    }
}
