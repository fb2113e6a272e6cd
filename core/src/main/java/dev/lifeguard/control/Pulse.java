package dev.lifeguard.control;

import dev.lifeguard.Liveness;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolState;
import dev.lifeguard.dataplane.CellState;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.dataplane.Recording;
import dev.lifeguard.dataplane.TaskQueue;
import dev.lifeguard.dataplane.TaskRecord;
import dev.lifeguard.dataplane.Waiting;
import dev.lifeguard.dataplane.WorkerCell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the pool once a second: what workers do by themselves, what was counted, and whether the pool lives. What one
 * look cannot know, because a worker that is idle beside waiting work is ordinary for a moment, two looks can.
 * Supervisor only.
 */
final class Pulse {

    /** How often it looks. */
    static final long LOOK_NANOS = 1_000_000_000;

    /** How long nothing may move beside waiting work and free workers, and how long nobody may serve. */
    static final long STALL_NANOS = 2_000_000_000;

    /** The verdict, and the look that it is from. */
    record Beat(Liveness.Verdict verdict, long sinceNanos, String reason, long lookedNanos) {

        Liveness seen(long now) {
            return new Liveness(verdict, History.ago(now, sinceNanos), reason);
        }
    }

    /** What changes whenever anything moves. */
    private record Trace(
            long uses, int unfinished, @Nullable Waiting head) {}

    private final Desk desk;
    private final Roster roster;
    private final IntSupplier zombies;
    private Beat beat;
    private Trace trace = new Trace(0, 0, null);
    private long movedNanos;
    private int free;
    private boolean waits;
    private boolean resting = true;
    private boolean outage;
    private long servedNanos;
    private boolean changed = true;

    Pulse(Desk desk, Roster roster, IntSupplier zombies) {
        this.zombies = zombies;
        this.desk = desk;
        this.roster = roster;
        this.beat = new Beat(Liveness.Verdict.STARTING, desk.now, "its first workers start", desk.now);
    }

    Beat beat() {
        return beat;
    }

    /** {@return whether somebody looked since the last call} */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** The first look. */
    void begin(PoolState state) {
        movedNanos = desk.now;
        servedNanos = desk.now;
        look(state);
    }

    /** Looks, and sees to it that it looks again. */
    void look(PoolState state) {
        var cells = new ArrayList<WorkerCell>();
        for (WorkerSlot slot : roster.slots()) {
            slot.look(desk.now);
            if (slot.supervised == null && slot.cell != null) {
                cells.add(slot.cell);
            }
        }
        desk.history.look(desk.now, desk.plane.counters().read(desk.tallies.now(), desk.notifier.dropped()));
        see(cells);
        judge(state);
        desk.plane.recording().looked(() -> vitals(cells));
        if (state != PoolState.STOPPED) {
            desk.after(LOOK_NANOS, Alarm.Plain.LOOK);
        }
    }

    private void see(List<WorkerCell> cells) {
        @Nullable Waiting head = null;
        for (Waiting entry : desk.plane.queue().entries()) {
            if (entry.stillWaits()) {
                head = entry;
                break;
            }
        }
        long uses = 0;
        free = 0;
        waits = head != null;
        for (WorkerCell cell : cells) {
            uses += cell.begun() + cell.epoch() + cell.hooks();
            TaskRecord<?> task = cell.current();
            boolean begun = task != null && task.runningAttempt() != 0;
            CellState state = cell.state();
            if (state == CellState.IDLE || state == CellState.SEARCHING || (state == CellState.RUNNING && !begun)) {
                // Woken, or handed a task, and not there yet: as free as one that nobody has called.
                free++;
                waits |= task != null && task.stillWaits();
            }
        }
        var now = new Trace(uses, desk.plane.admission().taken(), head);
        boolean still = now.equals(trace);
        resting = still && now.unfinished() == 0 && free == cells.size();
        if (!still || !waits || free == 0) {
            trace = now;
            movedNanos = desk.now;
        }
        outage = desk.plane.outage() != null;
        servedNanos = outage ? servedNanos : desk.now;
    }

    private Recording.Vitals vitals(List<WorkerCell> cells) {
        List<TaskQueue.Standing> lines = desk.plane.queue().standings();
        return new Recording.Vitals(
                desk.pool(),
                beat.verdict().toString(),
                lines.stream().mapToInt(TaskQueue.Standing::waiting).sum()
                        + desk.plane.gates().waiting().size(),
                lines.stream().mapToLong(line -> desk.now - line.sinceNanos()).reduce(0, Math::max),
                desk.plane.admission().taken(),
                desk.plane.admission().capacity(),
                roster.size(),
                free,
                cells.size() - free,
                zombies.getAsInt());
    }

    /** Says how the pool is, by the last look and its present state, and tells when an alarm begins or ends. */
    void judge(PoolState state) {
        Liveness.Verdict verdict = verdict(state);
        boolean same = verdict == beat.verdict();
        Beat before = beat;
        beat = new Beat(verdict, same ? before.sinceNanos() : sinceNanos(verdict), reason(verdict), desk.now);
        changed = true;
        Liveness now = beat.seen(desk.now);
        if (!same && (now.isAlarm() || before.seen(desk.now).isAlarm())) {
            desk.tell(new PoolEvent.LivenessChanged(desk.pool(), before.verdict(), now));
        }
    }

    private Liveness.Verdict verdict(PoolState state) {
        return switch (state) {
            case STARTING -> Liveness.Verdict.STARTING;
            case DRAINING, STOPPING -> Liveness.Verdict.CLOSING;
            case STOPPED -> Liveness.Verdict.CLOSED;
            case PAUSING, PAUSED -> {
                // What waits does so because somebody wants it; the time of the pause is no time without a move.
                movedNanos = desk.now;
                yield Liveness.Verdict.PAUSED;
            }
            case RUNNING -> {
                if (outage && desk.now - servedNanos >= STALL_NANOS) {
                    yield Liveness.Verdict.DOWN;
                }
                if (desk.now - movedNanos >= STALL_NANOS) {
                    yield Liveness.Verdict.STALLED;
                }
                yield resting ? Liveness.Verdict.IDLE : Liveness.Verdict.MOVING;
            }
        };
    }

    private long sinceNanos(Liveness.Verdict verdict) {
        return switch (verdict) {
            case STALLED -> movedNanos;
            case DOWN -> servedNanos;
            case STARTING, IDLE, MOVING, PAUSED, CLOSING, CLOSED -> desk.now;
        };
    }

    private String reason(Liveness.Verdict verdict) {
        return switch (verdict) {
            case STARTING -> roster.ready() + " of at least " + desk.settings.minReady() + " workers are ready";
            case IDLE -> "nothing waits or runs, and nothing has since the look before";
            case MOVING -> desk.plane.admission().taken() + " unfinished";
            case STALLED ->
                "work waits beside " + free + " free workers, and nothing has moved for "
                        + Duration.ofNanos(desk.now - movedNanos).toMillis() + " ms";
            case DOWN -> {
                DataPlane.Outage out = desk.plane.outage();
                yield "nobody serves: " + (out == null ? "every worker is gone" : out.reason());
            }
            case PAUSED -> desk.plane.admission().taken() + " unfinished";
            case CLOSING -> "the pool ends";
            case CLOSED -> "the pool has ended";
        };
    }
}
