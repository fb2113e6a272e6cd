package dev.lifeguard.deadletter;

import java.util.List;
import java.util.Optional;

/**
 * Where dead letters are kept. Two come with the pool, {@link #memory} and {@link FileDeadLetters}; others can be written,
 * and {@code DeadLetterStoreContract} of the test kit says whether they keep the contract.
 *
 * <p>A store is bounded. It gives numbers, from 1, each only once in its life, restarts included. When {@link #add} or
 * {@link #replace} has returned, the letter is as safe as the store makes it. Any thread may call any method, several at
 * a time; each may block for its input and output, because neither a worker nor the supervisor of a pool calls it: what
 * is added comes on the pool's thread for dead letters, the rest on the threads of those who ask.
 *
 * <p>The pool does not close it: it belongs to whoever opened it, and serves again after the pool has ended.
 */
public interface DeadLetterStore extends AutoCloseable {

    /** What happens to a letter when the store is full. */
    enum WhenFull {
        /** The oldest letter makes room. */
        DROP_OLDEST,
        /** The new letter is not taken. */
        REFUSE
    }

    /**
     * Keeps a letter.
     *
     * @param letter the letter; its number does not count
     * @return its number, or 0 when the store is full and refuses
     * @throws IllegalArgumentException when this letter can never be kept, such as a payload that cannot be written
     * @throws java.io.UncheckedIOException when it cannot be kept now
     */
    long add(DeadLetter letter);

    /**
     * Keeps a letter in place of the one with its number.
     *
     * @param letter the letter
     * @return whether there was one
     * @throws IllegalArgumentException as {@link #add} does; the old letter stays
     * @throws java.io.UncheckedIOException when it cannot be kept now; the old letter stays
     */
    boolean replace(DeadLetter letter);

    /**
     * Removes a letter.
     *
     * @param number its number
     * @return whether it was there
     * @throws java.io.UncheckedIOException when it cannot be removed now; it stays
     */
    boolean drop(long number);

    /**
     * {@return a letter, if it is there}
     *
     * @param number its number
     */
    Optional<DeadLetter> find(long number);

    /**
     * {@return some letters in the order of their numbers; fewer than asked for when they are large, none only when
     * there are none}
     *
     * @param after only those with a higher number
     * @param most so many at most
     */
    List<DeadLetter> page(long after, int most);

    /** {@return how many letters are kept} */
    int size();

    /** {@return how many letters can be kept} */
    int bound();

    /** {@return how many letters have made room for newer ones since the store was opened} */
    long pushedOut();

    /** Releases what the store holds; what was kept stays, where the store outlives the program. */
    @Override
    void close();

    /**
     * Keeps letters in memory, until the program ends.
     *
     * @param bound how many, at least 1
     * @param whenFull what happens to a further one
     * @return a new store
     */
    static DeadLetterStore memory(int bound, WhenFull whenFull) {
        return new MemoryDeadLetters(bound, whenFull);
    }
}
