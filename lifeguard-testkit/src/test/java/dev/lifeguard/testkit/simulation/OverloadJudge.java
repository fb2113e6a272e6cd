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

    private record Begun(long atNanos, long waited, boolean kept) {}

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
    /** Whether it is overloaded for certain, and the first wait after that which may have been short, or far ahead. */
    private boolean overloaded;

    private long perhapsReliefNanos = Long.MAX_VALUE;

    /** Whether it may be overloaded, and the first wait after that which was short for certain, or far ahead. */
    private boolean perhapsOverloaded;

    private long reliefNanos = Long.MAX_VALUE;
    private boolean paused;
    private boolean off;
    private long sheds;

    OverloadJudge(long target, long interval) {
        this.target = target;
        this.interval = interval;
    }

    void begun(long atNanos, long waited, boolean kept) {
        begun.add(new Begun(atNanos, waited, kept));
    }

    void shed(long atNanos, long waited, boolean kept, int attempts) {
        shed.add(new Shed(atNanos, waited, kept, attempts));
    }

    /** What was learnt is past: a pause or another rule. */
    void disturbed(long atNanos) {
        certainlyShortNanos = atNanos;
        disturbedNanos = atNanos;
        overloaded = false;
        perhapsOverloaded = false;
        reliefNanos = Long.MAX_VALUE;
        perhapsReliefNanos = Long.MAX_VALUE;
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

    /**
     * Judges the instant that is over.
     *
     * @param queueMayHaveBeenEmpty whether nobody is left who waited before it, so that whoever began in it may have been
     *     the last
     */
    void settle(boolean queueMayHaveBeenEmpty) {
        for (Shed gone : shed) {
            judge(gone);
            // In the moment in which all that was known was forgotten, it may have been shed before.
            if (gone.atNanos() != disturbedNanos) {
                isOverloaded();
            }
        }
        boolean unknown = paused || off || begun.stream().anyMatch(task -> task.atNanos() == disturbedNanos);
        boolean oneWasShort =
                unknown || begun.stream().anyMatch(task -> queueMayHaveBeenEmpty || task.waited() <= target);
        if (oneWasShort) {
            longSinceNanos = Long.MAX_VALUE;
            if (overloaded && !unknown) {
                overloaded = false;
                perhapsReliefNanos = begun.getFirst().atNanos();
            }
        }
        for (Begun task : begun) {
            judge(task, queueMayHaveBeenEmpty);
            if (task.waited() + TICK_NANOS <= target) {
                certainlyShortNanos = Math.max(certainlyShortNanos, task.atNanos());
                if (perhapsOverloaded) {
                    perhapsOverloaded = false;
                    reliefNanos = task.atNanos();
                }
            } else if (task.atNanos() - certainlyShortNanos >= interval
                    || (isRemembered(task.atNanos()) && task.waited() + TICK_NANOS > 2 * target)) {
                perhapsOverloaded = true;
            }
        }
        if (!oneWasShort && !begun.isEmpty() && longSinceNanos == Long.MAX_VALUE) {
            // While an overload is remembered, waits that are merely long begin nothing.
            long now = begun.getFirst().atNanos();
            boolean remembers = isRemembered(now) || (perhapsOverloaded && perhapsReliefNanos != Long.MAX_VALUE);
            longSinceNanos = remembers ? Long.MAX_VALUE : now;
        }
        sheds += shed.size();
        begun.clear();
        shed.clear();
    }

    private void judge(Shed gone) {
        violations.check(!gone.kept(), "a kept task was shed");
        violations.check(gone.attempts() == 0, "a task was shed after " + gone.attempts() + " attempts");
        boolean inTheMoment = gone.atNanos() == disturbedNanos;
        violations.check(
                inTheMoment || (!paused && !off),
                "a task was shed " + (paused ? "in a pause" : "although nothing sheds"));
        violations.check(gone.atNanos() <= closedNanos, "a task was shed after the intake had closed");
        violations.check(
                gone.waited() > 2 * target - TICK_NANOS,
                "a task was shed after " + gone.waited() + " ns, no longer than twice the target of " + target);
        long known = gone.atNanos() - certainlyShortNanos;
        // An overload is remembered for an interval from its first short wait on.
        boolean again = perhapsOverloaded || isRemembered(gone.atNanos());
        violations.check(
                inTheMoment || known >= interval || again,
                "a task was shed although a wait was short, or the load was not known, " + known
                        + " ns before, in an interval of " + interval);
    }

    private void judge(Begun task, boolean last) {
        boolean again = perhapsReliefNanos != Long.MAX_VALUE && task.atNanos() - perhapsReliefNanos < interval;
        if (longSinceNanos != Long.MAX_VALUE && task.atNanos() - longSinceNanos >= interval) {
            isOverloaded();
        }
        violations.check(
                closed(task) || !(overloaded || again) || task.kept() || last || task.waited() <= 2 * target,
                "a task began after a wait of " + task.waited() + " ns "
                        + (overloaded ? "in an overload" : "within an interval after an overload")
                        + ", in which at most twice the target of " + target + " is allowed");
    }

    private boolean isRemembered(long atNanos) {
        return reliefNanos != Long.MAX_VALUE && atNanos - reliefNanos < interval;
    }

    /** For certain; whatever was short before is past. */
    private void isOverloaded() {
        overloaded = true;
        perhapsOverloaded = true;
        perhapsReliefNanos = Long.MAX_VALUE;
    }

    private boolean closed(Begun task) {
        return task.atNanos() >= closedNanos;
    }
}
