package dev.lifeguard.dataplane;

import dev.lifeguard.ContextCarrier;
import dev.lifeguard.Outcome;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A payload together with the context of its submitter. It stands in for the payload, so that a task of a pool that
 * carries nothing has no field for it.
 *
 * @param call how the payload is run
 * @param payload what was submitted
 * @param context what the submitter had
 */
record Carried(Call call, Object payload, ContextCarrier.Captured context) {

    /** Runs the payload in the context. */
    static final Call CALL = new Call() {
        @Override
        public @Nullable Object run(Object worker, Object payload, TaskContext attempt) throws Exception {
            var carried = (Carried) payload;
            var code = new Once(() -> carried.call.run(worker, carried.payload, attempt));
            carried.context.around(code);
            return code.result();
        }

        @Override
        public void answered(Object payload, TaskHandle<?> task, Outcome<?> outcome) {
            var carried = (Carried) payload;
            carried.call.answered(carried.payload, task, outcome);
        }

        @Override
        public boolean mayBeShed(Object payload) {
            var carried = (Carried) payload;
            return carried.call.mayBeShed(carried.payload);
        }

        @Override
        public Parcel parcel(Object payload) {
            var carried = (Carried) payload;
            return carried.call.parcel(carried.payload);
        }
    };

    /** Runs a callback in the context; without it, if it cannot be applied: a callback is never lost. */
    void tell(Runnable callback, TaskRecord<?> task) {
        var code = new Once(() -> {
            callback.run();
            return null;
        });
        try {
            context.around(code);
            code.result();
        } catch (Throwable broken) {
            task.trouble(
                    "The context of task " + task.id() + " (" + task.name()
                            + ") could not be applied or taken off around"
                            + " a callback, which runs all the same; make ContextCarrier.Captured.around call its code"
                            + " once and not throw.",
                    broken);
        }
        if (!code.called) {
            callback.run();
        }
    }

    /** Code that is called once, and what came of it, whatever the carrier does with that. One thread. */
    private static final class Once implements Callable<@Nullable Object> {

        private final Callable<? extends @Nullable Object> code;
        private boolean called;
        private @Nullable Object value;
        private @Nullable Throwable thrown;

        Once(Callable<? extends @Nullable Object> code) {
            this.code = code;
        }

        @Override
        public @Nullable Object call() throws Exception {
            if (called) {
                throw new IllegalStateException("The context carrier called the code of a task twice; the second call"
                        + " does nothing. Make ContextCarrier.Captured.around call its code once.");
            }
            called = true;
            try {
                value = code.call();
            } catch (Throwable failure) {
                thrown = failure;
                throw failure;
            }
            return value;
        }

        @Nullable
        Object result() throws Exception {
            if (!called) {
                throw new IllegalStateException("The context carrier did not call the code of the task, so the task did"
                        + " not run; make ContextCarrier.Captured.around call its code once.");
            }
            switch (thrown) {
                case null -> {}
                case Error error -> throw error;
                case Exception failure -> throw failure;
                default -> throw new IllegalStateException(thrown);
            }
            return value;
        }
    }
}
