package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskState;
import java.time.Duration;
import java.util.List;
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
