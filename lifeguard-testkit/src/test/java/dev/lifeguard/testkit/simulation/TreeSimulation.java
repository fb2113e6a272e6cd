package dev.lifeguard.testkit.simulation;

import dev.lifeguard.supervision.ChildContext;
import dev.lifeguard.supervision.ChildState;
import dev.lifeguard.supervision.SupervisionException;
import dev.lifeguard.supervision.Supervisor;
import dev.lifeguard.supervision.SupervisorSnapshot;
import dev.lifeguard.supervision.SupervisorState;
import dev.lifeguard.testkit.DeterministicScheduler;
import dev.lifeguard.testkit.VirtualTime;
import dev.lifeguard.tree.Audience;
import dev.lifeguard.tree.NodePlan;
import dev.lifeguard.tree.Tree;
import dev.lifeguard.tree.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One life of a real tree: the real loop and the real hooks, on virtual threads of a schedule and in virtual time, with
 * children that fail to start, hang, end, fail, and do not stop. One seed decides everything.
 *
 * <p>The phases: children fail while somebody may ask for the end at any point; the faults end and the tree must settle;
 * it is closed and must end in time; everybody is judged.
 */
final class TreeSimulation {
    private static final Duration LONGEST_PHASE = Duration.ofSeconds(60);
    private static final int STEP_LIMIT = 400_000;

    final Faults faults;
    final Violations violations = new Violations();
    final List<SimulatedThing> things = new ArrayList<>();
    /** Incarnations that have said that they ended. */
    final Set<ChildContext> reported = Collections.newSetFromMap(new IdentityHashMap<>());

    private final VirtualTime time = new VirtualTime();
    private final DeterministicScheduler scheduler;
    private final SplittableRandom random;
    private final NodePlan plan;
    private final TreeJudge judge;
    private final double threadless;
    private @Nullable Tree opened;
    private int clients;
    private long deadlineNanos = Long.MAX_VALUE;
    private int steps;

    TreeSimulation(long seed) {
        this.random = new SplittableRandom(seed);
        this.scheduler = seed % 3 == 0
                ? DeterministicScheduler.priorities(random.nextLong(), 4, 1_000)
                : DeterministicScheduler.random(random.nextLong());
        this.faults = new Faults(random.nextLong(), new VirtualSource(time));
        this.plan = new TreeDrawing(random, this).root();
        this.judge = new TreeJudge(plan, violations, time::nanoTime);
        this.threadless = random.nextInt(4) == 0 ? 0.05 : 0;
    }

    void run() {
        try (scheduler) {
            open();
            runUntil("children fail", () -> clients == 0);
            if (random.nextBoolean()) {
                faults.end();
                runUntil("everything settles", this::isSettled);
            }
            scheduler.start("closer", () -> stop(Duration.ofMillis(random.nextInt(300))));
            runUntil("the tree ends", () -> tree().ended().getCount() == 0);
            judge.checkEnd(things);
            faults.end();
            runUntil("everybody goes", () -> scheduler.alive().isEmpty());
            judge.checkThings(things);
            violations.check(tree().illegalSignals() == 0, "an illegal signal");
            requireNone("after the end");
        }
    }

    // The phases.

    private void open() {
        var world = new World(
                new VirtualSource(time),
                (name, body) -> {
                    boolean hook = name.endsWith("-start") || name.endsWith("-stop");
                    if (hook && faults.strikes(threadless)) {
                        throw new OutOfMemoryError("planted: no thread for " + name);
                    }
                    return scheduler.start(name, body);
                },
                faults::chance);
        Tree tree = Tree.of(plan, world, Audience.of(List.of(judge), judge::failed));
        tree.begin();
        opened = tree;
        scheduler.start("opener", () -> {
            try {
                tree.awaitStart();
                judge.started(tree.snapshot());
            } catch (SupervisionException failed) {
                violations.check(tree.state() == SupervisorState.FAILED, "a failed start was told before its end");
            } catch (InterruptedException interrupted) {
                violations.add("nobody interrupts the opener");
            }
        });
        int trouble = 1 + random.nextInt(3);
        for (int number = 0; number < trouble; number++) {
            clients++;
            int reports = random.nextInt(6);
            scheduler.start("client-" + number, () -> {
                for (int report = 0; report < reports; report++) {
                    faults.doze(1 + faults.below(60));
                    reportSomething();
                }
                clients--;
            });
        }
        if (random.nextInt(3) == 0) {
            clients++;
            int after = random.nextInt(200);
            int within = random.nextInt(200);
            scheduler.start("early closer", () -> {
                faults.doze(after);
                stop(Duration.ofMillis(within));
                clients--;
            });
        }
    }

    private void reportSomething() {
        if (things.isEmpty()) {
            return;
        }
        SimulatedThing thing = things.get(faults.below(things.size()));
        reported.add(thing.context());
        if (faults.below(4) == 0) {
            thing.context().ended();
        } else {
            thing.context().failed(new IllegalStateException("planted: " + thing + " failed"));
        }
    }

    private boolean isSettled() {
        SupervisorState state = tree().state();
        return state.isEnd() || (state == SupervisorState.RUNNING && isSettled(tree().snapshot()));
    }

    private static boolean isSettled(SupervisorSnapshot seen) {
        return seen.state() == SupervisorState.RUNNING
                && seen.children().stream()
                        .allMatch(child -> child.state() == ChildState.FINISHED
                                || (child.state() == ChildState.RUNNING
                                        && child.supervisor()
                                                .map(TreeSimulation::isSettled)
                                                .orElse(true)));
    }

    // The loop.

    private void runUntil(String phase, BooleanSupplier done) {
        long end = time.nanoTime() + LONGEST_PHASE.toNanos();
        while (true) {
            settle(phase);
            if (done.getAsBoolean()) {
                return;
            }
            OptionalLong next = time.nextDeadlineNanos();
            if (next.isEmpty() || next.getAsLong() - end > 0) {
                throw fail("Phase \"" + phase + "\" does not end");
            }
            time.advanceToNext();
        }
    }

    private void settle(String phase) {
        while (scheduler.step()) {
            requireNone("in phase \"" + phase + "\"");
            if (++steps > STEP_LIMIT) {
                throw fail("Phase \"" + phase + "\" takes more than " + STEP_LIMIT + " steps");
            }
        }
        judge.lookAtRest(tree().snapshot(), things, reported);
        requireNone("at rest in phase \"" + phase + "\"");
    }

    private void requireNone(String when) {
        if (!violations.isEmpty()) {
            throw fail(when + ": " + violations);
        }
    }

    private AssertionError fail(String fact) {
        return scheduler.failure(
                fact + "\n  at " + Duration.ofNanos(time.nanoTime()) + "\n"
                        + tree().snapshot().text() + judge.story(),
                null);
    }

    // What clients and hooks do.

    private void stop(Duration within) {
        boolean early = !tree().state().isEnd();
        if (early) {
            closing(within);
        }
        try {
            Supervisor.Report report = tree().stop(within);
            violations.check(report.complete(), "a client got half a report");
            violations.check(
                    !early || time.nanoTime() <= deadlineNanos,
                    "the end came at " + time.nanoTime() + ", after the deadline " + deadlineNanos);
            judge.reported(report);
        } catch (InterruptedException interrupted) {
            violations.add("nobody interrupts who closes");
        }
    }

    private void closing(Duration within) {
        deadlineNanos = Math.min(deadlineNanos, time.nanoTime() + within.toNanos());
        judge.closing(deadlineNanos);
    }

    void stopFromInside() throws InterruptedException {
        boolean over = tree().state().isEnd();
        Duration within = Duration.ofMillis(faults.below(200));
        if (!over) {
            closing(within);
        }
        long before = time.nanoTime();
        boolean complete = tree().stop(within).complete();
        violations.check(time.nanoTime() == before, "a child waited for the end of its own tree");
        violations.check(!complete || tree().state().isEnd(), "a whole report before the end");
    }

    private Tree tree() {
        Tree tree = opened;
        if (tree == null) {
            throw new IllegalStateException("The tree is not open yet.");
        }
        return tree;
    }
}
