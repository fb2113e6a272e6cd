package dev.lifeguard.distributed.client;

import dev.lifeguard.MessageException;
import dev.lifeguard.distributed.engine.Audience;
import dev.lifeguard.distributed.frame.Order;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a caller and its running task tell each other. All of it may be lost on the way; progress and parts carry numbers, so
 * that what comes twice, late or in another order is recognised and left out.
 */
final class TaskTalk {

    /** How many messages wait for a task that does not run yet, and how many parts for a caller that does not read. */
    static final int PLACES = 256;

    private static final long LOOK_EVERY_NANOS = 20_000_000;

    /** A value of an attempt, and its number there. */
    private record Numbered(
            int attempt, long number, @Nullable Object value) {

        boolean isNewerThan(Numbered other) {
            return attempt > other.attempt || (attempt == other.attempt && number > other.number);
        }
    }

    private final Client<?, ?> client;
    private final RemoteTask<?> task;
    private final ArrayBlockingQueue<byte[]> unsent = new ArrayBlockingQueue<>(PLACES);
    private final LinkedBlockingQueue<Object> parts = new LinkedBlockingQueue<>(PLACES);
    private final CopyOnWriteArrayList<Consumer<Object>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean telling = new AtomicBoolean();

    // Written by the engine's one thread for news, read by the notifier.
    private volatile Numbered progress = new Numbered(0, 0, null);
    private volatile Numbered part = new Numbered(0, 0, null);

    TaskTalk(Client<?, ?> client, RemoteTask<?> task) {
        this.client = client;
        this.task = task;
    }

    void listen(Consumer<Object> listener) {
        listeners.add(listener);
        if (progress.value != null) {
            tellSoon();
        }
    }

    void progressed(int attempt, long number, Object value) {
        var newest = new Numbered(attempt, number, value);
        if (newest.isNewerThan(progress)) {
            progress = newest;
            tellSoon();
        }
    }

    /** One callback is under way at a time, and it finds the newest value. */
    private void tellSoon() {
        if (!listeners.isEmpty() && telling.compareAndSet(false, true)) {
            client.notifier().execute(() -> {
                // Order: first this, then the value, so that a value that comes now is told by the next callback.
                telling.set(false);
                Object value = progress.value;
                if (value != null) {
                    listeners.forEach(listener -> listener.accept(value));
                }
            });
        }
    }

    /** {@return whether there was room} */
    boolean parted(int attempt, long number, Object value) {
        var newest = new Numbered(attempt, number, value);
        if (!newest.isNewerThan(part)) {
            return true;
        }
        part = newest;
        return parts.offer(value);
    }

    Optional<Object> nextPart(Duration limit) throws InterruptedException {
        long deadline = client.now() + Nanos.of(limit);
        while (true) {
            Object next = parts.poll();
            long left = deadline - client.now();
            if (next != null) {
                return Optional.of(next);
            }
            if (task.decided() || left <= 0) {
                return Optional.empty();
            }
            next = parts.poll(Math.min(left, LOOK_EVERY_NANOS), TimeUnit.NANOSECONDS);
            if (next != null) {
                return Optional.of(next);
            }
        }
    }

    boolean tell(Object message) {
        return !task.decided() && send(0, 0, client.encodeMessage(message));
    }

    Object ask(Object question, Duration limit) throws InterruptedException {
        if (task.decided()) {
            throw unanswered(MessageException.Reason.ENDED, "has its outcome", null);
        }
        var answer = new CompletableFuture<Object>();
        long number = client.newsDesk().expect(answer);
        try {
            if (!send(number, Nanos.of(limit), client.encodeMessage(question))) {
                throw unanswered(MessageException.Reason.FULL, "has " + PLACES + " messages that wait already", null);
            }
            return answer.get(Nanos.of(limit), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooLate) {
            throw unanswered(MessageException.Reason.TIMED_OUT, "gave no reply within " + limit, null);
        } catch (ExecutionException failed) {
            throw unanswered(MessageException.Reason.ENDED, "gave no reply: " + failed.getCause(), failed.getCause());
        } finally {
            client.newsDesk().forget(number);
        }
    }

    private MessageException unanswered(MessageException.Reason reason, String fact, @Nullable Throwable cause) {
        return new MessageException(
                reason,
                "Task " + task.key() + " " + fact
                        + ", so the question has no answer; ask again, or wait for the outcome.",
                cause);
    }

    private boolean send(long question, long waitNanos, byte[] message) {
        byte[] frame = new Order.Tell(task.key(), client.name(), question, waitNanos, message).frame();
        Optional<String> host = task.host();
        if (host.isPresent()) {
            return client.link().tell(Audience.host(host.get()), frame);
        }
        boolean kept = unsent.offer(frame);
        // Order: first into the line, then another look, so that a task that begins meanwhile is told all the same.
        task.host().ifPresent(this::begun);
        return kept;
    }

    /** Sends what waited until the task began. */
    void begun(String host) {
        for (byte[] frame = unsent.poll(); frame != null; frame = unsent.poll()) {
            client.link().tell(Audience.host(host), frame);
        }
    }
}
