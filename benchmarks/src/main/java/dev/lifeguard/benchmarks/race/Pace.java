package dev.lifeguard.benchmarks.race;

import org.openjdk.jmh.runner.options.TimeValue;

/** How much time a race takes. */
enum Pace {
    /** For a report: three rounds of what is a goal of ours, one of the rest. */
    THOROUGH(Integer.MAX_VALUE, 3, 300, 3, 400, 6, 90),
    /** For finding out that it runs, and for nothing else. */
    QUICK(1, 1, 100, 1, 200, 1, 20);

    private final int mostRounds;
    private final int warmups;
    private final int warmupMillis;
    private final int iterations;
    private final int iterationMillis;
    private final int overloadSeconds;
    private final int limitSeconds;

    Pace(
            int mostRounds,
            int warmups,
            int warmupMillis,
            int iterations,
            int iterationMillis,
            int overloadSeconds,
            int limitSeconds) {
        this.mostRounds = mostRounds;
        this.warmups = warmups;
        this.warmupMillis = warmupMillis;
        this.iterations = iterations;
        this.iterationMillis = iterationMillis;
        this.overloadSeconds = overloadSeconds;
        this.limitSeconds = limitSeconds;
    }

    int rounds(Heat heat) {
        return Math.min(mostRounds, heat.rounds());
    }

    int warmups() {
        return warmups;
    }

    TimeValue warmup() {
        return TimeValue.milliseconds(warmupMillis);
    }

    int iterations() {
        return iterations;
    }

    TimeValue iteration() {
        return TimeValue.milliseconds(iterationMillis);
    }

    int overloadSeconds() {
        return overloadSeconds;
    }

    /** {@return how long a program may take} */
    int limitSeconds() {
        return limitSeconds;
    }
}
