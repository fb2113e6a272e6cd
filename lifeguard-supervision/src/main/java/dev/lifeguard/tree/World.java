package dev.lifeguard.tree;

import dev.lifeguard.timing.SystemTime;
import dev.lifeguard.timing.TimeSource;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * What a tree takes from the world: time, threads and chance. Tests put their own here and run the same tree.
 *
 * @param time the clock, and how the control thread waits for it
 * @param threads where the control thread, the teller, hooks and children get their threads
 * @param chance evenly distributed from 0 to 1, for jitter; used by the control thread only
 */
public record World(TimeSource time, TreeThreads threads, DoubleSupplier chance) {

    /** {@return the world as it is: platform daemon threads, so that spinning virtual threads cannot starve a tree} */
    public static World system() {
        var time = new SystemTime();
        return new World(
                time,
                (name, body) -> Thread.ofPlatform().name(name).daemon(true).start(body),
                new SplittableRandom(time.nanoTime())::nextDouble);
    }
}
