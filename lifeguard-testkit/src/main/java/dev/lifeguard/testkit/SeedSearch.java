package dev.lifeguard.testkit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Looks on several threads for a seed that fails. Each takes the next one, until somebody has found one. */
final class SeedSearch {

    /** A seed and how it fails. */
    record Found(long seed, Throwable failure) {}

    private final Iterator<Long> seeds;
    /** Says how a seed fails, and throws nothing. */
    private final LongFunction<@Nullable Throwable> attempt;

    private final ReentrantLock lock = new ReentrantLock();

    /** Under the lock: the lowest that was found. */
    private @Nullable Found lowest;

    SeedSearch(Seeds seeds, LongFunction<@Nullable Throwable> attempt) {
        this.seeds = seeds.iterator();
        this.attempt = attempt;
    }

    /** {@return a seed that fails, or {@code null} when all were tried} Waits for its threads. */
    @Nullable
    Found on(int threads) {
        var searching = new ArrayList<Thread>();
        for (int number = 0; number < threads; number++) {
            searching.add(Thread.ofPlatform().name("seeds-" + number).start(this::search));
        }
        try {
            for (Thread thread : searching) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError("Interrupted while other threads still try seeds.", interrupted);
        }
        return lowest();
    }

    private void search() {
        for (Long seed = next(); seed != null; seed = next()) {
            Throwable failure = attempt.apply(seed);
            if (failure != null) {
                keep(new Found(seed, failure));
            }
        }
    }

    private @Nullable Long next() {
        lock.lock();
        try {
            return lowest == null && seeds.hasNext() ? seeds.next() : null;
        } finally {
            lock.unlock();
        }
    }

    private void keep(Found found) {
        lock.lock();
        try {
            if (lowest == null || found.seed() < lowest.seed()) {
                lowest = found;
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Found lowest() {
        lock.lock();
        try {
            return lowest;
        } finally {
            lock.unlock();
        }
    }
}
