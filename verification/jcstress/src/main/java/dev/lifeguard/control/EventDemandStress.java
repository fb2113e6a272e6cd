package dev.lifeguard.control;

import dev.lifeguard.timing.WatchedTime;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZZ_Result;

/**
 * Somebody asks for two of three events while the thread of the feed begins, finds nothing to do and parks: it is woken,
 * and tells two and no third. Then he cancels: it ends without the end of the pool.
 */
@JCStressTest
@Outcome(
        id = "[012], false, false",
        expect = Expect.ACCEPTABLE,
        desc = "what was asked for, as far as the cancel let it")
@Outcome(
        expect = Expect.FORBIDDEN,
        desc = "more than was asked for, an end that nobody told, or a thread that sleeps on")
@State
public class EventDemandStress {

    private final WatchedTime time = new WatchedTime();
    private final Listener listener = new Listener(0);
    private final EventFeed feed = new EventFeed("stress", time, 8, listener);

    public EventDemandStress() {
        for (int number = 1; number <= 3; number++) {
            feed.offer(Listener.event(number));
        }
    }

    @Actor
    public void reader() {
        feed.run();
    }

    @Actor
    public void asker() {
        feed.request(1);
        time.awaitParks(1);
        feed.request(1);
        feed.cancel();
        time.said();
    }

    @Arbiter
    public void look(IZZ_Result result) {
        result.r1 = listener.told();
        result.r2 = listener.complete();
        result.r3 = time.asleep();
    }
}
