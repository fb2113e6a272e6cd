package dev.lifeguard.verification.soak;

import dev.lifeguard.Change;
import dev.lifeguard.Operation;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.policy.Caps;
import dev.lifeguard.policy.Discipline;
import dev.lifeguard.policy.Quarantine;
import dev.lifeguard.policy.RateLimit;
import dev.lifeguard.policy.Recycling;
import dev.lifeguard.policy.RetryBudget;
import dev.lifeguard.policy.Rollout;
import dev.lifeguard.policy.Shedding;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Changes whatever can be changed while the pool is at work, and counts what was applied. */
final class Changes {
    static final String KIND = "kind";

    private static final List<WorkerOrder> ORDERS = List.of(WorkerOrder.values());
    private static final int KINDS = 13;

    private final TaskPool<?, ?> pool;
    private final SplittableRandom random;
    private final Tally faults;

    Changes(TaskPool<?, ?> pool, SplittableRandom random, Tally faults) {
        this.pool = pool;
        this.random = random;
        this.faults = faults;
    }

    /** Names of all changes, for a tally that shows those that never came. */
    static String[] names() {
        return new String[] {
            "change Lines",
            "change Concurrency",
            "change Recycle",
            "change Overload",
            "change Rate",
            "change Poison",
            "change RetryShare",
            "change Order",
            "change Queue",
            "change Burst",
            "change Pause",
            "change Resume",
            "change StartAtOnce",
            "change DrainWorker",
            "change Roll"
        };
    }

    /** Until it is over. */
    void run(CountDownLatch over) {
        try {
            while (!over.await(5, TimeUnit.MILLISECONDS)) {
                Change change = draw();
                apply(change);
                undo(change, over);
            }
            apply(new Change.Resume());
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** What nearly stops the pool is over after a moment. */
    private void undo(Change change, CountDownLatch over) throws InterruptedException {
        if (change instanceof Change.Pause) {
            over.await(1, TimeUnit.MILLISECONDS);
            apply(new Change.Resume());
        } else if (change instanceof Change.Rate) {
            over.await(2, TimeUnit.MILLISECONDS);
            apply(new Change.Rate(RateLimit.none()));
        }
    }

    private void apply(Change change) {
        try {
            Operation.Result result = pool.workers()
                    .operate(change, "the soak", "to see whether it holds")
                    .result();
            if (result == Operation.Result.APPLIED || result == Operation.Result.UNDER_WAY) {
                faults.count("change " + change.getClass().getSimpleName());
            }
        } catch (IllegalArgumentException cannotAct) {
            // A cap beyond the size that the pool has by now.
            faults.count("change refused");
        }
    }

    private Change draw() {
        boolean off = random.nextBoolean();
        return switch (random.nextInt(KINDS)) {
            case 0 ->
                new Change.Lines(
                        switch (random.nextInt(4)) {
                            case 0 -> Discipline.priorities(4);
                            case 1 -> Discipline.weighted(3, 2, 1);
                            case 2 -> Discipline.fair().withWeight("lane 1", 3);
                            default -> Discipline.fifo();
                        });
            case 1 -> new Change.Concurrency(off ? Caps.none() : Caps.none().kind(KIND, 1 + random.nextInt(3)));
            case 2 ->
                new Change.Recycle(
                        off ? Recycling.none() : Recycling.none().afterUses(100).afterAge(Duration.ofMillis(50)));
            case 3 ->
                new Change.Overload(
                        off ? Shedding.none() : Shedding.controlledDelay(Duration.ofMillis(4), Duration.ofMillis(50)));
            // Fewer than come, so it is not for long.
            case 4 -> new Change.Rate(RateLimit.of(5, Duration.ofMillis(1)).burst(10));
            case 5 ->
                new Change.Poison(off ? Quarantine.none() : Quarantine.after(1).keepFailed());
            case 6 -> new Change.RetryShare(off ? RetryBudget.none() : RetryBudget.share(0.1));
            case 7 -> new Change.Order(ORDERS.get(random.nextInt(ORDERS.size())));
            case 8 ->
                new Change.Queue(
                        16 + random.nextInt(100),
                        random.nextInt(8) != 0 ? WhenFull.block(Duration.ofMillis(5)) : WhenFull.shedOldest());
            case 9 -> new Change.Burst(random.nextInt(3), Duration.ofMillis(20));
            case 10 -> new Change.Pause();
            case 11 -> off ? new Change.StartAtOnce(1 + random.nextInt(64)) : new Change.DrainWorker(random.nextInt(4));
            default -> new Change.Roll(Rollout.standard());
        };
    }
}
