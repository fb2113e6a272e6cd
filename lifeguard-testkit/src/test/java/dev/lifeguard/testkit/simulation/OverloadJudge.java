package dev.lifeguard.testkit.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * What shedding owes, from outside: from when tasks came and when their code began. Whatever happens in one instant of
 * virtual time has no order, so it is judged together when nothing can run any more.
 *
 * <p>The pool stamps submissions by a clock of a millisecond, so it takes waits for longer than they are, by less than a
 * tick. Where the judge cannot know what the pool took a wait for, it accepts both.
 */
final class OverloadJudge {
    private static final long TICK_NANOS = Faults.MILLI_NANOS;

    private record Begun(long atNanos, long waited, boolean kept, boolean last) {}

    private record Shed(long atNanos, long waited, boolean kept, int attempts) {}

    final Violations violations = new Violations();
    private final long target;
    private final long interval;
    private final List<Begun> begun = new ArrayList<>();
    private final List<Shed> shed = new ArrayList<>();

    /** The newest moment at which an overload cannot have begun before: a wait was short for certain. */
    private long certainlyShortNanos = Long.MIN_VALUE / 2;

    /** The oldest moment since which no wait can have been taken for short; far ahead while there is none. */
    private long longSinceNanos = Long.MAX_VALUE;

    /** The newest moment at which what was known was forgotten. */
    private long disturbedNanos = Long.MIN_VALUE / 2;

    private long closedNanos = Long.MAX_VALUE;
    private boolean paused;
    private boolean off;
    private long sheds;

    OverloadJudge(long target, long interval) {
        this.target = target;
        this.interval = interval;
    }

    void begun(long atNanos, long waited, boolean kept, boolean last) {
        begun.add(new Begun(atNanos, waited, kept, last));
    }

    void shed(long atNanos, long waited, boolean kept, int attempts) {
        shed.add(new Shed(atNanos, waited, kept, attempts));
    }

    /** What was learnt is past: a pause or another rule. */
    void disturbed(long atNanos) {
        certainlyShortNanos = atNanos;
        disturbedNanos = atNanos;
        longSinceNanos = Long.MAX_VALUE;
    }

    void pausing(boolean now) {
        paused = now;
    }

    void off(boolean now) {
        off = now;
    }

    void closing(long atNanos) {
        closedNanos = Math.min(closedNanos, atNanos);
    }

    boolean isClosed() {
        return closedNanos != Long.MAX_VALUE;
    }

    long sheds() {
        return sheds;
    }

    /** Judges the instant that is over. */
    void settle() {
        for (Shed gone : shed) {
            judge(gone);
        }
        boolean unknown = paused || off || begun.stream().anyMatch(task -> task.atNanos() == disturbedNanos);
        boolean oneWasShort = unknown || begun.stream().anyMatch(task -> task.last() || task.waited() <= target);
        if (oneWasShort) {
            longSinceNanos = Long.MAX_VALUE;
        }
        for (Begun task : begun) {
            judge(task);
            if (task.waited() + TICK_NANOS <= target) {
                certainlyShortNanos = Math.max(certainlyShortNanos, task.atNanos());
            }
        }
        if (!oneWasShort && !begun.isEmpty() && longSinceNanos == Long.MAX_VALUE) {
            longSinceNanos = begun.getFirst().atNanos();
        }
        sheds += shed.size();
        begun.clear();
        shed.clear();
    }

    private void judge(Shed gone) {
        violations.check(!gone.kept(), "a kept task was shed");
        violations.check(gone.attempts() == 0, "a task was shed after " + gone.attempts() + " attempts");
        violations.check(!paused && !off, "a task was shed " + (paused ? "in a pause" : "although nothing sheds"));
        violations.check(gone.atNanos() <= closedNanos, "a task was shed after the intake had closed");
        violations.check(
                gone.waited() > 2 * target - TICK_NANOS,
                "a task was shed after " + gone.waited() + " ns, no longer than twice the target of " + target);
        violations.check(
                gone.atNanos() - certainlyShortNanos >= interval,
                "a task was shed although a wait was short, or the load was not known, "
                        + (gone.atNanos() - certainlyShortNanos) + " ns before, in an interval of " + interval);
    }

    private void judge(Begun task) {
        boolean overloaded =
                longSinceNanos != Long.MAX_VALUE && task.atNanos() - longSinceNanos >= interval && !closed(task);
        violations.check(
                !overloaded || task.kept() || task.waited() <= 2 * target,
                "a task began after a wait of " + task.waited() + " ns in an overload of "
                        + (task.atNanos() - longSinceNanos) + " ns, in which at most twice the target of " + target
                        + " is allowed");
    }

    private boolean closed(Begun task) {
        return task.atNanos() >= closedNanos;
    }
}
