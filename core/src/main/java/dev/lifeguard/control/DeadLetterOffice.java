package dev.lifeguard.control;

import dev.lifeguard.Outcome;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.dataplane.DeadLetterBox;
import dev.lifeguard.dataplane.Notice;
import dev.lifeguard.dataplane.Parcel;
import dev.lifeguard.dataplane.Revived;
import dev.lifeguard.dataplane.Signals;
import dev.lifeguard.dataplane.TaskRecord;
import dev.lifeguard.deadletter.DeadLetter;
import dev.lifeguard.deadletter.DeadLetterStore;
import dev.lifeguard.inprocess.ThreadStarter;
import dev.lifeguard.timing.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Brings dead letters to their store, on a thread of its own, because a store does input and output and can be code of
 * the user. The thread starts with the first letter and ends with the pool.
 *
 * <p>What the store does not take stays on a {@link LetterShelf}, up to {@value LetterShelf#MOST} letters: for good when it can
 * never be stored, else until the store takes letters again. At most {@value #WAITING} letters wait for the store; what
 * comes beyond that is lost, counted and told. A store that hangs holds up letters and nothing else.
 *
 * <p>Upstream: whoever decides the outcome of a task. Downstream: {@link DeadLetterStore}.
 */
final class DeadLetterOffice implements DeadLetterBox, Revived.Office {

    /** How many letters may wait for the store. */
    static final int WAITING = 10_000;

    /** How many quarantined tasks a snapshot remembers. */
    static final int NEWEST = 16;

    /** A task that was quarantined. */
    private record Poisoned(long task, String name, int deaths, Instant at, String end) {}

    private final String pool;
    private final TimeSource time;
    private final ThreadStarter threads;
    private final Signals signals;
    private final DeadLetterStore store;
    private final int bound;

    private final ConcurrentLinkedQueue<Runnable> jobs = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable Thread thread;
    private volatile boolean closed;
    private volatile boolean over;

    /** Letters that the store does not take. */
    private final LetterShelf shelf;

    /** Letters that are tried again now. */
    private final Set<Long> out = ConcurrentHashMap.newKeySet();

    private final AtomicReference<List<Poisoned>> newest = new AtomicReference<>(List.of());
    private final AtomicLong quarantined = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile int size;
    private volatile @Nullable Instant oldest;
    private volatile @Nullable String failing;

    DeadLetterOffice(String pool, TimeSource time, ThreadStarter threads, Signals signals, DeadLetterStore store) {
        this.pool = pool;
        this.time = time;
        this.threads = threads;
        this.signals = signals;
        this.store = store;
        this.bound = store.bound();
        this.shelf = new LetterShelf(store, out);
        count();
    }

    // Whoever decides an outcome.

    @Override
    public void post(TaskRecord<?> task, Outcome<?> outcome) {
        Instant at = time.wallTime();
        if (task.quarantined()) {
            noteQuarantined(task, outcome, at);
        }
        if (over || waiting.get() >= WAITING) {
            lost.incrementAndGet();
            return;
        }
        later(() -> keep(task, outcome, at));
    }

    @Override
    public void ended(long number, Outcome<?> outcome) {
        if (outcome instanceof Outcome.Success<?>) {
            later(() -> {
                try {
                    remove(number);
                } finally {
                    out.remove(number);
                }
            });
        } else {
            out.remove(number);
        }
    }

    private void noteQuarantined(TaskRecord<?> task, Outcome<?> outcome, Instant at) {
        List<DeadLetter.Attempt> attempts = task.badAttempts();
        String end = attempts.isEmpty()
                ? plainWords(outcome)
                : attempts.getLast().worker() + ": " + attempts.getLast().error();
        var poisoned = new Poisoned(task.id(), task.name(), task.deaths(), at, end);
        quarantined.incrementAndGet();
        newest.updateAndGet(before -> {
            var all = new ArrayList<>(before);
            all.add(poisoned);
            return List.copyOf(all.subList(Math.max(0, all.size() - NEWEST), all.size()));
        });
        signals.post(new Notice.Quarantined(task.id(), task.name(), task.deaths(), end));
    }

    /** Without the words of exceptions: they are user code, and this can be the thread of the supervisor. */
    private static String plainWords(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.WorkerLost<?> death -> death.exit();
            case Outcome.TimedOut<?> late -> "passed its limit " + late.limit() + " = " + late.allowed();
            case Outcome.Failed<?> failed ->
                "failed with " + failed.cause().getClass().getName();
            case Outcome.Success<?> success -> "";
            case Outcome.Cancelled<?> gone -> "";
            case Outcome.Refused<?> refused -> "";
        };
    }

    private void later(Runnable job) {
        waiting.incrementAndGet();
        jobs.add(job);
        if (started.get()) {
            LockSupport.unpark(thread);
        } else {
            begin();
        }
    }

    private void begin() {
        if (started.compareAndSet(false, true)) {
            try {
                threads.start("lifeguard-" + pool + "-letters", WorkerThreads.PLATFORM, this::run);
            } catch (Throwable noThread) {
                // The supervisor tries again; nothing is lost.
                started.set(false);
            }
        }
    }

    // The supervisor.

    @Override
    public void goOn() {
        if (waiting.get() > 0 && !started.get()) {
            begin();
        }
    }

    @Override
    public boolean isEmpty() {
        return waiting.get() == 0;
    }

    @Override
    public int close() {
        closed = true;
        if (started.get()) {
            LockSupport.unpark(thread);
        } else {
            over = true;
        }
        return waiting.get();
    }

    @Override
    public long lost() {
        return lost.get();
    }

    // The office's thread.

    private void run() {
        thread = Thread.currentThread();
        while (true) {
            boolean worked = false;
            for (Runnable job = jobs.poll(); job != null; job = jobs.poll()) {
                worked = true;
                try {
                    job.run();
                } catch (Throwable failure) {
                    fail("a letter could not be looked after", failure);
                } finally {
                    if (waiting.decrementAndGet() == 0) {
                        signals.post(Notice.Plain.EMPTIED);
                    }
                }
            }
            if (worked) {
                count();
            }
            if (closed && jobs.isEmpty()) {
                over = true;
                return;
            }
            if (jobs.isEmpty()) {
                time.park(this);
                Thread.interrupted();
            }
        }
    }

    private void keep(TaskRecord<?> task, Outcome<?> outcome, Instant at) {
        Parcel parcel = task.parcel();
        long number = shelf.placeOf(parcel.letter());
        var letter = new DeadLetter(
                number,
                pool,
                task.id(),
                reason(task, outcome),
                at,
                task.deaths(),
                words(task, outcome),
                parcel.payload(),
                task.options(),
                task.badAttempts());
        try {
            Optional<DeadLetter> before = number == 0 ? Optional.empty() : find(number);
            if (before.isPresent()) {
                replace(letter.behind(before.get().attempts()));
            } else {
                add(letter);
            }
        } catch (IllegalArgumentException never) {
            // A letter that is there already stays as it was.
            if (number <= 0) {
                keepHere(letter, false);
            }
            fail("task " + task.id() + " (" + task.name() + ") can never be stored", never);
        } catch (Throwable failure) {
            if (number <= 0) {
                keepHere(letter, true);
            }
            fail("task " + task.id() + " (" + task.name() + ") could not be stored", failure);
        }
    }

    private static DeadLetter.Reason reason(TaskRecord<?> task, Outcome<?> outcome) {
        if (task.quarantined()) {
            return DeadLetter.Reason.QUARANTINED;
        }
        return switch (outcome) {
            case Outcome.TimedOut<?> late -> DeadLetter.Reason.TIMED_OUT;
            case Outcome.WorkerLost<?> death -> DeadLetter.Reason.WORKER_LOST;
            case Outcome.Failed<?> failed -> DeadLetter.Reason.FAILED;
            case Outcome.Success<?> success -> throw new AssertionError("A success is no dead letter.");
            case Outcome.Cancelled<?> gone -> throw new AssertionError("What was cancelled is no dead letter.");
            case Outcome.Refused<?> refused -> throw new AssertionError("What was refused is no dead letter.");
        };
    }

    private static String words(TaskRecord<?> task, Outcome<?> outcome) {
        List<DeadLetter.Attempt> attempts = task.badAttempts();
        return outcome instanceof Outcome.Failed<?> failed
                ? attempts.isEmpty()
                        ? Words.of(failed.cause())
                        : attempts.getLast().error()
                : plainWords(outcome);
    }

    private void replace(DeadLetter letter) {
        if (letter.number() < 0) {
            shelf.replace(letter);
        } else if (!store.replace(letter)) {
            add(letter);
        }
    }

    private void add(DeadLetter letter) {
        if (store.add(letter) == 0) {
            lost.incrementAndGet();
            return;
        }
        recovered();
        bringOwn();
    }

    /** The store takes letters again: those that it did not take before follow. */
    private void bringOwn() {
        try {
            shelf.clear();
        } catch (Throwable failure) {
            // Not that of the letter that came now, which is stored.
            fail("one that waits in memory could not be stored", failure);
        }
    }

    private void keepHere(DeadLetter letter, boolean later) {
        if (!shelf.put(letter, later)) {
            lost.incrementAndGet();
        }
    }

    private void fail(String what, Throwable failure) {
        String words = what + ": " + Words.of(failure);
        boolean first = failing == null;
        failing = words;
        if (first) {
            signals.post(new Notice.Troubled(
                    "Of the dead letters, " + words + "; the pool keeps up to " + LetterShelf.MOST
                            + " letters in its own memory, until it ends. Mend the store (" + storeName() + ").",
                    failure));
        }
    }

    private String storeName() {
        return store.getClass().getSimpleName();
    }

    private void recovered() {
        failing = null;
    }

    // Anybody: looks and removals, on the caller's thread.

    Optional<DeadLetter> find(long number) {
        return shelf.find(number);
    }

    boolean remove(long number) {
        boolean there = shelf.remove(number);
        count();
        return there;
    }

    /** Shows the letters in the order of their numbers until somebody has seen enough. */
    List<DeadLetter> page(long after, int most) {
        var page = new ArrayList<DeadLetter>();
        if (after < 0) {
            page.addAll(shelf.page(after, most));
        }
        if (page.size() < most) {
            page.addAll(store.page(Math.max(0, after), most - page.size()));
        }
        return page;
    }

    /** Takes a letter out to be tried again: {@return the number that it has now, or 0 when somebody else has it} */
    long takeOut(long number) {
        for (long there = shelf.placeOf(number); out.add(there); there = shelf.placeOf(there)) {
            if (shelf.placeOf(there) == there) {
                return there;
            }
            // It got another number in this moment.
            out.remove(there);
        }
        return 0;
    }

    /** A letter that was taken out is not tried again after all. */
    void putBack(long number) {
        out.remove(number);
    }

    int size() {
        count();
        return size;
    }

    private void count() {
        try {
            size = store.size() + shelf.size();
            List<DeadLetter> first = page(Long.MIN_VALUE, 1);
            oldest = first.isEmpty() ? null : first.getFirst().at();
        } catch (Throwable broken) {
            fail("the store could not be looked at", broken);
        }
    }

    @Override
    public PoolSnapshot.DeadLetters seen() {
        Instant now = time.wallTime();
        Instant first = oldest;
        return new PoolSnapshot.DeadLetters(
                size,
                bound,
                Optional.ofNullable(first).map(at -> ago(at, now)),
                waiting.get(),
                shelf.size(),
                quarantined.get(),
                lost.get(),
                Optional.ofNullable(failing),
                newest.get().stream()
                        .map(one -> new PoolSnapshot.Poisoned(
                                one.task(), one.name(), one.deaths(), ago(one.at(), now), one.end()))
                        .toList());
    }

    private static Duration ago(Instant then, Instant now) {
        return then.isAfter(now) ? Duration.ZERO : Duration.between(then, now);
    }
}
