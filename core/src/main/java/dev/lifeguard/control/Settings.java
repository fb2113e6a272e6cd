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
import java.util.List;

/**
 * What the builder decided, for the control plane.
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

    /** {@return the bound of unfinished tasks and waiting checkouts when the pool keeps so many workers} */
    public int capacity(int workers) {
        return (int) Math.min(Integer.MAX_VALUE, (long) queue + workers + burst);
    }
}
