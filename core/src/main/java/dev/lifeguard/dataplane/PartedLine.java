package dev.lifeguard.dataplane;

import dev.lifeguard.policy.Turns;
import dev.lifeguard.timing.CoarseClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Several lines side by side, each first in, first out; {@link Turns} decides which is next.
 *
 * <p>One lock is held for each offer and each poll, for as long as it takes to find a place among the lines that have
 * somebody standing (O(log of their number)); no code of the user runs under it and nobody waits while holding it. The
 * queues themselves are those of the JDK, so that whoever walks over what waits needs no lock, and a sweep holds it only
 * for a walk over the lines.
 *
 * <p>Order: {@code standing} is at least 1 from before the end of the offer of an entry until after its poll. It is
 * written under the lock, and read without it: an offer either writes it, or finds that it is so already because of an
 * earlier write, which it has seen under the lock and which therefore comes before its own look for an idle worker. So
 * "offer, then look for a worker" and "become idle, then look here" cannot both miss each other. It may say that
 * somebody stands here when only swept entries did; whoever then polls finds nothing and corrects it.
 */
abstract sealed class PartedLine implements Line permits LevelLine, LaneLine {

    /** One of the lines. What is not final is written under the lock. */
    static final class Part {
        /** What a lane is found by again when it is left. */
        final String key;

        /** What it is called, for people. */
        final String name;

        /** Its level, or its weight. */
        final int value;

        /** Of equal ranks the smaller is first. */
        final long number;

        final ConcurrentLinkedQueue<Waiting> entries = new ConcurrentLinkedQueue<>();
        private long rank;
        private boolean stands;

        /** For reports: when somebody was served here last, or came to stand here while nobody did. */
        private volatile long servedNanos;

        Part(String key, String name, int value, long number) {
            this.key = key;
            this.name = name;
            this.value = value;
            this.number = number;
        }
    }

    /** By difference, because ranks may pass the end of the numbers. */
    private static final Comparator<Part> NEXT = (one, other) -> {
        long ahead = one.rank - other.rank;
        return ahead != 0 ? Long.signum(ahead) : Long.compare(one.number, other.number);
    };

    private final ReentrantLock lock = new ReentrantLock();
    private final CoarseClock clock;

    /** Under the lock, like the line of those that have somebody standing. */
    private final Turns turns;

    private final PriorityQueue<Part> line = new PriorityQueue<>(NEXT);

    /** Under the lock; read by anybody: how many parts have somebody standing. */
    private volatile int standing;

    PartedLine(Turns turns, CoarseClock clock) {
        this.turns = turns;
        this.clock = clock;
    }

    // Which parts there are. The first two under the lock.

    /** {@return the part in which this entry stands} */
    abstract Part partOf(Waiting entry);

    /** Nobody stands in it any more. */
    abstract void left(Part part);

    /** {@return the parts; weakly consistent} */
    abstract Collection<Part> all();

    @Override
    public final void offer(Waiting entry) {
        // Before the lock: to read the clock may wake it.
        long now = clock.now();
        lock.lock();
        try {
            Part part = partOf(entry);
            part.entries.add(entry);
            if (!part.stands) {
                part.rank = turns.enter(part.value, entry.queuedNanos());
                line.add(part);
                part.stands = true;
                part.servedNanos = now;
                standing = line.size();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final @Nullable Waiting poll(WorkerCell by) {
        return take();
    }

    @Override
    public final @Nullable Waiting take() {
        if (standing == 0) {
            return null;
        }
        long now = clock.now();
        lock.lock();
        try {
            for (Part part = first(); part != null; part = first()) {
                Waiting entry = part.entries.poll();
                if (entry == null) {
                    // Swept in this moment.
                    continue;
                }
                boolean served = entry.stillWaits();
                if (served) {
                    turns.served(part.rank);
                    part.servedNanos = now;
                }
                goOn(part, served);
                return entry;
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final boolean isEmpty() {
        return standing == 0;
    }

    @Override
    public final @Nullable Waiting firstWaiting() {
        if (standing == 0) {
            return null;
        }
        lock.lock();
        try {
            for (Part part = first(); part != null; part = first()) {
                Waiting head = part.entries.peek();
                if (head != null && head.stillWaits()) {
                    return head;
                }
                if (head != null && part.entries.remove(head)) {
                    goOn(part, false);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** {@return the part that is next, and has somebody standing} Under the lock. */
    private @Nullable Part first() {
        for (Part part = line.peek(); part != null; part = line.peek()) {
            Waiting head = part.entries.peek();
            if (head == null) {
                goOn(part, false);
                continue;
            }
            // The sweep, which takes no lock for it, may have taken the head away since the part got its rank.
            long rank = turns.shift(part.value, head.queuedNanos(), part.rank);
            if (rank == part.rank) {
                return part;
            }
            line.poll();
            part.rank = rank;
            line.add(part);
        }
        return null;
    }

    /** The part that was next has lost its head: it gets its place among the others anew, or leaves. Under the lock. */
    private void goOn(Part part, boolean served) {
        line.poll();
        Waiting head = part.entries.peek();
        if (head == null) {
            part.stands = false;
            standing = line.size();
            left(part);
            return;
        }
        long since = head.queuedNanos();
        part.rank = served ? turns.enter(part.value, since) : turns.shift(part.value, since, part.rank);
        line.add(part);
    }

    @Override
    public final void sweep() {
        for (Part part : all()) {
            part.entries.removeIf(entry -> !entry.stillWaits());
        }
        lock.lock();
        try {
            for (Part part : List.copyOf(line)) {
                if (part.entries.isEmpty()) {
                    part.stands = false;
                    left(part);
                }
            }
            line.removeIf(part -> !part.stands);
            standing = line.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final List<Line.Part> parts() {
        var parts = new ArrayList<Line.Part>();
        for (Part part : all()) {
            if (!part.entries.isEmpty()) {
                parts.add(new Line.Part(part.name, part.entries, part.servedNanos));
            }
        }
        return parts;
    }

    @Override
    public final Iterable<Waiting> entries() {
        return () -> new Walk(all().iterator());
    }

    /** One part after another. Not a stream of streams: its iterator would copy each part first. */
    private static final class Walk implements Iterator<Waiting> {
        private final Iterator<Part> parts;
        private Iterator<Waiting> entries = List.<Waiting>of().iterator();

        Walk(Iterator<Part> parts) {
            this.parts = parts;
        }

        @Override
        public boolean hasNext() {
            while (!entries.hasNext() && parts.hasNext()) {
                entries = parts.next().entries.iterator();
            }
            return entries.hasNext();
        }

        @Override
        public Waiting next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return entries.next();
        }
    }
}
