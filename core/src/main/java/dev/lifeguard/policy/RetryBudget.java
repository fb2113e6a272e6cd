package dev.lifeguard.policy;

/**
 * Which share of the work retries may be, so that in an outage, when everything fails, they do not multiply the load.
 * Immutable.
 *
 * <p>A bucket of tokens. Each first attempt puts a share of a token into it, time puts in some more, and each retry takes
 * one out; what does not fit is lost. So in any stretch of time there are at most {@code saved + share * first attempts
 * + perSecond * seconds} retries. An attempt that fails beside an empty bucket was the last one: its failure is the
 * outcome, and the report says so.
 *
 * <p>Source: the retry budget of Finagle, and "Handling Overload" in B. Beyer et al., "Site Reliability Engineering",
 * O'Reilly 2016. Here the past counts as far as the bucket holds it, instead of in a window.
 *
 * @param share of a token for each first attempt, from 0.001 to 1, or 0 for none
 * @param perSecond how many tokens time puts in, from 0
 * @param saved how many tokens the bucket holds, at least 1; it begins full. 0 is no budget, which bounds nothing
 */
public record RetryBudget(double share, int perSecond, int saved) {

    /** A token, in the units in which the bucket counts. */
    private static final int TOKEN = 1_000;

    /** The largest number of tokens that a bucket holds or that a second brings. */
    private static final int MOST = 1_000_000;

    private static final int CLOCK_SHIFT = 32;
    private static final long BALANCE_MASK = 0xFFFF_FFFFL;

    /** How far the time of one thread may be behind that of another: a day, also when it was held up in between. */
    private static final long BEHIND_MILLIS = 24L * 3_600 * 1_000;

    private static final RetryBudget NONE = new RetryBudget(0, 0, 0);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when one can never act, or bounds nothing
     */
    public RetryBudget {
        if (!(share == 0 || (share >= 0.001 && share <= 1))) {
            throw new IllegalArgumentException("A retry budget gives from 0.001 to 1 retry for each task, or 0, but its"
                    + " share is " + share + "; 0.2 is usual: one retry for five tasks.");
        }
        if (perSecond < 0 || perSecond > MOST || saved < 0 || saved > MOST) {
            throw new IllegalArgumentException("A retry budget allows and saves from 0 to " + MOST
                    + " retries, but allows " + perSecond + " a second and saves " + saved + ".");
        }
        if (saved == 0 && (share > 0 || perSecond > 0)) {
            throw new IllegalArgumentException(
                    "A retry budget that saves no retry never allows one, whatever its share (" + share
                            + ") and its retries a second (" + perSecond + "); let it save at least 1.");
        }
        if (saved > 0 && share == 0 && perSecond == 0) {
            throw new IllegalArgumentException("A retry budget with the share 0 and 0 retries a second allows " + saved
                    + " retries in the life of the pool and then none; give it a share, such as 0.2, or use"
                    + " Retry.none().");
        }
    }

    /** {@return no budget: only the attempts of each task are bounded} */
    public static RetryBudget none() {
        return NONE;
    }

    /**
     * Allows retries as a share of the tasks, and 10 a second beside, so that a pool with little to do can retry; it
     * saves up to 100.
     *
     * @param share how many retries for each first attempt, from 0.001 to 1
     * @return the budget
     */
    public static RetryBudget share(double share) {
        if (share == 0) {
            throw new IllegalArgumentException("A retry budget with the share 0 never grows with the work; give a share"
                    + " from 0.001 to 1, or retries a second (RetryBudget.perSecond).");
        }
        return new RetryBudget(share, 10, 100);
    }

    /**
     * Sets how many retries a second are allowed, however little work there is.
     *
     * @param retries from 0
     * @return this budget with that floor
     */
    public RetryBudget withPerSecond(int retries) {
        return new RetryBudget(share, retries, saved);
    }

    /**
     * Sets how many retries can be saved for a burst of failures; the bucket begins with so many.
     *
     * @param retries at least 1
     * @return this budget with that bucket
     */
    public RetryBudget withSaved(int retries) {
        return new RetryBudget(share, perSecond, retries);
    }

    /** {@return whether it bounds nothing} */
    public boolean isNone() {
        return saved == 0;
    }

    // The bucket as one word: the clock in the upper half, in milliseconds, and the balance in the lower. Pure.

    /**
     * {@return the word of a full bucket}
     *
     * @param millis the time, of which the lower 32 bits count
     */
    public long full(long millis) {
        return word(millis, (long) saved * TOKEN);
    }

    /**
     * {@return the word after a first attempt; the same word when the bucket was full}
     *
     * @param word the word before
     * @param millis the time
     */
    public long deposit(long word, long millis) {
        long most = (long) saved * TOKEN;
        // Full stays full: a pool in which all is well writes nothing here.
        if ((word & BALANCE_MASK) == most) {
            return word;
        }
        return word(later(word, millis), Math.min(most, balance(word, millis) + Math.round(share * TOKEN)));
    }

    /**
     * {@return the word after one retry, or -1 when none is allowed}
     *
     * @param word the word before
     * @param millis the time
     */
    public long withdraw(long word, long millis) {
        long balance = balance(word, millis);
        return balance < TOKEN ? -1 : word(later(word, millis), balance - TOKEN);
    }

    /**
     * {@return the word after a retry that was taken out and did not follow}
     *
     * @param word the word before
     * @param millis the time
     */
    public long refund(long word, long millis) {
        return word(later(word, millis), Math.min((long) saved * TOKEN, balance(word, millis) + TOKEN));
    }

    /**
     * {@return how many retries are allowed now}
     *
     * @param word the word of the bucket
     * @param millis the time
     */
    public double allowed(long word, long millis) {
        return balance(word, millis) / (double) TOKEN;
    }

    private long balance(long word, long millis) {
        // perSecond tokens a second are as many thousandths of a token in a millisecond.
        return Math.min((long) saved * TOKEN, (word & BALANCE_MASK) + passed(word, millis) * perSecond);
    }

    /** By the difference of 32 bits: after a rest, 49 days at the most count, so fewer retries, never more. */
    private static long passed(long word, long millis) {
        long passed = (millis - (word >>> CLOCK_SHIFT)) & BALANCE_MASK;
        // Of another thread's clock, which is behind; not of one that is ahead by nearly a round.
        return passed > BALANCE_MASK - BEHIND_MILLIS ? 0 : passed;
    }

    /** The clock never goes back, or the time in between would bring its tokens twice. */
    private static long later(long word, long millis) {
        return (word >>> CLOCK_SHIFT) + passed(word, millis);
    }

    private static long word(long millis, long balance) {
        return (millis << CLOCK_SHIFT) | balance;
    }

    @Override
    public String toString() {
        return isNone() ? "none" : share + " of the tasks and " + perSecond + " a second, " + saved + " saved";
    }
}
