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
}
