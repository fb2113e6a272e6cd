package dev.lifeguard.control;

import dev.lifeguard.PoolEvent;
import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replacement before departure: a fresh worker starts in a slot of its own beside the one that shall leave, and only when
 * it serves is the old one sent away, after its use. Supervisor only.
 *
 * <p>The successor counts for nothing until it serves: not as a worker of the pool's size, not as a burst worker, not as a
 * death when it fails. A succession is under way until the old worker is gone, so that no more than the size, the burst and
 * the successions under way live. What else can happen meanwhile:
 *
 * <table>
 * <caption>What becomes of a succession</caption>
 * <tr><th>what happens before the successor serves<th>the successor<th>the old worker
 * <tr><td>its start fails or hangs<td>tried again after the backoff of the restart rule<td>serves on
 * <tr><td>its start hangs, and too many abandoned workers are out<td>is given up<td>serves on
 * <tr><td>the old one dies while the successor starts<td>takes its place, as its replacement<td>is not restarted
 * <tr><td>the old one dies while the successor waits for its next try<td>is not needed<td>restarts by its own rule
 * <tr><td>the old one is abandoned<td>is not needed<td>is compensated by the rule for abandoned workers
 * <tr><td>the old one leaves: shrunk, idle beyond the size, drained<td>is not needed<td>leaves, or is renewed
 * <tr><td>the pool pauses, is degraded or drains<td>goes on<td>leaves when it serves; nobody begins another succession
 * <tr><td>the pool sends everybody away<td>is sent away<td>is sent away
 * </table>
 */
final class Successions {

    /** A successor and the worker that it follows. */
    static final class Succession {

        final WorkerSlot old;
        final WorkerSlot fresh;
        final StopReason why;
        final String reason;

        /** Whether the successor serves, and the old one is on its way out. */
        boolean served;

        /** How often the successor could not start. */
        int failures;

        Succession(WorkerSlot old, WorkerSlot fresh, StopReason why, String reason) {
            this.old = old;
            this.fresh = fresh;
            this.why = why;
            this.reason = reason;
        }
    }

    private final Desk desk;
    private final Roster roster;
    private final List<Succession> underWay = new ArrayList<>();
    private final Lives lives = new Lives();
    private boolean ended;

    Successions(Desk desk, Roster roster) {
        this.desk = desk;
        this.roster = roster;
    }

    /** {@return those whose old worker is not gone yet} */
    List<Succession> underWay() {
        return underWay;
    }

    /** {@return how long workers lived and how long their successors took to start} */
    Lives lives() {
        return lives;
    }

    /** {@return whether one has ended since the last call} */
    boolean takeEnded() {
        boolean was = ended;
        ended = false;
        return was;
    }

    /** {@return whether somebody follows this worker already} */
    boolean isFollowed(WorkerSlot old) {
        return underWay.stream().anyMatch(each -> each.old == old);
    }

    /** Starts a successor. {@code ahead} for one of the generation that is rolled out. */
    void begin(WorkerSlot old, StopReason why, String reason, boolean ahead) {
        WorkerSlot fresh = roster.add(false);
        fresh.compensating = old.compensating;
        fresh.ahead = ahead;
        var succession = new Succession(old, fresh, why, reason);
        fresh.succession = succession;
        underWay.add(succession);
        roster.start(fresh);
    }

    /** This worker serves: the one that it follows, if it does, is sent away. */
    void serves(WorkerSlot fresh) {
        Succession succession = fresh.succession;
        if (succession == null) {
            return;
        }
        WorkerSlot old = succession.old;
        fresh.succession = null;
        fresh.restAs(old);
        succession.served = true;
        lives.add(desk.now - old.startedNanos, desk.now - fresh.startedNanos);
        desk.tell(new PoolEvent.WorkerReplaced(id(old), id(fresh), succession.why, succession.reason));
        roster.retire(old, succession.why, succession.reason);
    }

    /** A start failed; the old worker serves on. */
    void failed(WorkerSlot fresh) {
        Succession succession = fresh.succession;
        // Told for the first time, and whenever the failures have doubled.
        if (succession != null && Integer.bitCount(++succession.failures) == 1) {
            desk.trouble(
                    "The replacement of worker " + id(succession.old) + " could not start (" + succession.failures
                            + " times so far: " + fresh.reason + "); worker " + succession.old.number
                            + " serves on, and another one is tried after the backoff of the restart rule. Mend what"
                            + " workers need to start.",
                    fresh.lastDeath == null ? null : fresh.lastDeath.cause());
        }
    }

    /** This worker, or the one that follows it, is sent away for a reason of its own. */
    void leaves(WorkerSlot slot) {
        Succession own = slot.succession;
        if (own != null) {
            forget(own);
        }
        Succession following = following(slot);
        if (following != null) {
            dismiss(following, "worker " + slot.number + " leaves for another reason");
        }
    }

    /** {@return whether the successor of this worker, which is dead, takes its place} */
    boolean inherits(WorkerSlot dead) {
        Succession succession = following(dead);
        if (succession == null) {
            return false;
        }
        // One that was abandoned is compensated by the rule for that, and on a thread of its own kind.
        boolean alike = succession.fresh.compensating == dead.compensating;
        if (alike && succession.fresh.supervised == WorkerState.STARTING) {
            forget(succession);
            return true;
        }
        dismiss(succession, "worker " + dead.number + " is replaced by the restart rule");
        return false;
    }

    /** The successor is not needed any more, or may not be tried again. */
    void dismiss(Succession succession, String reason) {
        forget(succession);
        roster.retire(succession.fresh, StopReason.NOT_NEEDED, reason);
        if (succession.fresh.supervised == WorkerState.STOPPED) {
            roster.recovery().settle(succession.fresh);
        }
    }

    /** No successor that was started for this reason, and does not serve yet, is needed any more. */
    void dismissAll(StopReason why, String reason) {
        for (Succession each : List.copyOf(underWay)) {
            if (!each.served && each.why == why) {
                dismiss(each, reason);
            }
        }
    }

    /**
     * A fresh incarnation starts here. If the one before had been succeeded, it died in the moment in which it was sent away,
     * and its slot is wanted after all, because the successor is gone: nobody leaves any more.
     */
    void starts(WorkerSlot slot) {
        ended |= underWay.removeIf(each -> each.old == slot && each.served);
    }

    /** This slot has been removed. */
    void gone(WorkerSlot slot) {
        ended |= underWay.removeIf(each -> each.old == slot);
    }

    private void forget(Succession succession) {
        ended |= underWay.remove(succession);
        succession.fresh.succession = null;
    }

    private @Nullable Succession following(WorkerSlot old) {
        for (Succession each : underWay) {
            if (each.old == old && !each.served) {
                return each;
            }
        }
        return null;
    }

    private WorkerId id(WorkerSlot slot) {
        return new WorkerId(desk.pool(), slot.number, slot.incarnation);
    }
}
