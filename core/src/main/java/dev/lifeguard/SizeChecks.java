package dev.lifeguard;

import dev.lifeguard.Finding.Illness;
import dev.lifeguard.PoolSnapshot.Sized;
import dev.lifeguard.policy.Scaling;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What can be wrong with a size that follows the load: the {@link Doctor}'s checks of it. */
final class SizeChecks {

    /** How many changes of direction within the window are a finding. */
    private static final int TURNS = 4;

    /** How far back they count. */
    private static final Duration TURNS_WINDOW = Duration.ofMinutes(1);

    private SizeChecks() {}

    /** {@return whether its size follows the load and cannot follow it any further} */
    static boolean isAtMost(PoolSnapshot pool) {
        return !(pool.policies().scaling() instanceof Scaling.Fixed)
                && pool.size() >= pool.sizing().most();
    }

    static Stream<Finding> atMost(PoolSnapshot pool, Duration patience) {
        boolean late = pool.state() == PoolState.RUNNING
                && !pool.health().liveness().isAlarm()
                && pool.queue().oldestWait().compareTo(patience) >= 0;
        return Doctor.when(
                late && isAtMost(pool),
                () -> new Finding(
                        Illness.AT_MOST,
                        "the pool is at its most, " + pool.size() + " workers, and the oldest task waits "
                                + Doctor.words(pool.queue().oldestWait()),
                        "more comes than so many workers do: "
                                + pool.recent().counts().finished() + " tasks and "
                                + pool.recent().counts().leases() + " leases ended in the last "
                                + Doctor.words(pool.recent().window()),
                        "raise the most workers of the scaling, make the work shorter, or let in less"));
    }

    static Stream<Finding> fails(PoolSnapshot pool) {
        return pool.sizing().failing().stream()
                .map(what -> new Finding(
                        Illness.SCALING_FAILS,
                        "the scaling policy " + what,
                        "it is a function of yours, and the size stays " + pool.size() + " meanwhile",
                        "make it return at once and not throw"));
    }

    static Stream<Finding> flapping(PoolSnapshot pool) {
        List<Sized> lately = pool.sizing().decisions().stream()
                .filter(decision -> decision.ago().compareTo(TURNS_WINDOW) <= 0)
                .toList();
        int turns = 0;
        for (int next = 1; next < lately.size(); next++) {
            Sized decision = lately.get(next);
            Sized before = lately.get(next - 1);
            turns += (decision.to() > decision.from()) == (before.to() > before.from()) ? 0 : 1;
        }
        int changes = turns;
        return Doctor.when(
                changes >= TURNS,
                () -> new Finding(
                        Illness.FLAPPING,
                        "the size changed its direction " + changes + " times in "
                                + Doctor.words(lately.getFirst().ago()) + ", and is " + pool.size() + " now",
                        "last: " + lately.getLast().reason(),
                        "lengthen the linger of the scaling, raise its fewest workers, or keep spares"));
    }
}
