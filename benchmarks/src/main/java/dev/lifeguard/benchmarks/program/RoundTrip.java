package dev.lifeguard.benchmarks.program;

import dev.lifeguard.benchmarks.contender.Chore;
import dev.lifeguard.benchmarks.contender.Taker;
import dev.lifeguard.benchmarks.contender.TaskContender;
import java.util.concurrent.locks.LockSupport;

/** One task after another, each awaited before the next is submitted: how long the way to a worker and back takes. */
public final class RoundTrip {
    private static final int WORKERS = 2;
    private static final int QUEUE = 1_024;

    /** A hand-off and its answer between two threads that park, and no pool: what no round trip can pass. */
    public static final String PARK = "PARK";

    /** The same, one of the two a virtual thread. */
    public static final String PARK_VIRTUAL = "PARK_VIRTUAL";

    private RoundTrip() {}

    private interface Trip {
        void run() throws InterruptedException;
    }

    /**
     * Measures.
     *
     * @param arguments a contender, or one of the two limits
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        String who = Readings.expect(arguments, 1, "a contender")[0];
        switch (who) {
            case PARK -> park(Thread.ofPlatform().daemon());
            case PARK_VIRTUAL -> park(Thread.ofVirtual());
            default -> {
                try (Taker<?> taker = TaskContender.valueOf(who).start(WORKERS, QUEUE)) {
                    measure(trip(taker));
                }
            }
        }
    }

    private static void measure(Trip trip) throws InterruptedException {
        run(trip, Readings.of(40_000, 4_000));
        Waits waits = run(trip, Readings.of(40_000, 4_000));
        Readings.tell("p50_us", waits.micros(0.5));
        Readings.tell("p99_us", waits.micros(0.99));
        Readings.tell("p99.9_us", waits.micros(0.999));
    }

    private static Waits run(Trip trip, int trips) throws InterruptedException {
        var waits = new Waits();
        for (int made = 0; made < trips; made++) {
            long start = System.nanoTime();
            trip.run();
            waits.add(System.nanoTime() - start);
        }
        return waits;
    }

    private static <F> Trip trip(Taker<F> taker) {
        return () -> {
            int result = taker.await(taker.submit(new Chore.Numbered(Chore.Kind.NOTHING, 1)));
            if (result != 2) {
                throw new IllegalStateException("A task returned " + result + " instead of 2.");
            }
        };
    }

    private static void park(Thread.Builder kind) throws InterruptedException {
        var partner = new Partner(Thread.currentThread());
        Thread thread = kind.start(partner);
        measure(() -> partner.ask(thread));
        partner.end(thread);
    }

    /** The other side of a hand-off. */
    private static final class Partner implements Runnable {
        private final Thread caller;
        private volatile long asked;
        private volatile long answered;
        private volatile boolean ended;

        Partner(Thread caller) {
            this.caller = caller;
        }

        @Override
        public void run() {
            for (long next = 1; !ended; next++) {
                while (asked < next && !ended) {
                    LockSupport.park(this);
                }
                answered = next;
                LockSupport.unpark(caller);
            }
        }

        /** Only the caller writes this word. */
        @SuppressWarnings("NonAtomicVolatileUpdate")
        void ask(Thread thread) {
            long question = asked + 1;
            asked = question;
            LockSupport.unpark(thread);
            while (answered < question) {
                LockSupport.park(this);
            }
        }

        void end(Thread thread) throws InterruptedException {
            ended = true;
            LockSupport.unpark(thread);
            thread.join();
        }
    }
}
