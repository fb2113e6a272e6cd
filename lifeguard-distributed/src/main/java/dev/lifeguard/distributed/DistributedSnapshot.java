package dev.lifeguard.distributed;

import dev.lifeguard.distributed.engine.QueueFacts;
import java.util.List;
import java.util.Optional;

/**
 * A distributed pool as one client sees it.
 *
 * @param pool its name
 * @param client the name of this client
 * @param unfinished how many tasks of this client have no outcome yet
 * @param bound how many there may be
 * @param paused whether this client asks for a pause
 * @param hosts the hosts that were heard, by name
 * @param tasks how full the queue of tasks is, of all clients; empty when the engine did not say
 * @param suspects the same of tasks that are run alone
 * @param counts what happened so far
 */
public record DistributedSnapshot(
        String pool,
        String client,
        int unfinished,
        int bound,
        boolean paused,
        List<HostSnapshot> hosts,
        Optional<QueueFacts> tasks,
        Optional<QueueFacts> suspects,
        Counts counts) {

    /**
     * What happened so far, at this client.
     *
     * @param submitted tasks that were taken
     * @param refused tasks that were not taken
     * @param finished tasks that have their outcome
     * @param retried attempts that were followed by another
     * @param duplicateResults results that came again and were dropped, because the first had been recorded
     * @param duplicateRuns attempts that ended and could not be settled, so that they have been run again, or will be
     * @param orphans results that no handle waited for
     * @param resent tasks that were sent again because nobody knew whether the engine had them
     * @param eventsDropped things that were not told to the listener, because it was too slow
     */
    public record Counts(
            long submitted,
            long refused,
            long finished,
            long retried,
            long duplicateResults,
            long duplicateRuns,
            long orphans,
            long resent,
            long eventsDropped) {}

    /** Copies the list. */
    public DistributedSnapshot {
        hosts = List.copyOf(hosts);
    }

    /**
     * {@return what a scaler goes by: how many tasks wait for each slot that serves} More than 1 for a while: more hosts
     * would help. With no slot it is how many wait. Empty when the engine did not say.
     */
    public Optional<Double> waitingPerSlot() {
        int slots = hosts.stream()
                .filter(host -> host.state() == HostSnapshot.State.READY)
                .mapToInt(HostSnapshot::slots)
                .sum();
        return tasks.map(facts -> facts.waiting() / (double) Math.max(1, slots));
    }
}
