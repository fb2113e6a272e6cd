package dev.lifeguard.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Drain;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.Retry;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.policy.Quarantine;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows from an outcome, whatever it is: the permit is back, it is counted, it is told, it is kept where it should be. */
class CompletionTest {

    private static final Duration LATE = Duration.ofSeconds(2);

    /** Each way in which a task that was let in can end. */
    enum End {
        SUCCESS(Outcome.Success.class, false, (still, task) -> task.succeed(still.begin(task), "result")),
        FAILURE(Outcome.Failed.class, true, (still, task) -> task.fail(still.begin(task), StillPlane.broken(), null)),
        DEATH(
                Outcome.WorkerLost.class,
                true,
                (still, task) -> task.fail(still.begin(task), StillPlane.broken(), "It died.")),
        TIMEOUT_WAITING(Outcome.TimedOut.class, false, (still, task) -> {
            still.pass(LATE);
            task.expire(still.now());
        }),
        TIMEOUT_RUNNING(Outcome.TimedOut.class, true, (still, task) -> {
            still.begin(task);
            still.pass(LATE);
            task.enforce(still.now());
        }),
        CANCEL_WAITING(Outcome.Cancelled.class, false, (still, task) -> task.cancel(Cancel.ASK)),
        CANCEL_RUNNING(Outcome.Cancelled.class, false, (still, task) -> {
            still.begin(task);
            task.cancel(Cancel.ASK);
        }),
        REFUSAL(
                Outcome.Refused.class,
                false,
                (still, task) -> task.refuseWaiting(still.plane.refusal(Refusal.Reason.DRAINING, "intake", "closed")));

        private final Class<?> outcome;
        private final boolean keptWhenFailedAreKept;

        @SuppressWarnings("ImmutableEnumChecker") // A way has no fields.
        private final BiConsumer<StillPlane, TaskRecord<Object>> way;

        End(Class<?> outcome, boolean kept, BiConsumer<StillPlane, TaskRecord<Object>> way) {
            this.outcome = outcome;
            this.keptWhenFailedAreKept = kept;
            this.way = way;
        }

        Outcome<?> reach(StillPlane still, TaskRecord<Object> task) {
            way.accept(still, task);
            Outcome<?> end = task.known();
            assertInstanceOf(outcome, end);
            return end;
        }
    }

    private static StillPlane limited(Quarantine quarantine) {
        return new StillPlane(
                Limits.none().withQueue(Duration.ofSeconds(1)).withRun(Duration.ofSeconds(1)),
                Retry.none(),
                Policies.standard().with(quarantine));
    }

    @ParameterizedTest
    @EnumSource
    void thePermitIsBackAfterTheDoorWasTold(End end) {
        StillPlane still = limited(Quarantine.none());
        TaskRecord<Object> task = still.submit();
        assertEquals(1, still.plane.admission.taken());
        Outcome<?> outcome = end.reach(still, task);
        assertEquals(0, still.plane.admission.taken());
        assertEquals(List.of(new StillPlane.Answered(task, outcome, 1)), still.answered);
        assertEquals(List.of(outcome), still.recorded);
    }

    @ParameterizedTest
    @EnumSource
    void itIsCountedAsWhatItIs(End end) {
        StillPlane still = limited(Quarantine.none());
        end.reach(still, still.submit());
        Counters counters = still.plane.counters;
        assertEquals(count(end, Outcome.Success.class), still.cell.succeeded());
        assertEquals(count(end, Outcome.Failed.class), counters.failed.sum());
        assertEquals(count(end, Outcome.WorkerLost.class), counters.lost.sum());
        assertEquals(count(end, Outcome.TimedOut.class), counters.timedOut.sum());
        assertEquals(count(end, Outcome.Cancelled.class), counters.cancelled.sum());
        assertEquals(count(end, Outcome.Refused.class), counters.refused.sum());
    }

    private static long count(End end, Class<?> outcome) {
        return end.outcome == outcome ? 1 : 0;
    }

    @ParameterizedTest
    @EnumSource
    void fatesAreWrittenDownOnceThePoolDrains(End end) {
        StillPlane still = limited(Quarantine.none());
        TaskRecord<Object> early = still.submit();
        early.cancel(Cancel.ASK);
        Queue<Drain.Fate> fates = still.plane.completion.recordFates();
        still.plane.queue.sweep();
        TaskRecord<Object> task = still.submit();
        Outcome<?> outcome = end.reach(still, task);
        assertEquals(List.of(new Drain.Fate(task.id(), "task", outcome, task)), List.copyOf(fates));
    }

    @ParameterizedTest
    @EnumSource
    void theSupervisorIsToldThatTheLastOneHasEnded(End end) {
        StillPlane still = limited(Quarantine.none());
        TaskRecord<Object> first = still.submit();
        TaskRecord<Object> last = still.submit();
        first.cancel(Cancel.ASK);
        assertEquals(0, toldEmptied(still), "the pool is open");
        still.plane.queue.sweep();
        TaskRecord<Object> other = still.submit();
        still.plane.closeIntake();
        other.cancel(Cancel.ASK);
        assertEquals(0, toldEmptied(still), "one is out");
        end.reach(still, last);
        assertEquals(1, toldEmptied(still));
    }

    private static long toldEmptied(StillPlane still) {
        return still.notices.stream()
                .filter(notice -> notice == Notice.Plain.EMPTIED)
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsBuriedWithoutAPolicy(End end) {
        StillPlane still = limited(Quarantine.none());
        end.reach(still, still.submit());
        assertEquals(List.of(), still.buried);
    }

    @ParameterizedTest
    @EnumSource
    void whatEndedBadlyByItsOwnFaultIsBuriedWhenThatIsKept(End end) {
        StillPlane still = limited(Quarantine.none().keepFailed());
        TaskRecord<Object> task = still.submit();
        Outcome<?> outcome = end.reach(still, task);
        if (end.keptWhenFailedAreKept) {
            assertEquals(1, still.buried.size());
            assertSame(task, still.buried.getFirst().task());
            assertSame(outcome, still.buried.getFirst().outcome());
            assertEquals(1, still.buried.getFirst().attempts().size(), "its history is complete");
        } else {
            assertEquals(List.of(), still.buried);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLetterThatIsTriedAgainIsBuriedWhateverThePolicyIsByNow(End end) {
        StillPlane still = limited(Quarantine.none());
        end.reach(still, still.submit(new Parcel("payload", 7, true)));
        assertEquals(end.keptWhenFailedAreKept ? 1 : 0, still.buried.size());
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeALetterIsNotBuried(End end) {
        StillPlane still = limited(Quarantine.after(1).keepFailed());
        end.reach(still, still.submit(new Parcel("payload", 0, false)));
        assertEquals(List.of(), still.buried);
    }

    @Test
    void aDeathThatIsOneTooManyIsBuriedThoughFailuresAreNotKept() {
        StillPlane still = StillPlane.with(Quarantine.after(1));
        TaskRecord<Object> failed = still.submit();
        End.FAILURE.reach(still, failed);
        assertEquals(List.of(), still.buried);
        TaskRecord<Object> deadly = still.submit();
        End.DEATH.reach(still, deadly);
        assertTrue(deadly.quarantined());
        assertEquals(1, still.buried.size());
        assertSame(deadly, still.buried.getFirst().task());
    }

    /** Its outcome was a limit that passed, and then its worker had to be abandoned: one letter, not two. */
    @Test
    void aTaskIsBuriedOnce() {
        StillPlane still = limited(Quarantine.after(1).keepFailed());
        TaskRecord<Object> task = still.submit();
        End.TIMEOUT_RUNNING.reach(still, task);
        assertEquals(1, still.buried.size());
        assertNotNull(task.abandon(1));
        assertTrue(task.quarantined());
        assertEquals(1, still.buried.size());
    }

    @Test
    void aLimitThatPassedIsBuriedWhenItsWorkerIsLostAfterwards() {
        StillPlane still = limited(Quarantine.after(1));
        TaskRecord<Object> task = still.submit();
        Outcome<?> end = End.TIMEOUT_RUNNING.reach(still, task);
        assertEquals(List.of(), still.buried);
        assertNotNull(task.abandon(1));
        assertEquals(1, still.buried.size());
        assertSame(end, still.buried.getFirst().outcome());
    }

    @Test
    void whoIsRefusedAtTheDoorHasNoPermitAndNoPartInTheDrain() {
        StillPlane still = StillPlane.plain();
        Queue<Drain.Fate> fates = still.plane.completion.recordFates();
        for (int i = 0; i < 4; i++) {
            assertNull(still.submit().known());
        }
        TaskRecord<Object> fifth = still.submit();
        Outcome<?> end = fifth.known();
        var refused = assertInstanceOf(Outcome.Refused.class, end);
        assertEquals(Refusal.Reason.FULL, refused.refusal().reason());
        assertEquals(4, still.plane.admission.taken());
        assertEquals(1, still.plane.counters.refused.sum());
        assertEquals(List.of(new StillPlane.Answered(fifth, end, 4)), still.answered);
        assertEquals(List.of(end), still.recorded);
        assertTrue(fates.isEmpty());
        assertEquals(List.of(), still.buried);
    }

    @Test
    void theLimitThatPassedIsNamed() {
        StillPlane still = limited(Quarantine.none());
        var waiting = (Outcome.TimedOut<?>) End.TIMEOUT_WAITING.reach(still, still.submit());
        assertEquals(Limit.QUEUE, waiting.limit());
        still.plane.queue.sweep();
        var running = (Outcome.TimedOut<?>) End.TIMEOUT_RUNNING.reach(still, still.submit());
        assertEquals(Limit.RUN, running.limit());
        assertEquals(Duration.ofSeconds(1), running.allowed());
    }
}
