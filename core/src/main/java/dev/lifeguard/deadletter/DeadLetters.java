package dev.lifeguard.deadletter;

import dev.lifeguard.TaskHandle;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The dead letters of a pool: to look at, to try again, to drop, to export. Any thread may call; each call may wait for
 * the store.
 *
 * <p>A letter that is tried again is submitted as a new task: its attempts and deaths are counted from zero, and it waits
 * for its place as any other. It <em>stays in the store</em> until that task succeeds, so nothing is lost when the
 * program dies in between; the letter is then found again, and its task may have run (at least once). When the task ends
 * badly again, the letter stays, with the new attempts added to its history; when it is cancelled or refused, the letter
 * stays as it was.
 *
 * <p>A letter that the store does not take is kept in memory under a negative number. When the store takes it later, it has
 * a new number, and both name it.
 */
public interface DeadLetters {

    /** How many letters {@link #list} returns at most. */
    int PAGE = 1_000;

    /**
     * {@return the letters that match, in the order of their numbers}
     *
     * @param which decides; runs on the calling thread
     * @param after only those with a higher number; {@link Long#MIN_VALUE} to begin
     * @param most so many at most, up to {@link #PAGE}
     */
    List<DeadLetter> list(Predicate<DeadLetter> which, long after, int most);

    /**
     * {@return a letter, if it is there}
     *
     * @param number its number
     */
    Optional<DeadLetter> find(long number);

    /** {@return how many letters there are} */
    int size();

    /**
     * Tries a letter again.
     *
     * @param number its number
     * @return the handle of the new task; empty when there is no such letter, or it is tried again already
     * @throws IllegalStateException when its payload cannot be read, or is not for this pool
     */
    Optional<TaskHandle<Object>> retry(long number);

    /**
     * Tries letters again that are there now, one after another, at a limited rate, and waits between them on the calling
     * thread. Letters whose payload cannot be read, or that are tried again already, are left out.
     *
     * @param which decides; runs on the calling thread
     * @param perSecond so many a second at most, at least 1
     * @return the handles of the new tasks
     * @throws InterruptedException when interrupted while waiting; what was submitted goes on
     */
    List<TaskHandle<Object>> retryAll(Predicate<DeadLetter> which, int perSecond) throws InterruptedException;

    /**
     * Removes a letter for good. If it is tried again now, that task goes on.
     *
     * @param number its number
     * @return whether it was there
     */
    boolean drop(long number);

    /**
     * Removes letters for good.
     *
     * @param which decides; runs on the calling thread
     * @return how many
     */
    int dropAll(Predicate<DeadLetter> which);

    /**
     * Writes all letters, one JSON object a line. A text payload is there as text, a byte array in base 64, of any other
     * only its class.
     *
     * @param out where to
     * @return how many
     * @throws java.io.UncheckedIOException when it cannot be written
     */
    long export(Appendable out);
}
