package dev.lifeguard.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskState;
import dev.lifeguard.policy.Backoff;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.policy.Quarantine;
import dev.lifeguard.policy.RetryBudget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** How attempts begin, end and follow each other, step by step and without a race. */
class AttemptsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HALF = Duration.ofMillis(500);

    // Begin.

    @Test
    void anAttemptBeginsOnceAndTellsWhereItRuns() {
        StillPlane still = StillPlane.plain();
        TaskRecord<Object> task = still.submit();
        still.pass(HALF);
        Attempt attempt = still.begin(task);
        assertEquals(1, attempt.number());
        assertEquals(TaskState.RUNNING, task.taskState());
        assertEquals(1, task.runningAttempt());
        assertEquals(1, task.attempts());
        assertEquals(Optional.of(still.cell.id), task.worker());
        assertEquals(HALF, task.waited());
        assertSame(task, still.cell.current());
        assertTrue(task.isOn(still.cell));
        assertEquals(1, still.cell.begun());
        assertNull(task.begin(still.cell, still.now()), "it does not wait any more");
        still.pass(HALF);
        assertEquals(HALF, task.ran());
        assertEquals(Left.FREE, task.succeed(attempt, "result"));
        still.pass(SECOND);
        assertEquals(HALF, task.ran(), "the time after its end is not counted");
        assertEquals("result", StillPlane.end(Outcome.Success.class, task).value());
        assertEquals(0, task.runningAttempt());
        assertFalse(task.mayStillRun());
    }

    @Test
    void whatWaitedTooLongDoesNotBegin() {
        StillPlane still = StillPlane.patient(Policies.standard());
        TaskRecord<Object> task = still.submit();
        still.pass(SECOND.plusNanos(1));
        assertNull(task.begin(still.cell, still.now()));
        assertEquals(Limit.QUEUE, StillPlane.end(Outcome.TimedOut.class, task).limit());
        TaskRecord<Object> inTime = still.submit();
        still.pass(SECOND);
        assertNotNull(inTime.begin(still.cell, still.now()));
    }

    @Test
    void nothingBeginsWhileThePoolHandsItsQueueBack() {
        StillPlane still = StillPlane.plain();
        TaskRecord<Object> task = still.submit();
        still.plane.handBack();
        assertNull(task.begin(still.cell, still.now()));
        assertEquals(
                Refusal.Reason.DRAINING,
                StillPlane.end(Outcome.Refused.class, task).refusal().reason());
    }

    // Further attempts.

    @Test
    void anAttemptThatFailsIsFollowedByTheNextUntilTheLast() {
        StillPlane still = StillPlane.patient(Policies.standard());
        TaskRecord<Object> task = still.submit();
        for (int number = 1; number < 3; number++) {
            Attempt attempt = still.begin(task);
            assertEquals(number, attempt.number());
            assertEquals(Left.SOILED, task.fail(attempt, StillPlane.broken(), null));
            assertEquals(TaskState.BACKOFF, task.taskState());
            assertEquals(1, still.plane.admission.taken(), "a task in backoff keeps its permit");
            assertEquals(
                    new Notice.RetryDue(task, number),
                    still.told(Notice.RetryDue.class).getLast());
            assertEquals(number, still.plane.counters.retries.sum());
            assertFalse(task.due(number + 1), "the signal of another attempt");
            assertTrue(task.due(number));
            assertFalse(task.due(number), "it is due once");
            assertEquals(TaskState.QUEUED, task.taskState());
            assertEquals(number, task.attempts());
            still.plane.dispatcher.dispatch(task);
        }
        assertEquals(Left.SOILED, task.fail(still.begin(task), StillPlane.broken(), null));
        assertInstanceOf(
                IllegalStateException.class,
                StillPlane.end(Outcome.Failed.class, task).cause());
        assertEquals(3, task.attempts());
        assertEquals(0, task.deaths());
        assertFalse(task.retryRefused());
    }

    @Test
    void noAttemptFollowsOnceThePoolHandsBack() {
        StillPlane still = StillPlane.patient(Policies.standard());
        TaskRecord<Object> task = still.submit();
        Attempt attempt = still.begin(task);
        still.plane.handBack();
        assertEquals(Left.SOILED, task.fail(attempt, StillPlane.broken(), null));
        StillPlane.end(Outcome.Failed.class, task);
        assertFalse(task.retryRefused(), "the budget was not asked");
    }

    @Test
    void aBudgetThatIsSpentRefusesTheNextAttempt() {
        StillPlane still = StillPlane.patient(Policies.standard().with(RetryBudget.share(0.1)));
        int granted = 0;
        while (true) {
            TaskRecord<Object> task = still.submit();
            double before = still.plane.retries.allowed().orElseThrow();
            task.fail(still.begin(task), StillPlane.broken(), null);
            if (task.known() != null) {
                assertTrue(task.retryRefused());
                assertEquals(1, still.plane.counters.retriesRefused());
                break;
            }
            assertTrue(still.plane.retries.allowed().orElseThrow() < before, "a retry was taken out");
            granted++;
            task.cancel(Cancel.ASK);
            assertTrue(granted < 1_000, "the budget must end");
        }
    }

    @Test
    void aRetryThatDoesNotFollowIsGivenBack() {
        StillPlane still = StillPlane.patient(Policies.standard().with(RetryBudget.share(0.1)));
        TaskRecord<Object> task = still.submit();
        Attempt attempt = still.begin(task);
        OptionalDouble before = still.plane.retries.allowed();
        task.cancel(Cancel.ASK);
        assertEquals(Left.ASKED, task.fail(attempt, StillPlane.broken(), null));
        assertEquals(before, still.plane.retries.allowed());
    }

    @Test
    void aRuleThatThrowsEndsTheTaskAndIsTold() {
        StillPlane still = new StillPlane(
                Limits.none(),
                Retry.attempts(3).on(failure -> {
                    throw StillPlane.broken();
                }),
                Policies.standard());
        TaskRecord<Object> task = still.submit();
        task.fail(still.begin(task), StillPlane.broken(), null);
        StillPlane.end(Outcome.Failed.class, task);
        assertTrue(still.told(Notice.Troubled.class).getFirst().message().contains("retry rule of task " + task.id()));
    }

    @Test
    void aCustomBackoffSaysHowLongTheNextAttemptWaits() {
        StillPlane still = new StillPlane(
                Limits.none(),
                Retry.attempts(3).backoff(Backoff.custom(Duration.ofSeconds(5), (attempt, failure, before) -> {
                    if (attempt == 2) {
                        throw StillPlane.broken();
                    }
                    return SECOND;
                })),
                Policies.standard());
        TaskRecord<Object> task = still.submit();
        task.fail(still.begin(task), new IllegalArgumentException("first"), null);
        assertEquals(SECOND.toNanos(), task.backoffNanos(1, 0.5, still.now()));
        assertEquals(0, still.told(Notice.Troubled.class).size());
        assertTrue(task.due(1));
        still.plane.dispatcher.dispatch(task);
        task.fail(still.begin(task), StillPlane.broken(), null);
        String told = still.told(Notice.Troubled.class).getFirst().message();
        assertTrue(told.contains("backoff rule of task") && told.contains("attempt 3"), told);
        assertTrue(task.backoffNanos(2, 0.5, still.now()) > 0, "the standard backoff");
        assertEquals(TaskState.BACKOFF, task.taskState());
    }

    @Test
    void aTaskRunsWhatWasSubmitted() throws Exception {
        StillPlane still = StillPlane.plain();
        TaskRecord<Object> task = still.submit();
        assertEquals("payload", task.run("worker", still.begin(task)));
    }

    @Test
    void theNextAttemptKnowsWhatTheLastOneReported() {
        StillPlane still = StillPlane.patient(Policies.standard());
        TaskRecord<Object> task = still.submit();
        Attempt attempt = still.begin(task);
        attempt.progress("half");
        task.fail(attempt, StillPlane.broken(), null);
        assertTrue(task.backoffNanos(1, 0.5, still.now()) > 0, "no rule, so the standard backoff");
        task.due(1);
        still.plane.dispatcher.dispatch(task);
        assertEquals(Optional.of("half"), still.begin(task).checkpoint());
    }

    @Test
    void onlyFirstAttemptsPayIntoTheBudget() {
        StillPlane still = StillPlane.patient(Policies.standard().with(RetryBudget.share(0.1)));
        TaskRecord<Object> task = still.submit();
        task.fail(still.begin(task), StillPlane.broken(), null);
        double one = still.plane.retries.allowed().orElseThrow();
        task.due(1);
        still.plane.dispatcher.dispatch(task);
        still.begin(task);
        assertEquals(one, still.plane.retries.allowed().orElseThrow());
        TaskRecord<Object> other = still.submit();
        still.begin(other);
        assertTrue(still.plane.retries.allowed().orElseThrow() > one);
    }

    // Deaths.

    @Test
    void theDeathThatIsOneTooManyEndsTheTaskWithItsHistory() {
        StillPlane still = StillPlane.patient(Policies.standard().with(Quarantine.after(2)));
        TaskRecord<Object> task = still.submit();
        task.fail(still.begin(task), StillPlane.broken(), "Worker one died.");
        assertEquals(1, task.deaths());
        assertFalse(task.quarantined());
        task.due(1);
        still.plane.dispatcher.dispatch(task);
        task.fail(still.begin(task), StillPlane.broken(), "Worker two died.");
        assertEquals(2, task.deaths());
        assertTrue(task.quarantined());
        String words = StillPlane.end(Outcome.WorkerLost.class, task).exit();
        assertTrue(words.startsWith("Worker two died.") && words.contains("number 2"), words);
        var kept = still.buried.getFirst().attempts();
        assertEquals(
                List.of(1, 2), kept.stream().map(attempt -> attempt.number()).toList());
        assertTrue(kept.stream()
                .allMatch(attempt -> attempt.death() && attempt.error().contains("broken")));
    }

    @Test
    void aLastDeathWithoutQuarantineIsToldInItsOwnWords() {
        StillPlane still = StillPlane.plain();
        TaskRecord<Object> task = still.submit();
        task.fail(still.begin(task), StillPlane.broken(), "It died.");
        assertEquals("It died.", StillPlane.end(Outcome.WorkerLost.class, task).exit());
        assertEquals(1, task.deaths());
        assertFalse(task.quarantined());
    }

    @Test
    void aQuarantineThatBeginsWhileAnAttemptFailsKeepsNoAttemptWithoutWords() {
        StillPlane[] here = new StillPlane[1];
        here[0] = new StillPlane(
                Limits.none(),
                Retry.attempts(2).on(failure -> {
                    here[0].follow(Quarantine.after(5));
                    return true;
                }),
                Policies.standard());
        TaskRecord<Object> task = here[0].submit();
        task.fail(here[0].begin(task), StillPlane.broken(), "It died.");
        assertEquals(List.of(), task.badAttempts());
        assertEquals(1, task.deaths());
    }

    // Asked to leave.

    @Test
    void whatAnAskedAttemptReturnsDoesNotCount() {
        StillPlane still = StillPlane.plain();
        TaskRecord<Object> task = still.submit();
        Attempt attempt = still.begin(task);
        assertTrue(task.cancel(Cancel.ASK));
        assertTrue(attempt.cancelled());
        assertEquals(TaskState.CANCELLING, task.taskState());
        assertTrue(task.mayStillRun());
        assertTrue(task.isLeaving(still.cell));
        assertEquals(Left.ASKED, task.succeed(attempt, "result"));
        StillPlane.end(Outcome.Cancelled.class, task);
        assertTrue(task.isSettled());
        assertFalse(task.mayStillRun());
        assertEquals(Left.ABANDONED, task.succeed(attempt, "again"), "an attempt leaves once");
    }

    @Test
    void aCancelIsPushedFurtherButNeverBack() {
        StillPlane still = StillPlane.plain();
        TaskRecord<Object> task = still.submit();
        still.begin(task);
        assertTrue(task.cancel(Cancel.INTERRUPT));
        assertFalse(task.cancel(Cancel.ASK));
        assertFalse(task.cancel(Cancel.INTERRUPT));
        assertFalse(task.cancel(Cancel.KILL));
        assertFalse(task.cancel(Cancel.KILL));
        assertEquals(
                List.of(new Notice.Escalate(task, 1, Cancel.INTERRUPT), new Notice.Escalate(task, 1, Cancel.KILL)),
                still.told(Notice.Escalate.class));
    }

    @Test
    void anInterruptReachesTheAttemptThatIsLeaving() {
        StillPlane still = StillPlane.plain();
        still.cell.bind(Thread.currentThread());
        TaskRecord<Object> task = still.submit();
        Attempt attempt = still.begin(task);
        assertFalse(task.interrupt(1), "it was not asked to leave");
        task.cancel(Cancel.ASK);
        assertFalse(task.interrupt(2), "another attempt");
        assertFalse(Thread.interrupted());
        assertTrue(task.interrupt(1));
        assertTrue(Thread.interrupted());
        assertFalse(task.interrupt(1), "it was interrupted");
        assertSame(still.cell, task.leavingCell(1));
        assertNull(task.leavingCell(2));
        assertEquals(Left.ASKED, task.succeed(attempt, "result"));
        assertNull(task.leavingCell(1));
    }
}
