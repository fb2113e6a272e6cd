package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The events as a stream, by the rules of {@link Flow}. */
class EventsTest {

    /** What a subscriber was told, in order: a subscription, events, an error or the end. */
    private static class Told implements Flow.Subscriber<PoolEvent> {

        private final long first;
        final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
        volatile Flow.@Nullable Subscription subscription;

        Told(long first) {
            this.first = first;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            signals.add("subscribed");
            if (first > 0) {
                given.request(first);
            }
        }

        @Override
        public void onNext(PoolEvent event) {
            signals.add(event);
        }

        @Override
        public void onError(Throwable failure) {
            signals.add(failure);
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }

        Object next() throws InterruptedException {
            Object signal = signals.poll(60, TimeUnit.SECONDS);
            assertTrue(signal != null, "a signal follows");
            return signal;
        }

        Flow.Subscription subscription() {
            Flow.Subscription given = subscription;
            assertTrue(given != null, "it is subscribed");
            return given;
        }

        List<Object> untilComplete() throws InterruptedException {
            var all = new ArrayList<Object>();
            for (Object signal = next(); !signal.equals("complete"); signal = next()) {
                all.add(signal);
            }
            return all;
        }
    }

    private static WorkerPool<Object> pool() throws InterruptedException {
        return WorkerPool.of(Object::new).size(1).start();
    }

    /** Makes many events. */
    private static void churn(WorkerPool<?> pool, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int size : new int[] {16, 1}) {
                pool.resize(size);
                Awaitility.await("the new size")
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> pool.snapshot().workers().size() == size
                                && pool.snapshot().workers(WorkerState.IDLE) == size);
            }
        }
    }

    @Test
    void everythingIsToldInOrderAndThenTheEnd() throws Exception {
        var told = new Told(Long.MAX_VALUE);
        try (var pool = pool()) {
            pool.events().subscribe(told);
            pool.resize(2);
        }
        List<Object> all = told.untilComplete();
        assertEquals("subscribed", all.getFirst());
        assertTrue(all.stream().anyMatch(event -> event instanceof PoolEvent.Resized resized && resized.to() == 2));
        assertEquals(
                List.of(PoolState.DRAINING, PoolState.STOPPED),
                all.stream()
                        .filter(PoolEvent.PoolChanged.class::isInstance)
                        .map(event -> ((PoolEvent.PoolChanged) event).to())
                        .toList());
        assertInstanceOf(PoolEvent.PoolChanged.class, all.getLast());
        assertTrue(told.signals.isEmpty(), "nothing follows the end");
    }

    @Test
    void aSlowSubscriberDoesNotSlowThePoolAndIsToldWhatItMissed() throws Exception {
        var stuck = new CountDownLatch(1);
        var slow = new Told(Long.MAX_VALUE) {
            @Override
            public void onNext(PoolEvent event) {
                super.onNext(event);
                try {
                    stuck.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        var fast = new Told(Long.MAX_VALUE);
        try (var pool = pool()) {
            pool.events().subscribe(slow);
            pool.events().subscribe(fast);
            assertEquals("subscribed", slow.next());
            assertEquals("subscribed", fast.next());
            // Each round waits for the pool, so it ends only if the pool does not wait for the subscriber.
            churn(pool, 12);
            stuck.countDown();
        }
        List<Object> seen = slow.untilComplete();
        long missed = seen.stream()
                .mapToLong(event -> event instanceof PoolEvent.Missed gap ? gap.count() : 0)
                .sum();
        long events = seen.stream()
                .filter(event -> !(event instanceof PoolEvent.Missed))
                .count();
        long sent = fast.untilComplete().stream()
                .mapToLong(event -> event instanceof PoolEvent.Missed gap ? gap.count() : 1)
                .sum();
        assertTrue(missed > 0, "it missed some of " + sent);
        assertEquals(sent, events + missed);
    }

    @Test
    void nothingIsToldBeforeItIsAskedFor() throws Exception {
        var told = new Told(0);
        try (var pool = pool()) {
            pool.events().subscribe(told);
            assertEquals("subscribed", told.next());
            churn(pool, 1);
            assertTrue(told.signals.isEmpty(), () -> "it has asked for nothing: " + told.signals);
            told.subscription().request(2);
            assertInstanceOf(PoolEvent.class, told.next());
            assertInstanceOf(PoolEvent.class, told.next());
            churn(pool, 1);
            assertTrue(told.signals.isEmpty(), () -> "it has asked for two: " + told.signals);
            told.subscription().request(Long.MAX_VALUE);
            told.subscription().request(Long.MAX_VALUE);
        }
        assertTrue(told.untilComplete().size() > 2);
    }

    @Test
    void askingForNothingIsAnError() throws Exception {
        var told = new Told(0);
        try (var pool = pool()) {
            pool.events().subscribe(told);
            assertEquals("subscribed", told.next());
            told.subscription().request(0);
            assertInstanceOf(IllegalArgumentException.class, told.next());
            told.subscription().request(1);
        }
        assertTrue(told.signals.isEmpty(), "nothing follows an error");
    }

    @Test
    void whoCancelsHearsNoMore() throws Exception {
        var told = new Told(1);
        try (var pool = pool()) {
            pool.events().subscribe(told);
            assertEquals("subscribed", told.next());
            told.subscription().cancel();
            told.subscription().cancel();
            told.subscription().request(Long.MAX_VALUE);
            var after = new Told(Long.MAX_VALUE);
            pool.events().subscribe(after);
            churn(pool, 1);
            pool.drain(Drain.now());
            after.untilComplete();
        }
        assertTrue(told.signals.size() <= 1, () -> "at most what was under way: " + told.signals);
    }

    @Test
    void aSubscriberIsSubscribedOnceAndOnlySoManyAre() throws Exception {
        var others = new ArrayList<Told>();
        try (var pool = pool()) {
            var told = new Told(0);
            pool.events().subscribe(told);
            assertEquals("subscribed", told.next());
            pool.events().subscribe(told);
            assertInstanceOf(IllegalStateException.class, told.next());
            for (int count = 1; count < 64; count++) {
                var other = new Told(Long.MAX_VALUE);
                others.add(other);
                pool.events().subscribe(other);
                assertEquals("subscribed", other.next());
            }
            var last = new Told(0);
            pool.events().subscribe(last);
            assertInstanceOf(IllegalStateException.class, last.next());
            told.subscription().cancel();
            pool.events().subscribe(last);
            assertEquals("subscribed", last.next());
            last.subscription().cancel();
        }
        for (Told other : others) {
            assertInstanceOf(PoolEvent.PoolChanged.class, other.untilComplete().getLast());
        }
    }

    @Test
    void whoComesAfterTheEndIsToldSo() throws Exception {
        WorkerPool<Object> pool = pool();
        pool.close();
        var told = new Told(1);
        pool.events().subscribe(told);
        assertEquals("subscribed", told.next());
        assertEquals("complete", told.next());
    }

    @Test
    void aSubscriberThatThrowsHarmsNobody() throws Exception {
        var told = new Told(Long.MAX_VALUE);
        var broken = new Told(Long.MAX_VALUE) {
            @Override
            public void onNext(PoolEvent event) {
                throw new IllegalStateException("planted");
            }
        };
        try (var pool = pool()) {
            pool.events().subscribe(broken);
            pool.events().subscribe(told);
            churn(pool, 1);
        }
        assertTrue(told.untilComplete().size() > 16);
        assertEquals("subscribed", broken.next());
        assertNull(broken.signals.poll());
    }

    @Test
    @SuppressWarnings("NullAway") // What a caller without the checker can do.
    void nobodyIsRefused() throws Exception {
        try (var pool = pool()) {
            assertThrows(NullPointerException.class, () -> pool.events().subscribe(null));
        }
    }
}
