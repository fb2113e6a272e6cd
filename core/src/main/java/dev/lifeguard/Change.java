package dev.lifeguard;

import dev.lifeguard.bounds.Durations;
import dev.lifeguard.bounds.Sizes;
import dev.lifeguard.policy.Caps;
import dev.lifeguard.policy.Discipline;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.policy.Quarantine;
import dev.lifeguard.policy.RateLimit;
import dev.lifeguard.policy.Recycling;
import dev.lifeguard.policy.RetryBudget;
import dev.lifeguard.policy.Rollout;
import dev.lifeguard.policy.Scaling;
import dev.lifeguard.policy.Shedding;
import java.time.Duration;
import java.util.Objects;

/**
 * Something that can be changed in a pool while it runs, as a value: it can be carried out ({@link
 * WorkerPool#operate}), tried without consequence ({@link WorkerPool#rehearse}), and stands in the record of operations
 * afterwards. Nothing that was queued is lost by any of them.
 *
 * <p>The values are checked as those of {@link PoolBuilder} are, by the same code.
 */
public sealed interface Change {

    /** A change of what the builder decided. */
    sealed interface Setting extends Change {}

    /**
     * Nothing begins and nothing is lent from now on; what runs goes on. The queue fills and refuses by its own rules,
     * and the queue and total limits of what waits still act. A drain of the pool lifts the pause.
     */
    record Pause() implements Change {}

    /** Ends a pause: what waits begins, in its order. */
    record Resume() implements Change {}

    /**
     * Replaces one worker: it leaves after its use, its object gets its stop hook, and a fresh incarnation takes its
     * number.
     *
     * @param worker its number
     */
    record DrainWorker(int worker) implements Change {

        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException when no worker can have it
         */
        public DrainWorker {
            Sizes.atLeast("worker number", worker, 0);
        }
    }

    /**
     * Replaces all workers, so many at a time, with new ones from the same definition; for another one see {@link
     * WorkerPool#roll}. It takes its time: the operation is {@link Operation.Result#UNDER_WAY} at once, and {@link
     * Operation.Result#APPLIED} or {@link Operation.Result#STOPPED} in the record when it is over. Another roll takes its
     * place; a pause holds it up; the end of the pool ends it.
     *
     * @param plan how many at a time, when a new worker is good, when to stop
     */
    record Roll(Rollout plan) implements Change {

        /** Checks that it is there. */
        public Roll {
            Objects.requireNonNull(plan);
        }
    }

    /** Ends a roll before all workers are replaced. What serves goes on; what starts is from the old definition. */
    record StopRoll() implements Change {}

    /**
     * How many workers the pool keeps. Workers in use leave after their use. Where the size follows the load
     * ({@link Scale}), it goes on from there.
     *
     * @param size at least 1, and inside the scaling of the pool
     * @see PoolBuilder#size
     */
    record Resize(int size) implements Setting {

        /**
         * Checks the size.
         *
         * @throws IllegalArgumentException when it is less than 1
         */
        public Resize {
            Sizes.atLeast("size", size, 1);
        }
    }

    /**
     * What may wait, and what happens to a newcomer when it is full. What was taken stays, also when it is more than
     * the new bound; who waits for a place already goes on waiting as it began.
     *
     * @param capacity how many may wait, from 0
     * @param whenFull what happens to a newcomer
     * @see PoolBuilder#queue
     */
    record Queue(int capacity, WhenFull whenFull) implements Setting {

        /**
         * Checks the capacity.
         *
         * @throws IllegalArgumentException when it is negative
         */
        public Queue {
            Sizes.atLeast("queue", capacity, 0);
            Objects.requireNonNull(whenFull);
        }
    }

    /**
     * How many more workers may run for a while. Those that are too many now leave when they have been idle for the
     * new linger time.
     *
     * @param workers how many more, from 0
     * @param linger how long they may be idle; positive
     * @see PoolBuilder#burst
     */
    record Burst(int workers, Duration linger) implements Setting {

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException when one can never act
         */
        public Burst {
            Sizes.atLeast("burst", workers, 0);
            Durations.positiveNanos("linger time", linger);
            linger = Durations.cut(linger);
        }
    }

    /**
     * The limits of tasks that are submitted from now on and bring none of their own.
     *
     * @param limits the limits
     * @see PoolBuilder#limits
     */
    record TaskLimits(Limits limits) implements Setting {

        /** Checks that they are there. */
        public TaskLimits {
            Objects.requireNonNull(limits);
        }
    }

    /**
     * The retry of tasks that are submitted from now on and bring none of their own.
     *
     * @param retry the policy
     * @see PoolBuilder#retry
     */
    record TaskRetry(Retry retry) implements Setting {

        /** Checks that it is there. */
        public TaskRetry {
            Objects.requireNonNull(retry);
        }
    }

    /**
     * Which free worker is used next.
     *
     * @param order the order
     * @see PoolBuilder#order
     */
    record Order(WorkerOrder order) implements Setting {

        /** Checks that it is there. */
        public Order {
            Objects.requireNonNull(order);
        }
    }

    /**
     * How long the hooks of a worker may run, those that run now included.
     *
     * @param limits the limits
     * @see PoolBuilder#hookLimits
     */
    record Hooks(HookLimits limits) implements Setting {

        /** Checks that they are there. */
        public Hooks {
            Objects.requireNonNull(limits);
        }
    }

    /**
     * How long code that is asked to leave from now on is given at each step.
     *
     * @param escalation the graces
     * @see PoolBuilder#escalation
     */
    record Graces(Escalation escalation) implements Setting {

        /** Checks that they are there. */
        public Graces {
            Objects.requireNonNull(escalation);
        }
    }

    /**
     * How dead workers are replaced. A slot that waits for its time waits no longer than the new longest backoff.
     *
     * @param restart the policy
     * @see PoolBuilder#restart
     */
    record Restarts(Restart restart) implements Setting {

        /** Checks that it is there. */
        public Restarts {
            Objects.requireNonNull(restart);
        }
    }

    /**
     * How many abandoned workers may be compensated at a time. A slot that was closed opens when it may.
     *
     * @param most from 0
     * @see PoolBuilder#maxZombies
     */
    record Zombies(int most) implements Setting {

        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException when it is negative
         */
        public Zombies {
            Sizes.atLeast("maxZombies", most, 0);
        }
    }

    /**
     * How long a lease may be out before it is told, those that are out now included.
     *
     * @param held positive
     * @see LeaseLimits#held
     */
    record LeaseHeld(Duration held) implements Setting {

        /**
         * Checks the duration.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public LeaseHeld {
            Durations.positiveNanos("limit of a lease", held);
            held = Durations.cut(held);
        }
    }

    /**
     * How many workers may start at a time, from now on. Starts that are under way go on.
     *
     * @param workers at least 1
     * @see PoolBuilder#startAtOnce
     */
    record StartAtOnce(int workers) implements Setting {

        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException when it is less than 1
         */
        public StartAtOnce {
            Sizes.atLeast("startAtOnce", workers, 1);
        }
    }

    /**
     * How {@code close()} ends the pool.
     *
     * @param plan the plan
     * @see PoolBuilder#closing
     */
    record Closing(Drain plan) implements Setting {

        /** Checks that it is there. */
        public Closing {
            Objects.requireNonNull(plan);
        }
    }

    /** A change of one of the {@link Policies}. */
    sealed interface Policy extends Setting {

        /** {@return what it changes, in words} */
        String subject();

        /** {@return the policy that takes effect} */
        Object policy();

        /**
         * {@return the policies with this one among them}
         *
         * @param now the policies as they are
         */
        Policies on(Policies now);
    }

    /**
     * In which order what waits is served. What waits now is put into the new order.
     *
     * @param policy the policy that takes effect
     * @see PoolBuilder#discipline
     */
    record Lines(Discipline policy) implements Policy {

        /** Checks that it is there. */
        public Lines {
            Objects.requireNonNull(policy);
        }

        @Override
        public String subject() {
            return "discipline";
        }

        @Override
        public Policies on(Policies now) {
            return now.with(policy);
        }
    }

    /**
     * How many tasks of one kind or lane may be under way. What is under way goes on.
     *
     * @param policy the policy that takes effect
     * @see PoolBuilder#caps
     */
    record Concurrency(Caps policy) implements Policy {

        /** Checks that it is there. */
        public Concurrency {
            Objects.requireNonNull(policy);
        }

        @Override
        public String subject() {
            return "caps";
        }

        @Override
        public Policies on(Policies now) {
            return now.with(policy);
        }
    }

    /**
     * How many tasks are let in per unit of time, from now on.
     *
     * @param policy the policy that takes effect
     * @see PoolBuilder#rate
     */
    record Rate(RateLimit policy) implements Policy {

        /** Checks that it is there. */
        public Rate {
            Objects.requireNonNull(policy);
        }

        @Override
        public String subject() {
            return "rate";
        }

        @Override
        public Policies on(Policies now) {
            return now.with(policy);
        }
    }

    /**
     * When tasks that have waited too long are refused, those that wait now included.
     *
     * @param policy the policy that takes effect
     * @see PoolBuilder#shed
     */
    record Overload(Shedding policy) implements Policy {

        /** Checks that it is there. */
        public Overload {
            Objects.requireNonNull(policy);
        }

        @Override
        public String subject() {
            return "shedding";
        }

        @Override
        public Policies on(Policies now) {
            return now.with(policy);
        }
    }

    /**
     * Which share of the work retries may be, from now on.
     *
     * @param policy the policy that takes effect
     * @see PoolBuilder#retryBudget
     */
    record RetryShare(RetryBudget policy) implements Policy {

        /** Checks that it is there. */
        public RetryShare {
            Objects.requireNonNull(policy);
        }

        @Override
        public String subject() {
            return "retry budget";
        }

        @Override
        public Policies on(Policies now) {
            return now.with(policy);
        }
    }

    /**
     * What becomes of a task whose workers die, from the next death on.
     *
     * @param policy the policy that takes effect
     * @see PoolBuilder#quarantine
     */
    record Poison(Quarantine policy) implements Policy {

        /** Checks that it is there. */
        public Poison {
            Objects.requireNonNull(policy);
        }

        @Override
        public String subject() {
            return "quarantine";
        }

        @Override
        public Policies on(Policies now) {
            return now.with(policy);
        }
    }

    /**
     * How many workers the pool keeps as its load changes. Its size becomes the nearest that the policy allows, and goes
     * on from there; a fixed size stays as it is then.
     *
     * @param policy the policy that takes effect
     * @see PoolBuilder#scale
     */
    record Scale(Scaling policy) implements Policy {

        /** Checks that it is there. */
        public Scale {
            Objects.requireNonNull(policy);
        }

        @Override
        public String subject() {
            return "scaling";
        }

        @Override
        public Policies on(Policies now) {
            return now.with(policy);
        }
    }

    /**
     * When a worker is replaced while it works, those that work now included.
     *
     * @param policy the policy that takes effect
     * @see PoolBuilder#recycle
     */
    record Recycle(Recycling policy) implements Policy {

        /** Checks that it is there. */
        public Recycle {
            Objects.requireNonNull(policy);
        }

        @Override
        public String subject() {
            return "recycling";
        }

        @Override
        public Policies on(Policies now) {
            return now.with(policy);
        }
    }
}
