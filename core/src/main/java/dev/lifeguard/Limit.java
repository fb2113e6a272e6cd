package dev.lifeguard;

/** The four time limits of a task. */
public enum Limit {
    /** From submission to the begin of the first attempt. */
    QUEUE,
    /** One attempt, from its begin to its end. */
    RUN,
    /** One attempt without a sign of progress. */
    SILENCE,
    /** From submission to the outcome, queueing, attempts and backoff included. */
    TOTAL
}
