package dev.lifeguard.dataplane;

import dev.lifeguard.Drain;
import dev.lifeguard.Outcome;
import dev.lifeguard.timing.Interleave;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every outcome, once: gives the permit back, tells the recording and the door, and writes the fate down
 * while the pool drains.
 *
 * <p>Upstream: {@link TaskWord}, whose winner of the word calls it. Downstream: {@link Admission}.
 */
final class Completion {

    private final DataPlane plane;

    /** The fates of the tasks that end while the pool drains; {@code null} before. */
    private volatile @Nullable Queue<Drain.Fate> fates;

    Completion(DataPlane plane) {
        this.plane = plane;
    }

    void answered(TaskRecord<?> task, Outcome<?> outcome) {
        Interleave.point();
        plane.recording.answered(plane.pool, task, outcome);
        Queue<Drain.Fate> open = fates;
        if (open != null) {
            open.add(new Drain.Fate(task.id(), task.name(), outcome, task));
        }
        task.call.answered(task.payload, task, outcome);
        if (!(outcome instanceof Outcome.Success<?>)) {
            buryIfWanted(task, outcome);
        }
        // Last: when the last permit is back, the report of the end is complete.
        if (plane.admission.leave()) {
            plane.signals.post(Notice.Plain.EMPTIED);
        }
    }

    /** Whether it goes to the dead letters: quarantined, or, if the policy keeps them, ended badly by its own fault. */
    private void buryIfWanted(TaskRecord<?> task, Outcome<?> outcome) {
        boolean kept = switch (outcome) {
            case Outcome.Failed<?> failed -> true;
            case Outcome.WorkerLost<?> lost -> true;
            case Outcome.TimedOut<?> late -> task.mayHaveRun();
            case Outcome.Success<?> success -> false;
            case Outcome.Cancelled<?> gone -> false;
            case Outcome.Refused<?> refused -> false;
        };
        // A letter that is tried again gets the history of that, whatever the policy is by now.
        boolean wanted =
                plane.retries.quarantine().keepsFailed() || task.parcel().letter() != 0;
        if (task.quarantined() || (kept && wanted)) {
            bury(task, outcome);
        }
    }

    /** To the dead letters, once. */
    void bury(TaskRecord<?> task, Outcome<?> outcome) {
        TaskHistory past = task.history();
        if (!past.sent && task.parcel().kept()) {
            past.sent = true;
            plane.deadLetters.post(task, outcome);
        }
    }

    /** A task that was never admitted: it has no permit to give back and no part in the drain. */
    void refused(TaskRecord<?> task) {
        Outcome<?> outcome = task.known();
        if (outcome != null) {
            plane.recording.answered(plane.pool, task, outcome);
            task.call.answered(task.payload, task, outcome);
        }
    }

    /** Begins to write fates down. The supervisor, once, before the intake closes. */
    Queue<Drain.Fate> recordFates() {
        Queue<Drain.Fate> open = new ConcurrentLinkedQueue<>();
        fates = open;
        return open;
    }
}
