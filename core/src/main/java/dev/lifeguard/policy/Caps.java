package dev.lifeguard.policy;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many tasks of one kind, or of one lane, may be under way at a time. The default caps nothing. Immutable.
 *
 * <p>A task is under way from the moment in which it may wait for a worker until its attempt has left the worker; while
 * the cap is reached, further ones wait before the queue, and workers that are free serve others. An attempt that was
 * abandoned counts until its worker is gone, because until then it may use what the cap protects.
 *
 * @param kinds the caps of kinds, by name
 * @param lanes the caps of lanes, by name
 * @param eachLane the cap of every lane that has none of its own, or {@link #NONE}
 */
public record Caps(SortedMap<String, Integer> kinds, SortedMap<String, Integer> lanes, int eachLane) {

    /** No cap: more than any pool has tasks. */
    public static final int NONE = Integer.MAX_VALUE;

    /** How many caps a pool may have. */
    public static final int MOST = 1_000;

    private static final Caps STANDARD = new Caps(new TreeMap<>(), new TreeMap<>(), NONE);

    /**
     * Checks the values and copies the maps.
     *
     * @throws IllegalArgumentException when a cap is not positive, a name is blank, or there are too many
     */
    public Caps {
        kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
        lanes = Collections.unmodifiableSortedMap(new TreeMap<>(lanes));
        kinds.forEach((kind, most) -> check("kind", kind, most));
        lanes.forEach((lane, most) -> check("lane", lane, most));
        positive("each lane", eachLane);
        if (kinds.size() + lanes.size() > MOST) {
            throw new IllegalArgumentException("A pool has at most " + MOST + " caps, but these are "
                    + (kinds.size() + lanes.size()) + "; cap each lane, or make fewer kinds.");
        }
    }

    /** {@return no cap} */
    public static Caps none() {
        return STANDARD;
    }

    /**
     * Caps one kind of tasks.
     *
     * @param kind its name, as in the options of a task
     * @param most how many may be under way, from 1; {@link #NONE} for no cap
     * @return these caps with that one
     */
    public Caps kind(String kind, int most) {
        return new Caps(with(kinds, kind, most), lanes, eachLane);
    }

    /**
     * Caps one lane.
     *
     * @param lane its name, as in the options of a task
     * @param most how many may be under way, from 1; {@link #NONE} for no cap
     * @return these caps with that one
     */
    public Caps lane(String lane, int most) {
        return new Caps(kinds, with(lanes, lane, most), eachLane);
    }

    /**
     * Caps every lane that has no cap of its own, each for itself. A task without a lane is in none.
     *
     * @param most how many of one lane may be under way, from 1; {@link #NONE} for no cap
     * @return these caps with that one
     */
    public Caps eachLane(int most) {
        return new Caps(kinds, lanes, most);
    }

    private static SortedMap<String, Integer> with(SortedMap<String, Integer> before, String name, int most) {
        var after = new TreeMap<>(before);
        after.put(name, most);
        return after;
    }

    private static void check(String what, String name, int most) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("The cap of a " + what + " needs its name, but got \"" + name
                    + "\", which no task has; name the " + what + " as the tasks do.");
        }
        positive(what + " \"" + name + "\"", most);
    }

    private static void positive(String what, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("The cap of " + what + " is at least 1, but got " + most
                    + ", so none of its tasks could ever run; give 1 or more, or refuse them where they are made.");
        }
    }

    /** {@return whether nothing is capped} */
    public boolean isNone() {
        return kinds.isEmpty() && lanes.isEmpty() && eachLane == NONE;
    }

    /**
     * {@return how many tasks of a kind may be under way}
     *
     * @param kind which
     */
    public int ofKind(String kind) {
        return kinds.getOrDefault(kind, NONE);
    }

    /**
     * {@return how many tasks of a lane may be under way}
     *
     * @param lane which
     */
    public int ofLane(String lane) {
        return lanes.getOrDefault(lane, eachLane);
    }

    /**
     * Demands that each cap can act in a pool of so many workers.
     *
     * @param workers how many workers the pool may have
     * @throws IllegalArgumentException when one cannot
     */
    public void mustAct(int workers) {
        kinds.forEach((kind, most) -> mustAct("kind \"" + kind + "\"", most, workers));
        lanes.forEach((lane, most) -> mustAct("lane \"" + lane + "\"", most, workers));
        mustAct("each lane", eachLane, workers);
    }

    private static void mustAct(String what, int most, int workers) {
        if (most > workers && most != NONE) {
            throw new IllegalArgumentException("The cap of " + what + " is " + most + ", but the pool has at most "
                    + workers + " workers, so it could never act; lower it, or leave it out.");
        }
    }

    @Override
    public String toString() {
        if (isNone()) {
            return "no caps";
        }
        var words = new StringBuilder();
        kinds.forEach((kind, most) ->
                words.append(", kind ").append(kind).append(" <= ").append(most));
        lanes.forEach((lane, most) ->
                words.append(", lane ").append(lane).append(" <= ").append(most));
        if (eachLane != NONE) {
            words.append(", each lane <= ").append(eachLane);
        }
        return words.substring(2);
    }
}
