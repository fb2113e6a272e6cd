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
import dev.lifeguard.policy.Policies;
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
        List<PoolListener> listeners) {

    /** More unfinished tasks than these are no bound. */
    private static final int MOST_UNFINISHED = 1 << 30;

    /**
     * Checks what the parts cannot: that together they are a bound, and that none keeps another from ever acting.
     *
     * @throws IllegalArgumentException when that is not so
     */
    public Settings {
        if ((long) queue + size + burst > MOST_UNFINISHED) {
            throw new IllegalArgumentException("queue " + queue + " + size " + size + " + burst " + burst
                    + " is more than " + MOST_UNFINISHED + " unfinished tasks; that is no bound: lower the queue.");
        }
        if (rules.policies().shedding() instanceof Shedding.ControlledDelay shedding) {
            checkShedding(shedding, queue, rules.limits());
        }
    }

    private static void checkShedding(Shedding.ControlledDelay shedding, int queue, Limits limits) {
        if (queue == 0) {
            throw new IllegalArgumentException("With a queue of 0 no more tasks are taken than there are workers, so they"
                    + " cannot overload the pool, and the shedding (" + shedding
                    + ") can never act; give the queue room, or leave the shedding out.");
        }
        for (Limit limit : List.of(Limit.QUEUE, Limit.TOTAL)) {
            if (limits.nanos(limit) <= shedding.longestNanos()) {
                throw new IllegalArgumentException("The limit " + limit + " of tasks is "
                        + Duration.ofNanos(limits.nanos(limit)) + ", no longer than twice the target of the shedding ("
                        + shedding + "), so that it ends tasks before they could be shed; give a shorter target, a longer"
                        + " limit, or leave one of the two out.");
            }
        }
    }

    /** {@return the policies, which both planes read} */
    public Policies policies() {
        return rules.policies();
    }
}
