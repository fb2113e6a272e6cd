package dev.lifeguard.distributed.host;

import dev.lifeguard.TaskHandle;
import dev.lifeguard.distributed.engine.Audience;
import dev.lifeguard.distributed.frame.Envelope;
import dev.lifeguard.distributed.frame.News;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An attempt that runs here, and what it tells its client. All of it may be lost. */
final class AttemptTalk {

    private final Host<?, ?> host;
    private final Envelope task;
    private final long begunNanos;
    private final AtomicLong progresses = new AtomicLong();

    /** Written by whoever reports progress, read when the attempt is over: then what was last is what counts. */
    private volatile byte[] newest;

    /** Written once, before others find this attempt. */
    private volatile @Nullable TaskHandle<?> handle;

    /** Owned by the slot, which takes parts. */
    private long parts;

    AttemptTalk(Host<?, ?> host, Envelope task) {
        this.host = host;
        this.task = task;
        this.newest = task.checkpoint();
        this.begunNanos = host.surroundings().time().nanoTime();
    }

    void runsAs(TaskHandle<?> submitted) {
        handle = submitted;
    }

    TaskHandle<?> handle() {
        TaskHandle<?> submitted = handle;
        if (submitted == null) {
            throw new IllegalStateException("The attempt " + id() + " was found before it was submitted.");
        }
        return submitted;
    }

    /** {@return how many attempts there were before those of this pool} */
    int before() {
        return task.attempts().next() - 1;
    }

    /** {@return the last progress of an attempt elsewhere} */
    Optional<Object> checkpoint() {
        return task.checkpoint().length == 0 ? Optional.empty() : Optional.ofNullable(host.decoded(task.checkpoint()));
    }

    /** {@return the last progress, encoded; empty when there was none} */
    byte[] newest() {
        return newest;
    }

    News.Job job(long nowNanos) {
        return new News.Job(id(), task.attempts().next(), nowNanos - begunNanos);
    }

    /** Called by the task's code, on any thread; it does not wait. */
    void progress(Object value) {
        long number = progresses.incrementAndGet();
        byte[] encoded = host.encoded("progress", value);
        if (encoded.length > 0) {
            newest = encoded;
            host.tell(client(), new News.Progressed(id(), task.attempts().next(), number, encoded));
        }
    }

    void part(Object value) {
        parts++;
        byte[] encoded = host.encoded("part of a result", value);
        if (encoded.length > 0) {
            host.tell(client(), new News.Part(id(), task.attempts().next(), parts, encoded));
        }
    }

    private String id() {
        return task.head().id();
    }

    private Audience client() {
        return Audience.client(task.head().client());
    }
}
