package dev.lifeguard.distributed.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What an engine keeps: bytes that it does not look into, and how to hand them out. Immutable by agreement: nobody changes
 * the array of a parcel.
 *
 * @param place where it is kept
 * @param id what it is about, at most 200 characters; {@link Link#send} takes an id once and confirms again, without
 *     effect, what it took already in the last while
 * @param frame the bytes
 * @param priority from 0, the most important, to 9; parcels of one priority are handed out in the order in which they came
 * @param delay how long it is not handed out; zero for none
 * @param key parcels of one key and place are handed out one at a time, in the order in which they came; each is settled
 *     before the next is handed out
 * @param version what a taker has to understand to be handed this parcel, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes on their way; nobody compares them.
public record Parcel(
        Place place, String id, byte[] frame, int priority, Duration delay, Optional<String> key, int version) {

    /** The least important priority. */
    public static final int LAST_PRIORITY = 9;

    /** Checks the values. */
    public Parcel {
        Objects.requireNonNull(place);
        if (id.isEmpty() || id.length() > 200) {
            throw new IllegalArgumentException(
                    "The id of a parcel has 1 to 200 characters, but has " + id.length() + ".");
        }
        if (priority < 0 || priority > LAST_PRIORITY) {
            throw new IllegalArgumentException("The priority of a parcel is from 0 to 9, but is " + priority + ".");
        }
        if (delay.isNegative() || version < 0) {
            throw new IllegalArgumentException(
                    "The delay (" + delay + ") and the version (" + version + ") of a parcel are not negative.");
        }
    }

    /**
     * {@return a parcel of common priority, without delay, key and version}
     *
     * @param place where it is kept
     * @param id what it is about
     * @param frame the bytes
     */
    public static Parcel of(Place place, String id, byte[] frame) {
        return new Parcel(place, id, frame, 4, Duration.ZERO, Optional.empty(), 0);
    }

    /**
     * {@return the same in another place}
     *
     * @param other where
     */
    public Parcel to(Place other) {
        return new Parcel(other, id, frame, priority, delay, key, version);
    }

    /**
     * {@return the same with other bytes}
     *
     * @param other the bytes
     */
    public Parcel with(byte[] other) {
        return new Parcel(place, id, other, priority, delay, key, version);
    }

    /**
     * {@return the same, handed out later}
     *
     * @param wait how much later
     */
    public Parcel after(Duration wait) {
        return new Parcel(place, id, frame, priority, wait, key, version);
    }

    /** {@return what it is and how large, without its bytes} */
    @Override
    public String toString() {
        return id + " in " + place.kind() + (place.owner().isEmpty() ? "" : " of " + place.owner()) + " ("
                + frame.length + " bytes)";
    }
}
