package dev.lifeguard.testkit.simulation;

import dev.lifeguard.QueueSnapshot;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskState;
import dev.lifeguard.policy.Caps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;

/**
 * The tasks of a key run one after another, in the order in which they came; no cap is exceeded; none begins before its
 * delay is over; and nobody waits at a gate at which there is a place. Looked at in the code of the tasks, so that an
 * attempt that was abandoned counts for as long as it really runs.
 */
final class GateWatch {
    /** The coarse clock may be so far behind, twice: when the task came, and when it was due. */
    private static final long CLOCK_NANOS = 4 * Faults.MILLI_NANOS;

    private final Simulation simulation;
    private final List<SimulatedTask> running = new ArrayList<>();
    private final Map<SimulatedTask, List<SimulatedTask>> before = new HashMap<>();
    private final Map<SimulatedTask, Long> came = new HashMap<>();
    private final Set<SimulatedTask> begun = new HashSet<>();
    private final boolean capped;
    private final List<Caps> seen = new ArrayList<>();

    GateWatch(Simulation simulation, Caps caps) {
        this.simulation = simulation;
        this.capped = !caps.isNone();
        follow(caps);
    }

    private void follow(Caps caps) {
        seen.add(caps);
    }

    /** {@return whether the pool is asked to go by other caps} One that had none does not count what is under way then. */
    boolean follows(Caps caps) {
        if (capped) {
            follow(caps);
        }
        return capped;
    }

    /** A task is about to be submitted: those of its key that are there already come before it. */
    void comes(SimulatedTask task) {
        came.put(task, simulation.nanoTime());
        task.options
                .key()
                .ifPresent(key -> before.put(
                        task,
                        simulation.tasks().stream()
                                .filter(other ->
                                        other != task && other.handle() != null && other.options.delayNanos() == 0)
                                .filter(other ->
                                        other.options.key().filter(key::equals).isPresent())
                                .toList()));
    }

    void begins(SimulatedTask task) {
        Violations violations = simulation.violations;
        task.options.key().ifPresent(key -> {
            for (SimulatedTask other : running) {
                violations.check(
                        !other.options.key().filter(key::equals).isPresent(),
                        () -> task + " begins while " + other + " runs, and both have the key " + key);
            }
        });
        if (begun.add(task)) {
            for (SimulatedTask other : before.getOrDefault(task, List.of())) {
                TaskHandle<Object> handle = other.handle();
                violations.check(
                        handle == null || handle.taskState() == TaskState.DONE,
                        () -> task + " begins before " + other + " has ended, which came before it with the same key");
            }
        }
        violations.check(
                simulation.draining()
                        || simulation.nanoTime() - came.getOrDefault(task, 0L)
                                >= task.options.delayNanos() - CLOCK_NANOS,
                () -> task + " begins before its delay is over");
        running.add(task);
        check(task, "kind", options -> options.kind(), Caps::ofKind);
        check(task, "lane", options -> options.lane(), Caps::ofLane);
    }

    private void check(
            SimulatedTask task,
            String sort,
            Function<TaskOptions, Optional<String>> name,
            ToIntBiFunction<Caps, String> cap) {
        String own = name.apply(task.options).orElse(null);
        if (own == null) {
            return;
        }
        int most =
                seen.stream().mapToInt(caps -> cap.applyAsInt(caps, own)).max().orElseThrow();
        long now = running.stream()
                .filter(other -> name.apply(other.options).filter(own::equals).isPresent())
                .count();
        simulation.violations.check(
                now <= most,
                () -> task + " of the " + sort + " " + own + " begins, so that " + now
                        + " run, although the cap was never beyond " + most);
    }

    void ends(SimulatedTask task) {
        running.remove(task);
    }

    /** Whenever nothing can run until time goes on. */
    void look(QueueSnapshot.Gates gates, Violations violations) {
        for (QueueSnapshot.KeyHeld held : gates.keys()) {
            violations.check(!held.holder().equals("nobody"), () -> held + ": " + held.waiting() + " wait for nobody");
        }
        for (QueueSnapshot.Cap cap : gates.caps()) {
            violations.check(
                    cap.waiting() == 0 || cap.underWay() >= cap.most(), () -> "somebody waits beside a place: " + cap);
        }
        violations.check(gates.delayed() >= 0, () -> gates.delayed() + " are delayed");
    }

    /** After the end of the pool. */
    void judge(Violations violations) {
        var gates = simulation.engine().plane().gates();
        violations.check(gates.size() == 0, () -> gates.size() + " gates are left");
        violations.check(gates.waiting().isEmpty(), () -> gates.waiting() + " are left at gates");
        violations.check(simulation.engine().snapshot().gates().delayed() == 0, "tasks are left in their delay");
    }
}
