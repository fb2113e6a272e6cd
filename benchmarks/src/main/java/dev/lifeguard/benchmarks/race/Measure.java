package dev.lifeguard.benchmarks.race;

/** What is read of a contender. */
enum Measure {
    OPS("ops_per_us", "ops/µs", true),
    BYTES("bytes_per_op", "B/op", false),
    P50("p50_us", "µs, p50", false),
    P99("p99_us", "µs, p99", false),
    P999("p99.9_us", "µs, p99.9", false),
    LONGEST("longest_us", "µs, the longest", false),
    SLOWEST_SHARE("slowest_share", "uses of the slowest thread by the fastest's", true),
    P50_MILLIS("p50_ms", "ms, p50", false),
    P99_MILLIS("p99_ms", "ms, p99", false),
    P999_MILLIS("p99.9_ms", "ms, p99.9", false),
    USED("used_percent", "% of the workers' time", true),
    TASK("task_ns", "ns a task", false),
    CHECKOUT("checkout_ns", "ns a checkout", false),
    DRAIN("drain_ns", "ns a task", false),
    START("start_us", "µs a worker", false),
    QUEUED_BYTES("queued_bytes", "B a queued task", false),
    IDLE_BYTES("idle_bytes", "B an idle worker, heap", false),
    RESIDENT_BYTES("idle_resident_bytes", "B an idle worker, whole process", false),
    POOLBOY_CHECKOUT("checkout_ops_per_us", "ops/µs", true),
    POOLBOY_CALL("call_ops_per_us", "ops/µs", true);

    private final String key;
    private final String unit;
    private final boolean moreIsBetter;

    Measure(String key, String unit, boolean moreIsBetter) {
        this.key = key;
        this.unit = unit;
        this.moreIsBetter = moreIsBetter;
    }

    /** {@return the word by which programs tell it} */
    String key() {
        return key;
    }

    /** {@return the unit, for people} */
    String unit() {
        return unit;
    }

    boolean moreIsBetter() {
        return moreIsBetter;
    }
}
