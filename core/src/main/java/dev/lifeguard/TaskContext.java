package dev.lifeguard;

import java.time.Duration;
import java.util.Optional;

/**
 * One attempt of a task, as the code that runs it sees it.
 *
 * <p>Valid until the attempt ends; afterwards every call is harmless and without effect. Any thread may call it.
 */
public interface TaskContext {

    /** {@return the number of this attempt, from 1} */
    int attempt();

    /** {@return the worker that runs this attempt} */
    WorkerContext worker();

    /** {@return whether this attempt was asked to stop: by a cancel, by a limit, or by the end of the pool} */
    boolean cancelled();

    /**
     * Stops here when the attempt was asked to stop.
     *
     * @throws java.util.concurrent.CancellationException when {@link #cancelled}
     */
    void checkCancelled();

    /**
     * Registers what makes blocked work give up: closing a socket, killing a process. It runs once, when the attempt
     * is asked to stop, on a thread of its own, before the worker is interrupted; at once and on the calling thread
     * when the attempt was asked to stop already. At most {@value #CANCEL_HOOKS} may be registered for an attempt.
     *
     * @param hook closes what the attempt waits for
     * @throws IllegalStateException when too many are registered
     */
    void onCancel(AutoCloseable hook);

    /** How many cancel hooks one attempt may register. */
    int CANCEL_HOOKS = 64;

    /**
     * Reports progress: restarts the silence limit, and hands the value to {@link TaskHandle#onProgress}. Listeners
     * that are slower than the task see the newest value and miss older ones.
     *
     * @param value what to tell the caller
     */
    void progress(Object value);

    /**
     * {@return the last value that an earlier attempt of this task gave to {@link #progress}, so that this one can go on
     * from there} Empty in a first attempt, and while none said anything. What the earlier attempt did before it reported
     * the value happens-before, unless its worker was abandoned: its code may still run.
     */
    Optional<Object> checkpoint();

    /** Gives a sign of life: restarts the silence limit, and tells nobody anything. */
    void heartbeat();

    /**
     * Hands a part of the result to {@link TaskHandle#nextPartial}, in order; it restarts the silence limit, too. When
     * as many wait as the channel of partial results holds ({@link Channels}), it waits for a place. The parts of an
     * attempt that fails are not taken back; those of the next attempt follow them.
     *
     * @param value the part
     * @param limit how long to wait for a place; zero not to wait
     * @return whether it was taken; {@code false} when there was no place in time, or the attempt was asked to stop
     * @throws InterruptedException when interrupted while waiting, as by a cancel; the part was not taken
     */
    boolean partial(Object value, Duration limit) throws InterruptedException;

    /** {@return the next message to this task ({@link TaskHandle#tell}, {@link TaskHandle#ask}), if one is there} */
    Optional<Message> receive();

    /**
     * Waits for the next message to this task. Waiting is no sign of life.
     *
     * @param limit how long to wait
     * @return the message; empty when none came in time, or the attempt was asked to stop
     * @throws InterruptedException when interrupted while waiting, as by a cancel
     */
    Optional<Message> receive(Duration limit) throws InterruptedException;

    /** Asks that the worker be reset after this attempt, although it may succeed. */
    void markDirty();

    /**
     * Asks that the worker be replaced after this attempt, although it may succeed.
     *
     * @param why the reason, for events and the log
     */
    void markBroken(String why);
}
