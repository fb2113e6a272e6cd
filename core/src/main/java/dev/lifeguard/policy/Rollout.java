package dev.lifeguard.policy;

import dev.lifeguard.bounds.Durations;
import java.time.Duration;
import java.util.Objects;

/**
 * How all workers of a pool are replaced, one after another, and when that is stopped. Immutable.
 *
 * <p>Each replacement starts first; the old worker leaves, after its use, when the new one serves. A new worker is
 * <em>good</em> when it has had {@link #goodUses} uses or has lived for {@link #goodAge}, whichever comes first. One that
 * cannot start, dies or is abandoned before has <em>failed</em>; another one is tried in its place, from the new
 * definition again, until {@link #failures} of them have failed. Then the roll is stopped: what serves goes on serving,
 * whichever definition it is from, and whatever starts from then on starts from the old one.
 *
 * @param atATime how many replacements may be under way, or not yet good, at a time; from 1, at most the size of the pool
 * @param goodUses after how many uses a new worker is good; 0 for as soon as it serves
 * @param goodAge at which age a new worker is good, also without any use; positive
 * @param failures how many new workers must fail to stop the roll, from 1
 */
public record Rollout(int atATime, int goodUses, Duration goodAge, int failures) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when one can never act
     */
    public Rollout {
        Objects.requireNonNull(goodAge);
        atLeast("number of workers that a roll replaces at a time", atATime, 1, "no worker would ever be replaced");
        atLeast("number of uses that make a new worker good", goodUses, 0, "no worker has fewer than none");
        Durations.positiveNanos("age that makes a new worker good", goodAge);
        goodAge = Durations.cut(goodAge);
        atLeast("number of failures that stop a roll", failures, 1, "it would stop before it begins");
    }

    private static void atLeast(String what, int value, int least, String why) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "The " + what + " is at least " + least + ", but got " + value + "; " + why + ".");
        }
    }

    /** {@return one at a time, good after 10 uses or 10 s, stopped by 3 failures} */
    public static Rollout standard() {
        return new Rollout(1, 10, Duration.ofSeconds(10), 3);
    }

    /**
     * Sets how many replacements may be under way at a time.
     *
     * @param most from 1
     * @return this plan with that number
     */
    public Rollout withAtATime(int most) {
        return new Rollout(most, goodUses, goodAge, failures);
    }

    /**
     * Sets when a new worker is good.
     *
     * @param uses after how many uses; 0 for as soon as it serves
     * @param age at which age, whichever comes first; positive
     * @return this plan with that gate
     */
    public Rollout goodAfter(int uses, Duration age) {
        return new Rollout(atATime, uses, age, failures);
    }

    /**
     * Sets how many new workers must fail to stop the roll.
     *
     * @param failed from 1
     * @return this plan with that bound
     */
    public Rollout stopAfter(int failed) {
        return new Rollout(atATime, goodUses, goodAge, failed);
    }

    /**
     * {@return whether a new worker has shown that it is good}
     *
     * @param uses how many uses it has had
     * @param livedNanos how long it has served
     */
    public boolean isGood(long uses, long livedNanos) {
        return uses >= goodUses || livedNanos >= goodAge.toNanos();
    }

    @Override
    public String toString() {
        return atATime + " at a time, good after " + goodUses + " uses or " + goodAge + ", stopped by " + failures
                + " failures";
    }
}
