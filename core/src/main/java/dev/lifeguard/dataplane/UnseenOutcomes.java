package dev.lifeguard.dataplane;

import dev.lifeguard.Outcome;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Notices outcomes that say that something went wrong and that nobody ever looked at: the exception that vanishes
 * behind a handle that was thrown away. The garbage collector tells, so it may take a while.
 *
 * <p>Only failures cost anything: one reference each, of which at most {@value #WATCHED} are kept; what fails beyond
 * that is not watched. Success and cancellation are never reported.
 */
final class UnseenOutcomes {

    /** How many failed tasks are watched at a time. */
    static final int WATCHED = 1_024;

    /** Tells when the record of a failed task is gone. */
    static final class Watch extends PhantomReference<TaskRecord<?>> {

        private final String words;

        private Watch(TaskRecord<?> task, String words, ReferenceQueue<TaskRecord<?>> gone) {
            super(task, gone);
            this.words = words;
        }
    }

    private final ReferenceQueue<TaskRecord<?>> gone = new ReferenceQueue<>();
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    /** Watches a task whose outcome nobody can have seen yet. {@return what {@link #seen} takes back} */
    @Nullable
    Watch watch(TaskRecord<?> task, Outcome<?> outcome) {
        String words = switch (outcome) {
            case Outcome.Success<?> success -> null;
            case Outcome.Cancelled<?> cancelled -> null;
            case Outcome.Failed<?> failed -> "failed with " + failed.cause();
            case Outcome.TimedOut<?> late -> "passed its limit " + late.limit() + " = " + late.allowed();
            case Outcome.WorkerLost<?> lost -> "lost its worker: " + lost.exit();
            case Outcome.Refused<?> refused ->
                "was refused: " + refused.refusal().reason();
        };
        if (words == null || watches.size() >= WATCHED) {
            return null;
        }
        var watch = new Watch(task, "Task " + task.id() + " (" + task.name() + ") " + words, gone);
        watches.add(watch);
        return watch;
    }

    /** Somebody looked. */
    void seen(Watch watch) {
        watches.remove(watch);
        watch.clear();
    }

    /** {@return what happened to a task that is gone and that nobody looked at, once for each} */
    @Nullable
    String next() {
        for (Reference<?> reference = gone.poll(); reference != null; reference = gone.poll()) {
            if (reference instanceof Watch watch && watches.remove(watch)) {
                return watch.words;
            }
        }
        return null;
    }
}
