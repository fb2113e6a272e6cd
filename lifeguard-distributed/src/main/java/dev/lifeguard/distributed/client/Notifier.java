package dev.lifeguard.distributed.client;

import dev.lifeguard.distributed.DistributedEvent;
import dev.lifeguard.distributed.surroundings.Surroundings;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs callbacks of the user, one after another, on a thread of its own. What tasks want told is bounded by the tasks;
 * events have a bound of their own and are dropped beyond it.
 */
final class Notifier implements Executor {

    /** How many callbacks may wait when a further event comes. */
    static final int EVENTS = 1024;

    private static final System.Logger LOG = System.getLogger("dev.lifeguard.distributed");

    private final LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final Consumer<DistributedEvent> listener;
    private final Tally tally;
    private final Thread thread;

    Notifier(String name, Surroundings surroundings, Consumer<DistributedEvent> listener, Tally tally) {
        this.listener = listener;
        this.tally = tally;
        this.thread = surroundings.threads().start(name, this::run);
    }

    /** Runs a callback: soon, or at once on the calling thread when the notifier has ended. */
    @Override
    public void execute(Runnable callback) {
        waiting.add(callback);
        if (!thread.isAlive() && waiting.remove(callback)) {
            call(callback);
        }
    }

    void tell(DistributedEvent event) {
        if (event instanceof DistributedEvent.Trouble trouble) {
            LOG.log(System.Logger.Level.WARNING, trouble.words());
        }
        if (waiting.size() >= EVENTS) {
            tally.eventsDropped.increment();
        } else {
            execute(() -> listener.accept(event));
        }
    }

    /** Ends it when everything that waits has been called. */
    void end() {
        waiting.add(End.END);
    }

    private void run() {
        @Nullable Runnable next = null;
        while (next != End.END) {
            try {
                next = waiting.take();
                call(next);
            } catch (InterruptedException nobodyInterruptsThisThread) {
                LOG.log(System.Logger.Level.DEBUG, "A callback interrupted the notifier, which goes on.");
            }
        }
        for (Runnable late = waiting.poll(); late != null; late = waiting.poll()) {
            call(late);
        }
    }

    private static void call(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException | Error failure) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A callback threw, which changes nothing; repair the callback.",
                    failure);
        }
    }

    private enum End implements Runnable {
        END;

        @Override
        public void run() {}
    }
}
