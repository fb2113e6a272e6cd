package dev.lifeguard.control;

import dev.lifeguard.inprocess.SystemThreads;
import dev.lifeguard.inprocess.ThreadStarter;
import dev.lifeguard.timing.SystemTime;
import dev.lifeguard.timing.TimeSource;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * What a pool takes from the world: time, threads and chance. Tests put their own here and run the same pool.
 *
 * @param time the clock, and how threads wait for it
 * @param threads where workers, the notifier and cancel hooks get their threads
 * @param chance evenly distributed from 0 to 1, for jitter; used by the supervisor only
 * @param stepped whether a test steps the supervisor instead of a thread
 * @param starts how many workers elastic pools may start at a time, with all that share it
 */
public record Environment(
        TimeSource time, ThreadStarter threads, DoubleSupplier chance, boolean stepped, StartBudget starts) {

    /** {@return the world as it is} */
    public static Environment system() {
        var time = new SystemTime();
        return new Environment(
                time,
                new SystemThreads(),
                new SplittableRandom(time.nanoTime())::nextDouble,
                false,
                StartBudget.ofJvm());
    }
}
