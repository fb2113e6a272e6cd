package dev.lifeguard.control;

import dev.lifeguard.Drain;
import dev.lifeguard.Escalation;
import dev.lifeguard.HookLimits;
import dev.lifeguard.LeaseLimits;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.PoolListener;
import dev.lifeguard.Restart;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.policy.Elastic;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.policy.Recycling;
import dev.lifeguard.policy.Rollout;
import dev.lifeguard.policy.Scaling;
import dev.lifeguard.policy.Shedding;
import java.time.Duration;
import java.util.List;

/**
 * What the builder decided, for the control plane. The supervisor replaces it as a whole when somebody changes the
 * pool ({@link Amendment}).
 *
 * @param definition how to make and keep a worker
 * @param rules what the data plane needs
 * @param size how many workers to keep
 * @param queue how many tasks may wait beyond those that workers hold
 * @param burst how many more workers may run for a while
 * @param lingerNanos how long a worker beyond the size may be idle
 * @param minReady how many workers must be ready for the start to succeed
 * @param readyWithinNanos how long they may take
 * @param hooks the limits of the hooks
 * @param escalation the graces of code that must leave
 * @param restart how workers are replaced
 * @param maxZombies how many abandoned workers may be compensated
 * @param threads the kind of thread a worker owns
 * @param leases when a lease is suspicious
 * @param closing how {@code close()} drains
 * @param listeners who hears events
 * @param startAtOnce how many workers may start at a time
 */
public record Settings(
        WorkerDefinition<Object> definition,
        DataPlane.Rules rules,
        int size,
        int queue,
        int burst,
        long lingerNanos,
        int minReady,
        long readyWithinNanos,
        HookLimits hooks,
        Escalation escalation,
        Restart restart,
        int maxZombies,
        WorkerThreads threads,
        LeaseLimits leases,
        Drain closing,
        List<PoolListener> listeners,
        int startAtOnce) {

    /** More unfinished tasks than these are no bound. */
    private static final int MOST_UNFINISHED = 1 << 30;

    /**
     * Checks what the parts cannot: that together they are a bound, and that none keeps another from ever acting.
     *
     * @throws IllegalArgumentException when that is not so
     */
    public Settings {
        Scaling scaling = rules.policies().scaling();
        if (scaling.nearest(size) != size) {
            throw new IllegalArgumentException("A pool of " + size + " workers is outside its scaling (" + scaling
                    + "); choose a size inside, or leave the size out.");
        }
        if (burst > 0 && !(scaling instanceof Scaling.Fixed)) {
            throw bursting(burst, scaling);
        }
        unfinished(queue, size, burst, scaling);
        if (rules.policies().shedding() instanceof Shedding.ControlledDelay shedding) {
            checkShedding(shedding, queue, rules.limits());
        }
        if (scaling instanceof Elastic elastic) {
            checkElastic(elastic, rules.limits());
        }
        rules.policies().recycling().check().ifPresent(interval -> {
            if (interval.compareTo(hooks.reset()) < 0) {
                throw new IllegalArgumentException("Workers are asked for their health every " + interval
                        + ", but each may take " + hooks.reset() + " to answer (the limit of the reset hook); ask less"
                        + " often, or lower the limit.");
            }
        });
    }

    private static IllegalArgumentException bursting(int burst, Scaling scaling) {
        return new IllegalArgumentException(
                "A burst of " + burst + " workers beside a scaling (" + scaling
                        + ") are two rules for the same workers; leave the burst out and raise the most workers of the scaling.");
    }

    /**
     * {@return how many tasks may be unfinished: those that wait, and one for each worker that there may be}
     *
     * @throws IllegalArgumentException when that is no bound
     */
    public static int unfinished(int queue, int size, int burst, Scaling scaling) {
        int most = scaling.most(size);
        if ((long) queue + most + burst > MOST_UNFINISHED) {
            throw new IllegalArgumentException("queue " + queue + " + size " + most + " + burst " + burst
                    + " is more than " + MOST_UNFINISHED + " unfinished tasks; that is no bound: lower the queue.");
        }
        return queue + most + burst;
    }

    private static void checkShedding(Shedding.ControlledDelay shedding, int queue, Limits limits) {
        if (queue == 0) {
            throw new IllegalArgumentException(
                    "With a queue of 0 no more tasks are taken than there are workers, so they"
                            + " cannot overload the pool, and the shedding (" + shedding
                            + ") can never act; give the queue room, or leave the shedding out.");
        }
        for (Limit limit : List.of(Limit.QUEUE, Limit.TOTAL)) {
            if (limits.nanos(limit) <= shedding.longestNanos()) {
                throw new IllegalArgumentException("The limit " + limit + " of tasks is "
                        + Duration.ofNanos(limits.nanos(limit)) + ", no longer than twice the target of the shedding ("
                        + shedding
                        + "), so that it ends tasks before they could be shed; give a shorter target, a longer"
                        + " limit, or leave one of the two out.");
            }
        }
    }

    private static void checkElastic(Elastic elastic, Limits limits) {
        for (Limit limit : List.of(Limit.QUEUE, Limit.TOTAL)) {
            if (limits.nanos(limit) <= elastic.target().toNanos()) {
                throw new IllegalArgumentException("The limit " + limit + " of tasks is "
                        + Duration.ofNanos(limits.nanos(limit)) + ", no longer than the target of the scaling ("
                        + elastic
                        + "), so that it ends tasks before the pool would grow for them; give a shorter target, a longer"
                        + " limit, or leave one of the two out.");
            }
        }
    }

    /** {@return these with another size} */
    Settings withSize(int other) {
        return with(definition, other);
    }

    /**
     * Checks that a policy fits the pool that takes it.
     *
     * @throws IllegalArgumentException when it can never act
     */
    public void fit(Recycling recycling) {
        if (!recycling.acts() && !recycling.equals(Recycling.none())) {
            throw new IllegalArgumentException("The recycling has no limit of uses or age and no health check, so its"
                    + " jitter " + recycling.jitter() + " and its " + recycling.atATime() + " at a time never act; set"
                    + " one of the three, or leave it out.");
        }
        if (recycling.age().isPresent() && recycling.check().isPresent()) {
            long soonest = recycling.checkNanos(1);
            Duration age = recycling.age().get();
            if (soonest >= age.toNanos()) {
                throw new IllegalArgumentException("Workers are asked for their health every "
                        + recycling.check().get() + " (" + Duration.ofNanos(soonest) + " with the jitter), but are"
                        + " recycled at the age of " + age + ", so none would ever be asked; ask more often, or leave"
                        + " the check out.");
            }
        }
        int most = rules.policies().scaling().most(size) + burst;
        if (recycling.atATime() > most) {
            throw new IllegalArgumentException("The recycling replaces " + recycling.atATime()
                    + " workers at a time, but the pool has at most " + most + "; lower it.");
        }
    }

    /**
     * Checks that a roll fits the pool that takes it.
     *
     * @throws IllegalArgumentException when it can never act
     */
    void fit(Rollout plan) {
        if (plan.atATime() > size) {
            throw new IllegalArgumentException("The roll replaces " + plan.atATime()
                    + " workers at a time, but the pool keeps only " + size + "; lower it.");
        }
    }

    /** {@return these with another definition} */
    Settings withDefinition(WorkerDefinition<Object> other) {
        return with(other, size);
    }

    private Settings with(WorkerDefinition<Object> made, int many) {
        return new Settings(
                made,
                rules,
                many,
                queue,
                burst,
                lingerNanos,
                minReady,
                readyWithinNanos,
                hooks,
                escalation,
                restart,
                maxZombies,
                threads,
                leases,
                closing,
                listeners,
                startAtOnce);
    }

    /** {@return the policies, which both planes read} */
    public Policies policies() {
        return rules.policies();
    }
}
