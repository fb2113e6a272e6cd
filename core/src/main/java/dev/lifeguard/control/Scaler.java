package dev.lifeguard.control;

import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolState;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.dataplane.Notice;
import dev.lifeguard.policy.Elastic;
import dev.lifeguard.policy.Load;
import dev.lifeguard.policy.Scaling;
import dev.lifeguard.policy.ScalingPolicy.Wish;
import dev.lifeguard.timing.Timers;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets the size of the pool follow its load: looks at times, has the policy decide, and carries the decision out. A pool
 * of a fixed size has no timer here and pays nothing. What the pool wants is its {@code size}, as if somebody had
 * resized it; a decision changes just that. Supervisor only.
 *
 * <p>It looks only while the pool runs: not before its start has succeeded, not in a pause, in which everybody is idle
 * and no wait means anything, and not at its end. It does not grow while the pool is degraded: then workers are missing
 * because they die, and more of them would die, too.
 *
 * <p>A policy of the user runs elsewhere ({@link PolicyCall}); its answer counts if the pool is still as it was asked.
 */
final class Scaler {

    /** How long a policy of the user may take before it is told of and interrupted. */
    static final long ANSWER_NANOS = 10_000_000_000L;

    /** Over which time the fewest free workers are told to a policy of the user. */
    static final long MEMORY_NANOS = 10_000_000_000L;

    /** By which share the time between two looks is drawn shorter or longer. */
    static final double JITTER = 0.2;

    private final Desk desk;
    private final Roster roster;
    private final Board board;
    private final LoadWatch watch;
    private Timers.@Nullable Timer<Alarm> timer;
    private @Nullable PolicyCall call;
    private boolean told;
    private Scaling scaling = Scaling.fixed();

    /** Why the size is not what the policy wishes, in words. */
    private @Nullable String held;

    /** What is wrong with the policy of the user, in words. */
    private @Nullable String failing;

    Scaler(Desk desk, Roster roster, Board board) {
        this.desk = desk;
        this.roster = roster;
        this.board = board;
        this.watch = new LoadWatch(desk, roster);
    }

    /** {@return why the size is not what the policy wishes, when that is so} */
    @Nullable
    String held() {
        return held;
    }

    /** {@return what is wrong with the policy of the user, when something is} */
    @Nullable
    String failing() {
        return failing;
    }

    /** Goes by the policy that the settings have now; the size was changed by somebody, perhaps. */
    void follow(int sizeBefore) {
        if (sizeBefore != roster.size()) {
            watch.resized(sizeBefore, roster.size());
        }
        if (scaling.equals(desk.settings.policies().scaling())) {
            return;
        }
        end();
        scaling = desk.settings.policies().scaling();
        watch.forget();
        await();
    }

    /** The pool ends, or the policy does. */
    void end() {
        if (timer != null) {
            desk.timers.cancel(timer);
            timer = null;
        }
        if (call != null) {
            call.giveUp();
            call = null;
        }
        scaling = Scaling.fixed();
        say(null, null);
    }

    private void await() {
        long look = switch (scaling) {
            case Scaling.Fixed fixed -> 0;
            case Elastic elastic -> elastic.look().toNanos();
            case Scaling.Custom custom -> custom.look().toNanos();
        };
        if (look > 0) {
            // Pools that were made by one program at one time do not look, and grow, at one time.
            double chance = desk.environment.chance().getAsDouble();
            long jittered = (long) (look * (1 - JITTER + 2 * JITTER * chance));
            timer = desk.timers.schedule(desk.now + Math.max(1, jittered), Alarm.Plain.SCALE);
        }
    }

    /** It is time to look. */
    void look(PoolState state) {
        await();
        if (state != PoolState.RUNNING) {
            watch.forget();
            return;
        }
        switch (scaling) {
            case Scaling.Fixed fixed -> {}
            case Elastic elastic -> {
                Load load = watch.look(
                        elastic.min(), elastic.max(), elastic.linger().toNanos());
                carryOut(elastic.decide(load));
            }
            case Scaling.Custom custom -> ask(custom, watch.look(custom.min(), custom.max(), MEMORY_NANOS));
        }
    }

    // A policy of the user.

    private void ask(Scaling.Custom custom, Load load) {
        PolicyCall under = call;
        if (under != null) {
            if (desk.now - under.beganNanos >= ANSWER_NANOS && !told) {
                told = true;
                under.giveUp();
                fails("has not returned for " + Duration.ofNanos(ANSWER_NANOS).toSeconds() + " s", null);
            }
            return;
        }
        var next = new PolicyCall(custom.policy(), load, desk.plane.signals(), desk.now);
        try {
            desk.environment.threads().start("lifeguard-" + desk.pool() + "-scaling", WorkerThreads.PLATFORM, next);
        } catch (Throwable noThread) {
            fails("could not be called, because no thread could be started", noThread);
            return;
        }
        call = next;
        told = false;
    }

    /** The policy of the user has answered. */
    void answered(Notice.Scaled answer, PoolState state) {
        if (call == null || !call.equals(answer.call())) {
            // It was asked for another policy, or before the end.
            return;
        }
        call = null;
        Wish wish = answer.wish();
        Throwable failure = answer.failure();
        if (told) {
            // It was interrupted, and what it says now is about a load of long ago.
            return;
        }
        if (wish == null) {
            String name = Objects.requireNonNull(failure).getClass().getName();
            if (!("threw " + name).equals(failing)) {
                fails("threw " + name, failure);
            }
            return;
        }
        say(held, null);
        if (state == PoolState.RUNNING) {
            carryOut(wish);
        }
    }

    private void fails(String what, @Nullable Throwable cause) {
        say(held, what);
        desk.trouble(
                "The scaling policy " + what + "; the size stays " + roster.size()
                        + ", and it is asked again. Make it a function that returns at once and does not throw.",
                cause);
    }

    // The decision.

    private void carryOut(Wish wish) {
        int from = roster.size();
        int to = scaling.nearest(wish.size());
        String bar = to == wish.size()
                ? null
                : "the policy wishes " + (wish.size() > to ? "more" : "fewer") + " than the " + to
                        + " workers that the scaling allows";
        String degraded = roster.recovery().degraded();
        if (to > from && degraded != null) {
            say("the pool does not grow while it is degraded: " + degraded, failing);
            return;
        }
        say(bar, failing);
        if (to == from) {
            return;
        }
        desk.settings = desk.settings.withSize(to);
        board.settings(desk.settings);
        watch.resized(from, to);
        desk.history.scaled(desk.now, from, to, wish.reason());
        roster.scale("the pool shrank to " + to + ", because " + wish.reason());
        desk.tell(new PoolEvent.Scaled(desk.pool(), from, to, wish.reason()));
    }

    private void say(@Nullable String nowHeld, @Nullable String nowFailing) {
        if (!Objects.equals(held, nowHeld) || !Objects.equals(failing, nowFailing)) {
            held = nowHeld;
            failing = nowFailing;
            roster.noteChange();
        }
    }
}
