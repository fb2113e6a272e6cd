package dev.lifeguard.control;

import dev.lifeguard.PoolEvent;
import java.util.concurrent.Flow;

/**
 * A subscriber that keeps the account of what it is told: events are numbered from 1, and what is told as missed stands for
 * the numbers that are missing at that place. One thread, that of its feed; read after it.
 */
final class Listener implements Flow.Subscriber<PoolEvent> {

    private final long first;
    private Flow.Subscription given = new Flow.Subscription() {
        @Override
        public void request(long count) {
            throw new IllegalStateException("It is not subscribed.");
        }

        @Override
        public void cancel() {
            throw new IllegalStateException("It is not subscribed.");
        }
    };
    private int last;
    private long missed;
    private boolean inPlace = true;
    private boolean complete;

    /** Asks for so many at once. */
    Listener(long first) {
        this.first = first;
    }

    /** {@return the event with this number} */
    static PoolEvent event(int number) {
        return new PoolEvent.Resized("stress", 0, number);
    }

    Flow.Subscription given() {
        return given;
    }

    /** {@return up to which number everything was told, as an event or as missing} */
    int told() {
        return last;
    }

    /** {@return how many were told as missing} */
    long missed() {
        return missed;
    }

    /** {@return whether everything was told in its place} */
    boolean inPlace() {
        return inPlace;
    }

    /** {@return whether the end was told} */
    boolean complete() {
        return complete;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        given = subscription;
        if (first > 0) {
            subscription.request(first);
        }
    }

    @Override
    public void onNext(PoolEvent event) {
        switch (event) {
            case PoolEvent.Missed gap -> {
                missed += gap.count();
                last += (int) gap.count();
            }
            case PoolEvent.Resized numbered -> {
                last++;
                inPlace &= numbered.to() == last;
            }
            default -> throw new IllegalArgumentException("Nobody sent " + event + ".");
        }
    }

    @Override
    public void onError(Throwable failure) {
        throw new IllegalStateException(failure);
    }

    @Override
    public void onComplete() {
        complete = true;
    }
}
