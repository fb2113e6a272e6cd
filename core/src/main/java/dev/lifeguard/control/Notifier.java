package dev.lifeguard.control;

import dev.lifeguard.Channels;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolListener;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.dataplane.Callbacks;
import dev.lifeguard.dataplane.Recording;
import dev.lifeguard.inprocess.ThreadStarter;
import dev.lifeguard.timing.TimeSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs listeners, stages and the log on one thread of its own, so that no user code runs on the supervisor or on a
 * worker that somebody waits for. The thread starts with the first thing to tell and ends with the pool. Where none can be
 * had, what waits is told when the pool has stopped, at worst on the thread that ended it.
 *
 * <p>Events are bounded, those of the pool and those of its workers each for itself ({@link Channels}): further ones
 * are counted and dropped, and the count is told as {@link PoolEvent.Missed}. Callbacks of tasks are bounded by the
 * tasks: at most three for one that is watched.
 */
public final class Notifier implements Callbacks {

    private static final System.Logger LOG = System.getLogger("dev.lifeguard.pool");

    private final String pool;
    private final TimeSource time;
    private final ThreadStarter threads;
    private final List<PoolListener> listeners;
    private final Recording recording;
    private final EventPublisher publisher;
    private final Channels bounds;
    private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong missed = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final GapLog gaps = new GapLog();
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable Thread thread;
    private volatile boolean closed;
    private volatile boolean over;

    Notifier(
            String pool,
            TimeSource time,
            ThreadStarter threads,
            List<PoolListener> listeners,
            Channels bounds,
            Recording recording) {
        this.pool = pool;
        this.time = time;
        this.threads = threads;
        this.listeners = new CopyOnWriteArrayList<>(listeners);
        this.bounds = bounds;
        this.recording = recording;
        this.publisher = new EventPublisher(pool, time, threads, bounds.subscriberEvents());
    }

    @Override
    public void later(Runnable callback) {
        waiting.add(callback);
        if (over) {
            // The pool has ended: the caller drains what nobody else will.
            drain();
        } else if (started.get()) {
            LockSupport.unpark(thread);
        } else if (started.compareAndSet(false, true)) {
            start();
        }
    }

    private void start() {
        // At the end nothing may come that tries again, and where no thread of the machine is left, a virtual one may
        // be.
        WorkerThreads kind = closed ? WorkerThreads.VIRTUAL : WorkerThreads.PLATFORM;
        try {
            threads.start("lifeguard-" + pool + "-notifier", kind, this::run);
        } catch (Throwable noThread) {
            // The next thing to tell tries again; nothing is lost.
            started.set(false);
            if (closed) {
                tellTheRest();
            }
        }
    }

    /** There is no thread to be had and no next thing to tell: who waits for a stage must not wait for ever. */
    private void tellTheRest() {
        over = true;
        // Who added before it saw this relied on us; who saw it drains.
        drain();
    }

    /** Tells an event to the recording, to the subscribers, to the log and to the listeners. */
    void tell(PoolEvent event) {
        recording.told(event);
        publisher.send(event);
        tell(event, events, bounds.poolEvents());
    }

    @Override
    public boolean emit(WorkerId worker, Object message) {
        return !closed && tell(new PoolEvent.WorkerMessage(worker, message), messages, bounds.workerEvents());
    }

    private boolean tell(PoolEvent event, AtomicInteger waitingNow, int most) {
        System.Logger.Level level = event.level();
        if (listeners.isEmpty() && !LOG.isLoggable(level)) {
            return true;
        }
        if (waitingNow.incrementAndGet() > most) {
            waitingNow.decrementAndGet();
            missed.incrementAndGet();
            dropped.incrementAndGet();
            return false;
        }
        later(() -> {
            waitingNow.decrementAndGet();
            long lost = missed.getAndSet(0);
            if (lost > 0) {
                logGap(gaps.add(lost, time.nanoTime()));
                callListeners(new PoolEvent.Missed(pool, lost));
            }
            log(event, level);
            callListeners(event);
        });
        return true;
    }

    /** Adds a listener to those that the pool was built with. */
    void alsoHeardBy(PoolListener listener) {
        listeners.add(listener);
    }

    /** {@return the events, for subscribers} */
    Flow.Publisher<PoolEvent> publisher() {
        return publisher;
    }

    /** {@return how many events listeners missed since the start} */
    long dropped() {
        return dropped.get();
    }

    private void logGap(long lost) {
        if (lost > 0) {
            log(new PoolEvent.Missed(pool, lost), System.Logger.Level.WARNING);
        }
    }

    private void log(PoolEvent event, System.Logger.Level level) {
        if (LOG.isLoggable(level)) {
            LOG.log(level, "Pool " + pool + ": " + event.message(), event.cause());
        }
    }

    private void callListeners(PoolEvent event) {
        for (PoolListener listener : listeners) {
            try {
                listener.on(event);
            } catch (Throwable failure) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "A listener of pool " + pool + " threw at " + event
                                + "; it is called again for the next event. Make it not throw.",
                        failure);
            }
        }
    }

    private void run() {
        thread = Thread.currentThread();
        while (true) {
            drain();
            if (closed && waiting.isEmpty()) {
                logGap(gaps.rest());
                over = true;
                // Who added before it saw this relied on us; who saw it drains.
                drain();
                return;
            }
            if (waiting.isEmpty()) {
                time.park(this);
                Thread.interrupted();
            }
        }
    }

    private void drain() {
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
            try {
                next.run();
            } catch (Throwable failure) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "A callback of pool " + pool + " threw; the others are called. Make it not throw.",
                        failure);
            }
        }
    }

    /** Tells what is left and ends the thread. */
    void close() {
        closed = true;
        publisher.end();
        if (!waiting.isEmpty() && started.compareAndSet(false, true)) {
            start();
        } else if (started.get()) {
            LockSupport.unpark(thread);
        } else {
            tellTheRest();
        }
    }
}
