package dev.lifeguard.supervision;

import org.jspecify.annotations.Nullable;

/** Something that happened in a tree. */
public sealed interface SupervisionEvent {

    /**
     * A child changed its state.
     *
     * @param path the names from the root of the tree
     * @param incarnation how often it was started
     * @param from its state before
     * @param to its state now
     * @param reason why
     * @param cause what was thrown or reported, when something was
     */
    record ChildChanged(
            String path,
            int incarnation,
            ChildState from,
            ChildState to,
            String reason,
            @Nullable Throwable cause) implements SupervisionEvent {}

    /**
     * A supervisor changed its state.
     *
     * @param path the names from the root of the tree
     * @param from its state before
     * @param to its state now
     * @param reason why; for one that gives up, of which child and after how many restarts
     * @param cause of what it gave up, when it did
     */
    record SupervisorChanged(
            String path,
            SupervisorState from,
            SupervisorState to,
            String reason,
            @Nullable Throwable cause) implements SupervisionEvent {}

    /**
     * Something went wrong that has no other place, such as a stop hook that threw after it was given up.
     *
     * @param path of whom
     * @param message fact, consequence, remedy
     * @param cause what was thrown, when something was
     */
    record Trouble(String path, String message, @Nullable Throwable cause) implements SupervisionEvent {}

    /**
     * Events were lost because listeners are slower than the tree.
     *
     * @param count how many
     */
    record Missed(long count) implements SupervisionEvent {}
}
