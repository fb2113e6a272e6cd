package dev.lifeguard.verification.anomalies;

import dev.lifeguard.ContextCarrier;
import dev.lifeguard.Message;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.policy.Load;
import dev.lifeguard.policy.ScalingPolicy;
import dev.lifeguard.verification.anomalies.Anomaly.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** All code of the user that a pool calls. Each call is an occasion to go wrong. */
final class UserCode implements WorkerDefinition<Object>, ScalingPolicy, ContextCarrier {

    /** Which code it is; first what must find no flag that somebody else has left. */
    enum Place {
        START,
        RESET,
        RECEIVE,
        STOP,
        TASK,
        HEALTHY,
        FATAL,
        LISTENER,
        SUBSCRIBER,
        PROGRESS,
        STAGE,
        CANCEL_HOOK,
        CAPTURE,
        CONTEXT_ON,
        CONTEXT_OFF,
        SCALING,
        RETRY_RULE,
        BACKOFF_RULE,
        STORE
    }

    private final Anomaly anomaly;
    private final Verdicts verdicts;
    private final List<ToyWorker> made = new ArrayList<>();

    /** Whether the attempt that ends now was asked to leave: what is thrown then is nobody's any more. */
    private boolean leaving;

    UserCode(Anomaly anomaly, Verdicts verdicts) {
        this.anomaly = anomaly;
        this.verdicts = verdicts;
    }

    List<ToyWorker> made() {
        return made;
    }

    /** {@return whether an attempt may have ended before the code of its task began} */
    boolean stopsBeforeTheTask() {
        return anomaly.places().contains(Place.CONTEXT_ON) || anomaly.kind == Kind.NULL;
    }

    void leaves(boolean asked) {
        leaving = asked;
    }

    /** Code of the user begins. */
    void begins(Place place) {
        // The context of a task can leave one to it, which is its own affair.
        boolean clean = place.compareTo(Place.STOP) <= 0
                || (place == Place.TASK && !anomaly.places().contains(Place.CONTEXT_ON));
        verdicts.check(!clean || !Thread.currentThread().isInterrupted(), place + " begins with an interrupt flag");
        if (anomaly.kind != Kind.NULL && anomaly.strikes(place)) {
            if (anomaly.kind == Kind.INTERRUPT_FLAG) {
                Thread.currentThread().interrupt();
            } else {
                throw anomaly.raise(place.toString());
            }
        }
    }

    /** {@return the value, which code of the user gives, or nothing where that goes wrong} */
    @SuppressWarnings("NullAway") // That is the fault.
    <V> V gives(Place place, V value) {
        return anomaly.kind == Kind.NULL && anomaly.strikes(place) ? null : value;
    }

    // Hooks of a worker.

    @Override
    public Object start(WorkerContext context) {
        begins(Place.START);
        var worker = new ToyWorker(context.id(), verdicts);
        Object given = gives(Place.START, worker);
        if (worker.equals(given)) {
            made.add(worker);
        }
        return given;
    }

    @Override
    public boolean healthy(Object worker) {
        return use(worker, Place.HEALTHY);
    }

    @Override
    public void reset(Object worker) {
        use(worker, Place.RESET);
    }

    @Override
    public void receive(Object worker, Message message) {
        use(worker, Place.RECEIVE);
        message.reply("an answer");
    }

    private boolean use(@Nullable Object worker, Place place) {
        if (worker instanceof ToyWorker toy) {
            toy.enter(place.toString());
            try {
                begins(place);
            } finally {
                toy.leave();
            }
        }
        return true;
    }

    @Override
    public void stop(Object worker, StopReason reason) {
        ((ToyWorker) worker).stop();
        begins(Place.STOP);
    }

    @Override
    public boolean fatal(Object worker, Throwable failure) {
        begins(Place.FATAL);
        return failure instanceof Error;
    }

    // What a pool asks and tells.

    void hear(PoolEvent event) {
        begins(Place.LISTENER);
    }

    @Override
    public Wish decide(Load load) {
        begins(Place.SCALING);
        return gives(Place.SCALING, new Wish(2, "two are enough"));
    }

    boolean again(Throwable failure) {
        verdicts.told(failure);
        begins(Place.RETRY_RULE);
        return true;
    }

    Duration backoff(int attempt, Throwable failure, Duration previous) {
        begins(Place.BACKOFF_RULE);
        return gives(Place.BACKOFF_RULE, Duration.ofMillis(2));
    }

    @Override
    public Captured capture() {
        begins(Place.CAPTURE);
        return gives(Place.CAPTURE, code -> {
            begins(Place.CONTEXT_ON);
            code.call();
            if (!leaving) {
                begins(Place.CONTEXT_OFF);
            }
        });
    }

    /** Hears everything, as much as comes. */
    Flow.Subscriber<PoolEvent> subscriber() {
        return new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                begins(Place.SUBSCRIBER);
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(PoolEvent event) {
                begins(Place.SUBSCRIBER);
            }

            @Override
            public void onError(Throwable failure) {
                verdicts.told(failure);
            }

            @Override
            public void onComplete() {
                begins(Place.SUBSCRIBER);
            }
        };
    }
}
