package dev.lifeguard;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What waits. In which lines it stands, what waits before the queue, and whether it is too much, are parts of their own
 * in a {@link PoolSnapshot}.
 *
 * @param size how many tasks and checkouts wait, those behind their key or at a cap included; cancelled ones do not
 *     count
 * @param unfinished how many tasks were taken and have no outcome yet, plus checkouts that wait
 * @param capacity the bound of {@code unfinished}
 * @param oldestWait how long the one has waited that waits longest
 */
public record QueueSnapshot(int size, int unfinished, int capacity, Duration oldestWait) {

    /** How many levels or lanes are shown. */
    public static final int MOST_LINES = 32;

    /**
     * What waits, by level or lane.
     *
     * @param count in how many somebody waits; 0 when the discipline is first in, first out
     * @param latest how long ago somebody was served in the one of them that was served last
     * @param longest those whose heads have waited longest, the longest first; at most {@value #MOST_LINES}
     */
    public record Lines(int count, Duration latest, List<Line> longest) {

        /** Copies the list. */
        public Lines {
            longest = List.copyOf(longest);
        }
    }

    /**
     * One level or lane in which somebody waits.
     *
     * @param name {@code priority 0}, {@code lane gold}, {@code no lane} or {@code checkouts}
     * @param waiting how many wait in it
     * @param oldestWait how long its head has waited
     * @param served how long ago somebody was served from it, or came to stand in it while nobody did
     */
    public record Line(String name, int waiting, Duration oldestWait, Duration served) {}

    /**
     * What waits before the queue, and for what. At most 16 keys, kinds and lanes are shown, each; those that keep the
     * oldest tasks come first.
     *
     * @param waiting how many tasks wait behind their key or at a cap; the queue counts them, too
     * @param delayed how many do not wait for a worker yet
     * @param keys the keys behind which somebody waits
     * @param caps the caps of kinds and lanes
     */
    public record Gates(int waiting, int delayed, List<KeyHeld> keys, List<Cap> caps) {

        /** Copies the lists. */
        public Gates {
            keys = List.copyOf(keys);
            caps = List.copyOf(caps);
        }
    }

    /**
     * A key behind which tasks wait.
     *
     * @param key the key
     * @param holder who holds it, in words
     * @param age how long its task has held it
     * @param waiting how many wait behind it
     */
    public record KeyHeld(String key, String holder, Duration age, int waiting) {}

    /**
     * A cap.
     *
     * @param sort {@code "kind"} or {@code "lane"}
     * @param name which kind or lane
     * @param most how many may be under way
     * @param underWay how many are, abandoned attempts that may still run included
     * @param waiting how many wait at it
     */
    public record Cap(String sort, String name, int most, int underWay, int waiting) {}

    /**
     * What a pool that {@linkplain dev.lifeguard.policy.Shedding sheds} knows of its load; nothing in one that does not.
     *
     * @param since how long no wait has been good, while it is overloaded
     * @param leastWait the least wait of a task that a worker took in that time, or since waits have been long; zero
     *     while they are short
     */
    public record Overload(Optional<Duration> since, Duration leastWait) {}
}
