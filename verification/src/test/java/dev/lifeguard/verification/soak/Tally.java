package dev.lifeguard.verification.soak;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts by name. Any thread. */
final class Tally {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** Names that are printed even when nothing is counted. */
    Tally(String... names) {
        for (String name : names) {
            counts.put(name, new LongAdder());
        }
    }

    void count(String name) {
        counts.computeIfAbsent(name, fresh -> new LongAdder()).increment();
    }

    long of(String name) {
        LongAdder adder = counts.get(name);
        return adder == null ? 0 : adder.sum();
    }

    long sum() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    Map<String, Long> all() {
        var all = new TreeMap<String, Long>();
        counts.forEach((name, adder) -> all.put(name, adder.sum()));
        return all;
    }
}
