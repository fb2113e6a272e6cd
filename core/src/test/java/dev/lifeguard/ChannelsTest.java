package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each channel has the places that it was given. */
class ChannelsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void letEverybodyGo() {
        release.countDown();
    }

    private static PoolBuilder<Object, WorkerPool<Object>> pool(Channels channels) {
        return WorkerPool.of(Object::new).size(1).channels(channels);
    }

    private String waitForRelease() throws InterruptedException {
        release.await();
        return "released";
    }

    @Test
    void theMailboxOfAWorker() throws Exception {
        try (var pool = pool(Channels.standard().withWorkerMailbox(3)).start()) {
            var begun = new CountDownLatch(1);
            var busy = pool.submit((worker, context) -> {
                begun.countDown();
                return waitForRelease();
            });
            begun.await();
            for (int place = 0; place < 3; place++) {
                assertTrue(pool.tell(0, "message"));
            }
            assertFalse(pool.tell(0, "one too many"));
            assertEquals(
                    new PoolSnapshot.Box(3, 3),
                    pool.snapshot().workers().getFirst().mailbox());
            release.countDown();
            busy.await();
            Awaitility.await("it is read")
                    .atMost(SOON)
                    .until(() -> pool.snapshot().workers().getFirst().mailbox().equals(new PoolSnapshot.Box(0, 3)));
        }
    }

    @Test
    void theInboxAndTheResultsOfATask() throws Exception {
        try (var pool =
                pool(Channels.standard().withTaskInbox(2).withPartialResults(1)).start()) {
            var said = new CountDownLatch(1);
            var task = pool.submit((worker, context) -> {
                boolean first = context.partial("one", Duration.ZERO);
                boolean second = context.partial("two", Duration.ZERO);
                said.countDown();
                waitForRelease();
                return first + ", " + second;
            });
            said.await();
            assertTrue(task.tell("message"));
            assertTrue(task.tell("message"));
            assertFalse(task.tell("one too many"));
            assertEquals(
                    new PoolSnapshot.Box(2, 2),
                    pool.snapshot().workers().getFirst().task().orElseThrow().inbox());
            release.countDown();
            assertEquals("true, false", task.get());
        }
    }

    @Test
    void whatListenersAreTold() throws Exception {
        var channels = Channels.standard().withWorkerEvents(2).withPoolEvents(1);
        var stuck = new CountDownLatch(1);
        try (var pool = pool(channels)
                .listener(event -> {
                    stuck.countDown();
                    try {
                        waitForRelease();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start()) {
            stuck.await();
            long before = pool.snapshot().counts().missed();
            var told = pool.submit((worker, context) -> List.of(
                    context.worker().emit("one"),
                    context.worker().emit("two"),
                    context.worker().emit("one too many")));
            assertEquals(List.of(true, true, false), told.get());
            assertEquals(before + 1, pool.snapshot().counts().missed());
            for (int round = 0; round < 2; round++) {
                pool.resume();
            }
            assertTrue(pool.snapshot().counts().missed() > before + 1, "one event of the pool waits, and no more");
            release.countDown();
        }
    }

    @Test
    void whatOneSubscriberIsTold() throws Exception {
        BlockingQueue<Object> told = new LinkedBlockingQueue<>();
        var subscriber = new Flow.Subscriber<PoolEvent>() {
            private volatile Flow.@Nullable Subscription given;

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                given = subscription;
                told.add("subscribed");
            }

            @Override
            public void onNext(PoolEvent event) {
                told.add(event);
            }

            @Override
            public void onError(Throwable failure) {
                told.add(failure);
            }

            @Override
            public void onComplete() {
                told.add("complete");
            }

            void askForAll() {
                Flow.Subscription subscription = given;
                assertTrue(subscription != null, "it is subscribed");
                subscription.request(Long.MAX_VALUE);
            }
        };
        try (var pool = pool(Channels.standard().withSubscriberEvents(2)).start()) {
            pool.events().subscribe(subscriber);
            assertEquals("subscribed", told.poll(60, TimeUnit.SECONDS));
            for (int number = 0; number < 5; number++) {
                pool.resume();
            }
            subscriber.askForAll();
            for (int place = 0; place < 2; place++) {
                assertInstanceOf(PoolEvent.Operated.class, told.poll(60, TimeUnit.SECONDS));
            }
            Object next = told.poll(60, TimeUnit.SECONDS);
            assertEquals(3, assertInstanceOf(PoolEvent.Missed.class, next).count());
        }
    }

    @Test
    void theRecordOfOperations() throws Exception {
        try (var pool = pool(Channels.standard().withOperations(2)).start()) {
            Operation pause = pool.pause("the database moves");
            for (int number = 0; number < 5; number++) {
                pool.pause("again " + number);
            }
            assertEquals(
                    List.of("again 3", "again 4"),
                    pool.operations().stream().map(Operation::why).toList());
            assertEquals(pause, pool.snapshot().pausedBy().orElseThrow(), "a pause is known for as long as it lasts");
            pool.resume();
            assertTrue(pool.snapshot().pausedBy().isEmpty());
        }
    }

    @Test
    void aChannelWithoutAPlaceOrWithoutABoundIsRefused() {
        for (IntFunction<Channels> channel : List.<IntFunction<Channels>>of(
                Channels.standard()::withWorkerMailbox,
                Channels.standard()::withTaskInbox,
                Channels.standard()::withPartialResults,
                Channels.standard()::withWorkerEvents,
                Channels.standard()::withPoolEvents,
                Channels.standard()::withSubscriberEvents,
                Channels.standard()::withOperations)) {
            for (int never : new int[] {0, (1 << 20) + 1}) {
                var refusal = assertThrows(IllegalArgumentException.class, () -> channel.apply(never));
                assertTrue(refusal.toString().contains("but got " + never), refusal::toString);
            }
        }
    }
}
