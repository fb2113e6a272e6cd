package dev.lifeguard.control;

import dev.lifeguard.PoolEvent;
import dev.lifeguard.dataplane.LeaseTrace;
import dev.lifeguard.dataplane.Lending;
import dev.lifeguard.dataplane.LoanView;
import dev.lifeguard.dataplane.WorkerCell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the leases now and then, while some are taken: takes back those whose owner is gone, and tells of those that
 * are out for too long. A loan costs its lessee nothing for this beyond saying who he is: how long it is out, the watch
 * finds out by seeing it again. It ceases when none was taken since the last look, not when none is out in that moment:
 * the lessee who finds nobody watching asks for it, and that must stay rare where leases come one after another.
 * Supervisor only.
 */
final class LeaseWatch {

    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;
    private static final long SHORTEST_PAUSE_NANOS = 10_000_000;

    private final Desk desk;
    private final Roster roster;
    private final Lending lending;
    private boolean due;

    /** The numbers of the loans of all workers at the last look, added up. */
    private long loans;

    LeaseWatch(Desk desk, Roster roster) {
        this.desk = desk;
        this.roster = roster;
        this.lending = desk.plane.dispatcher().lending();
    }

    /** Leases are out and nobody watches them. */
    void wanted() {
        if (!due) {
            due = true;
            desk.after(pauseNanos(), Alarm.Plain.LEASES);
        }
    }

    private long pauseNanos() {
        return Math.clamp(heldLimitNanos() / 4, SHORTEST_PAUSE_NANOS, LONGEST_PAUSE_NANOS);
    }

    private long heldLimitNanos() {
        return desk.settings.leases().held().toNanos();
    }

    /** The time of a look has come. */
    void look() {
        due = false;
        takeBackDropped();
        if (lookAtLoans()) {
            wanted();
            return;
        }
        lending.unwatch();
        // Order: not watched first, then the look; who takes a lease does so first and then looks whether it is
        // watched.
        if (lookAtLoans()) {
            wanted();
        }
    }

    /** {@return whether a lease is out, or has been since the last look} */
    private boolean lookAtLoans() {
        boolean out = false;
        long before = loans;
        loans = 0;
        for (WorkerSlot slot : slots()) {
            WorkerCell cell = slot.cell;
            loans += cell == null ? 0 : cell.epoch();
            LoanView loan = cell == null || slot.supervised != null ? null : cell.loan();
            if (cell == null || loan == null) {
                out |= cell != null && cell.isOut();
                continue;
            }
            out = true;
            look(slot, cell, loan);
        }
        return out || loans != before;
    }

    /** A copy: taking a lease back can remove its slot. */
    private List<WorkerSlot> slots() {
        var all = new ArrayList<WorkerSlot>();
        roster.slots().forEach(all::add);
        return all;
    }

    private void look(WorkerSlot slot, WorkerCell cell, LoanView loan) {
        if (slot.loanOf != cell || slot.loan != loan.epoch()) {
            slot.loanOf = cell;
            slot.loan = loan.epoch();
            slot.loanSinceNanos = desk.now;
            slot.loanTold = false;
        }
        if (cell.isForgotten(loan.epoch())) {
            takeBack(slot, cell, loan, "its owner, thread " + loan.owner().getName() + ", has ended");
        } else if (!slot.loanTold && desk.now - slot.loanSinceNanos > heldLimitNanos()) {
            slot.loanTold = true;
            desk.tell(new PoolEvent.LeaseHeld(
                    cell.id,
                    loan.owner().getName(),
                    nameOf(loan),
                    Duration.ofNanos(desk.now - slot.loanSinceNanos),
                    loan.place()));
        }
    }

    private void takeBackDropped() {
        for (LeaseTrace trace = lending.nextDropped(); trace != null; trace = lending.nextDropped()) {
            WorkerSlot slot = roster.slotOf(trace.cell());
            LoanView loan = slot == null || slot.supervised != null
                    ? null
                    : trace.cell().loan();
            if (slot != null && loan != null && loan.trace() == trace) {
                takeBack(slot, trace.cell(), loan, "it was garbage-collected without having been closed");
            }
        }
    }

    private void takeBack(WorkerSlot slot, WorkerCell cell, LoanView loan, String why) {
        if (roster.recovery().reclaim(slot, cell, loan.epoch(), "its lease was taken back: " + why)) {
            @Nullable Throwable place = loan.place();
            desk.tell(new PoolEvent.LeaseReclaimed(cell.id, loan.owner().getName(), nameOf(loan), why, place));
        }
    }

    private static String nameOf(LoanView loan) {
        String given = loan.name();
        return given == null ? "" : given;
    }
}
