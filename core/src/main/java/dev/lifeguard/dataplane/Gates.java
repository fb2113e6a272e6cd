package dev.lifeguard.dataplane;

import dev.lifeguard.QueueSnapshot;
import dev.lifeguard.Refusal;
import dev.lifeguard.policy.Caps;
import dev.lifeguard.timing.Interleave;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What stands between admission and the queue: a task that has a key, a capped kind or a capped lane waits here until it
 * may stand in the queue. A task with none of them never comes here.
 *
 * <p><b>A key has one place.</b> It is taken in the order of arrival, and held from then until the task is settled: over
 * its backoff, and over the end of its code. So the tasks of a key run one after another, in that order, whatever
 * becomes of each. <b>A cap has so many places.</b> One is held until the attempt has left its worker, and a further
 * attempt stands in line again. A worker that was abandoned under the task keeps a place of its own at each gate until
 * it is gone, because its code may run until then.
 *
 * <p><b>No deadlock.</b> Places are taken in one order: key, kind, lane. Who waits for one holds only those before it,
 * and who holds a lane, which is the last, waits for no gate any more; so the waiting is no circle.
 *
 * <p><b>No wake-up is lost.</b> A place passes from who leaves to the next in line in one step of {@link GateTable}.
 * From then on the next is in the hands of who left, who brings it to the next gate and to the queue, and dispatches it
 * like a submitter: offer, then look for an idle worker. If it ends meanwhile, whoever ends it finds it inside, and
 * brings on the next.
 *
 * <p><b>The end of the pool.</b> Nobody is let in once the pool hands back; those who wait are refused where they stand.
 * Who was let in before that is looked at once more when it stands in the queue, like a submitter.
 *
 * <p>Upstream: {@link DataPlane#submit}, the supervisor (backoff, delay). Downstream: {@link Dispatcher}.
 */
public final class Gates {

    /** How many keys, kinds and lanes a snapshot shows, each. */
    public static final int SHOWN = 16;

    /** How many who wait are looked at for that. */
    private static final int LOOKED_AT = 1_024;

    private final DataPlane plane;

    /** Those who wait at a gate, the oldest first. Their number is bounded by admission. */
    private final ConcurrentSkipListMap<Long, TaskRecord<?>> waiting = new ConcurrentSkipListMap<>();

    private final GateTable keys = new GateTable(task -> task.options().key().orElse(null), key -> 1, waiting);
    private final GateTable kinds =
            new GateTable(task -> task.options().kind().orElse(null), kind -> caps().ofKind(kind), waiting);
    private final GateTable lanes =
            new GateTable(task -> task.options().lane().orElse(null), lane -> caps().ofLane(lane), waiting);
    private final AtomicInteger delayed = new AtomicInteger();

    /** Supervisor writes. */
    private volatile Caps caps;

    Gates(DataPlane plane, Caps caps) {
        this.plane = plane;
        this.caps = caps;
    }

    private Caps caps() {
        return caps;
    }

    // Into the queue.

    /** Takes an admitted task that has a delay, a key, a kind or a lane. */
    void arrive(TaskRecord<?> task) {
        if (task.options().delayNanos() > 0) {
            delayed.incrementAndGet();
            task.delay();
            plane.signals.post(new Notice.Delayed(task));
        } else {
            pass(task, keys);
        }
    }

    /** The delay or the backoff of a task is over: it is QUEUED now, and waits like one that has just come. */
    public void due(TaskRecord<?> task, boolean first) {
        if (task.options().isDirect()) {
            plane.dispatcher.dispatch(task);
        } else {
            // A further attempt has the key already.
            pass(task, first ? keys : kinds);
        }
    }

    /** Brings a task through this gate and those behind it, as far as it may go. */
    private void pass(TaskRecord<?> task, GateTable first) {
        long now = plane.clock.now();
        for (GateTable gate = first; gate != null; gate = after(gate)) {
            Interleave.point();
            if (!gate.enter(task, now)) {
                return;
            }
        }
        Interleave.point();
        task.entersQueue(now);
        plane.dispatcher.dispatch(task);
    }

    private @Nullable GateTable after(GateTable gate) {
        return gate == keys ? kinds : gate == kinds ? lanes : null;
    }

    /** Brings on whom somebody else let in at this gate. */
    private void passOn(@Nullable TaskRecord<?> next, GateTable from) {
        if (next == null) {
            return;
        }
        GateTable gate = after(from);
        if (gate == null) {
            next.entersQueue(plane.clock.now());
            plane.dispatcher.dispatch(next);
        } else {
            pass(next, gate);
        }
        if (plane.handsBack()) {
            // The pool handed its queue back while this task was on the way into it. It lets nobody in after that, so
            // this goes no deeper.
            next.refuseWaiting(plane.refusal(Refusal.Reason.DRAINING, "intake", "closed"));
        }
    }

    // Out again.

    /** The attempt has left its worker, and another follows: its places at the caps are free. Before that is told. */
    void left(TaskRecord<?> task) {
        if (!task.options().isDirect()) {
            leave(lanes, task, task);
            leave(kinds, task, task);
        }
    }

    /** The task is settled: all its places are free. */
    void settled(TaskRecord<?> task) {
        if (!task.options().isDirect()) {
            leave(lanes, task, task);
            leave(kinds, task, task);
            leave(keys, task, task);
            // Order: after the gates. An entry that was made beside the end of the task is seen here, or was not made.
            if (!waiting.isEmpty()) {
                waiting.remove(task.id());
            }
        }
    }

    private void leave(GateTable gate, TaskRecord<?> of, Object holder) {
        Interleave.point();
        passOn(gate.leave(of, holder, !plane.handsBack(), plane.clock.now()), gate);
    }

    /** A worker is abandoned with this task. Before the task gives its own places back. */
    void abandoned(TaskRecord<?> task, WorkerCell cell) {
        if (task.options().isDirect()) {
            return;
        }
        keys.keep(task, cell);
        kinds.keep(task, cell);
        lanes.keep(task, cell);
        // Order: kept first, then the look; the worker is gone first, and then looks for what it keeps.
        if (cell.state() == CellState.GONE) {
            gone(cell);
        }
    }

    /** A worker is gone, and whatever it kept is free. Its own thread, at its end. */
    public void gone(WorkerCell cell) {
        TaskRecord<?> last = cell.current();
        if (last != null && !last.options().isDirect()) {
            leave(lanes, last, cell);
            leave(kinds, last, cell);
            leave(keys, last, cell);
        }
    }

    /** {@return whether no abandoned attempt of this task, or of another with its key, may still run} */
    public boolean mayTryAgain(TaskRecord<?> task) {
        return keys.isAlone(task);
    }

    /** The task ended while it waited: at a gate, or in the queue. */
    void noteDead(TaskRecord<?> task) {
        if (task.options().isDirect() || waiting.remove(task.id()) == null) {
            plane.queue.noteDead();
        }
    }

    /** The task waits for its time no more: for the end of its delay, or for its next attempt. */
    void noteDropped(boolean wasDelayed) {
        if (wasDelayed) {
            delayed.decrementAndGet();
        }
    }

    // The supervisor, and whoever looks.

    /** Goes by other caps from now on. What is under way stays; who waits and may enter now does. */
    void follow(Caps changed) {
        if (changed.equals(caps)) {
            return;
        }
        caps = changed;
        // Order: said first, then the look, under the lock of each gate; see GateTable.
        letIn(kinds);
        letIn(lanes);
    }

    private void letIn(GateTable table) {
        for (String gate : table.names()) {
            TaskRecord<?> next = table.admitMore(gate, plane.clock.now());
            while (next != null) {
                passOn(next, table);
                next = table.admitMore(gate, plane.clock.now());
            }
        }
    }

    /** {@return those who wait at a gate, the oldest first} Weakly consistent. */
    public Collection<TaskRecord<?>> waiting() {
        return waiting.values();
    }

    /** {@return the older of this task and the oldest that waits at a gate and may be shed} */
    @Nullable
    TaskRecord<?> oldest(@Nullable TaskRecord<?> queued) {
        for (TaskRecord<?> task : waiting.values()) {
            if (task.stillWaits() && task.mayBeShed()) {
                return queued == null || task.id() < queued.id() ? task : queued;
            }
        }
        return queued;
    }

    /** {@return how many keys, kinds and lanes have somebody inside or in line} */
    public int size() {
        return keys.size() + kinds.size() + lanes.size();
    }

    /** {@return what waits at gates, and where} */
    public QueueSnapshot.Gates seen(long now) {
        if (caps.isNone() && waiting.isEmpty()) {
            return new QueueSnapshot.Gates(0, delayed.get(), List.of(), List.of());
        }
        Set<String> held = new LinkedHashSet<>();
        Set<String> capped = new LinkedHashSet<>(caps.lanes().keySet());
        int count = 0;
        for (TaskRecord<?> task : waiting.values()) {
            if (!task.stillWaits()) {
                continue;
            }
            if (++count <= LOOKED_AT) {
                add(held, keys.of(task));
                add(capped, lanes.of(task));
            }
        }
        var shownCaps = new ArrayList<QueueSnapshot.Cap>();
        caps.kinds().keySet().stream().limit(SHOWN).forEach(kind -> shownCaps.add(cap("kind", kinds, kind)));
        capped.stream()
                .filter(lane -> caps.ofLane(lane) != Caps.NONE)
                .limit(SHOWN)
                .forEach(lane -> shownCaps.add(cap("lane", lanes, lane)));
        return new QueueSnapshot.Gates(count, delayed.get(), keysHeld(held, now), shownCaps);
    }

    private static void add(Set<String> names, @Nullable String name) {
        if (name != null && names.size() < SHOWN + Caps.MOST) {
            names.add(name);
        }
    }

    private List<QueueSnapshot.KeyHeld> keysHeld(Set<String> names, long now) {
        var shown = new ArrayList<QueueSnapshot.KeyHeld>();
        for (String name : names) {
            GateTable.Seen seen = keys.look(name);
            if (seen != null && seen.waiting() > 0 && shown.size() < SHOWN) {
                shown.add(new QueueSnapshot.KeyHeld(
                        name,
                        holder(seen.holder()),
                        Duration.ofNanos(Math.max(0, now - seen.sinceNanos())),
                        seen.waiting()));
            }
        }
        return shown;
    }

    private static String holder(@Nullable Object holder) {
        return switch (holder) {
            case TaskRecord<?> task -> "task " + task.id() + " (" + task.name() + "), which is " + task.taskState();
            case WorkerCell cell -> "worker " + cell.id.worker() + ", which was abandoned and has not come back";
            case null, default -> "nobody";
        };
    }

    private QueueSnapshot.Cap cap(String sort, GateTable table, String name) {
        GateTable.Seen seen = table.look(name);
        int most = table == kinds ? caps.ofKind(name) : caps.ofLane(name);
        return new QueueSnapshot.Cap(
                sort, name, most, seen == null ? 0 : seen.inside(), seen == null ? 0 : seen.waiting());
    }
}
