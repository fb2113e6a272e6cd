package dev.lifeguard.dataplane;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The thread that a worker owns, for those who wake, interrupt or look at it. */
abstract class ThreadedWorker extends WorkerTally {

    /** Set by that thread before the cell is published, which publishes it too. */
    private @Nullable Thread thread;

    /** Says which thread to wake. Called by that thread, first of all. */
    public final void bind(Thread self) {
        this.thread = self;
    }

    /** Wakes the worker's thread. */
    public final void wake() {
        LockSupport.unpark(thread);
    }

    /** Interrupts the worker's thread: only when it is abandoned, or under the protection of its task's word. */
    public final void interrupt() {
        Thread target = thread;
        if (target != null) {
            target.interrupt();
        }
    }

    /** {@return the stack of the worker's thread, for a report of a stuck one} */
    public final StackTraceElement[] stack() {
        Thread target = thread;
        return target == null ? new StackTraceElement[0] : target.getStackTrace();
    }
}
