package dev.lifeguard.executor;

import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.dataplane.Call;
import dev.lifeguard.dataplane.Parcel;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What one call of the view brings to a worker: code, and the two moments that the view must know of. Code that has
 * begun is over when it has left its thread, however late, and its outcome is known; code that has not is over with its
 * outcome.
 *
 * <p>Order: the stage decides between the two. The worker's thread moves WAITING to BEGUN and runs the code; the outcome
 * moves WAITING to SKIPPED, and then the code never runs, although a worker may hold the task already. So what was
 * cancelled before it began never begins, and whoever cancelled it can say so.
 */
abstract class Errand extends AtomicReference<Errand.Stage> {

    private static final long serialVersionUID = 1L;

    /** Where the code is. */
    enum Stage {
        WAITING,
        BEGUN,
        /** The code has left, and its outcome is not known yet. */
        LEFT,
        /** The outcome is known, and the code has not left. */
        ANSWERED,
        OVER,
        SKIPPED
    }

    /** How the pool runs an errand, and tells it of its outcome. */
    static final Call CALL = new Call() {
        @Override
        public @Nullable Object run(Object worker, Object payload, TaskContext context) throws Exception {
            return ((Errand) payload).run();
        }

        @Override
        public void answered(Object payload, TaskHandle<?> task, Outcome<?> outcome) {
            ((Errand) payload).answered(task, outcome);
        }

        @Override
        public boolean mayBeShed(Object payload) {
            return ((Errand) payload).canBeTold();
        }

        @Override
        public Parcel parcel(Object payload) {
            // Its future is over with it: tried again, it would run for nobody.
            return new Parcel(payload, 0, false);
        }
    };

    private final transient PoolExecutor view;

    /**
     * Why the pool did not take it. Plain: what matters is written by the submitter's own thread; when another thread
     * sheds the task before its submitter looks, either answer is true.
     */
    private transient @Nullable Refusal refusal;

    private Errand(PoolExecutor view) {
        super(Stage.WAITING);
        this.view = view;
    }

    /** What {@code execute} was given. */
    static Errand of(PoolExecutor view, Runnable command) {
        return new Plain(view, command);
    }

    /** What {@code submit} was given. */
    static Errand of(PoolExecutor view, Callable<?> code) {
        return new Asked(view, code, null);
    }

    /** One of those of which any may answer; says so when it has an outcome. */
    static Errand of(PoolExecutor view, Callable<?> code, Runnable ended) {
        return new Asked(view, code, ended);
    }

    private @Nullable Object run() throws Exception {
        if (!compareAndSet(Stage.WAITING, Stage.BEGUN)) {
            return null;
        }
        try {
            return code();
        } finally {
            if (!compareAndSet(Stage.BEGUN, Stage.LEFT)) {
                set(Stage.OVER);
                view.over(this);
            }
        }
    }

    private void answered(TaskHandle<?> task, Outcome<?> outcome) {
        if (outcome instanceof Outcome.Refused<?> refused) {
            refusal = refused.refusal();
        }
        forsake();
        // Not over before: who awaits the end of the view looks at its futures then.
        if (!compareAndSet(Stage.BEGUN, Stage.ANSWERED) && compareAndSet(Stage.LEFT, Stage.OVER)) {
            view.over(this);
        }
        heard(task, outcome);
    }

    /** It will not begin, unless it has begun already. */
    final void forsake() {
        if (compareAndSet(Stage.WAITING, Stage.SKIPPED)) {
            view.over(this);
        }
    }

    abstract @Nullable Object code() throws Exception;

    /** On the thread that decided the outcome, which may be the supervisor's: no code of the user. */
    abstract void heard(TaskHandle<?> task, Outcome<?> outcome);

    /** {@return whether somebody who waits for the result would hear that it is given up} */
    boolean canBeTold() {
        return true;
    }

    @Nullable
    Refusal refusal() {
        return refusal;
    }

    boolean isWaiting() {
        return get() == Stage.WAITING;
    }

    boolean isOver() {
        return get() == Stage.OVER || get() == Stage.SKIPPED;
    }

    boolean neverBegan() {
        return get() == Stage.SKIPPED;
    }

    /**
     * A command without a future. Nobody can ask for its outcome, so what it throws goes where the JDK's own executors
     * bring it: to the uncaught exception handler of the thread that runs it.
     */
    private static final class Plain extends Errand {

        private static final long serialVersionUID = 1L;

        private final transient PoolExecutor view;
        private final transient Runnable command;

        private Plain(PoolExecutor view, Runnable command) {
            super(view);
            this.view = view;
            this.command = command;
        }

        @Override
        @Nullable
        Object code() {
            try {
                command.run();
                return null;
            } catch (Throwable uncaught) {
                tellHandler(uncaught);
                throw uncaught;
            }
        }

        /**
         * {@inheritDoc} The task of a {@code CompletableFuture} knows its future, but the JDK shows nobody the way from
         * the one to the other: it is a {@code Future} too, and cancelling that one leaves the other pending.
         */
        @Override
        boolean canBeTold() {
            return !(command instanceof CompletableFuture.AsynchronousCompletionTask);
        }

        private static void tellHandler(Throwable uncaught) {
            Thread thread = Thread.currentThread();
            try {
                thread.getUncaughtExceptionHandler().uncaughtException(thread, uncaught);
            } catch (Throwable ignoredAsTheJvmDoes) {
                uncaught.addSuppressed(ignoredAsTheJvmDoes);
            }
        }

        @Override
        void heard(TaskHandle<?> task, Outcome<?> outcome) {
            if (!neverBegan()) {
                // Looked at in the name of the handler, which has been told; else it would count as unseen too.
                task.outcome();
            } else if (command instanceof Future<?> future && !view.isStopped()) {
                // Not after shutdownNow: then it belongs to whoever it was handed back to.
                view.later(() -> future.cancel(false));
            }
        }
    }

    /** Code whose result somebody asks for. */
    private static final class Asked extends Errand {

        private static final long serialVersionUID = 1L;

        private final transient Callable<?> code;
        private final transient @Nullable Runnable ended;

        private Asked(PoolExecutor view, Callable<?> code, @Nullable Runnable ended) {
            super(view);
            this.code = code;
            this.ended = ended;
        }

        @Override
        @Nullable
        Object code() throws Exception {
            return code.call();
        }

        @Override
        void heard(TaskHandle<?> task, Outcome<?> outcome) {
            if (ended != null) {
                ended.run();
            }
        }
    }
}
