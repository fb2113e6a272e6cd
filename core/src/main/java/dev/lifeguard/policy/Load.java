package dev.lifeguard.policy;

import java.time.Duration;

/**
 * How much a pool has to do, as it was at one look. Immutable.
 *
 * @param size how many workers it keeps
 * @param min the fewest it may keep
 * @param max the most
 * @param busy how many are in use
 * @param idle how many are free
 * @param starting how many will serve but do not yet: they start, or wait for that
 * @param queued how many tasks and checkouts wait for a worker; beyond 1,024 and four times {@code max} they are not
 *     counted any further
 * @param oldestWait how long the oldest of them has waited
 * @param arrivals how many were let in a second, over the last 10 looks
 * @param completions how many tasks ended, or checkouts were served, a second, over the last 10 looks
 * @param pace how many a busy worker completes in a second, over the last 60 looks; 0 when nothing was completed
 * @param leastIdle the fewest free workers at any look of the last while: the linger of an elastic pool, else 10 s.
 *     Workers that have left since are not among them. 0 when the pool has grown in that time
 * @param steady how long the size has been as it is
 */
public record Load(
        int size,
        int min,
        int max,
        int busy,
        int idle,
        int starting,
        int queued,
        Duration oldestWait,
        double arrivals,
        double completions,
        double pace,
        int leastIdle,
        Duration steady) {}
