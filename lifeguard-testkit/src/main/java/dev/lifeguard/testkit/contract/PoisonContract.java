package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Change;
import dev.lifeguard.Doctor;
import dev.lifeguard.Drain;
import dev.lifeguard.Finding;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import dev.lifeguard.deadletter.DeadLetter;
import dev.lifeguard.deadletter.DeadLetterStore;
import dev.lifeguard.policy.Quarantine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks that kill their workers: when they are set aside, with which history, and what becomes of them afterwards. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class PoisonContract extends PoolContract {

    private static final Duration ONE = Duration.ofMillis(1);
    private static final Retry OFTEN = Retry.attempts(9).backoff(ONE, ONE).on(failure -> true);

    /** Made by JUnit. */
    protected PoisonContract() {}

    private static List<DeadLetter> letters(TaskPool<Script, String> pool) {
        return pool.deadLetters().list(letter -> true, Long.MIN_VALUE, 100);
    }

    private static DeadLetter onlyLetter(TaskPool<Script, String> pool) {
        eventually("a letter is stored", () -> pool.deadLetters().size() == 1);
        return letters(pool).getFirst();
    }

    // When.

    @Test
    final void aTaskThatKillsItsWorkersIsSetAsideWithItsHistory() throws Exception {
        var pool = start(pool().retry(OFTEN).quarantine(Quarantine.after(3)));
        var poison = new Script.Die("boom");
        var lost = outcome(
                Outcome.WorkerLost.class, pool.submit(poison, TaskOptions.none().withName("poison")));
        assertEquals(3, lost.report().attempts());
        assertEquals(3, lost.report().deaths());
        assertTrue(lost.report().quarantined());
        assertTrue(lost.exit().contains("quarantined"), lost::exit);
        DeadLetter letter = onlyLetter(pool);
        assertEquals(poison, letter.payload());
        assertEquals("poison", letter.name());
        assertEquals(DeadLetter.Reason.QUARANTINED, letter.reason());
        assertEquals(3, letter.deaths());
        assertEquals(
                List.of(1, 2, 3),
                letter.attempts().stream().map(DeadLetter.Attempt::number).toList());
        assertTrue(letter.attempts().stream().allMatch(DeadLetter.Attempt::death));
        assertTrue(letter.attempts().getLast().error().contains("boom"), letter::toString);
        assertEquals(
                workers().uses().stream().map(ScriptedWorkers.Use::worker).toList(),
                letter.attempts().stream().map(DeadLetter.Attempt::worker).toList());
        assertEquals(1, pool.snapshot().deadLetters().quarantined());
        assertEquals(1, pool.snapshot().deadLetters().size());
        eventually(
                "it is told",
                () -> events().stream()
                        .anyMatch(event -> event instanceof PoolEvent.Quarantined told
                                && told.name().equals("poison")
                                && told.deaths() == 3));
        Finding finding = Doctor.standard().examine(pool.snapshot()).stream()
                .filter(one -> one.illness() == Finding.Illness.POISON)
                .findFirst()
                .orElseThrow();
        assertTrue(finding.fact().contains("poison") && finding.fact().contains("3 workers"), finding::sentence);
    }

    @Test
    final void failuresThatTheWorkerSurvivesDoNotCount() throws Exception {
        var pool = start(pool().retry(OFTEN).quarantine(Quarantine.after(1)));
        assertEquals("5", pool.submit(new Script.FailUntil(5)).get());
        var failed = outcome(Outcome.Failed.class, pool.submit(new Script.Fail("no")));
        assertEquals(9, failed.report().attempts());
        assertEquals(0, failed.report().deaths());
        assertEquals(0, pool.deadLetters().size());
    }

    @Test
    final void belowTheNumberTheRetryDecides() throws Exception {
        var pool = start(pool().retry(OFTEN).quarantine(Quarantine.after(3)));
        var success = outcome(Outcome.Success.class, pool.submit(new Script.DieUntil(3)));
        assertEquals(2, success.report().deaths());
        assertFalse(success.report().quarantined());
        var lost = outcome(
                Outcome.WorkerLost.class,
                pool.submit(new Script.Die("boom"), TaskOptions.none().withRetry(Retry.none())));
        assertEquals(1, lost.report().deaths());
        assertFalse(lost.report().quarantined());
        assertEquals(0, pool.deadLetters().size());
    }

    @Test
    final void withOneAttemptTheFirstDeathCanQuarantine() throws Exception {
        var pool = start(pool().quarantine(Quarantine.after(1)));
        assertTrue(outcome(Outcome.WorkerLost.class, pool.submit(new Script.Die("boom")))
                .report()
                .quarantined());
        assertEquals(new Script.Die("boom"), onlyLetter(pool).payload());
    }

    @Test
    final void aWorkerThatIsAbandonedUnderItIsADeath() throws Exception {
        var pool = start(pool().limits(Limits.none().withRun(SHORT))
                .maxZombies(10)
                .retry(OFTEN.withTimeouts())
                .quarantine(Quarantine.after(2)));
        var handle = pool.submit(new Script.HoldDeaf("gate"));
        assertTimedOut(Limit.RUN, handle);
        assertEquals(2, handle.await().report().deaths());
        assertTrue(handle.await().report().quarantined());
        DeadLetter letter = onlyLetter(pool);
        assertTrue(letter.attempts().getFirst().error().contains("RUN"), letter::toString);
        assertTrue(letter.attempts().getFirst().death());
    }

    @Test
    final void aTimeoutWithoutRetryIsADeathWhenItsWorkerIsAbandonedLater() throws Exception {
        var pool = start(pool().limits(Limits.none().withRun(SHORT)).quarantine(Quarantine.after(1)));
        var handle = pool.submit(new Script.HoldDeaf("gate"));
        assertTimedOut(Limit.RUN, handle);
        assertEquals(DeadLetter.Reason.QUARANTINED, onlyLetter(pool).reason());
        assertTrue(handle.await().report().quarantined());
    }

    @Test
    final void whatIsCancelledIsNoDeath() throws Exception {
        var pool = start(pool().quarantine(Quarantine.after(1).keepFailed()));
        var handle = hold(pool, new Script.HoldDeaf("gate"), "gate");
        handle.cancel(Cancel.KILL);
        eventually("it is given up", () -> pool.snapshot().zombies() == 1);
        assertEquals(0, handle.await().report().deaths());
        workers().open("gate");
        assertEquals("next", pool.submit(new Script.Say("next")).get());
        assertEquals(0, pool.deadLetters().size());
    }

    @Test
    final void whatTheEndOfThePoolInterruptsIsNoDeath() throws Exception {
        DeadLetterStore store = DeadLetterStore.memory(10, DeadLetterStore.WhenFull.REFUSE);
        var pool = start(pool().quarantine(Quarantine.after(1).keepFailed()).deadLetters(store));
        var running = hold(pool, new Script.HoldDeaf("gate"), "gate");
        var asked = hold(pool, new Script.Hold("never"), "never");
        pool.drain(Drain.within(Duration.ofMillis(100)));
        outcome(Outcome.Cancelled.class, running);
        outcome(Outcome.Cancelled.class, asked);
        assertEquals(0, running.await().report().deaths());
        assertEquals(0, store.size());
    }

    @Test
    final void withoutAQuarantineDeathsAreCountedAndNothingIsKept() throws Exception {
        var pool = start(pool().retry(OFTEN));
        var lost = outcome(Outcome.WorkerLost.class, pool.submit(new Script.Die("boom")));
        assertEquals(9, lost.report().deaths());
        assertFalse(lost.report().quarantined());
        assertEquals(0, pool.deadLetters().size());
    }

    @Test
    final void whatFailedIsKeptWhenThatIsChosen() throws Exception {
        var pool = start(pool().quarantine(Quarantine.none().keepFailed()));
        outcome(Outcome.Failed.class, pool.submit(new Script.Fail("no")));
        DeadLetter letter = onlyLetter(pool);
        assertEquals(DeadLetter.Reason.FAILED, letter.reason());
        assertTrue(letter.end().contains("no"), letter::end);
        assertEquals(1, letter.attempts().size());
    }

    @Test
    final void theQuarantineCanBeChangedWhileThePoolRuns() throws Exception {
        var pool = start(pool().retry(OFTEN));
        assertEquals(
                9,
                outcome(Outcome.WorkerLost.class, pool.submit(new Script.Die("boom")))
                        .report()
                        .attempts());
        var change = new Change.Poison(Quarantine.after(2));
        assertTrue(pool.workers().rehearse(change).sentences().toString().contains("next death"));
        assertEquals(
                dev.lifeguard.Operation.Result.APPLIED,
                pool.workers().operate(change, "the test", "it kills").result());
        assertEquals(Quarantine.after(2), pool.snapshot().policies().quarantine());
        assertEquals(
                2,
                outcome(Outcome.WorkerLost.class, pool.submit(new Script.Die("boom")))
                        .report()
                        .attempts());
    }

    @Test
    final void theHistoryIsBounded() throws Exception {
        var pool = start(pool().retry(Retry.attempts(40).backoff(Duration.ZERO, Duration.ZERO))
                .quarantine(Quarantine.none().keepFailed()));
        outcome(Outcome.Failed.class, pool.submit(new Script.FailUntil(99)));
        List<DeadLetter.Attempt> kept = onlyLetter(pool).attempts();
        assertEquals(16, kept.size());
        assertEquals(40, kept.getLast().number());
    }

    // Afterwards.

    private TaskPool<Script, String> poisoned(DeadLetterStore store, String... gates) throws Exception {
        var pool = start(pool().retry(OFTEN).quarantine(Quarantine.after(2)).deadLetters(store));
        for (String gate : gates) {
            outcome(Outcome.WorkerLost.class, pool.submit(new Script.DieUnless(gate)));
        }
        eventually("all are stored", () -> pool.deadLetters().size() == gates.length);
        return pool;
    }

    private static DeadLetterStore memory() {
        return DeadLetterStore.memory(100, DeadLetterStore.WhenFull.REFUSE);
    }

    @Test
    final void aLetterThatSucceedsLeavesTheStore() throws Exception {
        var pool = poisoned(memory(), "gate");
        workers().open("gate");
        var again = pool.deadLetters().retry(onlyLetter(pool).number()).orElseThrow();
        assertEquals("gate", again.get());
        assertEquals(0, again.await().report().deaths(), "deaths are counted anew");
        eventually("it is gone", () -> pool.deadLetters().size() == 0);
        assertTrue(pool.deadLetters().retry(1).isEmpty(), "there is nothing to try again");
    }

    @Test
    final void aLetterThatKillsAgainStaysWithALongerHistory() throws Exception {
        var pool = poisoned(memory(), "gate");
        long number = onlyLetter(pool).number();
        assertEquals(2, onlyLetter(pool).attempts().size());
        var again = pool.deadLetters().retry(number).orElseThrow().await();
        assertTrue(again.report().quarantined());
        eventually(
                "its history is longer",
                () -> pool.deadLetters().find(number).orElseThrow().attempts().size() == 4);
        assertEquals(1, pool.deadLetters().size());
        assertEquals(2, onlyLetter(pool).deaths());
        workers().open("gate");
        assertEquals("gate", pool.deadLetters().retry(number).orElseThrow().get());
        eventually("it is gone", () -> pool.deadLetters().size() == 0);
    }

    @Test
    final void aLetterStaysWhileItIsTriedAndIsTriedOnceAtATime() throws Exception {
        var pool = poisoned(memory(), "gate");
        long number = onlyLetter(pool).number();
        workers().open("gate");
        pool.workers().pause("so that it waits");
        var again = pool.deadLetters().retry(number).orElseThrow();
        assertEquals(1, pool.deadLetters().size());
        assertTrue(pool.deadLetters().retry(number).isEmpty(), "it is tried again already");
        assertTrue(again.cancel(true));
        assertEquals(1, pool.deadLetters().size());
        pool.workers().resume();
        assertEquals("gate", pool.deadLetters().retry(number).orElseThrow().get());
        eventually("it is gone", () -> pool.deadLetters().size() == 0);
    }

    @Test
    final void manyAreTriedAgainByAFilterAtALimitedRate() throws Exception {
        var pool = poisoned(memory(), "one", "two", "one", "one");
        workers().open("one");
        var time = new dev.lifeguard.timing.SystemTime();
        long began = time.nanoTime();
        var handles = pool.deadLetters().retryAll(letter -> letter.payload().equals(new Script.DieUnless("one")), 50);
        long took = time.nanoTime() - began;
        assertEquals(3, handles.size());
        assertTrue(took >= 2 * Duration.ofMillis(20).toNanos(), "three at 50 a second took " + took + " ns");
        for (var handle : handles) {
            assertEquals("one", handle.get());
        }
        eventually("they are gone", () -> pool.deadLetters().size() == 1);
        assertEquals(new Script.DieUnless("two"), onlyLetter(pool).payload());
    }

    @Test
    final void lettersAreListedPageByPageDroppedAndExported() throws Exception {
        var pool = poisoned(memory(), "one", "two", "one");
        var first = pool.deadLetters().list(letter -> true, Long.MIN_VALUE, 2);
        assertEquals(2, first.size());
        var rest = pool.deadLetters().list(letter -> true, first.getLast().number(), 2);
        assertEquals(1, rest.size());
        var exported = new StringBuilder();
        assertEquals(3, pool.deadLetters().export(exported));
        assertEquals(
                3,
                exported.toString()
                        .lines()
                        .filter(line -> line.startsWith("{\"number\":"))
                        .count());
        assertTrue(pool.deadLetters().drop(rest.getFirst().number()));
        assertEquals(1, pool.deadLetters().dropAll(letter -> letter.payload().equals(new Script.DieUnless("two"))));
        assertEquals(1, pool.deadLetters().size());
        assertThrows(IllegalArgumentException.class, () -> pool.deadLetters().list(letter -> true, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> pool.deadLetters().retryAll(letter -> true, 0));
    }

    @Test
    final void codeTasksAreLettersToo() throws Exception {
        var pool = start(pool().quarantine(Quarantine.none().keepFailed()));
        boolean[] mended = new boolean[1];
        var failed = pool.workers().submit((worker, context) -> {
            if (!mended[0]) {
                throw new IllegalStateException("not yet");
            }
            return "mended";
        });
        assertTrue(failed.await() instanceof Outcome.Failed<?>);
        long number = onlyLetter(pool).number();
        mended[0] = true;
        assertEquals(
                "mended",
                pool.workers().deadLetters().retry(number).orElseThrow().get());
    }

    // Stores that misbehave.

    @Test
    final void aStoreThatFailsLosesNothingAndIsToldUntilItWorksAgain() throws Exception {
        var store = new BrittleStore(memory());
        store.failing = true;
        var pool = poisoned(store, "one", "two");
        assertEquals(2, pool.snapshot().deadLetters().inMemory());
        assertTrue(pool.snapshot().deadLetters().failing().orElse("").contains("planted"), pool.snapshot()::toString);
        eventually(
                "it is told",
                () -> events().stream()
                        .anyMatch(event -> event instanceof PoolEvent.Trouble trouble
                                && trouble.message().contains("planted")));
        assertTrue(Doctor.standard().examine(pool.snapshot()).stream()
                .anyMatch(finding -> finding.illness() == Finding.Illness.DEAD_LETTERS_UNSTORED));
        workers().open("one");
        var own = letters(pool).getLast();
        assertEquals(new Script.DieUnless("one"), own.payload());
        assertTrue(own.number() < 0);
        assertEquals("one", pool.deadLetters().retry(own.number()).orElseThrow().get());
        eventually("it is gone", () -> pool.deadLetters().size() == 1);
        store.failing = false;
        outcome(Outcome.WorkerLost.class, pool.submit(new Script.DieUnless("three")));
        eventually(
                "all are stored",
                () -> store.size() == 2 && pool.snapshot().deadLetters().inMemory() == 0);
        assertEquals(2, pool.deadLetters().size());
        assertTrue(pool.snapshot().deadLetters().failing().isEmpty());
    }

    @Test
    final void aLetterIsFoundByItsOldNumberOnceTheStoreHasTakenIt() throws Exception {
        var store = new BrittleStore(memory());
        store.failing = true;
        var pool = poisoned(store, "first");
        long old = onlyLetter(pool).number();
        assertTrue(old < 0);
        store.failing = false;
        store.hold();
        outcome(Outcome.WorkerLost.class, pool.submit(new Script.DieUnless("second")));
        // It dies again while the store is busy, and has another number when its history arrives.
        var again = pool.deadLetters().retry(old).orElseThrow();
        assertTrue(again.await() instanceof Outcome.WorkerLost<?>);
        store.release();
        eventually(
                "its history is longer",
                () -> pool.deadLetters().find(old).orElseThrow().attempts().size() == 4);
        DeadLetter letter = pool.deadLetters().find(old).orElseThrow();
        assertEquals(new Script.DieUnless("first"), letter.payload());
        assertTrue(letter.number() > 0);
        assertEquals(2, store.size());
        assertEquals(2, pool.deadLetters().size());
        assertTrue(pool.deadLetters().drop(old));
        assertEquals(1, pool.deadLetters().size());
        assertTrue(pool.deadLetters().find(old).isEmpty());
        assertFalse(pool.deadLetters().drop(old));
        assertTrue(pool.deadLetters().retry(old).isEmpty());
    }

    @Test
    final void aFullStoreThatRefusesLosesLettersAndThatIsTold() throws Exception {
        var pool = start(pool().quarantine(Quarantine.after(1))
                .deadLetters(DeadLetterStore.memory(1, DeadLetterStore.WhenFull.REFUSE)));
        outcome(Outcome.WorkerLost.class, pool.submit(new Script.Die("first")));
        outcome(Outcome.WorkerLost.class, pool.submit(new Script.Die("second")));
        eventually("one is lost", () -> pool.snapshot().deadLetters().lost() == 1);
        assertEquals(new Script.Die("first"), onlyLetter(pool).payload());
        eventually(
                "it is told",
                () -> events().stream()
                        .anyMatch(event -> event instanceof PoolEvent.Trouble trouble
                                && trouble.message().contains("dead letters were lost")));
        assertTrue(Doctor.standard().examine(pool.snapshot()).stream()
                .anyMatch(finding -> finding.illness() == Finding.Illness.DEAD_LETTERS_FULL));
    }

    @Test
    final void aSlowStoreHoldsUpNobodyAndTheEndWaitsForIt() throws Exception {
        var store = new BrittleStore(memory());
        store.hold();
        var pool = start(pool().quarantine(Quarantine.after(1)).deadLetters(store));
        outcome(Outcome.WorkerLost.class, pool.submit(new Script.Die("boom")));
        eventually("the store is at it", store::isHeld);
        assertEquals("next", pool.submit(new Script.Say("next")).get());
        var closer = inBackground(pool::close);
        eventually("the pool closes", () -> pool.workers().state() != dev.lifeguard.PoolState.RUNNING);
        assertEquals(0, store.size());
        store.release();
        join(closer);
        assertEquals(1, store.size());
    }

    @Test
    final void aStoreThatHangsDoesNotKeepThePoolFromItsEnd() throws Exception {
        var store = new BrittleStore(memory());
        store.hold();
        var pool = start(pool().quarantine(Quarantine.after(1)).deadLetters(store));
        outcome(Outcome.WorkerLost.class, pool.submit(new Script.Die("boom")));
        eventually("the store is at it", store::isHeld);
        pool.drain(Drain.within(Duration.ofMillis(200)));
        eventually(
                "it is told",
                () -> events().stream()
                        .anyMatch(event -> event instanceof PoolEvent.Trouble trouble
                                && trouble.message().contains("were not stored before the deadline")));
        store.release();
        eventually("it is stored all the same", () -> store.size() == 1);
    }
}
