package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Change;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.Refusal;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import dev.lifeguard.policy.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The rate at which tasks are let in: refusing, delaying, what counts, and what it says. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class RateContract extends PoolContract {

    /** A turn that does not come while a test runs. */
    private static final Duration LONG = Duration.ofHours(1);

    /** Made by JUnit. */
    protected RateContract() {}

    private static Refusal refused(TaskHandle<String> handle) throws InterruptedException {
        return outcome(Outcome.Refused.class, handle).refusal();
    }

    private static PoolSnapshot.Counts counts(TaskPool<Script, String> pool) {
        return pool.snapshot().counts();
    }

    @Test
    final void asManyAsTheBurstAreLetInAndTheNextHearsWhenAPlaceIsFree() throws Exception {
        var pool = start(pool().rate(RateLimit.of(1, LONG).burst(3)));
        for (int number = 0; number < 3; number++) {
            assertEquals("in", pool.submit(new Script.Say("in")).get());
        }
        Refusal refusal = refused(pool.submit(new Script.Say("too many")));
        assertEquals(Refusal.Reason.RATE, refusal.reason());
        assertEquals("rate", refusal.limit());
        assertTrue(
                refusal.value().startsWith("1 tasks in PT1H, burst 3, refusing; a place is free in PT59M"),
                refusal::value);
        assertTrue(refusal.message().contains("running"), refusal::message);
        assertEquals(3, counts(pool).rateAllowed());
        assertEquals(1, counts(pool).rateRefused());
        assertEquals(1, counts(pool).refused());
    }

    @Test
    final void placesComeBackEvenly() throws Exception {
        var pool = start(pool().rate(RateLimit.of(1, SHORT)));
        assertEquals("in", pool.submit(new Script.Say("in")).get());
        var last = new ArrayList<TaskHandle<String>>();
        eventually("a place is free again", () -> {
            last.add(pool.submit(new Script.Say("in again")));
            return last.getLast()
                    .outcome()
                    .filter(Outcome.Refused.class::isInstance)
                    .isEmpty();
        });
        assertEquals("in again", last.getLast().get());
    }

    @Test
    final void attemptsBeyondTheFirstAndCheckoutsDoNotCount() throws Exception {
        var pool = start(pool().rate(RateLimit.of(1, LONG)));
        var tried = pool.submit(
                new Script.FailUntil(3),
                TaskOptions.none().withRetry(Retry.attempts(3).backoff(Duration.ZERO, Duration.ZERO)));
        assertEquals("3", tried.get());
        try (var lease = pool.workers().checkout(SOON)) {
            assertEquals(1, counts(pool).rateAllowed(), lease::toString);
        }
    }

    @Test
    final void aSubmitterWaitsForItsTurn() throws Exception {
        var pool = start(pool().rate(RateLimit.of(1, SHORT).delaying(SOON)));
        for (int number = 0; number < 3; number++) {
            assertEquals("in", pool.submit(new Script.Say("in")).get());
        }
        assertEquals(3, counts(pool).rateAllowed());
        assertTrue(counts(pool).rateDelayed() >= 1, () -> counts(pool).toString());
        assertEquals(0, counts(pool).rateRefused());
    }

    @Test
    final void aTurnThatComesTooLateIsRefusedAtOnce() throws Exception {
        var pool = start(pool().rate(RateLimit.of(1, LONG).delaying(SOON)));
        assertEquals("in", pool.submit(new Script.Say("in")).get());
        assertEquals(
                Refusal.Reason.RATE,
                refused(pool.submit(new Script.Say("late"))).reason());
    }

    /** A pool whose one place is taken, and a submitter that waits for the next. */
    private Thread waiting(TaskPool<Script, String> pool, Queue<TaskHandle<String>> late) throws Exception {
        assertEquals("in", pool.submit(new Script.Say("in")).get());
        Thread submitter = inBackground(() -> late.add(pool.submit(new Script.Say("late"))));
        eventually("it waits", () -> counts(pool).rateDelayed() == 1);
        assertEquals(0, pool.snapshot().unfinished(), "who waits for its turn holds no place");
        return submitter;
    }

    private TaskPool<Script, String> delaying() throws InterruptedException {
        return start(pool().rate(RateLimit.of(1, LONG).delaying(LONG.multipliedBy(2))));
    }

    @Test
    final void anInterruptedSubmitterIsRefusedAndStaysInterrupted() throws Exception {
        var pool = delaying();
        assertEquals("in", pool.submit(new Script.Say("in")).get());
        Queue<Boolean> interrupted = new ConcurrentLinkedQueue<>();
        Queue<TaskHandle<String>> late = new ConcurrentLinkedQueue<>();
        Thread submitter = inBackground(() -> {
            late.add(pool.submit(new Script.Say("late")));
            interrupted.add(Thread.interrupted());
        });
        eventually("it waits", () -> counts(pool).rateDelayed() == 1);
        submitter.interrupt();
        join(submitter);
        assertEquals(Refusal.Reason.INTERRUPTED, refused(late.remove()).reason());
        assertEquals(List.of(true), List.copyOf(interrupted));
    }

    @Test
    final void theEndOfThePoolIsNotWaitedFor() throws Exception {
        var pool = delaying();
        Queue<TaskHandle<String>> late = new ConcurrentLinkedQueue<>();
        Thread submitter = waiting(pool, late);
        pool.close();
        join(submitter);
        assertEquals(Refusal.Reason.DRAINING, refused(late.remove()).reason());
    }

    @Test
    final void whoWaitsGoesByTheNewRate() throws Exception {
        var pool = delaying();
        Queue<TaskHandle<String>> late = new ConcurrentLinkedQueue<>();
        Thread submitter = waiting(pool, late);
        pool.workers().operate(new Change.Rate(RateLimit.none()), "the test", "there is no limit now");
        join(submitter);
        assertEquals("late", late.remove().get());
        pool.workers().operate(new Change.Rate(RateLimit.of(1, LONG)), "the test", "there is one again");
        assertEquals("in", pool.submit(new Script.Say("in")).get());
        assertEquals(
                Refusal.Reason.RATE,
                refused(pool.submit(new Script.Say("too many"))).reason());
        assertEquals(RateLimit.of(1, LONG), pool.snapshot().policies().rate());
    }

    @Test
    final void aWorkerOfThePoolDoesNotWait() throws Exception {
        var pool = start(pool().rate(RateLimit.of(1, LONG).delaying(LONG)));
        var inside = pool.workers().submit((worker, context) -> pool.submit(new Script.Say("from inside")));
        assertEquals(Refusal.Reason.SELF_WAIT, refused(inside.get()).reason());
    }

    @Test
    final void whatTheRateRefusedCanBeSubmittedAgain() throws Exception {
        var pool = start(pool().rate(RateLimit.of(1, LONG)));
        assertEquals("in", pool.submit(new Script.Say("in")).get());
        var refused = pool.submit(new Script.Say("again"));
        assertEquals(Refusal.Reason.RATE, refused(refused).reason());
        pool.workers().operate(new Change.Rate(RateLimit.none()), "the test", "there is no limit now");
        assertEquals("again", refused.resubmit().get());
    }

    @Test
    final void neverMoreAreLetInThanTheRateSays() throws Exception {
        var pool = start(pool().rate(RateLimit.of(10, LONG)));
        var submitters = new ArrayList<Thread>();
        for (int number = 0; number < 4; number++) {
            submitters.add(inBackground(() -> {
                for (int task = 0; task < 500; task++) {
                    pool.submit(new Script.Say("x"));
                }
            }));
        }
        for (Thread submitter : submitters) {
            join(submitter);
        }
        assertEquals(10, counts(pool).rateAllowed());
        assertEquals(1_990, counts(pool).rateRefused());
    }
}
