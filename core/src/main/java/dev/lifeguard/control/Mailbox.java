package dev.lifeguard.control;

import dev.lifeguard.dataplane.Notice;
import dev.lifeguard.dataplane.Signals;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the supervisor. Any thread posts; one takes.
 *
 * <p>Its bound is what can be said, not a number of places, so that a post never waits and never fails: a cell posts
 * at most five notices in its life, an attempt six, a delay two, and an operation one, for which its caller waits. Only calls of
 * {@code drain} and troubles of listeners post one each.
 *
 * <p>Order: a post is a volatile write before the unpark; the supervisor looks at the box again before it parks.
 */
public final class Mailbox implements Signals {

    private final ConcurrentLinkedQueue<Notice> notices = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread reader;

    @Override
    public void post(Notice notice) {
        notices.add(notice);
        LockSupport.unpark(reader);
    }

    /** Says who is woken by a post. */
    void readBy(Thread thread) {
        reader = thread;
    }

    @Nullable
    Notice take() {
        return notices.poll();
    }

    /** {@return whether nothing waits} */
    public boolean isEmpty() {
        return notices.isEmpty();
    }

    /** Wakes the reader without a notice. */
    void wake() {
        LockSupport.unpark(reader);
    }
}
