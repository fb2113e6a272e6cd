package dev.lifeguard.distributed.host;

import dev.lifeguard.Drain;
import dev.lifeguard.distributed.engine.Audience;
import dev.lifeguard.distributed.engine.Engine;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.Link;
import dev.lifeguard.distributed.engine.Member;
import dev.lifeguard.distributed.frame.News;
import dev.lifeguard.distributed.surroundings.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One host of a distributed pool: slots that take tasks from the engine, run them on a pool of this process, and settle
 * them. It owns attempts, one for each slot, and nothing else: all that must outlive it is at the engine.
 *
 * @param <T> the task
 * @param <R> the result
 */
public final class Host<T, R extends @Nullable Object> {

    private static final System.Logger LOG = System.getLogger("dev.lifeguard.distributed");

    /** How many running tasks a heartbeat names. */
    private static final int NAMED = 256;

    private static final long TICK_NANOS = 20_000_000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final HostSettings<T, R> settings;
    private final Surroundings surroundings;
    private final LocalWorkers<T, R> workers;
    private final Link link;
    private final long life;
    private final SlotGate gate;
    private final Orders orders;
    private final Tombstones tombstones = new Tombstones();
    private final ConcurrentHashMap<String, AttemptTalk> running = new ConcurrentHashMap<>();
    private final List<Thread> slots = new ArrayList<>();
    private final LongAdder unsettled = new LongAdder();
    private final AtomicBoolean left = new AtomicBoolean();
    private final AtomicBoolean leaveAsked = new AtomicBoolean();

    private volatile boolean paused;
    private volatile boolean leaving;
    private volatile boolean gone;
    private @Nullable Thread heart;

    private Host(HostSettings<T, R> settings, LocalWorkers<T, R> workers, Surroundings surroundings, Link link) {
        this.settings = settings;
        this.workers = workers;
        this.surroundings = surroundings;
        this.link = link;
        this.life = (long) (surroundings.chance().getAsDouble() * Long.MAX_VALUE);
        this.gate = new SlotGate(surroundings);
        this.orders = new Orders(this);
    }

    /**
     * Joins the pool and begins to take tasks.
     *
     * @throws EngineException when the engine cannot be reached, or the name is taken
     */
    public static <T, R extends @Nullable Object> Host<T, R> open(
            Engine engine, HostSettings<T, R> settings, LocalWorkers<T, R> workers, Surroundings surroundings) {
        Link link = engine.join(settings.pool(), Member.host(settings.host()));
        var host = new Host<>(settings, workers, surroundings, link);
        host.start();
        return host;
    }

    private void start() {
        link.hear(orders);
        for (int slot = 0; slot < settings.slots(); slot++) {
            slots.add(surroundings.threads().start(thread("slot-" + slot), Slot.ordinary(this)));
        }
        slots.add(surroundings.threads().start(thread("alone"), Slot.forSuspects(this)));
        heart = surroundings.threads().start(thread("heart"), this::beat);
    }

    String thread(String what) {
        return "lifeguard-" + settings.pool() + "-" + settings.host() + "-" + what;
    }

    private void beat() {
        long beatNanos = surroundings.time().nanoTime() - settings.heartbeat().toNanos();
        while (!gone) {
            long now = surroundings.time().nanoTime();
            lookAtPause();
            if (now - beatNanos >= settings.heartbeat().toNanos()) {
                beatNanos = now;
                announce();
            }
            surroundings.pause(this, TICK_NANOS);
        }
    }

    private void announce() {
        long now = surroundings.time().nanoTime();
        News.State state =
                gone ? News.State.GONE : leaving ? News.State.DRAINING : paused ? News.State.PAUSED : News.State.READY;
        tell(
                Audience.clients(),
                new News.Announced(
                        settings.host(),
                        life,
                        state,
                        settings.slots(),
                        workers.serving(),
                        settings.tasks().version(),
                        running.values().stream()
                                .limit(NAMED)
                                .map(attempt -> attempt.job(now))
                                .toList()));
    }

    void lookAtPause() {
        boolean now = orders.paused(surroundings.time().nanoTime());
        gate.shut(now);
        if (now != paused) {
            paused = now;
            announce();
        }
    }

    boolean paused() {
        return paused;
    }

    void tell(Audience audience, News news) {
        link.tell(audience, news.frame());
    }

    /** {@return the bytes of a message; empty when it cannot be written, which is told} */
    byte[] encoded(String what, Object value) {
        try {
            return settings.messages().encode(value);
        } catch (Exception failure) {
            trouble("A " + what + " could not be encoded, so nobody hears it; give the host a codec for messages: "
                    + failure);
            return new byte[0];
        }
    }

    @Nullable
    Object decoded(byte[] message) {
        try {
            return settings.messages().decode(message, settings.messages().version());
        } catch (Throwable failure) {
            trouble("A message could not be decoded, so nobody reads it; compare the codecs for messages: " + failure);
            return null;
        }
    }

    void trouble(String words) {
        LOG.log(System.Logger.Level.WARNING, words);
    }

    void unsettled(String task, String why) {
        unsettled.increment();
        trouble("Task " + task + " ended on host " + settings.host() + " and could not be settled, so it is run again"
                + " elsewhere (" + why + ").");
    }

    /** {@return how many attempts ended here and could not be settled} */
    public long unsettled() {
        return unsettled.sum();
    }

    /** {@return how many tasks run here} */
    public int busy() {
        return running.size();
    }

    /** A client asks this host to leave; it does so on a thread of its own. */
    void leaveSoon() {
        if (leaveAsked.compareAndSet(false, true)) {
            surroundings.threads().start(thread("leave"), () -> {
                try {
                    leave(settings.leaving());
                } catch (InterruptedException ending) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    /**
     * Takes nothing more, waits for what runs, hands back what does not end in time, and leaves. May be called again: then it
     * waits until the host has left.
     */
    public void leave(Duration limit) throws InterruptedException {
        leaving = true;
        slots.forEach(LockSupport::unpark);
        if (!left.compareAndSet(false, true)) {
            for (Thread slot : slots) {
                slot.join();
            }
            return;
        }
        announce();
        long deadline = surroundings.time().nanoTime() + Math.min(limit.toNanos(), Long.MAX_VALUE / 2);
        while (slots.stream().anyMatch(Thread::isAlive)
                && deadline - surroundings.time().nanoTime() > 0) {
            pauseOrThrow();
        }
        // What still runs is cancelled by its pool; no client asked for that, so its slot hands the task back.
        workers.end(Drain.within(LAST_WORDS).handBackQueued());
        for (Thread slot : slots) {
            slot.join();
        }
        gone = true;
        Thread beating = heart;
        if (beating != null) {
            LockSupport.unpark(beating);
            beating.join();
        }
        announce();
        link.close();
    }

    private void pauseOrThrow() throws InterruptedException {
        surroundings.pause(this, TICK_NANOS / 4);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    public Duration leavingLimit() {
        return settings.leaving();
    }

    /** {@return whether it takes nothing more} */
    public boolean leaving() {
        return leaving;
    }

    /** {@return whether it has left} */
    public boolean gone() {
        return gone;
    }

    public HostSettings<T, R> settings() {
        return settings;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Link link() {
        return link;
    }

    LocalWorkers<T, R> workers() {
        return workers;
    }

    SlotGate gate() {
        return gate;
    }

    Tombstones tombstones() {
        return tombstones;
    }

    ConcurrentHashMap<String, AttemptTalk> running() {
        return running;
    }
}
