package dev.lifeguard.control;

import dev.lifeguard.PoolEvent;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.inprocess.ThreadStarter;
import dev.lifeguard.timing.WatchedTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZZ_Result;

/**
 * Somebody subscribes while the pool sends its last events and ends: he is told some of the last, without a gap and in
 * order, and always the end.
 */
@JCStressTest
@Outcome(id = "[012], true, false", expect = Expect.ACCEPTABLE, desc = "the events from some moment on, and the end")
@Outcome(expect = Expect.FORBIDDEN, desc = "a gap, or he waits for an end that has been")
@State
public class EventPublisherStress {

    private final WatchedTime time = new WatchedTime();
    private final Held threads = new Held();
    private final EventPublisher publisher = new EventPublisher("stress", time, threads, 8);
    private final Late late = new Late();

    /** The thread of the feed begins when everything else has been. */
    private static final class Held implements ThreadStarter {
        private final List<Runnable> bodies = new ArrayList<>();

        @Override
        public void start(String name, WorkerThreads kind, Runnable body) {
            bodies.add(body);
        }

        @Override
        public void close() {
            // Nothing runs.
        }
    }

    /** Counts from whichever event is the first. */
    private static final class Late implements Flow.Subscriber<PoolEvent> {
        private int events;
        private int last;
        private boolean gap;
        private boolean complete;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(PoolEvent event) {
            int number = event instanceof PoolEvent.Resized numbered ? numbered.to() : -1;
            gap |= last != 0 && number != last + 1;
            last = number;
            events++;
        }

        @Override
        public void onError(Throwable failure) {
            throw new IllegalStateException(failure);
        }

        @Override
        public void onComplete() {
            // The last event is the second: who heard any heard that.
            gap |= events > 0 && last != 2;
            complete = true;
        }
    }

    @Actor
    public void pool() {
        publisher.send(Listener.event(1));
        publisher.send(Listener.event(2));
        publisher.end();
    }

    @Actor
    public void subscriber() {
        publisher.subscribe(late);
    }

    @Arbiter
    public void look(IZZ_Result result) {
        time.said();
        threads.bodies.forEach(Runnable::run);
        result.r1 = late.events;
        result.r2 = late.complete;
        result.r3 = late.gap;
    }
}
