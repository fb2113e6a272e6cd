package dev.lifeguard.benchmarks.program;

import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.SpscArrayQueue;

/**
 * Objects from one thread to one other through a queue that knows of no third, both awake all the time: what no submit can
 * pass on this machine. JCTools has the queue.
 */
public final class HandOver {
    private static final int CAPACITY = 1_024;
    private static final int WARM_UP = Readings.of(5_000_000, 100_000);
    private static final int OBJECTS = Readings.of(20_000_000, 200_000);

    private HandOver() {}

    /**
     * Measures.
     *
     * @param arguments none
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        String[] unused = Readings.expect(arguments, 0, "nothing");
        double unusedRate = rate(WARM_UP);
        double rate = rate(OBJECTS);
        Readings.tell("ops_per_us", rate);
    }

    private static double rate(int objects) throws InterruptedException {
        var queue = new SpscArrayQueue<Integer>(CAPACITY);
        var taken = new AtomicLong();
        long start = System.nanoTime();
        Thread taker = Thread.ofPlatform().start(() -> {
            long sum = 0;
            for (int seen = 0; seen < objects; ) {
                Integer next = queue.poll();
                if (next == null) {
                    Thread.onSpinWait();
                } else {
                    sum += next;
                    seen++;
                }
            }
            taken.set(sum);
        });
        Integer one = 1;
        for (int given = 0; given < objects; ) {
            if (queue.offer(one)) {
                given++;
            } else {
                Thread.onSpinWait();
            }
        }
        taker.join();
        double nanos = System.nanoTime() - start;
        if (taken.get() != objects) {
            throw new IllegalStateException(taken + " of " + objects + " objects arrived.");
        }
        return objects / (nanos / 1e3);
    }
}
