package dev.lifeguard.verification.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Channels;
import dev.lifeguard.Message;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A storm of messages at full channels, in both directions and through every channel at once, beside ordinary tasks.
 * Everything is counted: no task is lost, no message that was taken is lost, and nothing piles up.
 */
@Isolated // It measures the memory of the whole JVM.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class MessageStormTest {

    /** How many messages in all: a quarter through each channel. */
    private static final int MESSAGES = Integer.getInteger("lifeguard.storm.messages", 1_000_000);

    private static final int EACH = MESSAGES / 4;
    private static final int TASKS = 10_000;
    private static final int PLACES = 64;

    /** More than all channels of this test hold, and far less than a storm that piles up. */
    private static final long GROWTH_BYTES = 16L << 20;

    private static final Duration LONG = Duration.ofMinutes(2);

    /** A message with some weight, so that messages that pile up are seen. */
    private record Parcel(int number, String weight) {
        Parcel(int number) {
            this(number, "x".repeat(64));
        }
    }

    private final LongAdder toWorkers = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final LongAdder lostEvents = new LongAdder();

    /** What its task says: be an ordinary task, read, deliver, or emit. */
    private final class Busy implements Worker<String, Integer> {

        @Override
        public void receive(Message message) {
            toWorkers.increment();
        }

        @Override
        public Integer process(String task, TaskContext context) throws InterruptedException {
            return switch (task) {
                case "read" -> read(context);
                case "deliver" -> deliver(context);
                case "emit" -> emit(context);
                default -> task.length();
            };
        }

        private int read(TaskContext context) throws InterruptedException {
            int count = 0;
            for (Optional<Message> next = context.receive(LONG);
                    next.isPresent() && next.get().body() instanceof Parcel;
                    next = context.receive(LONG)) {
                count++;
            }
            return count;
        }

        private int deliver(TaskContext context) throws InterruptedException {
            int taken = 0;
            for (int number = 0; number < EACH; number++) {
                taken += context.partial(new Parcel(number), LONG) ? 1 : 0;
            }
            return taken;
        }

        private int emit(TaskContext context) {
            int taken = 0;
            for (int number = 0; number < EACH; number++) {
                taken += context.worker().emit(new Parcel(number)) ? 1 : 0;
            }
            return taken;
        }
    }

    @Test
    void aStormOfMessagesLosesNothingAndPilesNothingUp() throws Exception {
        long before = usedAfterCollection();
        var channels = new Channels(PLACES, PLACES, PLACES, PLACES, 1024, PLACES, 128);
        try (ExecutorService people = Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().daemon().factory());
                var pool = TaskPool.of(Busy::new)
                        .size(5)
                        .minReady(5, LONG)
                        .queue(TASKS, dev.lifeguard.WhenFull.refuse())
                        .channels(channels)
                        .listener(this::hear)
                        .start()) {
            TaskHandle<Integer> reader = pool.submit("read");
            TaskHandle<Integer> deliverer = pool.submit("deliver");
            TaskHandle<Integer> emitter = pool.submit("emit");
            Future<Integer> tellers = people.submit(() -> tellWorkers(pool));
            Future<Integer> toTask = people.submit(() -> tellTask(reader));
            Future<Integer> fromTask = people.submit(() -> takeParts(deliverer));
            List<TaskHandle<Integer>> tasks = new ArrayList<>();
            for (int task = 0; task < TASKS; task++) {
                tasks.add(pool.submit("task"));
            }
            for (TaskHandle<Integer> task : tasks) {
                assertEquals(4, value(task), "every ordinary task ends well");
            }
            tasks.clear();
            assertEquals(EACH, toTask.get(), "the task took every message");
            assertEquals(EACH, value(reader), "and read every one");
            assertEquals(EACH, value(deliverer), "every part was taken");
            assertEquals(EACH, fromTask.get(), "and arrived");
            int emitted = value(emitter);
            int told = tellers.get();
            await(() -> toWorkers.sum() == told);
            await(() -> events.sum() == emitted);
            assertEquals(told, toWorkers.sum(), "workers read what they took");
            assertEquals(0, pool.snapshot().counts().messagesDropped());
            assertTrue(
                    emitted > 0 && lostEvents.sum() <= EACH - emitted, "what listeners missed was said to the sender");
            assertEquals(TASKS + 3, pool.snapshot().counts().succeeded());
            long grown = usedAfterCollection() - before;
            assertTrue(grown < GROWTH_BYTES, () -> "memory grew by " + grown + " bytes");
        }
    }

    private void hear(PoolEvent event) {
        switch (event) {
            case PoolEvent.WorkerMessage message -> events.increment();
            case PoolEvent.Missed missed -> lostEvents.add(missed.count());
            default -> {}
        }
    }

    /** {@return how many messages workers took} Each is offered until one of them takes it. */
    private static int tellWorkers(TaskPool<String, Integer> pool) {
        int taken = 0;
        for (int number = 0; taken < EACH; number++) {
            if (pool.workers().tell(number % 5, new Parcel(number))) {
                taken++;
            } else {
                Thread.onSpinWait();
            }
        }
        return taken;
    }

    private static int tellTask(TaskHandle<Integer> task) {
        int taken = 0;
        while (taken < EACH) {
            if (task.tell(new Parcel(taken))) {
                taken++;
            } else {
                Thread.onSpinWait();
            }
        }
        while (!task.tell("the end")) {
            Thread.onSpinWait();
        }
        return taken;
    }

    private static int takeParts(TaskHandle<Integer> task) throws InterruptedException {
        int taken = 0;
        for (Optional<Object> part = task.nextPartial(LONG); part.isPresent(); part = task.nextPartial(LONG)) {
            assertEquals(taken, ((Parcel) part.get()).number(), "parts arrive in order");
            taken++;
        }
        return taken;
    }

    private static int value(TaskHandle<Integer> task) throws InterruptedException {
        return switch (task.await(LONG).orElseThrow()) {
            case Outcome.Success<Integer> success -> success.value();
            case Outcome<Integer> other -> throw new AssertionError("not a success: " + other);
        };
    }

    private static void await(Callable<Boolean> condition) {
        org.awaitility.Awaitility.await().atMost(LONG).until(condition);
    }

    private static long usedAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
