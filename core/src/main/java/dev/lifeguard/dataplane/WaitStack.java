package dev.lifeguard.dataplane;

import dev.lifeguard.timing.Interleave;
import dev.lifeguard.timing.TimeSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait for one thing: a stack, as in the JDK's FutureTask.
 *
 * <p>Order: a waiter pushes itself and then looks whether the thing is there; who makes it happen does so and then
 * takes the stack. Both are volatile, so nobody sleeps over it.
 */
public abstract class WaitStack {

    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup().findVarHandle(WaitStack.class, "top", Node.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** A waiting thread; one that has given up leaves a node without a thread. */
    private static final class Node {
        private volatile @Nullable Thread thread = Thread.currentThread();
        private @Nullable Node next;
    }

    private volatile @Nullable Node top;

    /** Wakes everybody who waits, to look again; for things that change more than once. */
    protected final void nudgeAll() {
        for (Node node = top; node != null; node = node.next) {
            Thread thread = node.thread;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** Wakes everybody who waits, for good: the thing is there. */
    protected final void wakeAll() {
        if (top == null) {
            return;
        }
        for (Node node = (Node) TOP.getAndSet(this, null); node != null; node = node.next) {
            Thread thread = node.thread;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** {@return what {@code thing} supplies once it is there, or {@code null} when the deadline passed before} */
    protected final <V> @Nullable V await(
            TimeSource time, Supplier<? extends @Nullable V> thing, boolean limited, long deadlineNanos)
            throws InterruptedException {
        V there = thing.get();
        if (there != null) {
            return there;
        }
        Node node = new Node();
        push(node);
        try {
            while (true) {
                Interleave.point();
                there = thing.get();
                if (there != null) {
                    return there;
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException("Interrupted while waiting; what was waited for goes on.");
                }
                if (!limited) {
                    time.park(this);
                } else if (deadlineNanos - time.nanoTime() > 0) {
                    time.parkUntil(this, deadlineNanos);
                } else {
                    return null;
                }
            }
        } finally {
            node.thread = null;
        }
    }

    /** Puts the node on top; nodes there that were given up are dropped, so repeated short waits do not pile up. */
    private void push(Node node) {
        while (true) {
            Node seen = top;
            Node next = seen;
            while (next != null && next.thread == null) {
                next = next.next;
            }
            node.next = next;
            Interleave.point();
            if (TOP.compareAndSet(this, seen, node)) {
                return;
            }
        }
    }
}
