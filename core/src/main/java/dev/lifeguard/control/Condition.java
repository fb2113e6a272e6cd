package dev.lifeguard.control;

import dev.lifeguard.PoolEvent;
import dev.lifeguard.WorkerState;
import dev.lifeguard.dataplane.DataPlane;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How well the pool is: degraded or not, and whether anybody serves at all. A condition, not a gate: a degraded pool
 * serves with what it has, and answers at once only when nobody serves and nobody can in time. Supervisor only.
 */
final class Condition {

    /** Delay of an outage whose end nobody knows. */
    private static final long UNKNOWN_NANOS = Long.MAX_VALUE / 4;

    private final Desk desk;
    private final RestartJudge judge;
    private @Nullable String degraded;
    private @Nullable Throwable lastDeath;
    private boolean calmAwaited;

    Condition(Desk desk, RestartJudge judge) {
        this.desk = desk;
        this.judge = judge;
    }

    @Nullable
    String degraded() {
        return degraded;
    }

    @Nullable
    Throwable lastDeath() {
        return lastDeath;
    }

    void died(@Nullable Throwable cause) {
        if (cause != null) {
            lastDeath = cause;
        }
    }

    /** The oldest death has left the window. */
    void calm() {
        calmAwaited = false;
    }

    /** The rule has changed, and with it the time at which the oldest death leaves the window. */
    void follow() {
        calmAwaited = false;
    }

    /** Looks again, and tells when it changed. */
    void assess(Collection<WorkerSlot> slots, int size, int zombies, boolean closing) {
        @Nullable String now = reason(slots, size, zombies, closing);
        if (now != null && judge.tooMany(desk.now) && !calmAwaited) {
            calmAwaited = true;
            desk.timers.schedule(judge.calmAtNanos(desk.now), Alarm.Plain.CALM);
        }
        if ((now == null) != (degraded == null)) {
            desk.tell(new PoolEvent.ConditionChanged(
                    desk.pool(), now != null, now == null ? "all " + size + " workers serve" : now, lastDeath));
        }
        degraded = now;
        desk.plane.outage(closing ? null : outage(slots));
    }

    private @Nullable String reason(Collection<WorkerSlot> slots, int size, int zombies, boolean closing) {
        long failed = slots.stream()
                .filter(slot -> slot.supervised == WorkerState.FAILED)
                .count();
        if (failed > 0) {
            return failed + " of " + size + " workers cannot be replaced, because " + zombies
                    + " abandoned ones have not come back";
        }
        if (judge.tooMany(desk.now)) {
            return "more than " + desk.settings.restart().intensity() + " workers died within "
                    + desk.settings.restart().within();
        }
        // Once degraded, it is healthy again only when everybody serves.
        boolean shorthanded = slots.stream().filter(WorkerSlot::serves).count() < size;
        return degraded != null && shorthanded && !closing ? degraded : null;
    }

    private DataPlane.@Nullable Outage outage(Collection<WorkerSlot> slots) {
        long earliest = UNKNOWN_NANOS;
        for (WorkerSlot slot : slots) {
            if (slot.serves() || slot.renewing) {
                // Not by its view alone: a worker that has died and gone since shows as STOPPED until its notices are
                // heard, and then it is replaced at once or after a backoff that is known.
                return null;
            }
            switch (slot.view()) {
                case BACKOFF -> earliest = Math.min(earliest, slot.restartAtNanos - desk.now);
                case FAILED, STOPPED, STOPPING -> {}
                case STARTING,
                        IDLE,
                        RUNNING,
                        CANCELLING,
                        LEASED,
                        RECEIVING,
                        RESETTING,
                        CHECKING,
                        LEAVING,
                        CONDEMNED -> {
                    return null;
                }
            }
        }
        Throwable cause = lastDeath;
        String why = cause == null ? "every worker is abandoned" : "the last one died of " + cause;
        return new DataPlane.Outage(why, desk.now + earliest);
    }
}
