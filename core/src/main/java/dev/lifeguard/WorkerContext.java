package dev.lifeguard;

import java.util.Optional;

/**
 * A worker's own view of itself: what its start hook is given, and what a task finds as {@link TaskContext#worker()}.
 * It may be kept as long as the worker lives; afterwards every call is harmless and without effect. Any thread may call
 * it.
 */
public interface WorkerContext {

    /** {@return who the worker is} */
    WorkerId id();

    /**
     * {@return the next message to this worker ({@link WorkerPool#tell}), if one is there} For code that runs on it and
     * does not want to leave its mail to the receive hook after its use. Each message is read once.
     */
    Optional<Message> poll();

    /**
     * Tells the pool's listeners something, as a {@link PoolEvent.WorkerMessage}. Never waits. What the worker did
     * before happens-before the listener hears it, on the pool's notifier thread.
     *
     * @param message what to tell
     * @return whether it was taken; {@code false} when the channel of worker events is full, which is told as {@link
     *     PoolEvent.Missed}, or when the pool has ended
     */
    boolean emit(Object message);

    /** Gives a sign of life for the task that runs here now, if one does: restarts its silence limit. */
    void heartbeat();
}
