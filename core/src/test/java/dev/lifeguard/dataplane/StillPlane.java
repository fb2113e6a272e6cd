package dev.lifeguard.dataplane;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.lifeguard.Channels;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.deadletter.DeadLetter;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.policy.Quarantine;
import dev.lifeguard.policy.RetryBudget;
import dev.lifeguard.timing.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data plane in which nothing moves by itself: the test is the submitter, the worker's thread, the supervisor and the
 * clock, one after another, and what the plane tells anybody is written down.
 */
final class StillPlane {

    /** What a plane tells the keeper of dead letters. */
    record Buried(TaskRecord<?> task, Outcome<?> outcome, List<DeadLetter.Attempt> attempts) {}

    /** What the door of the pool is told of a task, and how many permits were out in that moment. */
    record Answered(TaskHandle<?> task, Outcome<?> outcome, int permits) {}

    /** Stands still until it is told to move. */
    private static final class Clock implements TimeSource {
        private long nanos = 1_000_000_000;

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public Instant wallTime() {
            return Instant.EPOCH.plusNanos(nanos);
        }

        @Override
        public void park(Object blocker) {
            throw new AssertionError("Nobody else runs, so who parks for " + blocker + " parks for ever.");
        }

        @Override
        public void parkUntil(Object blocker, long deadlineNanos) {
            nanos = deadlineNanos;
        }
    }

    final List<Notice> notices = new ArrayList<>();
    final List<Buried> buried = new ArrayList<>();
    final List<Answered> answered = new ArrayList<>();
    final List<Outcome<?>> recorded = new ArrayList<>();
    final WorkerCell cell = new WorkerCell(new WorkerId("still", 0, 1));
    final DataPlane plane;
    private final Clock time = new Clock();
    private final DataPlane.Rules rules;

    StillPlane(Limits limits, Retry retry, Policies policies) {
        rules = new DataPlane.Rules(
                "still",
                4,
                WhenFull.refuse(),
                limits,
                retry,
                WorkerOrder.AFFINE,
                false,
                0,
                Channels.standard(),
                null,
                policies);
        DeadLetterBox letters = new DeadLetterBox() {
            @Override
            public void post(TaskRecord<?> task, Outcome<?> outcome) {
                buried.add(new Buried(task, outcome, task.badAttempts()));
            }
        };
        Recording recording = new Recording() {
            @Override
            public void answered(String pool, TaskRecord<?> task, Outcome<?> outcome) {
                recorded.add(outcome);
            }
        };
        plane = new DataPlane(rules, time, notices::add, callback -> {}, recording, letters);
    }

    /** What tasks throw here. */
    static IllegalStateException broken() {
        return new IllegalStateException("broken");
    }

    /** {@return the outcome of the task, which is of this kind} */
    static <O> O end(Class<O> kind, TaskRecord<Object> task) {
        return assertInstanceOf(kind, task.known());
    }

    static StillPlane plain() {
        return new StillPlane(Limits.none(), Retry.none(), Policies.standard());
    }

    static StillPlane with(Quarantine quarantine) {
        return new StillPlane(Limits.none(), Retry.none(), Policies.standard().with(quarantine));
    }

    /** With three attempts for whatever is thrown and for limits, and limits of a second each. */
    static StillPlane patient(Policies policies) {
        Duration second = Duration.ofSeconds(1);
        return new StillPlane(
                Limits.none().withQueue(second).withRun(second),
                Retry.attempts(3).on(failure -> true).withTimeouts(),
                policies);
    }

    /** How a task of this plane is run, and what its door is told. */
    private class Door implements Call {
        @Override
        public @Nullable Object run(Object worker, Object payload, TaskContext context) {
            return payload;
        }

        @Override
        public void answered(Object payload, TaskHandle<?> task, Outcome<?> outcome) {
            answered.add(new Answered(task, outcome, plane.admission.taken()));
        }
    }

    TaskRecord<Object> submit() {
        return submit(new Door());
    }

    TaskRecord<Object> submit(Parcel parcel) {
        return submit(new Door() {
            @Override
            public Parcel parcel(Object payload) {
                return parcel;
            }
        });
    }

    TaskRecord<Object> submit(TaskOptions options) {
        return submit(new Door(), options);
    }

    private TaskRecord<Object> submit(Call call) {
        return submit(call, TaskOptions.none());
    }

    private TaskRecord<Object> submit(Call call, TaskOptions options) {
        return (TaskRecord<Object>) plane.<Object>submit(call, "payload", options);
    }

    /** {@return what the supervisor was told of this kind} */
    <N extends Notice> List<N> told(Class<N> kind) {
        return notices.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** As the worker does with what it takes out of the queue. */
    Attempt begin(TaskRecord<?> task) {
        if (plane.queue.poll(cell) != task) {
            throw new AssertionError(task + " should be first in the queue.");
        }
        Attempt attempt = task.begin(cell, plane.clock.now());
        if (attempt == null) {
            throw new AssertionError(task + " should begin.");
        }
        return attempt;
    }

    /** Lets time pass, for the clock of the hot path too. */
    void pass(Duration time) {
        this.time.nanos += time.toNanos();
        plane.clock.tick(this.time.nanos);
    }

    long now() {
        return time.nanos;
    }

    /** The rule of further attempts becomes another one while tasks are under way. */
    void follow(Quarantine quarantine) {
        plane.follow(rules(rules.policies().with(quarantine)));
    }

    void follow(RetryBudget budget) {
        plane.follow(rules(rules.policies().with(budget)));
    }

    private DataPlane.Rules rules(Policies policies) {
        return new DataPlane.Rules(
                rules.pool(),
                rules.capacity(),
                rules.whenFull(),
                rules.limits(),
                rules.retry(),
                rules.order(),
                rules.bursting(),
                rules.placeEvery(),
                rules.channels(),
                rules.carrier(),
                policies);
    }
}
