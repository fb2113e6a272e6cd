package dev.lifeguard.benchmarks.program;

/**
 * Counts of times, in buckets that are a sixteenth of a power of two wide: a percentile is at most 6 % too high, and counting
 * costs the same however long a run is. One thread counts; others may read when it has ended.
 */
final class Waits {
    private static final int PARTS = 16;
    private static final int PART_BITS = 4;

    private final long[] counts = new long[Long.SIZE * PARTS];
    private long longest;
    private long total;

    void add(long nanos) {
        long time = Math.max(0, nanos);
        counts[bucket(time)]++;
        total++;
        longest = Math.max(longest, time);
    }

    void addAll(Waits others) {
        for (int bucket = 0; bucket < counts.length; bucket++) {
            counts[bucket] += others.counts[bucket];
        }
        total += others.total;
        longest = Math.max(longest, others.longest);
    }

    /**
     * {@return the same with the waits that did not come to be} Who waits long comes less often, so in a crowd that starves
     * some of its members nearly all uses are those of the few who never wait. Therefore a wait that is longer than the
     * time in which a thread would have come again counts once more for each of those times, shorter by each: what a thread
     * would have met that came when it was to come.
     *
     * @param intervalNanos how often each thread comes when all have their turn
     */
    Waits asMet(long intervalNanos) {
        var met = new Waits();
        for (int bucket = 0; bucket < counts.length; bucket++) {
            if (counts[bucket] > 0) {
                long time = Math.min(longest, end(bucket));
                for (long left = time; left == time || left > 0; left -= intervalNanos) {
                    met.counts[bucket(left)] += counts[bucket];
                    met.total += counts[bucket];
                }
            }
        }
        met.longest = longest;
        return met;
    }

    long total() {
        return total;
    }

    double longestMicros() {
        return longest / 1e3;
    }

    /** {@return the time that this share of all did not exceed, in microseconds} */
    double micros(double share) {
        if (total == 0) {
            throw new IllegalStateException("Nothing was counted, so there is no percentile; the run was too short.");
        }
        long below = (long) Math.ceil(share * total);
        int bucket = 0;
        for (long seen = counts[0]; seen < below; seen += counts[bucket]) {
            bucket++;
        }
        return Math.min(longest, end(bucket)) / 1e3;
    }

    private static int bucket(long time) {
        if (time < PARTS) {
            return (int) time;
        }
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(time);
        int part = (int) (time >>> (power - PART_BITS)) - PARTS;
        return (power - PART_BITS + 1) * PARTS + part;
    }

    /** {@return the longest time that falls in a bucket} */
    private static long end(int bucket) {
        if (bucket < PARTS) {
            return bucket;
        }
        int power = bucket / PARTS - 1;
        return ((PARTS + bucket % PARTS + 1L) << power) - 1;
    }
}
