package dev.lifeguard.artemis;

import dev.lifeguard.distributed.engine.Delivery;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.EngineException.Reason;
import dev.lifeguard.distributed.engine.Parcel;
import dev.lifeguard.distributed.engine.Place;
import dev.lifeguard.distributed.engine.Taker;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages in a transacted session: what follows from one and its acknowledgement are one commit. The broker hands out
 * one message for each call; none waits here.
 */
final class ArtemisTaker implements Taker {

    private static final System.Logger LOG = System.getLogger("dev.lifeguard.artemis");

    /** Every so many takes the queue of further attempts comes first, and whenever nothing else is there. */
    private static final int AGAIN_EVERY = 8;

    private final ArtemisLink link;
    private final Names names;
    private final Place place;
    private final int newest;

    private @Nullable Session session;
    private @Nullable MessageConsumer first;
    private @Nullable MessageConsumer again;
    private @Nullable MessageProducer producer;
    private @Nullable Delivery held;
    private int takes;
    private boolean closed;

    ArtemisTaker(ArtemisLink link, Names names, Place place, int newest) {
        this.link = link;
        this.names = names;
        this.place = place;
        this.newest = newest;
    }

    /** {@return the session, made anew if the last one broke} */
    Session open() {
        Session now = session;
        if (now != null) {
            return now;
        }
        Session made = link.session("to take from " + place, true);
        try {
            String selector = newest == Integer.MAX_VALUE ? null : Parcels.upTo(newest);
            first = made.createConsumer(Dialect.queue(names.queue(place)), selector);
            again = place.kind() == Place.Kind.TASKS
                    ? made.createConsumer(Dialect.queue(names.again()), selector)
                    : null;
            producer = made.createProducer(null);
            session = made;
            return made;
        } catch (JMSException failure) {
            quietly(made);
            throw Dialect.translated("to take from " + place, failure);
        }
    }

    @Override
    public Optional<Delivery> take(Duration limit) throws InterruptedException {
        if (closed || link.isClosed()) {
            throw ArtemisEngine.closed("to take from " + place);
        }
        if (held != null) {
            throw new IllegalStateException("A taker holds one parcel at a time, and this one holds " + held.parcel()
                    + "; settle it or give it back first.");
        }
        open();
        try {
            Message message = next(limit.toMillis());
            if (message == null) {
                return Optional.empty();
            }
            Delivery delivery = Parcels.delivery(place, message);
            held = delivery;
            return Optional.of(delivery);
        } catch (JMSException failure) {
            drop();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw Dialect.translated("to take from " + place, failure);
        }
    }

    private @Nullable Message next(long millis) throws JMSException {
        MessageConsumer further = again;
        if (further != null && takes++ % AGAIN_EVERY == 0) {
            Message message = further.receiveNoWait();
            if (message != null) {
                return message;
            }
        }
        MessageConsumer main = Objects.requireNonNull(first, "an open taker has a consumer");
        Message message = millis == 0 ? main.receiveNoWait() : main.receive(millis);
        return message != null || further == null ? message : further.receiveNoWait();
    }

    @Override
    public void settle(Delivery delivery, List<Parcel> consequences) {
        String what = "to settle " + delivery.parcel();
        Session now = session;
        MessageProducer sending = producer;
        if (now == null || sending == null || !delivery.equals(held)) {
            held = null;
            throw new EngineException(
                    link.isClosed() ? Reason.CLOSED : Reason.FENCED,
                    "This taker does not hold it any more, so it is not settled; somebody else is handed it (" + what
                            + ").",
                    null);
        }
        held = null;
        try {
            for (Parcel parcel : consequences) {
                String queue = parcel.place().kind() == Place.Kind.TASKS ? names.again() : names.queue(parcel.place());
                sending.setDeliveryDelay(parcel.delay().toMillis());
                sending.send(
                        Dialect.queue(queue),
                        Parcels.message(now, parcel),
                        DeliveryMode.PERSISTENT,
                        Parcels.priority(parcel),
                        0);
            }
            now.commit();
        } catch (JMSException failure) {
            drop();
            throw Dialect.translated(what, failure);
        }
    }

    @Override
    public void giveBack(Delivery delivery) {
        held = null;
        Session now = session;
        if (now != null) {
            try {
                now.rollback();
            } catch (JMSException broken) {
                // A broken session gives back what it holds by itself.
                drop();
            }
        }
    }

    /** Ends the session. What it holds is handed to others; the next call makes another. */
    private void drop() {
        held = null;
        Session now = session;
        session = null;
        first = null;
        again = null;
        producer = null;
        if (now != null) {
            quietly(now);
        }
    }

    private static void quietly(Session session) {
        try {
            session.close();
        } catch (JMSException broken) {
            LOG.log(System.Logger.Level.DEBUG, "A session that was closed was broken already.", broken);
        }
    }

    @Override
    public void close() {
        closed = true;
        drop();
    }
}
