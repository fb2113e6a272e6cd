package dev.lifeguard.control;

import dev.lifeguard.PoolState;
import dev.lifeguard.RenewalSnapshot;
import dev.lifeguard.StopReason;
import dev.lifeguard.dataplane.CellState;
import dev.lifeguard.dataplane.HealthCheck;
import dev.lifeguard.dataplane.WorkerCell;
import dev.lifeguard.policy.Recycling;
import dev.lifeguard.timing.Timers;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replaces workers that have worked long enough, and asks free ones whether they are healthy. By looks at what workers
 * count for themselves anyway, so that no task and no lease pays for it; a pool without the policy is never looked at.
 * Supervisor only.
 */
final class Recycler {

    /** How long after a look the next one is at the earliest: while workers are used under a limit of uses. */
    static final long SOONEST_NANOS = 10_000_000;

    /** How long after a look the next one is at the latest. */
    static final long LATEST_NANOS = 1_000_000_000;

    /** A look comes after this share of the shortest limit of time. */
    private static final int LOOKS = 16;

    /** One of so many workers is asked for its health at a time, but always one. */
    static final int CHECKED_SHARE = 8;

    private final Desk desk;
    private final Roster roster;
    private final Rolls rolls;
    private long uses;
    private long lookedNanos;
    private Timers.@Nullable Timer<Alarm> next;

    Recycler(Desk desk, Roster roster, Rolls rolls) {
        this.desk = desk;
        this.roster = roster;
        this.rolls = rolls;
    }

    /** Goes by the policy of the settings: at the start, and when it changed. */
    void follow() {
        for (WorkerSlot slot : roster.slots()) {
            slot.term = null;
            slot.over = "";
        }
        if (policy().acts()) {
            await(0);
        } else {
            stopWaiting();
            successions().dismissAll(StopReason.RECYCLED, "no worker is recycled any more");
        }
    }

    private void await(long nanos) {
        stopWaiting();
        next = desk.timers.schedule(desk.now + nanos, Alarm.Plain.RECYCLE);
    }

    private void stopWaiting() {
        if (next != null) {
            desk.timers.cancel(next);
            next = null;
        }
    }

    /** Tasks are under way: a limit of uses is looked at sooner than in a pool that rests. */
    void lookIfUsed(PoolState state) {
        if (next != null && policy().uses().isPresent() && desk.now - lookedNanos >= SOONEST_NANOS) {
            look(state);
        }
    }

    /** Looks at everybody, begins what is due, and sees to it that it looks again. */
    void look(PoolState state) {
        lookedNanos = desk.now;
        Recycling policy = policy();
        if (!policy.acts()) {
            return;
        }
        long before = uses;
        uses = 0;
        for (WorkerSlot slot : roster.slots()) {
            WorkerCell cell = slot.cell;
            if (slot.serves() && cell != null) {
                uses += cell.begun() + cell.epoch();
                see(slot, cell, policy);
            }
        }
        if (state == PoolState.RUNNING && policy.check().isPresent()) {
            check(policy);
        }
        begin(state);
        boolean inUse = policy.uses().isPresent() && uses != before;
        await(inUse ? SOONEST_NANOS : quietNanos(policy));
    }

    private static long quietNanos(Recycling policy) {
        long shortest = Math.min(policy.term(1, 1).ageNanos(), policy.checkNanos(1));
        return Math.clamp(shortest / LOOKS, SOONEST_NANOS, LATEST_NANOS);
    }

    private void see(WorkerSlot slot, WorkerCell cell, Recycling policy) {
        Recycling.Term term = slot.term;
        if (term == null || slot.termOf != slot.incarnation) {
            slot.termOf = slot.incarnation;
            term = policy.term(chance(), chance());
            slot.term = term;
            slot.over = "";
            slot.checkAtNanos = desk.now + Math.min(Long.MAX_VALUE / 4, policy.checkNanos(chance()));
        }
        String over = term.over(cell.begun() + cell.epoch(), desk.now - slot.startedNanos);
        if (over != null && slot.over.isEmpty()) {
            slot.overSinceNanos = desk.now;
            roster.touch();
        }
        slot.over = over == null ? "" : over;
    }

    private double chance() {
        return desk.environment.chance().getAsDouble();
    }

    // Health.

    private void check(Recycling policy) {
        long most = Math.max(1, roster.size() / CHECKED_SHARE);
        for (WorkerSlot slot : roster.slots()) {
            WorkerCell cell = slot.cell;
            most -= cell != null && cell.state() == CellState.CHECKING ? 1 : 0;
        }
        for (WorkerSlot slot : roster.slots()) {
            WorkerCell cell = slot.cell;
            boolean due = slot.serves() && slot.termOf == slot.incarnation && desk.now - slot.checkAtNanos >= 0;
            if (most > 0 && due && cell != null && HealthCheck.begin(desk.plane, cell)) {
                most--;
                slot.checkAtNanos = desk.now + policy.checkNanos(chance());
                // The check before has had the same number of hooks behind it, so the watch begins anew.
                slot.watchedHooks = -1;
            }
        }
    }

    // Replacement.

    /** Goes on when a replacement is over. Once for each step. */
    void advance(PoolState state) {
        if (successions().takeEnded()) {
            begin(state);
        }
    }

    /** Begins as many replacements as may be under way. */
    private void begin(PoolState state) {
        while (held(state) == null) {
            Optional<WorkerSlot> next = roster.slots().stream()
                    .filter(slot -> isDue(slot) && !successions().isFollowed(slot))
                    .min(Comparator.comparingInt((WorkerSlot slot) -> rank(slot))
                            .thenComparingLong(slot -> slot.overSinceNanos - desk.now));
            if (next.isEmpty()) {
                return;
            }
            WorkerSlot old = next.get();
            successions().begin(old, StopReason.RECYCLED, old.over, false);
        }
    }

    private static boolean isDue(WorkerSlot slot) {
        return slot.serves() && slot.termOf == slot.incarnation && !slot.over.isEmpty();
    }

    /** A lease that stays out would hold up those behind it. */
    private static int rank(WorkerSlot slot) {
        WorkerCell cell = slot.cell;
        return cell != null && cell.isOut() ? 1 : 0;
    }

    /** {@return why no replacement begins now, or {@code null} when one may} */
    private @Nullable String held(PoolState state) {
        int underWay = successions().underWay().size();
        int most = Math.min(policy().atATime(), roster.size());
        if (!policy().acts()) {
            return "no worker is recycled";
        }
        if (state != PoolState.RUNNING) {
            return "the pool is " + state;
        }
        if (rolls.isUnderWay()) {
            return "a roll is under way, which replaces everybody";
        }
        if (underWay >= most) {
            return underWay + " of " + most + " replacements are under way" + obstacle();
        }
        if (roster.recovery().degraded() != null) {
            return "the pool is degraded: " + roster.recovery().degraded();
        }
        int zombies = roster.recovery().zombies();
        return zombies > desk.settings.maxZombies()
                ? zombies + " abandoned workers have not come back, and at most " + desk.settings.maxZombies()
                        + " are compensated"
                : null;
    }

    /** What keeps the oldest of them from its end. */
    private String obstacle() {
        Successions.Succession oldest = successions().underWay().getFirst();
        if (oldest.served) {
            return "; worker " + oldest.old.number + " is still in its last use (" + oldest.old.view() + ")";
        }
        return oldest.failures == 0
                ? ""
                : "; that of worker " + oldest.old.number + " could not start " + oldest.failures + " times: "
                        + oldest.fresh.reason;
    }

    // For those who look.

    /** How the recycling stands, with times to be made into durations. */
    record Standing(
            long replaced,
            int underWay,
            int due,
            long dueSinceNanos,
            String held,
            Duration meanLife,
            Duration meanStart,
            Rolls.@Nullable Standing roll) {

        static final Standing NONE = new Standing(0, 0, 0, 0, "", Duration.ZERO, Duration.ZERO, null);

        RenewalSnapshot seen(long now) {
            return new RenewalSnapshot(
                    replaced,
                    underWay,
                    due,
                    due == 0 ? Duration.ZERO : History.ago(now, dueSinceNanos),
                    held,
                    meanLife,
                    meanStart,
                    Optional.ofNullable(roll).map(standing -> standing.seen(now)));
        }
    }

    Standing standing(PoolState state) {
        int due = 0;
        long since = desk.now;
        for (WorkerSlot slot : roster.slots()) {
            if (isDue(slot)) {
                due++;
                since = slot.overSinceNanos - since < 0 ? slot.overSinceNanos : since;
            }
        }
        String held = due == 0 ? null : held(state);
        return new Standing(
                successions().lives().replaced(),
                successions().underWay().size(),
                due,
                since,
                held == null ? "" : held,
                successions().lives().meanLife(),
                successions().lives().meanStart(),
                rolls.standing());
    }

    private Recycling policy() {
        return desk.settings.policies().recycling();
    }

    private Successions successions() {
        return roster.successions();
    }
}
