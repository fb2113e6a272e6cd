package dev.lifeguard.testkit.simulation;

import dev.lifeguard.PoolEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber of the events that is slower than the pool now and then. What it is told, with what it is told as missing,
 * must be what the listener was told from some moment on: nothing lost, nothing twice, everything in its place.
 */
final class SimulatedSubscriber implements Flow.Subscriber<PoolEvent> {
    private final Faults faults;
    private final Violations violations;

    /** What came, with a {@code null} for each event that was missed, in its place. */
    private final List<@Nullable PoolEvent> account = new ArrayList<>();

    private final List<PoolEvent> listener = new ArrayList<>();
    private Flow.@Nullable Subscription given;
    private int asked;
    private boolean refused;
    private boolean complete;
    private boolean listenerMissed;

    SimulatedSubscriber(Faults faults, Violations violations) {
        this.faults = faults;
        this.violations = violations;
    }

    /** What the listener was told meanwhile. */
    void listenerHears(PoolEvent event) {
        switch (event) {
            case PoolEvent.WorkerMessage notOfThePool -> {}
            case PoolEvent.Missed gap -> listenerMissed = true;
            default -> listener.add(event);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        given = subscription;
        ask(subscription, 1 + faults.below(3));
    }

    private void ask(Flow.Subscription subscription, int more) {
        asked += more;
        subscription.request(more);
    }

    @Override
    public void onNext(PoolEvent event) {
        violations.check(--asked >= 0, "a subscriber is told more than it asked for");
        if (event instanceof PoolEvent.Missed gap) {
            for (long each = 0; each < gap.count(); each++) {
                account.add(null);
            }
        } else {
            account.add(event);
        }
        if (faults.strikes(Fault.SUBSCRIBER_SLOW, 0.3)) {
            faults.doze(1);
        }
        Flow.Subscription subscription = given;
        if (asked == 0 && subscription != null) {
            ask(subscription, 1 + faults.below(3));
        }
    }

    @Override
    public void onError(Throwable failure) {
        // No thread for it, which the plan plants; it was told nothing then.
        violations.check(account.isEmpty(), "a subscription failed after it had begun: " + failure);
        refused = true;
    }

    @Override
    public void onComplete() {
        complete = true;
    }

    void judge() {
        if (refused) {
            return;
        }
        violations.check(complete, "a subscriber is not told that the events are over");
        if (listenerMissed) {
            return;
        }
        int before = listener.size() - account.size();
        if (before < 0) {
            violations.add("a subscriber is told " + account.size() + " events, of " + listener.size());
            return;
        }
        for (int place = 0; place < account.size(); place++) {
            PoolEvent told = account.get(place);
            PoolEvent sent = listener.get(before + place);
            violations.check(
                    told == null || told.equals(sent),
                    "a subscriber is told " + told + " in place " + place + " of " + account.size() + ", where " + sent
                            + " was sent");
        }
    }
}
