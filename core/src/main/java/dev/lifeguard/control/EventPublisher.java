package dev.lifeguard.control;

import dev.lifeguard.PoolEvent;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.inprocess.ThreadStarter;
import dev.lifeguard.timing.TimeSource;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The events as a stream for subscribers. Not the JDK's {@code SubmissionPublisher}: its buffer drops in silence, and
 * telling a subscriber what it missed takes a place in its demand, which only who counts the demand can give.
 *
 * <p>Order: a subscriber stands in the list and then looks whether the stream has ended; the end is noted first and then
 * the list is walked. So nobody waits for an end that has been.
 */
final class EventPublisher implements Flow.Publisher<PoolEvent> {

    /** How many subscribers there may be at a time. */
    static final int SUBSCRIBERS = 64;

    /** What a subscriber that comes too late holds in its hands. */
    private static final class Nothing implements Flow.Subscription {

        @Override
        public void request(long count) {
            // Nothing follows, however much is asked for.
        }

        @Override
        public void cancel() {
            // There is nothing to cancel.
        }
    }

    private final String pool;
    private final TimeSource time;
    private final ThreadStarter threads;
    private final int places;
    private final CopyOnWriteArrayList<EventFeed> feeds = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private volatile boolean ended;

    /**
     * Makes it.
     *
     * @param places how many events wait for one subscriber
     */
    EventPublisher(String pool, TimeSource time, ThreadStarter threads, int places) {
        this.pool = pool;
        this.time = time;
        this.threads = threads;
        this.places = places;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super PoolEvent> subscriber) {
        Objects.requireNonNull(subscriber);
        if (ended) {
            subscriber.onSubscribe(new Nothing());
            subscriber.onComplete();
            return;
        }
        var feed = new EventFeed(pool, time, places, subscriber);
        String obstacle = enroll(feed);
        if (obstacle != null) {
            refuse(subscriber, obstacle, null);
            return;
        }
        try {
            threads.start(
                    "lifeguard-" + pool + "-subscriber-" + numbers.incrementAndGet(), WorkerThreads.PLATFORM, feed);
        } catch (Throwable noThread) {
            feeds.remove(feed);
            refuse(subscriber, "no thread could be started for it", noThread);
            return;
        }
        if (ended) {
            feed.end();
        }
    }

    /** Puts the feed into the list. Under a lock, so that two calls at once cannot both be the last that fits. */
    private synchronized @Nullable String enroll(EventFeed feed) {
        feeds.removeIf(EventFeed::isOver);
        if (feeds.stream().anyMatch(feed::isOfTheSame)) {
            return "this subscriber is subscribed already; make a second one";
        }
        if (feeds.size() >= SUBSCRIBERS) {
            return SUBSCRIBERS + " others are subscribed; cancel one";
        }
        feeds.add(feed);
        return null;
    }

    private void refuse(Flow.Subscriber<?> subscriber, String why, @Nullable Throwable cause) {
        subscriber.onError(
                new IllegalStateException("The events of pool " + pool + " are not sent, because " + why + ".", cause));
    }

    /** Sends an event to all subscribers. Never blocks. */
    void send(PoolEvent event) {
        for (EventFeed feed : feeds) {
            if (!feed.isOver()) {
                feed.offer(event);
            }
        }
    }

    /** No further event follows. */
    void end() {
        ended = true;
        feeds.forEach(EventFeed::end);
    }
}
