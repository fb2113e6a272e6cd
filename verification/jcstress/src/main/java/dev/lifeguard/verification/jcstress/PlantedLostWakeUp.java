package dev.lifeguard.verification.jcstress;

import dev.lifeguard.timing.WatchedTime;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Wrong on purpose: the reader looks first, says only then whom a message wakes, and parks. A message in between wakes
 * nobody, and the stress run must see the reader sleep.
 */
@JCStressTest
@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "The message was seen.")
@Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "The reader sleeps beside the message.")
@State
public class PlantedLostWakeUp {
    /** How long the wrong moment lasts. */
    private static final int SPINS = 50;

    private final WatchedTime time = new WatchedTime();
    private volatile boolean message;
    private volatile @Nullable Thread reader;

    /** Looks, and parks until there is something to see. */
    @Actor
    public void read() {
        boolean seen = message;
        for (int spin = 0; spin < SPINS; spin++) {
            Thread.onSpinWait();
        }
        reader = Thread.currentThread();
        while (!seen && time.parks(this)) {
            seen = message;
        }
    }

    /** Leaves a message, and wakes the reader. */
    @Actor
    public void write() {
        message = true;
        LockSupport.unpark(reader);
        time.said();
    }

    /** Looks whether the reader slept. */
    @Arbiter
    public void look(Z_Result result) {
        result.r1 = time.asleep();
    }
}
