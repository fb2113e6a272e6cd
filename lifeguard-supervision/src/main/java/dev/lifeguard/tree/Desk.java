package dev.lifeguard.tree;

import dev.lifeguard.supervision.SupervisionEvent;
import dev.lifeguard.supervision.Supervisor;
import dev.lifeguard.timing.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the parts of a tree share: the world, the timers, the teller, and the time of this step. Control thread only,
 * but for the inbox and the set of threads.
 */
final class Desk {

    /** How many hooks that were given up may still run before nothing is started any more. */
    static final int ZOMBIES = 32;

    final World world;
    final String tree;
    final Inbox inbox = new Inbox();
    final Teller teller;
    final Timers<Alarm> timers;

    /** Threads that run hooks or code of children: one of them cannot wait for the end of the tree. */
    final Set<Thread> inside = ConcurrentHashMap.newKeySet();

    /** What became of whom, from the moment when the root began to end. */
    final List<Supervisor.Fate> fates = new ArrayList<>();

    /** The time of this step: everything in one step happens at one time. */
    long now;

    /** How many moves there were: when it stands still, nothing is left to decide in this step. */
    long moves;

    /** Signals that met an illegal cell: each is a bug. */
    long illegal;

    /** Hooks that were given up and have not come back. */
    int zombies;

    /** Whether the root is ending, so that fates are written down. */
    boolean ending;

    /** When the root began to end. */
    long endBeganNanos;

    /** Whether the deadline of the end has passed: no hook is waited for any more. */
    boolean late;

    Desk(World world, String tree, Teller teller) {
        this.world = world;
        this.tree = tree;
        this.teller = teller;
        this.now = world.time().nanoTime();
        this.timers = new Timers<>(now);
    }

    /** An illegal cell was met: the signal does nothing, and it is reported as the bug it is. */
    void illegal(String path, String what) {
        illegal++;
        teller.tell(new SupervisionEvent.Trouble(
                path, "A signal came that cannot come: " + what + ". It was ignored; please report it.", null));
    }
}
