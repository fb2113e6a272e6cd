package dev.lifeguard.benchmarks.program;

import dev.lifeguard.benchmarks.contender.Chore;
import dev.lifeguard.benchmarks.contender.Taker;
import dev.lifeguard.benchmarks.contender.TaskContender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Tasks all the time, while somebody changes the size again and again, or nobody does: none is lost, and what it costs. */
public final class ResizeUnderLoad {
    private static final int BATCH = 512;
    private static final int QUEUE = 4_096;
    private static final int FEW = 4;
    private static final int MANY = 8;
    private static final long PAUSE_MILLIS = 5;
    private static final long RUN_NANOS =
            Duration.ofMillis(Readings.of(2_000, 300)).toNanos();

    private ResizeUnderLoad() {}

    /**
     * Measures.
     *
     * @param arguments a contender, STEADY or RESIZED
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        String[] words = Readings.expect(arguments, 2, "a contender, STEADY or RESIZED");
        try (Taker<?> taker = TaskContender.valueOf(words[0]).start(MANY, QUEUE)) {
            double unused = rate(taker);
            if (words[1].equals("STEADY")) {
                Readings.tell("ops_per_us", rate(taker));
            } else {
                resized(taker);
            }
        }
    }

    private static void resized(Taker<?> taker) throws InterruptedException {
        var end = new CountDownLatch(1);
        var resizes = new AtomicLong();
        Thread resizer = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (!end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    taker.resize(resizes.getAndIncrement() % 2 == 0 ? FEW : MANY);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        double rate = rate(taker);
        end.countDown();
        resizer.join();
        Readings.tell("ops_per_us", rate);
        Readings.tell("resizes", (double) resizes.get());
        if (resizes.get() < 2) {
            throw new IllegalStateException(
                    "The pool was resized " + resizes + " times, so this was no load of resizes.");
        }
    }

    private static <F> double rate(Taker<F> taker) throws InterruptedException {
        long tasks = 0;
        long start = System.nanoTime();
        long nanos = 0;
        for (; nanos < RUN_NANOS; nanos = System.nanoTime() - start) {
            List<F> futures = new ArrayList<>(BATCH);
            for (int number = 0; number < BATCH; number++) {
                futures.add(taker.submit(new Chore.Numbered(Chore.Kind.NOTHING, 0)));
            }
            for (F future : futures) {
                tasks += taker.await(future);
            }
        }
        return tasks / (nanos / 1e3);
    }
}
