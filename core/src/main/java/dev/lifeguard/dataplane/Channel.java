package dev.lifeguard.dataplane;

import dev.lifeguard.timing.Interleave;
import dev.lifeguard.timing.TimeSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded, closable hand-over of messages, first in first out, from any thread to any thread.
 *
 * <p>The bound is a count in front of the JDK's queue. Count and closed bit are one word, so nothing gets a place after
 * the close. A message is in the queue a moment after its place is taken; who closes and then drains can miss it in that
 * moment, so whoever added it looks at the closed bit once more ({@link #isClosed}) and sees to it.
 *
 * <p>Order: both who adds and who takes first make that visible and then wake those who wait; those push themselves on
 * the stack and then look ({@link WaitStack}).
 *
 * @param <E> what is handed over
 */
class Channel<E> extends WaitStack {

    private static final int CLOSED = Integer.MIN_VALUE;
    private static final VarHandle TAKEN;

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(Channel.class, "taken", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final int places;
    private final ConcurrentLinkedQueue<E> messages = new ConcurrentLinkedQueue<>();

    /** How many places are taken; negative once it is closed. */
    private volatile int taken;

    Channel(int places) {
        this.places = places;
    }

    /** {@return whether the message was taken} {@code false} when the channel is full or closed. */
    final boolean offer(E message) {
        int seen = taken;
        while (seen >= 0 && seen < places) {
            Interleave.point();
            if (TAKEN.compareAndSet(this, seen, seen + 1)) {
                messages.offer(message);
                Interleave.point();
                nudgeAll();
                return true;
            }
            seen = taken;
        }
        return false;
    }

    /** {@return the oldest message, removed} A closed channel still gives what it holds. */
    final @Nullable E poll() {
        Interleave.point();
        E message = messages.poll();
        if (message != null) {
            TAKEN.getAndAdd(this, -1);
            nudgeAll();
        }
        return message;
    }

    /** {@return whether nothing is there to be polled} */
    final boolean isEmpty() {
        Interleave.point();
        return messages.isEmpty();
    }

    /** {@return whether nothing can be added any more} */
    final boolean isClosed() {
        return taken < 0;
    }

    /** {@return how many places there are} */
    final int places() {
        return places;
    }

    /** {@return how many places are taken} */
    final int size() {
        return taken & ~CLOSED;
    }

    /** Nothing gets in from now on. {@return whether this call closed it} Whoever waits looks again. */
    final boolean shut() {
        Interleave.point();
        boolean first = (int) TAKEN.getAndBitwiseOr(this, CLOSED) >= 0;
        nudgeAll();
        return first;
    }

    /** Wakes everybody who waits, because what they wait for may be over. */
    final void nudge() {
        nudgeAll();
    }

    /**
     * Waits for a place.
     *
     * @param over whether there is no point in waiting any longer
     * @return whether the message was taken; {@code false} when the deadline passed before, or it was over
     */
    final boolean put(TimeSource time, E message, BooleanSupplier over, long deadlineNanos)
            throws InterruptedException {
        Boolean taken = await(
                time,
                () -> {
                    if (over.getAsBoolean() || isClosed()) {
                        return Boolean.FALSE;
                    }
                    return offer(message) ? Boolean.TRUE : null;
                },
                true,
                deadlineNanos);
        return taken != null && taken;
    }

    /**
     * Waits for a message.
     *
     * @param over whether none can come any more
     * @return the message; empty when the deadline passed before, or it was over
     */
    final Optional<E> take(TimeSource time, BooleanSupplier over, long deadlineNanos) throws InterruptedException {
        Optional<E> message = await(
                time,
                () -> {
                    // First this and then the poll: what came before the end is found.
                    boolean last = over.getAsBoolean();
                    E next = poll();
                    if (next != null) {
                        return Optional.of(next);
                    }
                    return last ? Optional.empty() : null;
                },
                true,
                deadlineNanos);
        return message == null ? Optional.empty() : message;
    }
}
