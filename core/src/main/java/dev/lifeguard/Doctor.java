package dev.lifeguard;

import dev.lifeguard.bounds.Durations;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Says in sentences what is wrong with a pool. A healthy pool under full load gets no finding.
 *
 * <p>Pure: a snapshot goes in, findings come out, the worst first. The doctor keeps nothing, so one may look at many
 * pools, on any thread, as often as it likes; examining costs what {@link WorkerPool#snapshot} costs.
 *
 * @param queued how long work may wait for a busy pool before that is a finding
 * @param leased how long a lease may be held
 * @param starting how long a worker may take to start
 * @param paused how long the pool may be paused while work waits
 */
public record Doctor(Duration queued, Duration leased, Duration starting, Duration paused) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when one is not positive
     */
    public Doctor {
        Durations.positiveNanos("wait that is a finding", queued);
        Durations.positiveNanos("loan that is a finding", leased);
        Durations.positiveNanos("start that is a finding", starting);
        Durations.positiveNanos("pause that is a finding", paused);
    }

    /** {@return 10 s of waiting, 5 min for a lease, 30 s for a start, 1 min for a pause} */
    public static Doctor standard() {
        return new Doctor(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofMinutes(1));
    }

    /**
     * Sets how long work may wait.
     *
     * @param queued positive
     * @return this doctor with that patience
     */
    public Doctor withQueued(Duration queued) {
        return new Doctor(queued, leased, starting, paused);
    }

    /**
     * Sets how long a lease may be held.
     *
     * @param leased positive
     * @return this doctor with that patience
     */
    public Doctor withLeased(Duration leased) {
        return new Doctor(queued, leased, starting, paused);
    }

    /**
     * Sets how long a worker may take to start.
     *
     * @param starting positive
     * @return this doctor with that patience
     */
    public Doctor withStarting(Duration starting) {
        return new Doctor(queued, leased, starting, paused);
    }

    /**
     * Sets how long the pool may be paused while work waits.
     *
     * @param paused positive
     * @return this doctor with that patience
     */
    public Doctor withPaused(Duration paused) {
        return new Doctor(queued, leased, starting, paused);
    }

    /**
     * Examines a pool.
     *
     * @param pool how it is
     * @return what is wrong with it, the worst first; empty when nothing is
     */
    public List<Finding> examine(PoolSnapshot pool) {
        return Stream.of(
                        WorkerChecks.down(pool),
                        QueueChecks.stalled(pool),
                        WorkerChecks.stuck(pool),
                        WorkerChecks.slotsClosed(pool),
                        WorkerChecks.crashing(pool),
                        LetterChecks.poison(pool),
                        LetterChecks.unstored(pool),
                        WorkerChecks.degraded(pool),
                        RenewalChecks.rollStopped(pool),
                        RenewalChecks.recyclingHeld(pool, starting),
                        RenewalChecks.recycledTooOften(pool),
                        WorkerChecks.slowStarts(pool, starting),
                        WorkerChecks.leasesHeld(pool, leased),
                        QueueChecks.pausedBesideWork(pool, paused),
                        QueueChecks.starving(pool, queued),
                        QueueChecks.keysHeld(pool, queued),
                        QueueChecks.capped(pool, queued),
                        SizeChecks.atMost(pool, queued),
                        QueueChecks.saturated(pool, queued),
                        SizeChecks.fails(pool),
                        SizeChecks.flapping(pool),
                        QueueChecks.overloaded(pool),
                        QueueChecks.overRate(pool),
                        QueueChecks.refusing(pool),
                        LetterChecks.retriesRefused(pool),
                        LetterChecks.full(pool),
                        MailChecks.mailRefused(pool),
                        MailChecks.unseen(pool),
                        MailChecks.eventsMissed(pool))
                .flatMap(findings -> findings)
                .toList();
    }

    // What the checks share.

    static <T> Stream<T> when(boolean so, Supplier<T> words) {
        return so ? Stream.of(words.get()) : Stream.empty();
    }

    static String words(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.compareTo(Duration.ofMinutes(2)) <= 0) {
            return duration.toSeconds() + " s";
        }
        return duration.compareTo(Duration.ofHours(2)) <= 0 ? duration.toMinutes() + " min" : duration.toHours() + " h";
    }
}
