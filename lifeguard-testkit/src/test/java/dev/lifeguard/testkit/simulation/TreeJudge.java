package dev.lifeguard.testkit.simulation;

import dev.lifeguard.supervision.ChildContext;
import dev.lifeguard.supervision.ChildState;
import dev.lifeguard.supervision.SupervisionEvent;
import dev.lifeguard.supervision.SupervisionException;
import dev.lifeguard.supervision.SupervisionListener;
import dev.lifeguard.supervision.Supervisor;
import dev.lifeguard.supervision.SupervisorSnapshot;
import dev.lifeguard.supervision.SupervisorState;
import dev.lifeguard.tree.ChildPlan;
import dev.lifeguard.tree.NodePlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Hears what a tree tells and compares it with what each supervisor owes by its strategy ({@link TreeFamily}). */
final class TreeJudge implements SupervisionListener {
    private static final int TOLD = 80;

    private final NodePlan plan;
    private final Violations violations;
    private final LongSupplier time;
    private final Map<String, TreeFamily> families = new LinkedHashMap<>();
    private final Map<String, ChildPlan> plans = new LinkedHashMap<>();
    private final Map<String, Integer> givenUp = new LinkedHashMap<>();
    private final List<String> fates = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private Supervisor.@Nullable Report report;
    private boolean served;
    private boolean ended;
    private long deadlineNanos = Long.MAX_VALUE;
    private int failures;
    private int threadless;

    TreeJudge(NodePlan plan, Violations violations, LongSupplier time) {
        this.plan = plan;
        this.violations = violations;
        this.time = time;
        families.put(plan.name(), new TreeFamily(plan.name(), plan, violations, this::isLate));
        collect(plan.name(), plan);
    }

    private void collect(String path, NodePlan node) {
        for (ChildPlan child : node.children()) {
            plans.put(path + "/" + child.name(), child);
            if (child.supervisor() != null) {
                collect(path + "/" + child.name(), child.supervisor());
            }
        }
    }

    @Override
    public void on(SupervisionEvent event) {
        story.add(Duration.ofNanos(time.getAsLong()) + " " + event);
        switch (event) {
            case SupervisionEvent.ChildChanged change -> child(change);
            case SupervisionEvent.SupervisorChanged change -> supervisor(change);
            case SupervisionEvent.Trouble trouble ->
                violations.check(!trouble.message().contains("please report"), trouble.message());
            case SupervisionEvent.Missed missed -> violations.add("events were lost: " + missed);
        }
    }

    private void child(SupervisionEvent.ChildChanged change) {
        violations.check(!ended, "after the end: " + change);
        int cut = change.path().lastIndexOf('/');
        family(change.path().substring(0, cut)).child(change, time.getAsLong());
        ChildPlan child = planOf(change.path());
        if (change.to() == ChildState.STARTING && child.supervisor() != null) {
            families.put(change.path(), new TreeFamily(change.path(), child.supervisor(), violations, this::isLate));
        }
        if (change.to() == ChildState.DOWN
                && child.thing() != null
                && family(plan.name()).isEnding()) {
            fates.add(change.path() + " " + change.incarnation());
        }
        if (change.to() == ChildState.DOWN && change.reason().endsWith("given up")) {
            givenUp.merge(change.path(), 1, Integer::sum);
            threadless += change.cause() instanceof OutOfMemoryError ? 1 : 0;
        }
    }

    private void supervisor(SupervisionEvent.SupervisorChanged change) {
        family(change.path()).supervisor(change);
        if (change.path().equals(plan.name()) && change.to().isEnd()) {
            ended = true;
        }
        if (change.path().equals(plan.name()) && change.to() == SupervisorState.RUNNING) {
            served = true;
        }
    }

    private TreeFamily family(String path) {
        TreeFamily family = families.get(path);
        if (family == null) {
            throw new IllegalStateException("an event of a supervisor that was never started: " + path);
        }
        return family;
    }

    private ChildPlan planOf(String path) {
        ChildPlan child = plans.get(path);
        if (child == null) {
            throw new IllegalStateException("an event of a child that was never planned: " + path);
        }
        return child;
    }

    // What else is seen.

    /** Somebody asks for the end. */
    void closing(long deadline) {
        deadlineNanos = Math.min(deadlineNanos, deadline);
    }

    private boolean isLate() {
        return time.getAsLong() >= deadlineNanos;
    }

    void started(SupervisorSnapshot seen) {
        violations.check(
                seen.state() != SupervisorState.STARTING, "the start was told before all children had started");
    }

    void failed(SupervisionException failure) {
        failures++;
        violations.check(served, "the failure handler was called for a start that failed: " + failure);
    }

    void reported(Supervisor.Report seen) {
        violations.check(report == null || seen.equals(report), "a second report of one end");
        report = seen;
    }

    /** Nothing can run: everything that was told was heard. */
    void lookAtRest(SupervisorSnapshot seen, List<SimulatedThing> things, Set<ChildContext> reported) {
        families.values().forEach(TreeFamily::lookAtRest);
        lookAtLimits(seen);
        lookAtThings(things);
        lookAtReports(things, reported);
    }

    /** Whoever has said that it ended, and runs, was not heard. */
    private void lookAtReports(List<SimulatedThing> things, Set<ChildContext> reported) {
        Map<String, SimulatedThing> newest = new LinkedHashMap<>();
        things.forEach(thing -> newest.put(thing.context().path(), thing));
        newest.forEach((path, thing) -> violations.check(
                !reported.contains(thing.context())
                        || thing.stops() > 0
                        || !family(path.substring(0, path.lastIndexOf('/'))).isRunning(path),
                "nobody heard that " + thing + " has ended"));
    }

    private void lookAtLimits(SupervisorSnapshot seen) {
        for (SupervisorSnapshot.Child child : seen.children()) {
            var thing = planOf(child.path()).thing();
            if (thing != null) {
                switch (child.state()) {
                    case STARTING ->
                        violations.check(
                                child.since().compareTo(thing.startLimit()) < 0, child.path() + " starts for too long");
                    case CANCELLING, STOPPING ->
                        violations.check(
                                child.since().compareTo(thing.stopLimit()) < 0, child.path() + " stops for too long");
                    default -> {}
                }
            }
            child.supervisor().ifPresent(this::lookAtLimits);
        }
    }

    private void lookAtThings(List<SimulatedThing> things) {
        Map<String, Integer> alive = new LinkedHashMap<>();
        for (SimulatedThing thing : things) {
            violations.check(thing.stops() <= 1, thing + " was stopped twice");
            if (!thing.isGone()) {
                alive.merge(thing.context().path(), 1, Integer::sum);
            }
        }
        alive.forEach((path, count) -> {
            int wanted =
                    ended ? 0 : family(path.substring(0, path.lastIndexOf('/'))).present(path);
            int extra = count - wanted;
            violations.check(
                    extra <= givenUp.getOrDefault(path, 0),
                    count + " of " + path + " live, " + wanted + " may, and " + givenUp.getOrDefault(path, 0)
                            + " were given up");
        });
    }

    /** The tree has ended. */
    void checkEnd(List<SimulatedThing> things) {
        violations.check(ended, "the tree ended and did not say so");
        Supervisor.Report seen = report;
        violations.check(
                seen == null
                        || fates.equals(seen.children().stream()
                                .map(fate -> fate.path() + " " + fate.incarnation())
                                .toList()),
                "the report is " + seen + " and " + fates + " went");
        lookAtThings(things);
        boolean gaveUp = served && family(plan.name()).hasFailed();
        violations.check(failures == (gaveUp ? 1 : 0), "the failure handler was called " + failures + " times");
    }

    /** Everybody has gone. */
    void checkThings(List<SimulatedThing> things) {
        int unstopped = 0;
        for (SimulatedThing thing : things) {
            unstopped += thing.stops() == 0 ? 1 : 0;
        }
        violations.check(
                unstopped == threadless,
                unstopped + " were not stopped, and " + threadless + " found no thread for it");
    }

    String story() {
        return String.join("\n", story.subList(Math.max(0, story.size() - TOLD), story.size()));
    }
}
