package dev.lifeguard.process;

import dev.lifeguard.process.CommandNotStartedException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Platform threads that block in reads and writes of pipes, and wait for processes to die.
 *
 * <p>They are platform threads because a blocked pipe holds the carrier of a virtual thread: with a few hundred
 * of them no virtual thread of the JVM runs any more. Two or three are busy for each running command; an idle
 * one ends after {@value #KEEP_ALIVE_SECONDS} s.
 */
final class PumpThreads {
    private static final long KEEP_ALIVE_SECONDS = 2;
    private static final int ABANDONED_LIMIT = 256;
    private static final AtomicInteger ABANDONED = new AtomicInteger();
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final ThreadPoolExecutor THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), PumpThreads::thread);

    private PumpThreads() {}

    static void execute(Runnable pump) {
        THREADS.execute(pump);
    }

    /** Counts an output whose pipe is held open by a process out of reach; its two threads stay until then. */
    static void abandon(CompletableFuture<Void> ended) {
        ABANDONED.incrementAndGet();
        var unused = ended.thenRun(ABANDONED::decrementAndGet);
    }

    static void refuseTooManyAbandoned() {
        int abandoned = ABANDONED.get();
        if (abandoned >= ABANDONED_LIMIT) {
            throw new CommandNotStartedException(
                    Reason.SYSTEM,
                    abandoned + " earlier commands left processes outside their group (with setsid) that still hold"
                            + " their output open, and the limit is " + ABANDONED_LIMIT
                            + ", so no further command is started; let such processes redirect their output.");
        }
    }

    private static Thread thread(Runnable work) {
        return Thread.ofPlatform()
                .name("lifeguard-pump-" + NUMBERS.incrementAndGet())
                .daemon()
                .inheritInheritableThreadLocals(false)
                .unstarted(work);
    }
}
