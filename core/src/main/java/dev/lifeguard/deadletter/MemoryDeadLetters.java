package dev.lifeguard.deadletter;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Dead letters in memory. One lock, which nobody holds while anything else runs. */
final class MemoryDeadLetters implements DeadLetterStore {

    private final TreeMap<Long, DeadLetter> letters = new TreeMap<>();
    private final int bound;
    private final WhenFull whenFull;
    private long last;
    private long pushedOut;

    MemoryDeadLetters(int bound, WhenFull whenFull) {
        this.bound = atLeastOne(bound);
        this.whenFull = Objects.requireNonNull(whenFull);
    }

    static int atLeastOne(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("A store of dead letters keeps at least 1, but its bound is " + bound
                    + "; 1000 are usual. To keep none, leave the quarantine out.");
        }
        return bound;
    }

    @Override
    public synchronized long add(DeadLetter letter) {
        if (letters.size() >= bound) {
            if (whenFull == WhenFull.REFUSE) {
                return 0;
            }
            letters.pollFirstEntry();
            pushedOut++;
        }
        last++;
        letters.put(last, letter.withNumber(last));
        return last;
    }

    @Override
    public synchronized boolean replace(DeadLetter letter) {
        return letters.replace(letter.number(), letter) != null;
    }

    @Override
    public synchronized boolean drop(long number) {
        return letters.remove(number) != null;
    }

    @Override
    public synchronized Optional<DeadLetter> find(long number) {
        return Optional.ofNullable(letters.get(number));
    }

    @Override
    public synchronized List<DeadLetter> page(long after, int most) {
        return letters.tailMap(after, false).values().stream().limit(most).toList();
    }

    @Override
    public synchronized int size() {
        return letters.size();
    }

    @Override
    public int bound() {
        return bound;
    }

    @Override
    public synchronized long pushedOut() {
        return pushedOut;
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    @Override
    public String toString() {
        return "memory, at most " + bound + ", " + whenFull;
    }
}
