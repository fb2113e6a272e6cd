package dev.lifeguard.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskState;
import dev.lifeguard.policy.Backoff;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.policy.Quarantine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What limits, abandonments and keys make of attempts and of tasks that wait, step by step and without a race. */
class AttemptLimitsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HALF = Duration.ofMillis(500);

    // Limits.

    @Test
    void anAttemptThatPassedALimitIsFollowedByTheNext() {
        StillPlane still = StillPlane.patient(Policies.standard());
        TaskRecord<Object> task = still.submit();
        Attempt attempt = still.begin(task);
        attempt.progress("half");
        still.pass(SECOND);
        assertEquals(0, task.enforce(still.now()));
        still.pass(Duration.ofNanos(1));
        assertEquals(1, task.enforce(still.now()));
        assertNull(task.known(), "the next attempt decides");
        assertEquals(Left.ASKED, task.succeed(attempt, "late"));
        assertEquals(TaskState.BACKOFF, task.taskState());
        assertEquals(0, task.deaths());
        task.due(1);
        still.plane.dispatcher.dispatch(task);
        assertEquals(Optional.of("half"), still.begin(task).checkpoint());
        assertEquals(Optional.empty(), attempt.checkpoint(), "an attempt that is past knows nothing");
    }

    @Test
    void theLastAttemptThatPassedALimitEndsTheTaskAtOnce() {
        StillPlane still = new StillPlane(
                Limits.none().withSilence(SECOND), Retry.attempts(3).on(failure -> true), Policies.standard());
        TaskRecord<Object> task = still.submit();
        still.pass(SECOND.multipliedBy(5));
        Attempt attempt = still.begin(task);
        assertEquals(0, task.enforce(still.now()), "silence begins with the attempt");
        still.pass(SECOND);
        attempt.heartbeat();
        still.pass(SECOND);
        assertEquals(0, task.enforce(still.now()), "it gave a sign of life");
        still.pass(Duration.ofNanos(1));
        assertEquals(1, task.enforce(still.now()));
        assertEquals(Limit.SILENCE, StillPlane.end(Outcome.TimedOut.class, task).limit());
        assertEquals(0, task.enforce(still.now()), "it was asked, and need not speak any more");
    }

    @Test
    void theTotalLimitEndsATaskThatIsAskedToLeaveForAnother() {
        StillPlane still = new StillPlane(
                Limits.none().withRun(SECOND).withTotal(SECOND.multipliedBy(2)),
                Retry.attempts(3).withTimeouts(),
                Policies.standard());
        TaskRecord<Object> task = still.submit();
        still.begin(task);
        still.pass(SECOND.plusNanos(1));
        assertEquals(1, task.enforce(still.now()));
        assertEquals(0, task.enforce(still.now()), "once is enough");
        still.pass(SECOND);
        assertEquals(1, task.enforce(still.now()));
        assertEquals(Limit.TOTAL, StillPlane.end(Outcome.TimedOut.class, task).limit());
    }

    // Abandoned.

    @Test
    void anAbandonedAttemptIsFollowedByTheNextAndFenced() {
        StillPlane still = StillPlane.patient(Policies.standard());
        TaskRecord<Object> task = still.submit();
        Attempt attempt = still.begin(task);
        assertNull(task.abandon(1), "it was not asked to leave");
        still.pass(SECOND.plusNanos(1));
        task.enforce(still.now());
        assertNull(task.abandon(2), "another attempt");
        assertSame(still.cell, task.abandon(1));
        assertEquals(TaskState.BACKOFF, task.taskState());
        assertEquals(List.of(new Notice.RetryDue(task, 1)), still.told(Notice.RetryDue.class));
        assertEquals(1, task.deaths());
        assertTrue(task.mayStillRun());
        task.due(1);
        assertEquals(Left.ABANDONED, task.succeed(attempt, "late"));
        assertEquals(Left.ABANDONED, task.fail(attempt, StillPlane.broken(), null));
        attempt.progress("from the past");
        assertEquals(Optional.empty(), still.cell.said(task.id()));
        still.cell.exit();
        assertFalse(task.mayStillRun(), "its thread has come back");
    }

    @Test
    void aTaskThatHadItsOutcomeIsSettledWhenItsAttemptIsAbandoned() {
        StillPlane still = StillPlane.plain();
        TaskRecord<Object> task = still.submit();
        Attempt attempt = still.begin(task);
        task.cancel(Cancel.ASK);
        assertFalse(task.isSettled());
        assertSame(still.cell, task.abandon(1));
        assertTrue(task.isSettled());
        assertEquals(0, task.deaths(), "a cancel is not the fault of the task");
        assertEquals(Left.ABANDONED, task.succeed(attempt, "late"));
        assertTrue(task.mayStillRun());
    }

    @Test
    void anAbandonedAttemptCanBeTheDeathThatIsOneTooMany() {
        StillPlane still = StillPlane.patient(Policies.standard().with(Quarantine.after(1)));
        TaskRecord<Object> task = still.submit();
        still.begin(task);
        still.pass(SECOND.plusNanos(1));
        task.enforce(still.now());
        assertNull(task.known(), "it may leave by itself");
        assertSame(still.cell, task.abandon(1));
        assertEquals(Limit.RUN, StillPlane.end(Outcome.TimedOut.class, task).limit());
        assertTrue(task.quarantined());
        assertTrue(task.isSettled());
        var kept = still.buried.getFirst().attempts().getFirst();
        assertTrue(kept.death() && kept.error().equals("passed its limit RUN = PT1S"), kept.toString());
        assertEquals(SECOND.plusNanos(1), kept.ran());
    }

    @Test
    void anAttemptThatLeavesLateIsTheLastWhenThePoolHandsBack() {
        StillPlane still = StillPlane.patient(Policies.standard().with(Quarantine.after(1)));
        TaskRecord<Object> task = still.submit();
        Attempt attempt = still.begin(task);
        still.pass(SECOND.plusNanos(1));
        task.enforce(still.now());
        still.plane.handBack();
        assertEquals(Left.ASKED, task.succeed(attempt, "late"));
        assertEquals(Limit.RUN, StillPlane.end(Outcome.TimedOut.class, task).limit());
        assertEquals(0, task.deaths(), "its worker lives");
        assertFalse(task.quarantined());
    }

    // Places: whatever ends an attempt frees its key for the next, except that it may still run.

    private static void assertNextIsFree(boolean free, StillPlane still, TaskRecord<Object> next) {
        assertSame(free ? next : null, still.plane.queue.poll(still.cell));
    }

    private static TaskRecord<Object> keyed(StillPlane still) {
        return still.submit(TaskOptions.none().withKey("key"));
    }

    @Test
    void theNextOfAKeyIsFreeWhenTheOneBeforeHasSettled() {
        StillPlane still = StillPlane.patient(Policies.standard());
        TaskRecord<Object> first = keyed(still);
        Attempt attempt = still.begin(first);
        TaskRecord<Object> second = keyed(still);
        assertNextIsFree(false, still, second);
        first.succeed(attempt, "result");
        Attempt next = still.begin(second);
        TaskRecord<Object> third = keyed(still);
        second.cancel(Cancel.ASK);
        assertNextIsFree(false, still, third);
        second.succeed(next, "late");
        assertNextIsFree(true, still, third);
    }

    @Test
    void theNextOfAKeyIsFreeWhenTheOneBeforeHasFailedForGood() {
        StillPlane still = StillPlane.plain();
        TaskRecord<Object> first = keyed(still);
        Attempt attempt = still.begin(first);
        TaskRecord<Object> second = keyed(still);
        first.fail(attempt, StillPlane.broken(), null);
        assertNextIsFree(true, still, second);
    }

    @Test
    void anAbandonedAttemptHoldsItsKeyUntilItComesBack() {
        StillPlane still = StillPlane.plain();
        TaskRecord<Object> first = keyed(still);
        still.begin(first);
        TaskRecord<Object> second = keyed(still);
        first.cancel(Cancel.ASK);
        assertSame(still.cell, first.abandon(1));
        assertNextIsFree(false, still, second);
        still.plane.gates.gone(still.cell);
        assertNextIsFree(true, still, second);
    }

    @Test
    void anAbandonedAttemptHoldsItsKeyThoughAnotherFollows() {
        StillPlane still = StillPlane.patient(Policies.standard());
        TaskRecord<Object> first = keyed(still);
        still.begin(first);
        TaskRecord<Object> second = keyed(still);
        still.pass(SECOND.plusNanos(1));
        first.enforce(still.now());
        assertSame(still.cell, first.abandon(1));
        assertNextIsFree(false, still, second);
    }

    @Test
    void whatIsKeptOfAnAttemptNamesTheLimitThatItPassed() {
        StillPlane still = new StillPlane(
                Limits.none().withSilence(SECOND),
                Retry.none(),
                Policies.standard().with(Quarantine.none().keepFailed()));
        TaskRecord<Object> task = still.submit();
        still.begin(task);
        still.pass(SECOND.plusNanos(1));
        task.enforce(still.now());
        assertEquals(
                "passed its limit SILENCE = PT1S",
                still.buried.getFirst().attempts().getFirst().error());
    }

    // Waits.

    @Test
    void aDelayedTaskIsDueOnceAndEndsByItsTotalLimitBefore() {
        StillPlane still = new StillPlane(Limits.none().withTotal(SECOND), Retry.none(), Policies.standard());
        TaskRecord<Object> task = still.submit(TaskOptions.none().withDelay(HALF));
        assertEquals(TaskState.DELAYED, task.taskState());
        assertEquals(HALF.toNanos(), task.delayLeftNanos(still.now()));
        assertEquals(SECOND.toNanos() + 1, task.totalLeftNanos(still.now()));
        still.pass(Duration.ofMillis(200));
        assertEquals(Duration.ofMillis(300).toNanos(), task.delayLeftNanos(still.now()));
        assertEquals(Duration.ofMillis(800).toNanos() + 1, task.totalLeftNanos(still.now()));
        assertFalse(task.expire(still.now()));
        assertTrue(task.due(1));
        assertEquals(TaskState.QUEUED, task.taskState());
        assertEquals(0, task.attempts());
        TaskRecord<Object> late = still.submit(TaskOptions.none().withDelay(SECOND.multipliedBy(9)));
        assertEquals(SECOND.toNanos() + 1, late.delayLeftNanos(still.now()), "it would end before");
        still.pass(SECOND.plusNanos(1));
        assertEquals(0, late.totalLeftNanos(still.now()));
        assertTrue(late.expire(still.now()));
        assertEquals(Limit.TOTAL, StillPlane.end(Outcome.TimedOut.class, late).limit());
        assertFalse(late.expire(still.now()), "it ends once");
    }

    @Test
    void aBackoffIsCutByTheTotalLimit() {
        StillPlane still = new StillPlane(
                Limits.none().withTotal(SECOND),
                Retry.attempts(3).backoff(Backoff.custom(Duration.ofSeconds(5), (attempt, failure, before) -> HALF)),
                Policies.standard());
        TaskRecord<Object> task = still.submit();
        Attempt attempt = still.begin(task);
        still.pass(Duration.ofMillis(600));
        task.fail(attempt, StillPlane.broken(), null);
        assertEquals(Duration.ofMillis(400).toNanos(), task.backoffNanos(1, 0.5, still.now()));
        assertFalse(task.expire(still.now()));
        still.pass(HALF);
        assertTrue(task.expire(still.now()), "in its backoff, too");
    }

    @Test
    void aTaskThatRunsDoesNotExpireButIsAsked() {
        StillPlane still = StillPlane.patient(Policies.standard());
        TaskRecord<Object> task = still.submit();
        assertEquals(0, task.askToLeave(Cancel.ASK), "it does not run");
        still.begin(task);
        still.pass(SECOND.multipliedBy(3));
        assertFalse(task.expire(still.now()));
        assertEquals(1, task.askToLeave(Cancel.ASK));
        StillPlane.end(Outcome.Cancelled.class, task);
        assertEquals(1, task.enforce(still.now()), "who was asked and stays is pushed further");
    }

    // What an attempt says and hears.

    @Test
    void anAttemptHearsAndTellsUntilItIsAskedToLeave() throws InterruptedException {
        StillPlane still = StillPlane.plain();
        TaskRecord<Object> task = still.submit();
        Attempt attempt = still.begin(task);
        assertEquals(Optional.empty(), attempt.receive());
        assertTrue(task.tell("first"));
        assertEquals("first", attempt.receive(Duration.ZERO).orElseThrow().body());
        assertTrue(task.tell("second"));
        assertEquals("second", attempt.receive(SECOND).orElseThrow().body());
        long before = still.now();
        assertEquals(Optional.empty(), attempt.receive(Duration.ZERO));
        assertEquals(Optional.empty(), attempt.receive(SECOND.negated()));
        assertEquals(before, still.now(), "who has no time does not wait");
        assertEquals(Optional.empty(), attempt.receive(SECOND), "the limit passed");
        assertEquals(before + SECOND.toNanos(), still.now());
        assertTrue(attempt.partial("a part", Duration.ZERO));
        assertEquals(Optional.of("a part"), task.nextPartial(Duration.ZERO));
        int places = still.plane.channels().partialResults();
        for (int i = 0; i < places; i++) {
            assertTrue(attempt.partial(i, Duration.ZERO));
        }
        assertFalse(attempt.partial("one more", Duration.ZERO), "nobody reads");
        assertFalse(attempt.partial("one more", SECOND), "nobody reads in time");
        assertTrue(task.tell("third"));
        task.cancel(Cancel.ASK);
        assertEquals(Optional.empty(), attempt.receive());
        assertFalse(attempt.partial("late", SECOND));
    }
}
