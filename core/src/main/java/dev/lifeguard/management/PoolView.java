package dev.lifeguard.management;

import dev.lifeguard.Doctor;
import dev.lifeguard.Finding;
import dev.lifeguard.Liveness;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolListener;
import dev.lifeguard.PoolMXBean;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.PoolState;
import dev.lifeguard.QueueSnapshot;
import dev.lifeguard.RenewalSnapshot;
import dev.lifeguard.policy.Policies;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Shows a pool by JMX until it has stopped. Attributes are read on the threads of JMX. */
public final class PoolView implements PoolMXBean, PoolListener {

    private final Supplier<PoolSnapshot> pool;

    /** Written before the pool is handed out, read after it has stopped: the life of the pool is in between. */
    private @Nullable ObjectName registered;

    /**
     * Makes a view that nobody sees yet.
     *
     * @param pool how to look at the pool
     */
    public PoolView(Supplier<PoolSnapshot> pool) {
        this.pool = pool;
    }

    /**
     * Shows the pool.
     *
     * @param name the name of the pool
     */
    public void register(String name) {
        try {
            String shown = "dev.lifeguard:type=Pool,name=" + ObjectName.quote(name);
            for (int number = 2; !takes(new ObjectName(shown)); number++) {
                shown = "dev.lifeguard:type=Pool,name=" + ObjectName.quote(name) + ",number=" + number;
            }
        } catch (JMException failure) {
            throw new IllegalStateException(
                    "Pool " + name + " could not be shown by JMX; mend what the MBean server says, or leave out jmx().",
                    failure);
        }
    }

    /** {@return whether the name was free; another pool of the same name can be shown already} */
    private boolean takes(ObjectName wanted) throws JMException {
        try {
            registered = ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(this, wanted)
                    .getObjectName();
            return true;
        } catch (InstanceAlreadyExistsException taken) {
            return false;
        }
    }

    @Override
    public void on(PoolEvent event) {
        ObjectName shown = registered;
        if (shown != null && event instanceof PoolEvent.PoolChanged change && change.to() == PoolState.STOPPED) {
            try {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(shown);
            } catch (InstanceNotFoundException gone) {
                // Somebody took it away by hand: it is as it should be.
                return;
            } catch (JMException failure) {
                throw new IllegalStateException(shown + " could not be taken out of JMX.", failure);
            }
        }
    }

    @Override
    public String getState() {
        return pool.get().state().toString();
    }

    @Override
    public String getLiveness() {
        Liveness liveness = pool.get().health().liveness();
        return liveness.verdict() + ": " + liveness.reason();
    }

    @Override
    public boolean isAlarm() {
        return pool.get().health().liveness().isAlarm();
    }

    @Override
    public String[] getFindings() {
        return Doctor.standard().examine(pool.get()).stream()
                .map(Finding::sentence)
                .toArray(String[]::new);
    }

    @Override
    public int getSize() {
        return pool.get().size();
    }

    @Override
    public Map<String, Integer> getWorkersByState() {
        var states = new TreeMap<String, Integer>();
        pool.get().workers().forEach(worker -> states.merge(worker.state().toString(), 1, Integer::sum));
        return states;
    }

    @Override
    public String[] getWorkers() {
        return pool.get().workers().stream()
                .map(worker -> worker.worker() + "." + worker.incarnation() + " " + worker.state() + " for "
                        + worker.since().toMillis() + " ms"
                        + worker.task()
                                .map(task -> ", task " + task.id() + " (" + task.name() + ")")
                                .orElse("")
                        + ": " + worker.reason())
                .toArray(String[]::new);
    }

    @Override
    public String[] getLeases() {
        return pool.get().leases().stream()
                .map(lease -> "loan " + lease.loan() + " of " + lease.worker() + " for "
                        + lease.age().toMillis() + " ms"
                        + lease.owner().map(owner -> " by " + owner).orElse("")
                        + lease.place().map(place -> " at " + place).orElse(""))
                .toArray(String[]::new);
    }

    @Override
    public int getQueued() {
        return pool.get().queued();
    }

    @Override
    public int getUnfinished() {
        return pool.get().unfinished();
    }

    @Override
    public int getCapacity() {
        return pool.get().queue().capacity();
    }

    @Override
    public long getOldestWaitMillis() {
        return pool.get().queue().oldestWait().toMillis();
    }

    @Override
    public int getZombies() {
        return pool.get().zombies();
    }

    @Override
    public Map<String, Long> getCounts() {
        PoolSnapshot.Counts counts = pool.get().counts();
        var named = new TreeMap<String, Long>();
        named.put("succeeded", counts.succeeded());
        named.put("failed", counts.failed());
        named.put("timedOut", counts.timedOut());
        named.put("cancelled", counts.cancelled());
        named.put("lost", counts.lost());
        named.put("refused", counts.refused());
        named.put("retries", counts.retries());
        named.put("leases", counts.leases());
        named.put("deaths", counts.deaths());
        named.put("unseen", counts.unseen());
        named.put("missed", counts.missed());
        named.put("messagesRefused", counts.messagesRefused());
        named.put("messagesDropped", counts.messagesDropped());
        named.put("shed", counts.shed());
        named.put("rateAllowed", counts.rateAllowed());
        named.put("rateDelayed", counts.rateDelayed());
        named.put("rateRefused", counts.rateRefused());
        return named;
    }

    @Override
    public Map<String, String> getPolicies() {
        Policies policies = pool.get().policies();
        var named = new TreeMap<String, String>();
        named.put("discipline", policies.discipline().toString());
        named.put("caps", policies.caps().toString());
        named.put("rate", policies.rate().toString());
        named.put("shedding", policies.shedding().toString());
        named.put("retries", policies.retries().toString());
        named.put("quarantine", policies.quarantine().toString());
        named.put("scaling", policies.scaling().toString());
        named.put("recycling", policies.recycling().toString());
        return named;
    }

    @Override
    public Map<String, Integer> getGates() {
        QueueSnapshot.Gates gates = pool.get().gates();
        return new TreeMap<>(Map.of("waiting", gates.waiting(), "delayed", gates.delayed()));
    }

    @Override
    public String[] getLines() {
        return pool.get().lines().longest().stream()
                .map(line -> line.name() + ": " + line.waiting() + " wait, the head for "
                        + line.oldestWait().toMillis() + " ms")
                .toArray(String[]::new);
    }

    @Override
    public boolean isOverloaded() {
        return pool.get().overload().since().isPresent();
    }

    @Override
    public int getMostWorkers() {
        return pool.get().sizing().most();
    }

    @Override
    public String[] getSizing() {
        return pool.get().sizing().decisions().stream()
                .map(made ->
                        made.from() + " -> " + made.to() + ", " + made.ago().toMillis() + " ms ago: " + made.reason())
                .toArray(String[]::new);
    }

    @Override
    public String getSizingHeld() {
        PoolSnapshot.Sizing sizing = pool.get().sizing();
        return sizing.failing()
                .map(what -> "the scaling policy " + what)
                .or(sizing::held)
                .orElse("");
    }

    @Override
    public Map<String, Long> getRenewal() {
        RenewalSnapshot renewal = pool.get().renewal();
        return new TreeMap<>(Map.of(
                "replaced", renewal.replaced(), "underWay", (long) renewal.underWay(), "due", (long) renewal.due()));
    }

    @Override
    public String getRoll() {
        return pool.get()
                .renewal()
                .roll()
                .map(roll -> "generation " + roll.generation() + " " + roll.stage() + ": " + roll.note())
                .orElse("");
    }

    @Override
    public double getRetriesAllowed() {
        return pool.get().retries().allowed().orElse(-1);
    }

    @Override
    public long getRetriesRefused() {
        return pool.get().retries().refused();
    }

    @Override
    public Map<String, Long> getDeadLetters() {
        PoolSnapshot.DeadLetters letters = pool.get().deadLetters();
        var named = new TreeMap<String, Long>();
        named.put("size", (long) letters.size());
        named.put("bound", (long) letters.bound());
        named.put("waiting", (long) letters.waiting());
        named.put("inMemory", (long) letters.inMemory());
        named.put("quarantined", letters.quarantined());
        named.put("lost", letters.lost());
        return named;
    }

    @Override
    public String[] getQuarantined() {
        return pool.get().deadLetters().newest().stream()
                .map(task -> "task " + task.task() + " (" + task.name() + ") "
                        + task.ago().toMillis() + " ms ago, after " + task.deaths() + " deaths: " + task.end())
                .toArray(String[]::new);
    }
}
