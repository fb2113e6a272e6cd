package dev.lifeguard.testkit.engine;

import dev.lifeguard.Cancel;
import dev.lifeguard.Outcome;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskState;
import dev.lifeguard.WorkerId;
import dev.lifeguard.timing.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An attempt on a simulated worker: as much of a handle as a host uses. One schedule runs all its threads, so it has no lock. */
final class SimulatedHandle implements TaskHandle<String> {

    private final TimeSource time;
    private @Nullable Outcome<String> outcome;
    private @Nullable Thread waiting;

    SimulatedHandle(TimeSource time) {
        this.time = time;
    }

    boolean end(Outcome<String> decided) {
        if (outcome != null) {
            return false;
        }
        outcome = decided;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
        return true;
    }

    @Override
    public Optional<Outcome<String>> outcome() {
        return Optional.ofNullable(outcome);
    }

    @Override
    public Optional<Object> nextPartial(Duration limit) throws InterruptedException {
        if (outcome == null && !limit.isZero()) {
            waiting = Thread.currentThread();
            time.parkUntil(this, time.nanoTime() + limit.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return Optional.empty();
    }

    @Override
    public Outcome<String> await() throws InterruptedException {
        while (outcome == null) {
            nextPartial(Duration.ofSeconds(1));
        }
        return outcome;
    }

    @Override
    public boolean cancel(Cancel how) {
        return end(new Outcome.Cancelled<>(how, REPORT));
    }

    /** How it went: once, on a worker that lives. */
    static final Outcome.Report REPORT = new Outcome.Report() {
        @Override
        public int attempts() {
            return 1;
        }

        @Override
        public Duration waited() {
            return Duration.ZERO;
        }

        @Override
        public Duration ran() {
            return Duration.ZERO;
        }

        @Override
        public Optional<WorkerId> worker() {
            return Optional.empty();
        }

        @Override
        public int deaths() {
            return 0;
        }

        @Override
        public boolean quarantined() {
            return false;
        }

        @Override
        public boolean retryRefused() {
            return false;
        }

        @Override
        public boolean mayHaveRun() {
            return true;
        }

        @Override
        public boolean mayStillRun() {
            return false;
        }
    };

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("No host uses this.");
    }

    @Override
    public long id() {
        throw unused();
    }

    @Override
    public String name() {
        throw unused();
    }

    @Override
    public Optional<Outcome<String>> await(Duration limit) {
        throw unused();
    }

    @Override
    public TaskState taskState() {
        throw unused();
    }

    @Override
    public CompletionStage<@Nullable Void> settled() {
        throw unused();
    }

    @Override
    public CompletionStage<Outcome<String>> toStage() {
        throw unused();
    }

    @Override
    public TaskHandle<String> onProgress(Consumer<Object> listener) {
        throw unused();
    }

    @Override
    public boolean tell(Object message) {
        throw unused();
    }

    @Override
    public Object ask(Object question, Duration limit) {
        throw unused();
    }

    @Override
    public TaskHandle<String> resubmit() {
        throw unused();
    }

    @Override
    public boolean isCancelled() {
        throw unused();
    }

    @Override
    public boolean isDone() {
        return outcome != null;
    }

    @Override
    public String get() {
        throw unused();
    }

    @Override
    public String get(long timeout, TimeUnit unit) {
        throw unused();
    }
}
