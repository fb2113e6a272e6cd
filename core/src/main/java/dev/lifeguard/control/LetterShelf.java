package dev.lifeguard.control;

import dev.lifeguard.deadletter.DeadLetter;
import dev.lifeguard.deadletter.DeadLetterStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Dead letters that the store does not take, in memory, with negative numbers. When the store takes one after all, it gets a
 * number of the store; whoever knows the old one finds it all the same, among the last {@value #MOVED} that moved.
 *
 * <p>The office's thread puts letters here and brings them to the store; anybody finds and removes them.
 */
final class LetterShelf {

    /** How many letters are kept here. */
    static final int MOST = 256;

    /** How many letters are found by the number that they had here. */
    static final int MOVED = 4 * MOST;

    private final DeadLetterStore store;

    /** Letters that are tried again now; they stay where they are meanwhile. */
    private final Set<Long> out;

    private final ConcurrentSkipListMap<Long, DeadLetter> here = new ConcurrentSkipListMap<>();

    /** The numbers that letters got from the store, by those that they had here. */
    private final ConcurrentSkipListMap<Long, Long> moved = new ConcurrentSkipListMap<>();

    /** The office's thread: those that the store may take later. */
    private final Deque<Long> later = new ArrayDeque<>();

    private long number;

    LetterShelf(DeadLetterStore store, Set<Long> out) {
        this.store = store;
        this.out = out;
    }

    // The office's thread.

    /** {@return whether none was lost to make room} */
    boolean put(DeadLetter letter, boolean mayFollow) {
        number--;
        here.put(number, letter.withNumber(number));
        if (mayFollow) {
            later.addLast(number);
        }
        if (later.size() > MOST) {
            later.removeFirst();
        }
        if (here.size() <= MOST) {
            return true;
        }
        // Numbers fall, so the oldest is the last.
        here.pollLastEntry();
        return false;
    }

    void replace(DeadLetter letter) {
        here.replace(letter.number(), letter);
    }

    /** Brings to the store what it may take, until it is full or one is tried again at this moment. */
    void clear() {
        for (Long next = later.peekFirst(); next != null; next = later.peekFirst()) {
            // Taken out meanwhile, so that nobody tries it again by a number that it is about to lose.
            if (!out.add(next)) {
                return;
            }
            try {
                DeadLetter letter = here.get(next);
                if (letter != null && !move(letter)) {
                    return;
                }
                later.removeFirst();
            } finally {
                out.remove(next);
            }
        }
    }

    private boolean move(DeadLetter letter) {
        long there = store.add(letter);
        if (there == 0) {
            return false;
        }
        // Order: from here last, so that at any moment it is found in one of the two.
        moved.put(letter.number(), there);
        if (here.remove(letter.number()) == null) {
            // Dropped meanwhile.
            store.drop(there);
        }
        if (moved.size() > MOVED) {
            moved.pollLastEntry();
        }
        return true;
    }

    // Anybody, also for letters that never were here.

    /** {@return the number that a letter has now} */
    long placeOf(long known) {
        Long there = known < 0 ? moved.get(known) : null;
        return there == null ? known : there;
    }

    Optional<DeadLetter> find(long known) {
        DeadLetter letter = known < 0 ? here.get(known) : null;
        // Order: here first, then where it went.
        long there = placeOf(known);
        return letter == null && there > 0 ? store.find(there) : Optional.ofNullable(letter);
    }

    /** {@return whether it was there} */
    boolean remove(long known) {
        boolean was = known < 0 && here.remove(known) != null;
        long there = placeOf(known);
        return was || (there > 0 && store.drop(there));
    }

    List<DeadLetter> page(long after, int most) {
        return here.tailMap(after, false).values().stream().limit(most).toList();
    }

    int size() {
        return here.size();
    }
}
