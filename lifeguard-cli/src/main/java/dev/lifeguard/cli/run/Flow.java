package dev.lifeguard.cli.run;

import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much of the input is on its way, and whether more may come: what keeps an endless input in constant memory,
 * and what makes an end an end. One lock guards all of it, and nothing blocks while it is held.
 *
 * <p>A task is on its way from {@link #admit} until {@link #told}, the moment when its line has been written. So a
 * slow reader of our output holds back the reading of the input.
 */
final class Flow {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final int ahead;
    private final int window;
    private int unsettled;
    private int onTheWay;
    private boolean inputEnded;
    private Optional<StopCause> stopped = Optional.empty();

    /**
     * Makes a flow.
     *
     * @param ahead how many tasks may be without their outcome at once
     * @param window how many tasks may be on their way at once, those that wait for their turn to be told included
     */
    Flow(int ahead, int window) {
        this.ahead = ahead;
        this.window = window;
    }

    /** Waits until one more task may be read; false when no more should be. */
    boolean awaitRoom() throws InterruptedException {
        lock.lock();
        try {
            while ((unsettled >= ahead || onTheWay >= window) && stopped.isEmpty()) {
                room.await();
            }
            return stopped.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a task that was read on its way; false when the run was stopped meanwhile. */
    boolean admit() {
        lock.lock();
        try {
            if (stopped.isPresent()) {
                return false;
            }
            onTheWay++;
            unsettled++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Notes that a task has its outcome and has left its worker, or never had one. */
    void settled() {
        lock.lock();
        try {
            unsettled--;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Notes that a task's line has been written, or that nobody is there to read it. */
    void told() {
        lock.lock();
        try {
            onTheWay--;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Notes that there is nothing more to read. */
    void endInput() {
        lock.lock();
        try {
            inputEnded = true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing more on its way. The first cause stays; false when there was one before. */
    boolean stop(StopCause cause) {
        lock.lock();
        try {
            if (stopped.isPresent()) {
                return false;
            }
            stopped = Optional.of(cause);
            room.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Why the run was stopped, or empty. */
    Optional<StopCause> stopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /** How many tasks are without their outcome. */
    int unsettled() {
        lock.lock();
        try {
            return unsettled;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing is on its way and nothing more will be. */
    boolean finished() {
        lock.lock();
        try {
            return onTheWay == 0 && (inputEnded || stopped.isPresent());
        } finally {
            lock.unlock();
        }
    }
}
