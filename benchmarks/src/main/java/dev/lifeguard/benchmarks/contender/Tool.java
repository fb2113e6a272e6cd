package dev.lifeguard.benchmarks.contender;

/** What is lent: something whose state only one user at a time can keep right. */
public final class Tool {
    private long uses;

    long use() {
        return ++uses;
    }

    /** {@return how often it was used; to be asked when nobody uses it any more} */
    public long uses() {
        return uses;
    }
}
