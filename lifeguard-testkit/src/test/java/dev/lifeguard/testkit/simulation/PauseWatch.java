package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Operation;
import dev.lifeguard.PoolState;
import dev.lifeguard.dataplane.TaskRecord;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nothing begins and nothing is lent while the pool is paused. Looked at after each step of the schedule: the attempts
 * that run may only become fewer. Who lifts a pause says so before, and nobody is judged while that is under way.
 *
 * <p>A task is judged from the second look that sees its handle: before its submitter comes back with it the task can
 * have begun, unseen, and that can have been before the pause.
 */
final class PauseWatch {
    private record Pause(long operation, int lifts) {}

    private record Running(int task, int attempt) {}

    private final Simulation simulation;
    private final Set<Running> running = new HashSet<>();
    private final Set<Integer> known = new HashSet<>();
    private @Nullable Pause watched;
    private int lifts;
    private int lifting;

    PauseWatch(Simulation simulation) {
        this.simulation = simulation;
    }

    void lift() {
        lifts++;
        lifting++;
    }

    void lifted() {
        lifting--;
    }

    /** {@return the pause that lasts for certain, if there is one} */
    @Nullable
    Object pause() {
        var engine = simulation.engine();
        if (lifting > 0 || simulation.draining() || engine.state() != PoolState.PAUSED) {
            return null;
        }
        return engine.pausedBy()
                .map(Operation::number)
                .map(number -> new Pause(number, lifts))
                .orElse(null);
    }

    void look(Violations violations) {
        var engine = simulation.engine();
        violations.check(
                engine.state() != PoolState.PAUSED || engine.pausedBy().isPresent(),
                "the pool is paused, and nobody has done it");
        Pause now = (Pause) pause();
        if (now == null) {
            watched = null;
            return;
        }
        boolean same = now.equals(watched);
        var before = new HashSet<>(running);
        watched = now;
        running.clear();
        for (SimulatedTask task : simulation.tasks()) {
            if (!(task.handle() instanceof TaskRecord<?> handle)) {
                continue;
            }
            boolean judged = !known.add(task.number) && same;
            if (handle.runningAttempt() != 0) {
                var seen = new Running(task.number, handle.runningAttempt());
                running.add(seen);
                violations.check(!judged || before.contains(seen), () -> task + " began while the pool was paused");
            }
        }
    }
}
