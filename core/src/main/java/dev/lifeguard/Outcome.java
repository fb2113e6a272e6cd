package dev.lifeguard;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a task ended: exactly one of six ways.
 *
 * @param <R> the result
 */
public sealed interface Outcome<R extends @Nullable Object> {

    /** {@return the attempts, times and worker behind this outcome} */
    Report report();

    /**
     * The task returned.
     *
     * @param value what it returned
     * @param report how it went
     * @param <R> the result
     */
    record Success<R extends @Nullable Object>(R value, Report report) implements Outcome<R> {}

    /**
     * The task threw, and no retry is left.
     *
     * @param cause what the last attempt threw
     * @param report how it went
     * @param <R> the result
     */
    record Failed<R extends @Nullable Object>(Throwable cause, Report report) implements Outcome<R> {}

    /**
     * A limit passed.
     *
     * @param limit which one
     * @param allowed its value
     * @param report how it went; the code may still be running
     * @param <R> the result
     */
    record TimedOut<R extends @Nullable Object>(Limit limit, Duration allowed, Report report) implements Outcome<R> {}

    /**
     * The worker died under the task. The task may have run, in part or in full.
     *
     * @param exit how the worker died, in words
     * @param cause the exception that killed it, when there was one
     * @param report how it went
     * @param <R> the result
     */
    record WorkerLost<R extends @Nullable Object>(
            String exit, @Nullable Throwable cause, Report report) implements Outcome<R> {}

    /**
     * Somebody cancelled the task.
     *
     * @param how how far the cancel went
     * @param report how it went; the code may still be running
     * @param <R> the result
     */
    record Cancelled<R extends @Nullable Object>(Cancel how, Report report) implements Outcome<R> {}

    /**
     * The pool did not take the task, or gave it back. It did not run unless the report says that it may have, in an
     * earlier attempt.
     *
     * @param refusal the limit that fired, its value, and the state of the pool at that moment
     * @param report how it went
     * @param <R> the result
     */
    record Refused<R extends @Nullable Object>(Refusal refusal, Report report) implements Outcome<R> {}

    /**
     * How a task went. Times are read from the pool's coarse clock and are good to a few milliseconds. Later versions
     * add methods; only Lifeguard implements it.
     */
    interface Report {

        /** {@return how many attempts were begun} */
        int attempts();

        /** {@return the time from submission to the begin of the last attempt, or to the outcome when there was none} */
        Duration waited();

        /** {@return how long the last attempt ran; zero when none was begun} */
        Duration ran();

        /** {@return the worker of the last attempt} */
        Optional<WorkerId> worker();

        /** {@return how many workers died under this task; those that a cancel or the end of the pool killed do not count} */
        int deaths();

        /** {@return whether no further attempt was made because of {@link #deaths}: the task is among the dead letters} */
        boolean quarantined();

        /** {@return whether no further attempt was made because the retry budget of the pool was used up} */
        boolean retryRefused();

        /** {@return whether the task's code may have run, in part or in full} */
        boolean mayHaveRun();

        /** {@return whether the task's code may be running right now: Java cannot kill a thread} */
        boolean mayStillRun();
    }
}
