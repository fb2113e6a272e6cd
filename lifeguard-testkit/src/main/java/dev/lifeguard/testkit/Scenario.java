package dev.lifeguard.testkit;

/** Threads that race, set up anew for each schedule of an {@link Exploration}. */
@FunctionalInterface
public interface Scenario {

    /**
     * Starts the threads of one run.
     *
     * @param scheduler where to start them
     * @return what must hold when all have ended; throws when it does not
     * @throws Exception fails the exploration
     */
    Runnable arrange(DeterministicScheduler scheduler) throws Exception;
}
