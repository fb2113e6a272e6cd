package dev.lifeguard.control;

import dev.lifeguard.timing.SystemTime;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZZ_Result;

/**
 * The pool sends four events and its end to a subscriber with one place, while that is reading: each is told, or told as
 * missing, and in its place. The result: whether all four, whether each in its place, whether the end was told, and,
 * which may be so or not, whether something was missing.
 */
@JCStressTest
@Outcome(id = "true, true, true, true", expect = Expect.ACCEPTABLE, desc = "what was missing was told in its place")
@Outcome(id = "true, true, true, false", expect = Expect.ACCEPTABLE, desc = "nothing was missing")
@Outcome(expect = Expect.FORBIDDEN, desc = "something was lost, told twice, or told in another place")
@State
public class EventFeedStress {

    private final Listener listener = new Listener(Long.MAX_VALUE);
    private final EventFeed feed = new EventFeed("stress", new SystemTime(), 1, listener);

    @Actor
    public void pool() {
        for (int number = 1; number <= 4; number++) {
            feed.offer(Listener.event(number));
        }
        feed.end();
    }

    @Actor
    public void reader() {
        feed.run();
    }

    @Arbiter
    public void look(ZZZZ_Result result) {
        result.r1 = listener.told() == 4;
        result.r2 = listener.inPlace();
        result.r3 = listener.complete();
        result.r4 = listener.missed() > 0;
    }
}
