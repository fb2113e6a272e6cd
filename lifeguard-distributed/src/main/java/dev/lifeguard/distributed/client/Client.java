package dev.lifeguard.distributed.client;

import dev.lifeguard.Cancel;
import dev.lifeguard.Drain;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.distributed.DistributedSnapshot;
import dev.lifeguard.distributed.engine.Audience;
import dev.lifeguard.distributed.engine.Engine;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.Link;
import dev.lifeguard.distributed.engine.Member;
import dev.lifeguard.distributed.engine.Parcel;
import dev.lifeguard.distributed.engine.Place;
import dev.lifeguard.distributed.engine.QueueFacts;
import dev.lifeguard.distributed.frame.Envelope;
import dev.lifeguard.distributed.frame.Order;
import dev.lifeguard.distributed.surroundings.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One client of a distributed pool: puts tasks into the queue of the engine, takes their results, and keeps the promise
 * that each has one outcome. It owns the outcomes; the engine owns the tasks; hosts own the attempts.
 *
 * @param <T> the task
 * @param <R> the result
 */
public final class Client<T, R extends @Nullable Object> {

    private static final long CLOSE_LOOK_NANOS = 5_000_000;
    /** How long the end waits for hosts to say that what was cancelled is over. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final ClientSettings<T, R> settings;
    private final Surroundings surroundings;
    private final Link link;
    private final String prefix;
    private final Tally tally = new Tally();
    private final AtomicLong numbers = new AtomicLong();
    private final Ledger<R> ledger;
    private final Notifier notifier;
    private final HostRegistry hosts;
    private final NewsDesk newsDesk;
    private final Sender<R> sender;
    private final Retractor<R> retractor;
    private final List<Thread> threads = new ArrayList<>();

    private volatile boolean closing;
    private volatile boolean ended;
    private volatile boolean paused;

    private Client(ClientSettings<T, R> settings, Surroundings surroundings, Link link) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.link = link;
        // Two lives of one client give no task the same id.
        this.prefix = settings.client() + "-" + Long.toHexString(surroundings.wallMillis()) + "-"
                + Integer.toHexString((int) (surroundings.chance().getAsDouble() * (1 << 24))) + "-";
        this.ledger = new Ledger<>(settings.bound());
        this.notifier = new Notifier(thread("notifier"), surroundings, settings.listener(), tally);
        this.hosts = new HostRegistry(settings.heartbeat(), notifier::tell);
        this.newsDesk = new NewsDesk(this, settings.messages(), tally);
        this.sender = new Sender<>(this, settings, tally);
        this.retractor = new Retractor<>(this);
    }

    /**
     * Joins the pool and begins to take results.
     *
     * @throws EngineException when the engine cannot be reached, or the name is taken
     */
    public static <T, R extends @Nullable Object> Client<T, R> open(
            Engine engine, ClientSettings<T, R> settings, Surroundings surroundings) {
        var client =
                new Client<>(settings, surroundings, engine.join(settings.pool(), Member.client(settings.client())));
        client.start();
        return client;
    }

    private void start() {
        settings.adopted().forEach(this::adopt);
        link.hear(newsDesk);
        threads.add(surroundings.threads().start(thread("results"), new ResultLoop<>(this, settings, ledger, tally)));
        threads.add(surroundings.threads().start(thread("retractor"), retractor));
        threads.add(surroundings.threads().start(thread("housekeeper"), new Housekeeper<>(this, settings)));
    }

    private String thread(String what) {
        return "lifeguard-" + settings.pool() + "-" + settings.client() + "-" + what;
    }

    /** Puts a task into the queue. Returns at once unless the bound is reached and submitters may wait. */
    public TaskHandle<R> submit(T payload, TaskOptions options) {
        RemoteTask<R> task = new RemoteTask<>(this, card(payload, options), () -> submit(payload, options));
        Refusal refusal = enter();
        if (refusal != null) {
            task.neverBegan();
            task.decide(new Outcome.Refused<>(refusal, task.report()));
            task.settle();
            tally.refused.increment();
            return task;
        }
        ledger.add(task);
        tally.submitted.increment();
        sender.send(task);
        return task;
    }

    private RemoteTask.Card card(T payload, TaskOptions options) {
        options.kind().or(options::lane).ifPresent(chosen -> {
            throw new IllegalArgumentException("A kind or lane (\"" + chosen
                    + "\") has no effect in a distributed pool, because nobody sees all tasks that wait; leave it out, or use"
                    + " a pool for each.");
        });
        long number = numbers.incrementAndGet();
        String id = prefix + number;
        Limits limits = options.limits().orElse(settings.limits());
        byte[] encoded = encode(payload);
        String name = options.name().orElse("task");
        long wall = surroundings.wallMillis();
        var envelope = new Envelope(
                new Envelope.Head(
                        id,
                        name,
                        settings.client(),
                        settings.tasks().type(),
                        settings.tasks().version(),
                        wall),
                attempts(options.retry().orElse(settings.retry())),
                new Envelope.Bounds(
                        until(wall, limits.nanos(Limit.QUEUE), options.delayNanos()),
                        until(wall, limits.nanos(Limit.TOTAL), 0),
                        orNone(limits.nanos(Limit.RUN)),
                        orNone(limits.nanos(Limit.SILENCE))),
                new byte[0],
                encoded);
        var parcel = new Parcel(
                Place.TASKS,
                id,
                envelope.frame(),
                Math.min(options.priority(), Parcel.LAST_PRIORITY),
                Duration.ofNanos(options.delayNanos()),
                options.key(),
                settings.tasks().version());
        return new RemoteTask.Card(number, id, name, limits, options.isKept(), options.delayNanos(), now(), parcel);
    }

    private byte[] encode(T payload) {
        byte[] encoded;
        try {
            encoded = settings.tasks().encode(payload);
        } catch (Exception failure) {
            throw new IllegalArgumentException(
                    "The task could not be encoded as \"" + settings.tasks().type() + "\", so it was not submitted: "
                            + failure,
                    failure);
        }
        if (encoded.length > settings.largestTask()) {
            throw new IllegalArgumentException(
                    "The task has " + encoded.length + " bytes, and the largest that is sent has "
                            + settings.largestTask()
                            + ", so it was not submitted; send where the data is instead of the data, or"
                            + " raise largestTask.");
        }
        return encoded;
    }

    /** The waits are drawn here, so that every shape of a backoff travels as plain numbers. */
    private Envelope.Attempts attempts(Retry retry) {
        if (retry.backoff().rule() != null) {
            throw new IllegalArgumentException(
                    "A backoff with a rule of its own is code, and a task that goes to another"
                            + " machine is data, so the rule would never be asked; use exponential() or fixed().");
        }
        List<Long> waits = new ArrayList<>();
        long before = 0;
        for (int attempt = 1; attempt < Math.min(retry.attempts(), 33); attempt++) {
            before =
                    retry.backoff().nanos(attempt, before, surroundings.chance().getAsDouble());
            waits.add(before);
        }
        return new Envelope.Attempts(1, retry.attempts(), waits, retry.timeouts(), 0, List.of());
    }

    private static long until(long wallMillis, long limitNanos, long delayNanos) {
        return limitNanos >= Nanos.LONGEST ? 0 : wallMillis + (limitNanos + delayNanos) / 1_000_000;
    }

    private static long orNone(long nanos) {
        return nanos >= Nanos.LONGEST ? 0 : nanos;
    }

    /** {@return why no task may enter now; {@code null} when one has entered} */
    private @Nullable Refusal enter() {
        if (closing) {
            return refusal(Refusal.Reason.DRAINING, "intake", "closed");
        }
        if (ledger.tryEnter()) {
            return null;
        }
        WhenFull whenFull = settings.whenFull();
        String bound = String.valueOf(settings.bound());
        return switch (whenFull.choice()) {
            case REFUSE -> refusal(Refusal.Reason.FULL, "queue", bound);
            case SHED_NEWEST -> refusal(Refusal.Reason.SHED, "queue", bound);
            case SHED_OLDEST -> {
                ledger.oldestWaiting().ifPresent(this::shed);
                yield ledger.tryEnter() ? null : refusal(Refusal.Reason.SHED, "queue", bound);
            }
            case BLOCK -> {
                try {
                    yield ledger.enter(whenFull.blockNanos()) ? null : refusal(Refusal.Reason.FULL, "queue", bound);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    yield refusal(Refusal.Reason.INTERRUPTED, "queue", bound);
                }
            }
        };
    }

    /** A result of an earlier life of this client is waited for. */
    private void adopt(String id) {
        if (!ledger.tryEnter()) {
            throw new IllegalArgumentException("More tasks are adopted than may be unfinished (" + settings.bound()
                    + "), so the pool does not start; raise the queue.");
        }
        var card = new RemoteTask.Card(
                numbers.incrementAndGet(),
                id,
                "adopted",
                Limits.none(),
                true,
                0,
                now(),
                Parcel.of(Place.TASKS, id, new byte[0]));
        var task = new RemoteTask<R>(this, card, () -> {
            throw new IllegalStateException(
                    "Task " + id + " was submitted by an earlier life of this client, which had it; submit it anew.");
        });
        task.confirm();
        ledger.add(task);
    }

    /** {@return the task of an earlier life, when it was adopted at the start and has no outcome yet} */
    public Optional<TaskHandle<R>> handle(String id) {
        return ledger.find(id).map(task -> task);
    }

    boolean decide(RemoteTask<R> task, Outcome<R> outcome) {
        boolean decided = ledger.decide(task, outcome);
        if (decided) {
            tally.finished.increment();
        }
        return decided;
    }

    void shed(RemoteTask<R> task) {
        decide(
                task,
                new Outcome.Refused<>(
                        refusal(Refusal.Reason.SHED, "queue", String.valueOf(settings.bound())), task.report()));
        retractor.retract(task);
    }

    @SuppressWarnings("unchecked") // A client knows only tasks of its own.
    void retract(RemoteTask<?> task) {
        retractor.retract((RemoteTask<R>) task);
    }

    void expire(RemoteTask<R> task) {
        retractor.expire(task);
    }

    Refusal refusal(Refusal.Reason reason, String limit, String value) {
        return new Refusal(reason, limit, value, state());
    }

    String state() {
        return "client " + settings.client() + " of pool " + settings.pool() + " has " + ledger.unfinished()
                + " unfinished tasks of " + settings.bound() + (closing ? ", closing" : "");
    }

    byte[] encodeMessage(Object message) {
        try {
            return settings.messages().encode(message);
        } catch (IllegalArgumentException refused) {
            throw refused;
        } catch (Exception failure) {
            throw new IllegalArgumentException(
                    "The message could not be encoded, so it was not sent: " + failure, failure);
        }
    }

    /** {@return whether it was sent to every worker of every host} */
    public boolean broadcast(Object message) {
        return link.tell(Audience.hosts(), new Order.Broadcast(encodeMessage(message)).frame());
    }

    /** Asks all hosts to begin nothing, as long as this client lives and does not resume. */
    public void pause(boolean wanted) {
        paused = wanted;
        link.tell(Audience.hosts(), new Order.Hello(settings.client(), wanted).frame());
    }

    /** {@return whether a host was asked to take nothing more and to leave} */
    public boolean drainHost(String host) {
        return link.tell(Audience.host(host), new Order.DrainHost().frame());
    }

    /** {@return the pool as this client sees it} */
    public DistributedSnapshot snapshot() {
        return new DistributedSnapshot(
                settings.pool(),
                settings.client(),
                ledger.unfinished(),
                settings.bound(),
                paused,
                hosts.snapshot(now()),
                facts(Place.TASKS),
                facts(Place.SUSPECTS),
                tally.counts());
    }

    private Optional<QueueFacts> facts(Place place) {
        try {
            return Optional.of(link.facts(place));
        } catch (EngineException away) {
            return Optional.empty();
        }
    }

    /** Ends this client by a plan. What it submitted has an outcome afterwards; hosts and other clients go on. */
    public Drain.Report drain(Drain plan) throws InterruptedException {
        closing = true;
        List<RemoteTask<R>> tasks = List.copyOf(ledger.open());
        long begin = now();
        long deadline = begin + Nanos.of(plan.within());
        if (plan.runQueued()) {
            awaitUntil(deadline, () -> ledger.unfinished() == 0);
        }
        List.copyOf(ledger.open()).forEach(retractor::handBack);
        awaitUntil(
                Math.max(deadline, now() + LAST_WORDS.toNanos()),
                () -> ledger.unfinished() == 0 && ledger.lingering().isEmpty());
        List.copyOf(ledger.open())
                .forEach(task -> decide(task, new Outcome.Cancelled<>(Cancel.INTERRUPT, task.report())));
        end();
        return new Drain.Report(
                tasks.stream()
                        .map(task -> new Drain.Fate(
                                task.id(), task.name(), task.outcome().orElseThrow(), task))
                        .toList(),
                List.of(),
                0,
                Duration.ofNanos(now() - begin),
                true);
    }

    /** {@return the ids of the tasks that stay where they are, to be adopted by the next life of this client, which ends} */
    public List<String> detach() throws InterruptedException {
        closing = true;
        List<RemoteTask<R>> left = List.copyOf(ledger.open());
        Refusal refusal = refusal(Refusal.Reason.DRAINING, "client", "detached: the task stays in the queue");
        left.forEach(task -> decide(task, new Outcome.Refused<>(refusal, task.report())));
        end();
        return left.stream().map(RemoteTask::key).toList();
    }

    private void awaitUntil(long deadline, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean() && deadline - now() > 0) {
            surroundings.pause(this, CLOSE_LOOK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Stops the threads and leaves the pool. May be called again. */
    private void end() throws InterruptedException {
        ended = true;
        sender.end();
        retractor.end();
        for (Thread thread : threads) {
            java.util.concurrent.locks.LockSupport.unpark(thread);
            thread.join();
        }
        link.close();
        notifier.end();
    }

    /** Ends what is left at once, after an interrupt cut the end short. */
    public void abandon() {
        closing = true;
        List.copyOf(ledger.open())
                .forEach(task -> decide(task, new Outcome.Cancelled<>(Cancel.INTERRUPT, task.report())));
        ended = true;
        retractor.end();
        threads.forEach(Thread::interrupt);
        link.close();
        notifier.end();
    }

    public Drain closing() {
        return settings.closing();
    }

    public String name() {
        return settings.client();
    }

    Link link() {
        return link;
    }

    Ledger<R> ledger() {
        return ledger;
    }

    Sender<R> sender() {
        return sender;
    }

    NewsDesk newsDesk() {
        return newsDesk;
    }

    HostRegistry hosts() {
        return hosts;
    }

    Notifier notifier() {
        return notifier;
    }

    Optional<RemoteTask<R>> find(String id) {
        return ledger.find(id);
    }

    Surroundings surroundings() {
        return surroundings;
    }

    boolean ended() {
        return ended;
    }

    boolean paused() {
        return paused;
    }

    long now() {
        return surroundings.time().nanoTime();
    }
}
