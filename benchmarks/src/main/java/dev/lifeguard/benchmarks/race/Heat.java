package dev.lifeguard.benchmarks.race;

import java.util.List;

/**
 * One kind of work, and who does it.
 *
 * @param work in words
 * @param benchmark the class that has all of them
 * @param ours the method that is Lifeguard
 * @param threads how many threads call it
 * @param rivals whom it is compared with
 */
record Heat(String work, Class<?> benchmark, String ours, int threads, List<Rival> rivals) {

    /**
     * Somebody else.
     *
     * @param method that is he
     * @param name in words
     * @param aim the ratio that we want to reach: ours by his
     */
    record Rival(String method, String name, double aim) {}

    /** {@return the pattern of one benchmark and no other} */
    String pattern(String method) {
        return benchmark.getName().replace(".", "\\.") + "\\." + method + "$";
    }
}
