package dev.lifeguard.testkit.engine;

import dev.lifeguard.distributed.surroundings.Surroundings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Carries confirmations and frames to whoever hears them, on one thread, each when its time has come. */
final class Courier {

    /** How many frames may be under way; further ones are lost, as in a real engine. */
    private static final int MOST = 100_000;

    private record Errand(long dueNanos, long number, boolean frame, Runnable delivery) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Errand> errands =
            new PriorityQueue<>(Comparator.comparingLong(Errand::dueNanos).thenComparingLong(Errand::number));
    private final Surroundings surroundings;
    private final Thread thread;
    private long numbers;
    private boolean ended;

    Courier(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.thread = surroundings.threads().start("lifeguard-simulated-courier", this::run);
    }

    /** {@return whether it is under way} */
    boolean carry(long dueNanos, boolean frame, Runnable delivery) {
        lock.lock();
        try {
            if (ended || errands.size() >= MOST) {
                return false;
            }
            errands.add(new Errand(dueNanos, numbers++, frame, delivery));
        } finally {
            lock.unlock();
        }
        LockSupport.unpark(thread);
        return true;
    }

    void forgetFrames() {
        lock.lock();
        try {
            errands.removeIf(Errand::frame);
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
        LockSupport.unpark(thread);
    }

    private void run() {
        while (true) {
            List<Errand> due = new ArrayList<>();
            long next;
            lock.lock();
            try {
                if (ended && errands.isEmpty()) {
                    return;
                }
                long now = surroundings.time().nanoTime();
                while (!errands.isEmpty() && (ended || errands.peek().dueNanos - now <= 0)) {
                    due.add(errands.poll());
                }
                next = errands.isEmpty() ? now + 1_000_000_000L : errands.peek().dueNanos;
            } finally {
                lock.unlock();
            }
            if (due.isEmpty()) {
                surroundings.time().parkUntil(this, next);
            }
            due.forEach(errand -> errand.delivery.run());
        }
    }
}
