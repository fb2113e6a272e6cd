package dev.lifeguard.distributed.surroundings;

import dev.lifeguard.timing.SystemTime;
import dev.lifeguard.timing.TimeSource;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * What a client or a host takes from the world. Tests put their own here and run the same code.
 *
 * @param time the clock, and how threads wait for it
 * @param threads starts threads
 * @param chance evenly distributed from 0 to 1; any thread asks
 */
public record Surroundings(TimeSource time, Threads threads, DoubleSupplier chance) {

    /** Starts threads. */
    @FunctionalInterface
    public interface Threads {

        /** {@return a thread with that name that runs the body} */
        Thread start(String name, Runnable body);
    }

    /** {@return the world as it is: platform threads, because the clients of brokers block in locks of their own} */
    public static Surroundings system() {
        var time = new SystemTime();
        return new Surroundings(
                time,
                (name, body) -> Thread.ofPlatform().name(name).daemon(true).start(body),
                () -> new SplittableRandom(time.nanoTime()).nextDouble());
    }

    /** Waits a while, or until interrupted; returns early for no reason, as parking does. */
    public void pause(Object blocker, long nanos) {
        time.parkUntil(blocker, time.nanoTime() + nanos);
    }

    /** {@return the time on the wall, in milliseconds} */
    public long wallMillis() {
        return time.wallTime().toEpochMilli();
    }
}
