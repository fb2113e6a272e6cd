package dev.lifeguard.distributed.client;

import dev.lifeguard.distributed.Codec;
import dev.lifeguard.distributed.DistributedEvent;
import dev.lifeguard.distributed.engine.FrameListener;
import dev.lifeguard.distributed.frame.FrameException;
import dev.lifeguard.distributed.frame.News;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Hears what hosts say, on the engine's thread. It only writes down; callbacks go to the notifier. */
final class NewsDesk implements FrameListener {

    private final Client<?, ?> client;
    private final Codec<Object> messages;
    private final Tally tally;
    private final ConcurrentHashMap<Long, CompletableFuture<Object>> questions = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    NewsDesk(Client<?, ?> client, Codec<Object> messages, Tally tally) {
        this.client = client;
        this.messages = messages;
        this.tally = tally;
    }

    /** {@return the number of a question whose answer completes the future} Bounded by the threads that ask. */
    long expect(CompletableFuture<Object> answer) {
        long number = numbers.incrementAndGet();
        questions.put(number, answer);
        return number;
    }

    void forget(long question) {
        questions.remove(question);
    }

    @Override
    public void hear(byte[] frame) {
        try {
            read(News.read(frame));
        } catch (FrameException unreadable) {
            client.notifier().tell(new DistributedEvent.Trouble(String.valueOf(unreadable.getMessage())));
        }
    }

    private void read(News news) {
        switch (news) {
            case News.Announced host -> {
                client.hosts().heard(host, client.now());
                // What a lost word of a begin would have told.
                host.jobs().forEach(job -> begun(job.task(), job.attempt(), host.host()));
            }
            case News.Begun(String task, int attempt, String host) -> begun(task, attempt, host);
            case News.Progressed(String task, int attempt, long number, byte[] value) ->
                decoded(
                        task,
                        value,
                        read -> client.find(task)
                                .ifPresent(found -> found.talk().progressed(attempt, number, read)));
            case News.Part(String task, int attempt, long number, byte[] value) ->
                decoded(
                        task,
                        value,
                        read -> client.find(task).ifPresent(found -> {
                            if (!found.talk().parted(attempt, number, read)) {
                                client.notifier()
                                        .tell(new DistributedEvent.Trouble("A part of the result of task " + task
                                                + " was dropped, because " + TaskTalk.PLACES
                                                + " wait already; take parts sooner, or send fewer."));
                            }
                        }));
            case News.Retrying(String task, int attempt, String end) -> {
                tally.retried.increment();
                client.find(task).ifPresent(found -> found.retrying(attempt));
                client.notifier().tell(new DistributedEvent.Retrying(task, attempt, end));
            }
            case News.Unsettled(String task, int attempt, String host, String why) -> {
                tally.duplicateRuns.increment();
                client.notifier().tell(new DistributedEvent.DuplicateRun(task, attempt, host, why));
            }
            case News.Answered answered -> answer(answered);
        }
    }

    private void begun(String id, int attempt, String host) {
        client.find(id).ifPresent(task -> {
            task.begun(attempt, host);
            task.talk().begun(host);
            if (task.decided()) {
                // It was cancelled, or passed a limit, while it was on its way to this host.
                client.retract(task);
            }
        });
    }

    private void answer(News.Answered answered) {
        CompletableFuture<Object> question = questions.remove(answered.question());
        if (question == null) {
            return;
        }
        if (!answered.failure().isEmpty()) {
            question.completeExceptionally(new IllegalStateException(answered.failure()));
            return;
        }
        try {
            question.complete(messages.decode(answered.answer(), messages.version()));
        } catch (Throwable unreadable) {
            question.completeExceptionally(unreadable);
        }
    }

    private void decoded(String task, byte[] value, Consumer<Object> read) {
        try {
            read.accept(messages.decode(value, messages.version()));
        } catch (Throwable unreadable) {
            client.notifier()
                    .tell(new DistributedEvent.Trouble("What task " + task + " said (" + value.length
                            + " bytes) could not be decoded, so it is left out; compare the codecs for messages: "
                            + unreadable));
        }
    }
}
