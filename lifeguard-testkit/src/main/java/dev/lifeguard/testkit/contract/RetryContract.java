package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Change;
import dev.lifeguard.Doctor;
import dev.lifeguard.Finding;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskState;
import dev.lifeguard.policy.Backoff;
import dev.lifeguard.policy.RetryBudget;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Further attempts: when there is one, how many, and where they queue. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class RetryContract extends PoolContract {

    private static final Duration ONE = Duration.ofMillis(1);

    /** Made by JUnit. */
    protected RetryContract() {}

    @Test
    final void attemptsAreCountedUntilOneSucceeds() throws Exception {
        var pool = start(pool().retry(Retry.attempts(5).backoff(ONE, ONE)));
        var success = outcome(Outcome.Success.class, pool.submit(new Script.FailUntil(3)));
        assertEquals("3", success.value());
        assertEquals(3, success.report().attempts());
        assertEquals(2, pool.snapshot().counts().retries());
        eventually("the worker was reset", () -> workers().calls(ScriptedWorkers.Hook.RESET) == 2);
    }

    @Test
    final void theLastAttemptDecides() throws Exception {
        var pool = start(pool().retry(Retry.attempts(3).backoff(ONE, ONE)));
        var failed = outcome(Outcome.Failed.class, pool.submit(new Script.FailUntil(9)));
        assertEquals("attempt 3", failed.cause().getMessage());
        assertEquals(3, failed.report().attempts());
        assertEquals(3, workers().uses().size());
    }

    @Test
    final void withoutARetryThereIsOneAttempt() throws Exception {
        var pool = start(pool().retry(Retry.attempts(3).backoff(ONE, ONE)));
        var failed = outcome(
                Outcome.Failed.class,
                pool.submit(new Script.FailUntil(2), TaskOptions.none().withRetry(Retry.none())));
        assertEquals(1, failed.report().attempts());
    }

    @Test
    final void aFailureThatIsNotWorthItIsNotTriedAgain() throws Exception {
        var pool = start(pool().retry(Retry.attempts(3).backoff(ONE, ONE).on(failure -> false)));
        assertEquals(
                1,
                outcome(Outcome.Failed.class, pool.submit(new Script.FailUntil(2)))
                        .report()
                        .attempts());
    }

    @Test
    final void aRuleThatThrowsEndsTheTaskAndNotTheWorker() throws Exception {
        var pool = start(pool().retry(Retry.attempts(3).on(failure -> {
            throw new IllegalStateException("a rule that throws");
        })));
        assertEquals(
                1,
                outcome(Outcome.Failed.class, pool.submit(new Script.FailUntil(2)))
                        .report()
                        .attempts());
        assertEquals("next", pool.submit(new Script.Say("next")).get());
        assertEquals(0, workers().stops().size());
    }

    @Test
    final void aTaskOutlivesItsWorkers() throws Exception {
        var pool = start(pool().retry(Retry.attempts(4).backoff(ONE, ONE).on(failure -> true)));
        var success = outcome(Outcome.Success.class, pool.submit(new Script.DieUntil(3)));
        assertEquals(3, success.report().attempts());
        eventually("both dead are stopped", () -> workers().stops().size() == 2);
        assertEquals(2, pool.snapshot().counts().deaths());
    }

    @Test
    final void aRetryNeverOvertakes() throws Exception {
        var pool = start(pool().size(1).retry(Retry.attempts(2).backoff(Duration.ZERO, Duration.ZERO)));
        hold(pool, new Script.Hold("gate"), "gate");
        var again = new Script.FailUntil(2);
        var first = pool.submit(again);
        var second = pool.submit(new Script.Hold("second"));
        var third = pool.submit(new Script.Say("third"));
        workers().open("gate");
        eventually("the second runs", () -> workers().arrived("second") == 1);
        // The retry is due before the second ends, so it queues behind the third at the latest now.
        eventually("the retry is queued", () -> first.taskState() == TaskState.QUEUED);
        workers().open("second");
        assertEquals("2", first.get());
        assertEquals("second", second.get());
        assertEquals("third", third.get());
        assertEquals(
                List.of(new Script.Hold("gate"), again, new Script.Hold("second"), new Script.Say("third"), again),
                workers().uses().stream().map(ScriptedWorkers.Use::script).toList());
    }

    @Test
    final void timeoutsAreTriedAgainOnlyWhenAskedFor() throws Exception {
        var limits = Limits.none().withRun(SHORT);
        var pool = start(pool().limits(limits).retry(Retry.attempts(2).backoff(ONE, ONE)));
        assertTimedOut(Limit.RUN, pool.submit(new Script.HoldDeafOnce("gate")));
        var options =
                TaskOptions.none().withRetry(Retry.attempts(2).backoff(ONE, ONE).withTimeouts());
        var success = outcome(Outcome.Success.class, pool.submit(new Script.HoldDeafOnce("gate"), options));
        assertEquals("2", success.value());
        assertTrue(success.report().mayStillRun(), "its first attempt is still stuck");
        workers().open("gate");
        eventually("the first attempt has left", () -> !success.report().mayStillRun());
    }

    @Test
    final void theLastTimeoutDecides() throws Exception {
        var pool = start(pool().limits(Limits.none().withRun(SHORT))
                .retry(Retry.attempts(3).backoff(ONE, ONE).withTimeouts()));
        var handle = pool.submit(new Script.Hold("gate"));
        assertTimedOut(Limit.RUN, handle);
        assertEquals(3, handle.await().report().attempts());
    }

    @Test
    final void theTotalLimitCutsABackoff() throws Exception {
        var pool = start(pool().limits(Limits.none().withTotal(SHORT))
                .retry(Retry.attempts(3).backoff(Duration.ofMinutes(5), Duration.ofMinutes(5))));
        var handle = pool.submit(new Script.Fail("no"));
        assertTimedOut(Limit.TOTAL, handle);
        assertEquals(1, handle.await().report().attempts());
    }

    // The shape of the waits.

    @Test
    final void aRuleOfTheUsersOwnSaysHowLongToWaitOnTheWorkersThread() throws Exception {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        var rule = Backoff.custom(Duration.ofSeconds(1), (attempt, failure, previous) -> {
            asked.add(attempt + " " + failure.getMessage() + " " + previous + " "
                    + Thread.currentThread().getName().contains("supervisor"));
            return Duration.ofMillis(attempt);
        });
        var pool = start(pool().retry(Retry.attempts(3).backoff(rule)));
        assertEquals("3", pool.submit(new Script.FailUntil(3)).get());
        assertEquals(List.of("1 attempt 1 PT0S false", "2 attempt 2 PT0.001S false"), List.copyOf(asked));
    }

    @Test
    final void aBackoffRuleThatThrowsIsToldAndTheTaskGoesOn() throws Exception {
        var rule = Backoff.custom(ONE, (attempt, failure, previous) -> {
            if (attempt == 1) {
                throw new IllegalStateException("a rule that throws");
            }
            return Duration.ofMillis(-1);
        });
        var pool = start(pool().retry(Retry.attempts(3).backoff(rule)));
        assertEquals("3", pool.submit(new Script.FailUntil(3)).get());
        eventually(
                "both are told",
                () -> events().stream()
                                .filter(event -> event instanceof PoolEvent.Trouble trouble
                                        && trouble.message().contains("backoff rule"))
                                .count()
                        == 2);
        assertEquals(0, workers().stops().size());
    }

    @Test
    final void everyShapeBringsTheNextAttempt() throws Exception {
        Backoff few = Backoff.exponential(ONE, Duration.ofMillis(5));
        for (Backoff shape : List.of(
                few,
                few.withFullJitter(),
                few.withDecorrelatedJitter(),
                few.withJitter(0),
                Backoff.fixed(ONE),
                Backoff.fixed(Duration.ZERO))) {
            var pool = start(pool().retry(Retry.attempts(4).backoff(shape)));
            assertEquals("4", pool.submit(new Script.FailUntil(4)).get(), shape::toString);
        }
    }

    // The budget.

    @Test
    final void anEmptyBudgetMakesTheFailureTheOutcomeAndSaysSo() throws Exception {
        var pool = start(pool().retry(Retry.attempts(4).backoff(Duration.ZERO, Duration.ZERO))
                .retryBudget(RetryBudget.share(0.001).withPerSecond(0).withSaved(2)));
        var failed = outcome(Outcome.Failed.class, pool.submit(new Script.FailUntil(9)));
        assertEquals(3, failed.report().attempts());
        assertTrue(failed.report().retryRefused());
        assertFalse(failed.report().quarantined());
        assertEquals(1, pool.snapshot().retries().refused());
        assertTrue(pool.snapshot().retries().allowed().orElseThrow() < 1);
        eventually(
                "it is told",
                () -> events().stream()
                        .anyMatch(event -> event instanceof PoolEvent.RetriesRefused refused
                                && refused.message().contains("0.001 of the tasks")));
        assertTrue(
                Doctor.standard().examine(pool.snapshot()).stream()
                        .anyMatch(finding -> finding.illness() == Finding.Illness.RETRIES_REFUSED),
                () -> pool.snapshot().toString());
    }

    @Test
    final void theBudgetCountsForTimeoutsToo() throws Exception {
        var pool = start(pool().limits(Limits.none().withRun(SHORT))
                .retry(Retry.attempts(9).backoff(ONE, ONE).withTimeouts())
                .retryBudget(RetryBudget.share(0.001).withPerSecond(0).withSaved(1)));
        var handle = pool.submit(new Script.Hold("gate"));
        assertTimedOut(Limit.RUN, handle);
        assertEquals(2, handle.await().report().attempts());
        assertTrue(handle.await().report().retryRefused());
    }

    @Test
    final void anotherBudgetActsAtOnce() throws Exception {
        var pool = start(pool().retry(Retry.attempts(3).backoff(Duration.ZERO, Duration.ZERO)));
        var none = RetryBudget.share(0.001).withPerSecond(0).withSaved(1);
        assertTrue(pool.workers()
                .rehearse(new Change.RetryShare(none))
                .sentences()
                .toString()
                .contains("begin with 1"));
        pool.workers().operate(new Change.RetryShare(none), "the test", "an outage");
        assertEquals(
                2,
                outcome(Outcome.Failed.class, pool.submit(new Script.FailUntil(9)))
                        .report()
                        .attempts());
        pool.workers().operate(new Change.RetryShare(RetryBudget.none()), "the test", "it is over");
        assertEquals("3", pool.submit(new Script.FailUntil(3)).get());
        assertTrue(pool.snapshot().retries().allowed().isEmpty());
    }

    // The checkpoint.

    @Test
    final void theNextAttemptGoesOnWhereTheLastOneReported() throws Exception {
        var pool = start(pool().retry(Retry.attempts(5).backoff(ONE, ONE).on(failure -> true)));
        assertEquals("1 3 5", pool.submit(new Script.Climb(6, 2)).get());
        assertEquals("1", pool.submit(new Script.Climb(6, 9)).get(), "each task begins by itself");
    }

    @Test
    final void anAbandonedAttemptLeavesItsCheckpoint() throws Exception {
        Queue<Object> found = new ConcurrentLinkedQueue<>();
        var pool = start(pool().limits(Limits.none().withRun(SHORT))
                .retry(Retry.attempts(2).backoff(ONE, ONE).withTimeouts()));
        var handle = pool.workers().submit((worker, context) -> {
            context.checkpoint().ifPresent(found::add);
            if (context.attempt() == 1) {
                context.progress("half");
                worker.process(new Script.HoldDeaf("gate"), context);
            }
            return "done";
        });
        assertEquals("done", handle.get());
        assertEquals(List.of("half"), List.copyOf(found));
    }

    @Test
    final void aTaskInItsBackoffCountsAgainstTheBound() throws Exception {
        var pool = start(pool().size(1)
                .queue(0, dev.lifeguard.WhenFull.refuse())
                .retry(Retry.attempts(2).backoff(Duration.ofMinutes(5), Duration.ofMinutes(5))));
        var handle = pool.submit(new Script.Fail("no"));
        eventually("it backs off", () -> handle.taskState() == TaskState.BACKOFF);
        outcome(Outcome.Refused.class, pool.submit(new Script.Say("no room")));
        handle.cancel(true);
        assertEquals("room", pool.submit(new Script.Say("room")).get());
    }
}
