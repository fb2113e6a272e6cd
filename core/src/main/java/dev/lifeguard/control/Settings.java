package dev.lifeguard.control;

import dev.lifeguard.Drain;
import dev.lifeguard.Escalation;
import dev.lifeguard.HookLimits;
import dev.lifeguard.LeaseLimits;
import dev.lifeguard.PoolListener;
import dev.lifeguard.Restart;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.policy.Policies;
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
     * Checks what the parts cannot: that together they are a bound.
     *
     * @throws IllegalArgumentException when they are not
     */
    public Settings {
        if ((long) queue + size + burst > MOST_UNFINISHED) {
            throw new IllegalArgumentException("queue " + queue + " + size " + size + " + burst " + burst
                    + " is more than " + MOST_UNFINISHED + " unfinished tasks; that is no bound: lower the queue.");
        }
    }

    /** {@return the policies, which both planes read} */
    public Policies policies() {
        return rules.policies();
    }
}
