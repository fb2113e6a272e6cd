package dev.lifeguard.control;

import dev.lifeguard.PoolEvent;
import dev.lifeguard.timing.WatchedTime;
import java.util.concurrent.Flow;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** An event comes while the thread of the feed begins, finds nothing and parks: it is woken for it. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the event was told")
@Outcome(expect = Expect.FORBIDDEN, desc = "the thread sleeps beside an event")
@State
public class EventWakeUpStress {

    private final WatchedTime time = new WatchedTime();
    private final Once once = new Once();
    private final EventFeed feed = new EventFeed("stress", time, 8, once);

    /** Wants one event, and is then content. */
    private final class Once implements Flow.Subscriber<PoolEvent> {
        private Flow.Subscription given = new EventFeed("nobody's", time, 1, this);
        private boolean told;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            given = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(PoolEvent event) {
            told = true;
            given.cancel();
        }

        @Override
        public void onError(Throwable failure) {
            throw new IllegalStateException(failure);
        }

        @Override
        public void onComplete() {
            throw new IllegalStateException("Nobody told the end.");
        }
    }

    @Actor
    public void reader() {
        feed.run();
    }

    @Actor
    public void pool() {
        time.awaitParks(1);
        feed.offer(Listener.event(1));
        time.said();
    }

    @Arbiter
    public void look(ZZ_Result result) {
        result.r1 = once.told;
        result.r2 = time.asleep();
    }
}
