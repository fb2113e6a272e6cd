package dev.lifeguard.tree;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the control thread. Posting never waits; it is bounded by what can be said, see {@link Notice}.
 *
 * <p>Order: a post is a volatile write before the unpark; the control thread looks at the box again before it parks.
 */
final class Inbox {

    private final ConcurrentLinkedQueue<Notice> notices = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread reader;

    void post(Notice notice) {
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

    boolean isEmpty() {
        return notices.isEmpty();
    }
}
