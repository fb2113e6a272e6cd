package dev.lifeguard.policy;

import dev.lifeguard.bounds.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * When a worker that works is replaced by a fresh one all the same: after so many uses, at some age, or because it says
 * that it is not healthy. The default never does. Immutable.
 *
 * <p>The limits of uses and age are soft: the replacement starts first, and the old worker serves until the new one does.
 * A worker that says it is not healthy is not waited for. A use is an attempt of a task or a lease; a lease that is handed
 * to another thread counts once more.
 *
 * @param uses after how many uses, from 1
 * @param age at which age, counted from its start
 * @param check how often a free worker is asked whether it is healthy
 * @param jitter the share by which each incarnation draws its limits shorter, from 0 to 1, so that workers that started
 *     together do not leave together; never longer
 * @param atATime how many replacements may be under way at a time, from 1: so many more workers than the pool keeps may
 *     live
 */
public record Recycling(
        OptionalLong uses, Optional<Duration> age, Optional<Duration> check, double jitter, int atATime) {

    private static final Recycling NONE =
            new Recycling(OptionalLong.empty(), Optional.empty(), Optional.empty(), 0.1, 1);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when one can never act
     */
    public Recycling {
        if (uses.isPresent() && uses.getAsLong() < 1) {
            throw new IllegalArgumentException("A worker is recycled after at least 1 use, but got " + uses.getAsLong()
                    + "; nobody could ever use it.");
        }
        age.ifPresent(limit -> Durations.positiveNanos("age at which a worker is recycled", limit));
        check.ifPresent(interval -> Durations.positiveNanos("time between two health checks", interval));
        age = age.map(Durations::cut);
        check = check.map(Durations::cut);
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("The jitter is a share from 0 to 1, but is " + jitter + ".");
        }
        if (atATime < 1) {
            throw new IllegalArgumentException("At least 1 replacement is under way at a time, but got " + atATime
                    + "; no worker could ever be recycled.");
        }
    }

    /** {@return no worker is replaced while it works} With a jitter of 0.1, and 1 replacement at a time. */
    public static Recycling none() {
        return NONE;
    }

    /**
     * Sets after how many uses.
     *
     * @param most from 1
     * @return this policy with that limit
     */
    public Recycling afterUses(long most) {
        return new Recycling(OptionalLong.of(most), age, check, jitter, atATime);
    }

    /**
     * Sets at which age.
     *
     * @param oldest positive
     * @return this policy with that limit
     */
    public Recycling afterAge(Duration oldest) {
        return new Recycling(uses, Optional.of(oldest), check, jitter, atATime);
    }

    /**
     * Has free workers asked now and then whether they are healthy, on their own threads. Each is out of use meanwhile.
     *
     * @param interval positive, and not shorter than the limit of the reset hook, which is the limit of the check
     * @return this policy with that check
     */
    public Recycling checkEvery(Duration interval) {
        return new Recycling(uses, age, Optional.of(interval), jitter, atATime);
    }

    /**
     * Sets the jitter.
     *
     * @param share from 0 to 1
     * @return this policy with that jitter
     */
    public Recycling withJitter(double share) {
        return new Recycling(uses, age, check, share, atATime);
    }

    /**
     * Sets how many replacements may be under way at a time.
     *
     * @param most from 1
     * @return this policy with that bound
     */
    public Recycling withAtATime(int most) {
        return new Recycling(uses, age, check, jitter, most);
    }

    /** {@return whether a worker can ever be recycled by it} */
    public boolean acts() {
        return uses.isPresent() || age.isPresent() || check.isPresent();
    }

    /**
     * {@return the limits of one incarnation}
     *
     * @param chanceOfUses evenly distributed from 0 to 1
     * @param chanceOfAge the same, for the age
     */
    public Term term(double chanceOfUses, double chanceOfAge) {
        return new Term(
                uses.isPresent() ? Math.max(1, shorter(uses.getAsLong(), chanceOfUses)) : Long.MAX_VALUE,
                age.isPresent() ? Math.max(1, shorter(age.get().toNanos(), chanceOfAge)) : Long.MAX_VALUE);
    }

    /**
     * {@return the time to the next health check, in nanoseconds; {@code Long.MAX_VALUE} when there is none}
     *
     * @param chance evenly distributed from 0 to 1
     */
    public long checkNanos(double chance) {
        return check.isPresent() ? Math.max(1, shorter(check.get().toNanos(), chance)) : Long.MAX_VALUE;
    }

    private long shorter(long limit, double chance) {
        return limit - (long) (limit * jitter * chance);
    }

    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        uses.ifPresent(most -> words.add("after " + most + " uses"));
        age.ifPresent(oldest -> words.add("after " + oldest));
        check.ifPresent(interval -> words.add("asked for health every " + interval));
        return words.isEmpty()
                ? "none"
                : String.join(", ", words) + ", jitter " + jitter + ", " + atATime + " at a time";
    }

    /**
     * The limits that one incarnation has drawn.
     *
     * @param uses how many uses, from 1; {@code Long.MAX_VALUE} for no limit
     * @param ageNanos which age in nanoseconds; {@code Long.MAX_VALUE} for no limit
     */
    public record Term(long uses, long ageNanos) {

        /**
         * {@return why the term is over, as the end of a sentence, or {@code null} when it is not}
         *
         * @param used how many uses there were
         * @param livedNanos how long it has lived
         */
        public @Nullable String over(long used, long livedNanos) {
            if (used >= uses) {
                return "it has had " + used + " uses of " + uses;
            }
            return livedNanos >= ageNanos
                    ? "it is " + Duration.ofNanos(livedNanos) + " old, of " + Duration.ofNanos(ageNanos)
                    : null;
        }
    }
}
