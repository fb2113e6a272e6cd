package dev.lifeguard;

import java.util.Map;

/**
 * A pool as JMX shows it: a view of {@link PoolSnapshot}, to look and not to operate. Every attribute is read afresh.
 *
 * <p>Registered by {@link PoolBuilder#jmx} as {@code dev.lifeguard:type=Pool,name="NAME"}, with {@code ,number=2} and so
 * on behind it when the name is taken; unregistered when the pool has stopped. The names are those of JMX, which makes
 * attributes of getters.
 */
public interface PoolMXBean {

    /** {@return where the pool is in its life} */
    String getState();

    /** {@return whether it lives, with the reason} */
    String getLiveness();

    /** {@return whether somebody must be woken} */
    boolean isAlarm();

    /** {@return what the {@link Doctor} says of it, one sentence each} */
    String[] getFindings();

    /** {@return how many workers it keeps} */
    int getSize();

    /** {@return how many workers are in each state} */
    Map<String, Integer> getWorkersByState();

    /** {@return the workers, a line each} */
    String[] getWorkers();

    /** {@return the loans that are out, a line each} */
    String[] getLeases();

    /** {@return how many tasks and checkouts wait} */
    int getQueued();

    /** {@return how many tasks have no outcome yet, plus checkouts that wait} */
    int getUnfinished();

    /** {@return the bound of the unfinished} */
    int getCapacity();

    /** {@return how long the head of the queue has waited, in milliseconds} */
    long getOldestWaitMillis();

    /** {@return how many abandoned workers have not come back} */
    int getZombies();

    /** {@return what happened since the start, by name} */
    Map<String, Long> getCounts();

    /** {@return the policies that it goes by, in words, by name} */
    Map<String, String> getPolicies();

    /** {@return how many tasks wait behind their key or at a cap, and how many are delayed, by name} */
    Map<String, Integer> getGates();

    /** {@return the levels or lanes that have waited longest, a line each; none in the order of coming} */
    String[] getLines();

    /** {@return whether more comes than it does; {@code false} in a pool that does not shed} */
    boolean isOverloaded();

    /** {@return the most workers that it may come to have} */
    int getMostWorkers();

    /** {@return the newest decisions about the size, a line each, the newest last} */
    String[] getSizing();

    /** {@return why the size is not what the scaling wishes, or what is wrong with it; empty when neither} */
    String getSizingHeld();

    /** {@return how many workers were replaced, are being replaced, and wait for a successor, by name} */
    Map<String, Long> getRenewal();

    /** {@return the stage of the newest roll, in words; empty when there was none} */
    String getRoll();

    /** {@return how many retries the budget allows now; -1 without a budget} */
    double getRetriesAllowed();

    /** {@return how many further attempts the budget has refused} */
    long getRetriesRefused();

    /** {@return how many dead letters there are, where, of how many, by name} */
    Map<String, Long> getDeadLetters();

    /** {@return the tasks that were quarantined last, a line each, the newest last} */
    String[] getQuarantined();
}
