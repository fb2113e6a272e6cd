package dev.lifeguard.tree;

import dev.lifeguard.timing.WatchedTime;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * Somebody posts two notices while the control thread of a tree begins, finds nothing and parks: it takes both, and never
 * sleeps beside one. It looks and parks as {@code Tree} does.
 */
@JCStressTest
@Outcome(id = "2, false", expect = Expect.ACCEPTABLE, desc = "both notices were taken")
@Outcome(expect = Expect.FORBIDDEN, desc = "a notice is lost, or the control thread sleeps beside it")
@State
public class InboxStress {

    private final WatchedTime time = new WatchedTime();
    private final Inbox inbox = new Inbox();
    private int taken;

    @Actor
    public void control() {
        inbox.readBy(Thread.currentThread());
        boolean awake = true;
        while (awake && taken < 2) {
            if (inbox.take() != null) {
                taken++;
            } else if (inbox.isEmpty()) {
                awake = time.parks(this);
            }
        }
    }

    @Actor
    public void caller() {
        inbox.post(new Notice.StopWanted(1));
        time.awaitParks(1);
        inbox.post(new Notice.StopWanted(2));
        time.said();
    }

    @Arbiter
    public void look(IZ_Result result) {
        result.r1 = taken;
        result.r2 = time.asleep();
    }
}
