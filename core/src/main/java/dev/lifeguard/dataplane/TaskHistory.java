package dev.lifeguard.dataplane;

import dev.lifeguard.deadletter.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a task beyond its present attempt: deaths, attempts that ended badly, the checkpoint for the next one.
 * Made only when there is something to keep, so a task that succeeds at once has none.
 *
 * <p>Order: written by whoever won the word of the task, after that and before he tells anybody (the supervisor of a
 * retry, the caller of an outcome), so by one thread at a time, and what he tells publishes it. The volatile fields are
 * read at any time by whoever holds the report.
 */
final class TaskHistory {

    /** How many attempts are kept, the newest ones. */
    static final int ATTEMPTS = 16;

    /** How many characters of an error are kept. */
    static final int WORDS = 500;

    /** Supervisor: an abandoned attempt that may not have come back. */
    volatile @Nullable WorkerCell zombie;

    /** How many workers died under the task. */
    volatile int deaths;

    /** Whether there is no further attempt because of them. */
    volatile boolean quarantined;

    /** Whether the budget of the pool had no further attempt. */
    volatile boolean retryRefused;

    /** The last progress value of the attempts that ended. */
    volatile @Nullable Object checkpoint;

    /** The wait before the present attempt, for shapes that look back. */
    long waitNanos;

    /** What the rule of a custom backoff said for the next wait, or -1. */
    long ownWaitNanos = -1;

    /** Whether the task went to the dead letters. */
    boolean sent;

    private final List<DeadLetter.Attempt> ended = new ArrayList<>(2);

    /** {@return what the failure says of itself, cut} On a worker's thread: it is code of the user. */
    static String words(Throwable failure) {
        String words;
        try {
            words = failure.toString();
        } catch (Throwable broken) {
            words = failure.getClass().getName() + ", whose toString() throws "
                    + broken.getClass().getName();
        }
        return words.length() <= WORDS ? words : words.substring(0, WORDS - 1) + "…";
    }

    /** One more worker died under the task. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One writer at a time, see above; volatile for those who read.
    void died() {
        deaths++;
    }

    void add(DeadLetter.Attempt attempt) {
        if (ended.size() == ATTEMPTS) {
            ended.removeFirst();
        }
        ended.add(attempt);
    }

    List<DeadLetter.Attempt> ended() {
        return List.copyOf(ended);
    }
}
