package dev.lifeguard.verification.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Drain;
import dev.lifeguard.Lease;
import dev.lifeguard.Outcome;
import dev.lifeguard.RefusedException;
import dev.lifeguard.Restart;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.testkit.CommandSequences;
import dev.lifeguard.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real pool against its model, by random commands; and two planted bugs that must not get through. */
final class ModelTest {

    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Duration BRIEF = Duration.ofMillis(60);

    private static CommandSequences<Command> sequences(
            int length, Function<WorkerPool<Object>, Door> doors, Duration patience) {
        return CommandSequences.of(
                random -> Command.draw(random, length),
                (seed, commands) -> new ModelRun(doors, patience).run(commands));
    }

    @Test
    @Timeout(value = 12, unit = TimeUnit.HOURS) // The long form takes as long as it is told to.
    void thePoolDoesWhatItsModelDoes() {
        sequences(40, Door::new, PATIENT).check(Seeds.of(60));
    }

    @Test
    void aPoolThatLosesEveryThirdOutcomeIsCaught() {
        var failure = assertThrows(
                AssertionError.class,
                () -> sequences(8, ForgetfulDoor::new, BRIEF).check(Seeds.of(20)));
        assertTrue(String.valueOf(failure.getMessage()).contains("brings every outcome"), failure::toString);
    }

    @Test
    void aPoolThatLendsAWorkerTwiceIsCaught() {
        var failure = assertThrows(
                AssertionError.class,
                () -> sequences(12, GenerousDoor::new, PATIENT).check(Seeds.of(20)));
        assertTrue(String.valueOf(failure.getMessage()).contains("lends"), failure::toString);
    }

    @Test
    void underThreadsEveryTaskEndsAsItsOwnerMadeIt() {
        Seeds.of(6).check(ModelTest::runParallel);
    }

    /** Threads that submit, cancel, borrow and resize at once; each task must end as what was done to it says. */
    private static void runParallel(long seed) throws Exception {
        var pool = WorkerPool.of(() -> new AtomicInteger())
                .name("parallel-model")
                .size(3)
                .queue(20, WhenFull.block(PATIENT))
                .restart(Restart.standard().backoff(Duration.ofNanos(1), Duration.ofNanos(1)))
                .start();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        var threads = new ArrayList<Thread>();
        for (int number = 0; number < 4; number++) {
            var random = new SplittableRandom(seed * 31 + number);
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    for (int step = 0; step < 800; step++) {
                        step(pool, random, wrong);
                    }
                } catch (InterruptedException | RefusedException failure) {
                    wrong.add(failure.toString());
                }
            }));
        }
        for (Thread thread : threads) {
            assertTrue(thread.join(Duration.ofSeconds(60)), "a thread does not come back: " + pool.snapshot());
        }
        var report = pool.drain(Drain.within(PATIENT));
        assertEquals(List.of(), List.copyOf(wrong));
        assertEquals(List.of(), report.leasesRevoked());
        assertEquals(0, pool.snapshot().unfinished());
    }

    private static void step(WorkerPool<AtomicInteger> pool, SplittableRandom random, Queue<String> wrong)
            throws InterruptedException {
        switch (random.nextInt(8)) {
            case 0 -> pool.resize(1 + random.nextInt(4));
            case 1 -> {
                try (Lease<AtomicInteger> lease = pool.checkout(PATIENT)) {
                    use(lease.worker(), wrong);
                    switch (random.nextInt(10)) {
                        case 0 -> lease.markBroken("by the test");
                        case 1 -> lease.markDirty();
                        default -> {}
                    }
                }
            }
            default -> {
                int kind = random.nextInt(10);
                TaskHandle<Integer> handle = pool.submit((worker, context) -> {
                    use(worker, wrong);
                    if (kind == 0) {
                        throw new AssertionError("dies");
                    }
                    if (kind == 1) {
                        throw new IllegalStateException("fails");
                    }
                    return kind;
                });
                boolean decided =
                        kind > 6 && handle.cancel(List.of(Cancel.values()).get(random.nextInt(3)));
                Outcome<Integer> end = handle.await(PATIENT).orElse(null);
                boolean right = switch (end) {
                    case null -> false;
                    case Outcome.Cancelled<Integer> cancelled -> decided;
                    case Outcome.WorkerLost<Integer> lost -> kind == 0;
                    case Outcome.Failed<Integer> failed -> kind == 1;
                    case Outcome.Success<Integer> success -> !decided && success.value() == kind;
                    case Outcome.TimedOut<Integer> late -> false;
                    case Outcome.Refused<Integer> refused -> false;
                };
                if (!right) {
                    wrong.add("kind " + kind + ", cancel decided: " + decided + ", ended as " + end);
                }
            }
        }
    }

    private static void use(AtomicInteger worker, Queue<String> wrong) {
        if (worker.incrementAndGet() != 1) {
            wrong.add("a worker is used by two at a time");
        }
        worker.decrementAndGet();
    }

    /** Keeps every third outcome to itself. */
    private static final class ForgetfulDoor extends Door {

        ForgetfulDoor(WorkerPool<Object> pool) {
            super(pool);
        }

        @Override
        Optional<Outcome<String>> outcome(TaskHandle<String> handle) {
            return handle.id() % 3 == 0 ? Optional.empty() : super.outcome(handle);
        }
    }

    /** Lends the last worker again when none is free. */
    private static final class GenerousDoor extends Door {

        private Optional<Lease<Object>> last = Optional.empty();

        GenerousDoor(WorkerPool<Object> pool) {
            super(pool);
        }

        @Override
        Optional<Lease<Object>> tryCheckout() {
            Optional<Lease<Object>> lease = super.tryCheckout();
            last = lease.isPresent() ? lease : last;
            return last;
        }
    }
}
