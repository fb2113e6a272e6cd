package dev.lifeguard.tree;

import org.jspecify.annotations.Nullable;

/** What other threads tell the control thread. At most five for each incarnation, and one for each call of stop. */
sealed interface Notice {

    /** A start hook returned. */
    record Started(ChildRun<?> run, Object thing) implements Notice {}

    /** A start hook threw. */
    record StartFailed(ChildRun<?> run, Throwable cause) implements Notice {}

    /** The child says that it has ended, normally when there is no cause. */
    record Reported(ChildRun<?> run, @Nullable Throwable cause) implements Notice {}

    /** A stop hook is over. */
    record Stopped(ChildRun<?> run, @Nullable Throwable failure) implements Notice {}

    /** A hook that was given up has come back. */
    record Returned(ChildRun<?> run, @Nullable Throwable failure) implements Notice {}

    /** Somebody asks for the end, with a deadline. */
    record StopWanted(long deadlineNanos) implements Notice {}
}
