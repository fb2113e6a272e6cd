package dev.lifeguard.dataplane;

import dev.lifeguard.Outcome;
import dev.lifeguard.PoolSnapshot;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be told about one task; made only for tasks that are watched.
 *
 * <p>Everything is told on the notifier thread. Progress is conflated: one callback is under way at a time, and it
 * finds the newest value, so a slow listener holds one value and no more.
 *
 * @param <R> the result
 */
final class TaskWatch<R extends @Nullable Object> {

    private final CompletableFuture<Outcome<R>> outcome = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> settled = new CompletableFuture<>();
    private final CopyOnWriteArrayList<Consumer<Object>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Object> newest = new AtomicReference<>();
    private final AtomicBoolean telling = new AtomicBoolean();
    private final AtomicReference<@Nullable TaskChannels> channels = new AtomicReference<>();

    /** Whether somebody wants to hear of the end, and not only to talk to the task. */
    private volatile boolean hearsOfTheEnd;

    boolean hearsOfTheEnd() {
        return hearsOfTheEnd;
    }

    // Each view first makes itself visible and then looks whether the thing has happened; who makes it happen does so
    // first and then looks for a watch. Completing twice is harmless.

    CompletionStage<Outcome<R>> outcome(TaskRecord<R> task) {
        hearsOfTheEnd = true;
        Outcome<R> known = task.known();
        if (known != null) {
            outcome.complete(known);
        }
        return outcome.copy();
    }

    CompletionStage<@Nullable Void> settled(TaskRecord<R> task) {
        hearsOfTheEnd = true;
        if (task.isSettled()) {
            settled.complete(null);
        }
        return settled.copy();
    }

    void listen(TaskRecord<R> task, Consumer<Object> listener) {
        hearsOfTheEnd = true;
        listeners.add(listener);
        Object value = newest.get();
        if (value != null) {
            tell(task);
        }
    }

    void progress(TaskRecord<R> task, Object value) {
        newest.set(value);
        if (!listeners.isEmpty()) {
            tell(task);
        }
    }

    private void tell(TaskRecord<R> task) {
        if (telling.compareAndSet(false, true)) {
            task.plane.callbacks.later(() -> {
                telling.set(false);
                Object value = newest.getAndSet(null);
                if (value != null) {
                    task.inContext(() -> listeners.forEach(listener -> hear(task, listener, value)));
                }
            });
        }
    }

    private void hear(TaskRecord<R> task, Consumer<Object> listener, Object value) {
        try {
            listener.accept(value);
        } catch (Throwable failure) {
            task.trouble(
                    "A progress listener of task " + task.id() + " (" + task.name()
                            + ") threw; the task goes on and the listener is called again. Make it not throw.",
                    failure);
        }
    }

    // Messages.

    TaskChannels channels(TaskRecord<R> task) {
        TaskChannels there = channels.get();
        if (there == null) {
            var made = new TaskChannels(task, task.plane.channels());
            there = channels.compareAndSet(null, made) ? made : channels(task);
            if (task.known() != null) {
                there.close();
            }
        }
        return there;
    }

    /** {@return how full the inbox is} */
    PoolSnapshot.Box inbox(TaskRecord<R> task) {
        TaskChannels there = channels.get();
        return there == null ? new PoolSnapshot.Box(0, task.plane.channels().taskInbox()) : there.inbox.look();
    }

    /** The attempt that runs was asked to leave. */
    void asked() {
        TaskChannels there = channels.get();
        if (there != null) {
            there.nudge();
        }
    }

    void answered(TaskRecord<R> task) {
        TaskChannels there = channels.get();
        if (there != null) {
            there.close();
        }
        if (hearsOfTheEnd) {
            task.plane.callbacks.later(() -> task.inContext(() -> {
                outcome(task);
                // The code may have left before whoever decided wrote the outcome down.
                settled(task);
            }));
        }
    }

    void settledNow(TaskRecord<R> task) {
        if (hearsOfTheEnd) {
            task.plane.callbacks.later(() -> task.inContext(() -> settled(task)));
        }
    }
}
