package dev.lifeguard.control;

import dev.lifeguard.dataplane.Notice;
import dev.lifeguard.dataplane.Signals;
import dev.lifeguard.policy.Load;
import dev.lifeguard.policy.ScalingPolicy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of a scaling policy of the user, on a thread of its own. What comes of it is told as a notice.
 *
 * <p>Order: the thread says who it is before it calls, and looks at {@code given up} after that; who gives the call up
 * says so first and then interrupts whoever is there. So a call that is given up is interrupted, or not begun.
 */
final class PolicyCall implements Runnable {

    private final ScalingPolicy policy;
    private final Load load;
    private final Signals signals;
    final long beganNanos;
    private volatile @Nullable Thread thread;
    private volatile boolean givenUp;

    PolicyCall(ScalingPolicy policy, Load load, Signals signals, long now) {
        this.policy = policy;
        this.load = load;
        this.signals = signals;
        this.beganNanos = now;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        ScalingPolicy.@Nullable Wish wish = null;
        @Nullable Throwable failure = null;
        try {
            if (!givenUp) {
                wish = Objects.requireNonNull(policy.decide(load), "The scaling policy returned null.");
            }
        } catch (Throwable thrown) {
            failure = thrown;
        }
        thread = null;
        signals.post(new Notice.Scaled(this, wish, failure));
    }

    /** Nobody wants its answer any more. */
    void giveUp() {
        givenUp = true;
        Thread calling = thread;
        if (calling != null) {
            calling.interrupt();
        }
    }
}
