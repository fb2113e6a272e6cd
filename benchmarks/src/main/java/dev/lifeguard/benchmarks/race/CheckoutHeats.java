package dev.lifeguard.benchmarks.race;

import dev.lifeguard.benchmarks.CheckoutBenchmark;
import dev.lifeguard.benchmarks.RawBenchmark;
import dev.lifeguard.benchmarks.contender.LoanContender;
import dev.lifeguard.benchmarks.program.Crowd;
import java.util.List;
import java.util.Map;

/** One tool out of a pool and back. */
final class CheckoutHeats {
    private static final String CHECKOUT = "checkout";
    private static final String CROWD = "crowd";
    private static final String LIFEGUARD = LoanContender.LIFEGUARD.words();

    private CheckoutHeats() {}

    static List<Heat> all() {
        return List.of(
                eight(1, 1.5, 2),
                eight(2, 5, 15),
                eight(8, 2, 8),
                few(1, 1, "the pool is one worker, the thread has it to itself"),
                few(1, 2, "two threads want one worker"),
                few(1_000, 8, "many more workers than threads"),
                many(),
                virtual());
    }

    private static Heat eight(int threads, double queue, double semaphore) {
        return Heat.of(CHECKOUT, "pool of 8, " + threads + (threads == 1 ? " thread" : " threads"))
                .ours(LIFEGUARD, checkout(LoanContender.LIFEGUARD, 8, threads))
                .rival(
                        LoanContender.HIKARI_BAG.words(),
                        checkout(LoanContender.HIKARI_BAG, 8, threads),
                        Aim.atLeast(Goal.CHECKOUT_BAG, 1.5))
                .rival(
                        LoanContender.STORMPOT.words(),
                        checkout(LoanContender.STORMPOT, 8, threads),
                        Aim.atLeast(Goal.CHECKOUT_STORMPOT, 3))
                .rival(
                        LoanContender.BLOCKING_QUEUE.words(),
                        checkout(LoanContender.BLOCKING_QUEUE, 8, threads),
                        Aim.atLeast(Goal.CHECKOUT_QUEUE, queue))
                .rival(
                        LoanContender.SEMAPHORE_AND_DEQUE.words(),
                        checkout(LoanContender.SEMAPHORE_AND_DEQUE, 8, threads),
                        Aim.atLeast(Goal.CHECKOUT_SEMAPHORE, semaphore))
                .rival(
                        LoanContender.COMMONS_POOL.words(),
                        checkout(LoanContender.COMMONS_POOL, 8, threads),
                        Aim.atLeast(Goal.CHECKOUT_COMMONS, 40))
                .rival(
                        "the limit: a pair of compare-and-sets",
                        new Trial.Jmh(RawBenchmark.class, "compareAndSetPair", threads, Map.of()))
                .build();
    }

    private static Heat few(int size, int threads, String words) {
        return Heat.of(
                        CHECKOUT,
                        "pool of " + size + ", " + threads + (threads == 1 ? " thread: " : " threads: ") + words)
                .ours(LIFEGUARD, checkout(LoanContender.LIFEGUARD, size, threads))
                .rival(LoanContender.HIKARI_BAG.words(), checkout(LoanContender.HIKARI_BAG, size, threads))
                .rival(LoanContender.STORMPOT.words(), checkout(LoanContender.STORMPOT, size, threads))
                .rival(LoanContender.BLOCKING_QUEUE.words(), checkout(LoanContender.BLOCKING_QUEUE, size, threads))
                .build();
    }

    /** The bag of HikariCP is the one whose throughput is hard to reach here: it lets newcomers pass without an end. */
    private static Heat many() {
        Heat.Lineup heat = Heat.of(CROWD, "64 platform threads on 8 workers")
                .ours(LIFEGUARD, checkout(LoanContender.LIFEGUARD, 8, 64))
                .rival(
                        LoanContender.HIKARI_BAG.words(),
                        checkout(LoanContender.HIKARI_BAG, 8, 64),
                        Aim.atLeast(Goal.CROWD_THROUGHPUT, 0.4))
                .ours(LIFEGUARD + ", each wait timed", crowd(LoanContender.LIFEGUARD, "PLATFORM", 64, 8))
                .by(Measure.SLOWEST_SHARE)
                .alone(Aim.atLeast(Goal.CROWD_SHARE, 0.5))
                .rival(LoanContender.HIKARI_BAG.words(), crowd(LoanContender.HIKARI_BAG, "PLATFORM", 64, 8))
                .by(Measure.LONGEST)
                .rival(
                        LoanContender.HIKARI_BAG.words(),
                        crowd(LoanContender.HIKARI_BAG, "PLATFORM", 64, 8),
                        Aim.atMost(Goal.CROWD_LONGEST, 0.5));
        for (LoanContender rival :
                List.of(LoanContender.STORMPOT, LoanContender.BLOCKING_QUEUE, LoanContender.SEMAPHORE_AND_DEQUE)) {
            heat.by(Measure.OPS).rival(rival.words(), crowd(rival, "PLATFORM", 64, 8));
            heat.by(Measure.LONGEST).rival(rival.words(), crowd(rival, "PLATFORM", 64, 8));
        }
        return heat.build();
    }

    private static Heat virtual() {
        Heat.Lineup heat = Heat.of(CROWD, "1,000 virtual threads on 50 workers, which they hold while they yield")
                .ours(LIFEGUARD, crowd(LoanContender.LIFEGUARD, "VIRTUAL", 1_000, 50));
        for (LoanContender rival : List.of(LoanContender.HIKARI_BAG, LoanContender.STORMPOT_VIRTUAL)) {
            heat.by(Measure.OPS)
                    .rival(rival.words(), crowd(rival, "VIRTUAL", 1_000, 50), Aim.atLeast(Goal.VIRTUAL_THROUGHPUT, 1))
                    .by(Measure.P99)
                    .rival(rival.words(), crowd(rival, "VIRTUAL", 1_000, 50), Aim.atMost(Goal.VIRTUAL_TAIL, 1));
        }
        for (LoanContender rival : List.of(LoanContender.BLOCKING_QUEUE, LoanContender.SEMAPHORE_AND_DEQUE)) {
            heat.by(Measure.OPS).rival(rival.words(), crowd(rival, "VIRTUAL", 1_000, 50));
            heat.by(Measure.P99).rival(rival.words(), crowd(rival, "VIRTUAL", 1_000, 50));
        }
        return heat.build();
    }

    static Trial checkout(LoanContender who, int size, int threads) {
        return new Trial.Jmh(
                CheckoutBenchmark.class,
                "checkout",
                threads,
                Map.of("who", who.name(), "size", Integer.toString(size)));
    }

    private static Trial crowd(LoanContender who, String kind, int threads, int tools) {
        return Trial.Program.of(Crowd.class, who.name(), kind, Integer.toString(threads), Integer.toString(tools));
    }
}
