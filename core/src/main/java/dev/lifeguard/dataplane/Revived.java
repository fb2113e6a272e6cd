package dev.lifeguard.dataplane;

import dev.lifeguard.Outcome;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a dead letter that is tried again, with its number. It stands in for the payload, so that other tasks
 * have no field for it.
 *
 * @param call how the payload is run
 * @param payload what was submitted at first
 * @param number the number of the letter
 * @param office hears how it ended
 */
public record Revived(Call call, Object payload, long number, Office office) {

    /** Who keeps the letter. */
    public interface Office {

        /** The task of a letter that was tried again has its outcome. By whoever decided it: never waits. */
        void ended(long number, Outcome<?> outcome);
    }

    /** Runs the payload of the letter. */
    public static final Call CALL = new Call() {
        @Override
        public @Nullable Object run(Object worker, Object payload, TaskContext attempt) throws Exception {
            var revived = (Revived) payload;
            return revived.call.run(worker, revived.payload, attempt);
        }

        @Override
        public void answered(Object payload, TaskHandle<?> task, Outcome<?> outcome) {
            var revived = (Revived) payload;
            revived.call.answered(revived.payload, task, outcome);
            revived.office.ended(revived.number, outcome);
        }

        @Override
        public Parcel parcel(Object payload) {
            var revived = (Revived) payload;
            return new Parcel(revived.payload, revived.number, true);
        }
    };
}
