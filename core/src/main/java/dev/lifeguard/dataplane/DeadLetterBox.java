package dev.lifeguard.dataplane;

import dev.lifeguard.Outcome;
import dev.lifeguard.PoolSnapshot;

/**
 * Takes tasks that ended badly for good. Called by whoever decided the outcome, which may be the supervisor: it never
 * waits, and calls no code of the user.
 */
public interface DeadLetterBox {

    /** Takes nothing: for planes without a control plane. */
    DeadLetterBox NONE = new DeadLetterBox() {
        @Override
        public void post(TaskRecord<?> task, Outcome<?> outcome) {
            // Nobody keeps it.
        }
    };

    /**
     * The task has its outcome, and the policy says that it is kept. Once for each task.
     *
     * @param task its record; its history does not change any more
     * @param outcome how it ended
     */
    void post(TaskRecord<?> task, Outcome<?> outcome);

    /** Goes on with what could not be begun, for want of a thread. Supervisor, now and then. */
    default void goOn() {
        // Nothing waits.
    }

    /** {@return whether nothing waits to be stored} */
    default boolean isEmpty() {
        return true;
    }

    /** {@return how many letters are not stored yet} The pool has ended. They still are, while the program lives. */
    default int close() {
        return 0;
    }

    /** {@return how many letters were lost, because the store is full or too slow} */
    default long lost() {
        return 0;
    }

    /** {@return how it looks, for snapshots} Does not ask the store. */
    default PoolSnapshot.DeadLetters seen() {
        return PoolSnapshot.DeadLetters.NONE;
    }
}
