package dev.lifeguard.dataplane;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** Two messages for one place: one of them gets it, and it comes out once. */
@JCStressTest
@Outcome(id = "true, false, one", expect = Expect.ACCEPTABLE, desc = "the first has the place")
@Outcome(id = "false, true, two", expect = Expect.ACCEPTABLE, desc = "the second has the place")
@Outcome(expect = Expect.FORBIDDEN, desc = "two in one place, or none")
@State
public class PlacesStress {

    private final Channel<String> channel = new Channel<>(1);

    @Actor
    public void one(ZZL_Result result) {
        result.r1 = channel.offer("one");
    }

    @Actor
    public void two(ZZL_Result result) {
        result.r2 = channel.offer("two");
    }

    @Arbiter
    public void end(ZZL_Result result) {
        result.r3 = channel.poll();
        if (channel.poll() != null || channel.size() != 0) {
            result.r3 = "more";
        }
    }
}
