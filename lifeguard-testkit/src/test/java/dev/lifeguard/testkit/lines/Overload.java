package dev.lifeguard.testkit.lines;

import dev.lifeguard.Channels;
import dev.lifeguard.Limits;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.dataplane.Attempt;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.dataplane.Notice;
import dev.lifeguard.dataplane.TaskRecord;
import dev.lifeguard.dataplane.Waiting;
import dev.lifeguard.dataplane.WorkerCell;
import dev.lifeguard.policy.Discipline;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.testkit.VirtualTime;
import dev.lifeguard.testkit.simulation.VirtualSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * A real data plane under more work than it can do: each millisecond one task is served and about two come, most of them
 * of the top level; some fail and come again, some are cancelled. It looks after each whether somebody has waited longer
 * than the discipline allows. In virtual time, without threads.
 */
final class Overload {
    static final int LEVELS = 4;
    static final int CAPACITY = 24;

    /** A step of aging, in turns. */
    static final int STEP = 20;

    static final long TURN_NANOS = 1_000_000;
    private static final int TURNS = 1_500;

    private final SplittableRandom random;
    private final VirtualTime time = new VirtualTime();
    private final List<Notice.RetryDue> again = new ArrayList<>();
    private final IdentityHashMap<TaskRecord<?>, Long> queued = new IdentityHashMap<>();
    private final WorkerCell cell = new WorkerCell(new WorkerId("overload", 0, 1));
    private final DataPlane plane;
    private final IntUnaryOperator bound;
    private long longest;

    /**
     * A plane that has done nothing yet.
     *
     * @param bound how many turns a task of the given level may wait
     */
    Overload(long seed, Discipline discipline, IntUnaryOperator bound) {
        this.bound = bound;
        random = new SplittableRandom(seed);
        var rules = new DataPlane.Rules(
                "overload",
                CAPACITY,
                WhenFull.refuse(),
                Limits.none(),
                Retry.attempts(2).backoff(Duration.ZERO, Duration.ZERO),
                WorkerOrder.AFFINE,
                false,
                0,
                Channels.standard(),
                null,
                Policies.standard().with(discipline));
        plane = new DataPlane(rules, new VirtualSource(time), this::hear, callback -> {});
    }

    private void hear(Notice notice) {
        if (notice instanceof Notice.RetryDue due) {
            again.add(due);
        }
    }

    /** {@return the longest that somebody waited, in turns} */
    long run() {
        for (int turn = 0; turn < TURNS; turn++) {
            time.advance(Duration.ofNanos(TURN_NANOS));
            plane.clock().tick(time.nanoTime());
            for (int come = random.nextInt(5); come > 0; come--) {
                come();
            }
            serve();
            retry();
            look();
        }
        return longest / TURN_NANOS;
    }

    private void come() {
        int level = random.nextInt(10) < 8 ? 0 : 1 + random.nextInt(LEVELS - 1);
        var options = TaskOptions.none().withPriority(level).withLane("lane " + random.nextInt(6));
        var task = (TaskRecord<?>) plane.<Object>submit((worker, payload, context) -> payload, "payload", options);
        if (task.stillWaits()) {
            queued.put(task, time.nanoTime());
            if (random.nextInt(20) == 0) {
                task.cancel(true);
            }
        }
    }

    private void serve() {
        for (Waiting entry = plane.dispatcher().next(cell);
                entry != null;
                entry = plane.dispatcher().next(cell)) {
            var task = (TaskRecord<?>) entry;
            Attempt attempt = task.begin(cell, time.nanoTime());
            if (attempt != null) {
                waited(task);
                queued.remove(task);
                if (random.nextInt(8) == 0) {
                    task.fail(attempt, new IllegalStateException("planted"), null);
                } else {
                    task.succeed(attempt, "done");
                }
                return;
            }
        }
    }

    private void retry() {
        for (Notice.RetryDue due : again) {
            if (due.task().due(due.attempt())) {
                queued.put(due.task(), time.nanoTime());
                plane.dispatcher().dispatch(due.task());
            }
        }
        again.clear();
    }

    private void look() {
        queued.keySet().removeIf(task -> !task.stillWaits());
        queued.keySet().forEach(this::waited);
    }

    /** Judged from when it queued, or queued again. */
    private void waited(TaskRecord<?> task) {
        long waited = time.nanoTime() - queued.getOrDefault(task, time.nanoTime());
        int level = Math.min(task.options().priority(), LEVELS - 1);
        longest = Math.max(longest, waited);
        int allowed = bound.applyAsInt(level);
        if (waited > allowed * TURN_NANOS) {
            throw new AssertionError(task + " of level " + level + " has waited " + waited / TURN_NANOS
                    + " turns, more than " + allowed);
        }
    }
}
