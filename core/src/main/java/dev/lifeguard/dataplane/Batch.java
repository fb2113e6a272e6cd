package dev.lifeguard.dataplane;

import dev.lifeguard.ContextCarrier;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that are submitted together: each goes the way of a single one, but their permits are taken many in one step, the
 * context of the submitter is captured once, and a queue that stays full is waited for once.
 *
 * <p>A few workers are woken at the end beside the one that is on its way for the first task. Each wakes the next while it
 * finds work, so the number of those awake doubles rather than grows by one, and nobody wakes more than there is work
 * for.
 *
 * <p>Threads: the submitter's alone.
 */
final class Batch {

    /** How many workers the submitter wakes himself. */
    private static final int WAKES = 4;

    private final DataPlane plane;
    private final List<Object> payloads;

    /** How many have not been at the gate yet. */
    private int left;

    /** How many permits are taken and not used. */
    private int permits;

    /** Whether the queue stayed full for as long as a submitter waits for a place. */
    private boolean inVain;

    Batch(DataPlane plane, Collection<?> payloads) {
        this.plane = plane;
        this.payloads = new ArrayList<>(payloads);
        this.payloads.forEach(Objects::requireNonNull);
        this.left = this.payloads.size();
    }

    <R extends @Nullable Object> List<TaskHandle<R>> submit(DataPlane.Rules rules, Call call, TaskOptions options) {
        List<TaskHandle<R>> handles = new ArrayList<>(left);
        ContextCarrier carrier = rules.carrier();
        ContextCarrier.@Nullable Captured context = carrier == null || left == 0 ? null : carrier.capture();
        try {
            for (Object payload : payloads) {
                handles.add(
                        context == null
                                ? plane.intake.take(rules, call, payload, options, this)
                                : plane.intake.take(
                                        rules, Carried.CALL, new Carried(call, payload, context), options, this));
            }
        } finally {
            giveBack();
            wake();
        }
        return List.copyOf(handles);
    }

    /** {@return a permit, of those that were taken together while there are some} */
    Admission.Entry tryEnter() {
        if (permits == 0) {
            permits = plane.admission.tryEnter(left);
        }
        left--;
        if (permits == 0) {
            // Full or closed; a single one knows which, and may get in at last.
            return plane.admission.tryEnter();
        }
        permits--;
        return Admission.Entry.ENTERED;
    }

    /** {@return what happens to a task of this batch when the queue is full} */
    WhenFull whenFull(WhenFull rule) {
        return inVain && rule.choice() == WhenFull.Choice.BLOCK ? WhenFull.block(Duration.ZERO) : rule;
    }

    /** One of them has waited for a place as long as one may: the others have waited as long with it. */
    void waitedInVain() {
        inVain = true;
    }

    private void giveBack() {
        for (; permits > 0; permits--) {
            if (plane.admission.leave()) {
                plane.signals.post(Notice.Plain.EMPTIED);
            }
        }
    }

    private void wake() {
        for (int more = Math.min(WAKES, payloads.size()) - 1; more > 0 && !plane.queue.isEmpty(); more--) {
            plane.dispatcher.relieve();
        }
    }
}
