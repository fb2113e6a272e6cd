package dev.lifeguard.distributed.host;

import dev.lifeguard.Message;
import dev.lifeguard.TaskContext;
import dev.lifeguard.WorkerContext;
import java.time.Duration;
import java.util.Optional;

/**
 * An attempt as the worker sees it: that of its own pool, but for what only the whole of the pools knows, its number, its
 * checkpoint, and who hears of its progress.
 */
final class RemoteContext implements TaskContext {

    private final TaskContext here;
    private final AttemptTalk talk;

    RemoteContext(TaskContext here, AttemptTalk talk) {
        this.here = here;
        this.talk = talk;
    }

    @Override
    public int attempt() {
        return talk.before() + here.attempt();
    }

    @Override
    public Optional<Object> checkpoint() {
        return here.checkpoint().or(talk::checkpoint);
    }

    @Override
    public void progress(Object value) {
        here.progress(value);
        talk.progress(value);
    }

    @Override
    public WorkerContext worker() {
        return here.worker();
    }

    @Override
    public boolean cancelled() {
        return here.cancelled();
    }

    @Override
    public void checkCancelled() {
        here.checkCancelled();
    }

    @Override
    public void onCancel(AutoCloseable hook) {
        here.onCancel(hook);
    }

    @Override
    public void heartbeat() {
        here.heartbeat();
    }

    @Override
    public boolean partial(Object value, Duration limit) throws InterruptedException {
        return here.partial(value, limit);
    }

    @Override
    public Optional<Message> receive() {
        return here.receive();
    }

    @Override
    public Optional<Message> receive(Duration limit) throws InterruptedException {
        return here.receive(limit);
    }

    @Override
    public void markDirty() {
        here.markDirty();
    }

    @Override
    public void markBroken(String why) {
        here.markBroken(why);
    }
}
