package dev.lifeguard.artemis;

import dev.lifeguard.distributed.engine.Audience;
import dev.lifeguard.distributed.engine.Confirmation;
import dev.lifeguard.distributed.engine.Delivery;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.EngineException.Reason;
import dev.lifeguard.distributed.engine.FrameListener;
import dev.lifeguard.distributed.engine.Link;
import dev.lifeguard.distributed.engine.Member;
import dev.lifeguard.distributed.engine.Parcel;
import dev.lifeguard.distributed.engine.Place;
import dev.lifeguard.distributed.engine.QueueFacts;
import dev.lifeguard.distributed.engine.Taker;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A member's two connections. When one breaks, everything on it fails at once, and one thread makes it anew, again and again
 * until it succeeds; whoever uses it makes its session anew then. Nothing of a broken connection is used any more, so it is
 * never in doubt whether a session has survived.
 */
final class ArtemisLink implements Link {

    private static final System.Logger LOG = System.getLogger("dev.lifeguard.artemis");
    private static final long LOOK_MILLIS = 100;

    private final Dialect dialect;
    private final Names names;
    private final Member member;
    private final Consumer<ArtemisLink> forget;
    private final CountDownLatch end = new CountDownLatch(1);
    private final ReentrantLock factsLock = new ReentrantLock();

    /** Written by the thread that reconnects, read by everybody; {@code null} while the connection is broken. */
    private volatile @Nullable Connection taking;

    private volatile @Nullable Wire wire;
    private volatile FrameListener listener = frame -> {};
    private volatile boolean closed;

    ArtemisLink(Dialect dialect, String pool, Member member, Consumer<ArtemisLink> forget) {
        this.dialect = dialect;
        this.names = new Names(pool);
        this.member = member;
        this.forget = forget;
        try {
            connectTaking();
            connectWire();
        } catch (JMSException failure) {
            release();
            throw Dialect.translated(
                    "to join pool " + pool + " as " + member.role() + " \"" + member.name() + "\"", failure);
        }
        Thread.ofPlatform()
                .name("lifeguard-" + pool + "-" + member.name() + "-link")
                .daemon(true)
                .start(this::reconnect);
    }

    private void connectTaking() throws JMSException {
        Connection made = dialect.takingConnection(names.clientId(member));
        made.setExceptionListener(broken -> dropTaking(made));
        taking = made;
    }

    private void connectWire() throws JMSException {
        wire = new Wire(dialect, names, member, frame -> listener.hear(frame), this::dropWire);
    }

    private void dropTaking(Connection broken) {
        if (broken.equals(taking)) {
            taking = null;
        }
    }

    private void dropWire(Wire broken) {
        if (broken.equals(wire)) {
            wire = null;
        }
    }

    private void reconnect() {
        try {
            while (!end.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                again(taking == null, this::connectTaking);
                again(wire == null, this::connectWire);
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        release();
    }

    /** Makes a connection. */
    @FunctionalInterface
    private interface Connecting {
        void connect() throws JMSException;
    }

    private void again(boolean broken, Connecting connecting) {
        if (broken && !closed) {
            try {
                connecting.connect();
                LOG.log(System.Logger.Level.INFO, "{0} of pool {1} is connected again.", member, names.pool());
            } catch (JMSException away) {
                // The broker is still away; whoever asks is told so, and this is tried again soon.
                LOG.log(System.Logger.Level.DEBUG, "The broker is away.", away);
            }
        }
    }

    /** {@return a session of the connection that takes} */
    Session session(String what, boolean transacted) {
        Connection now = taking;
        if (closed) {
            throw ArtemisEngine.closed(what);
        }
        if (now == null) {
            throw away(what);
        }
        try {
            return now.createSession(transacted, transacted ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE);
        } catch (JMSException failure) {
            // A connection that makes no sessions is broken, whether or not it said so.
            dropTaking(now);
            throw Dialect.translated(what, failure);
        }
    }

    private static EngineException away(String what) {
        return new EngineException(
                Reason.UNREACHABLE,
                "The broker is away, so " + what + " did not happen; the link comes back by itself.",
                null);
    }

    @Override
    public void send(Parcel parcel, Confirmation confirmation) {
        Wire now = wire;
        if (closed) {
            confirmation.done(ArtemisEngine.closed("to send " + parcel));
        } else if (now == null) {
            confirmation.done(away("to send " + parcel));
        } else {
            now.send(parcel, confirmation);
        }
    }

    @Override
    public Taker taker(Place place, int newest) {
        var taker = new ArtemisTaker(this, names, place, newest);
        taker.open();
        return taker;
    }

    @Override
    public Optional<Delivery> withdraw(Place place, String id) {
        Optional<Delivery> found = withdraw(place, names.queue(place), id);
        return found.isPresent() || place.kind() != Place.Kind.TASKS ? found : withdraw(place, names.again(), id);
    }

    private Optional<Delivery> withdraw(Place place, String queue, String id) {
        String what = "to withdraw " + id;
        try (Session session = session(what, true);
                MessageConsumer consumer = session.createConsumer(Dialect.queue(queue), Parcels.withId(id))) {
            Message message = consumer.receiveNoWait();
            if (message == null) {
                return Optional.empty();
            }
            Delivery delivery = Parcels.delivery(place, message);
            session.commit();
            return Optional.of(delivery);
        } catch (JMSException failure) {
            throw Dialect.translated(what, failure);
        }
    }

    @Override
    public boolean tell(Audience audience, byte[] frame) {
        Wire now = wire;
        return !closed && now != null && now.tell(audience, frame);
    }

    @Override
    public void hear(FrameListener hearer) {
        listener = hearer;
    }

    @Override
    public QueueFacts facts(Place place) {
        QueueFacts facts = facts(names.queue(place));
        if (place.kind() != Place.Kind.TASKS) {
            return facts;
        }
        QueueFacts again = facts(names.again());
        return new QueueFacts(facts.waiting() + again.waiting(), facts.taken() + again.taken(), facts.takers());
    }

    private QueueFacts facts(String queue) {
        String what = "to look how full " + queue + " is";
        // One at a time: many snapshots at once shall not open many sessions.
        factsLock.lock();
        try (Session session = session(what, false)) {
            return dialect.facts(session, queue);
        } catch (JMSException failure) {
            throw Dialect.translated(what, failure);
        } finally {
            factsLock.unlock();
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        forget.accept(this);
        end.countDown();
        release();
    }

    void die() {
        closed = true;
        end.countDown();
        Connection takingNow = taking;
        Wire wireNow = wire;
        if (takingNow != null) {
            Dialect.sever(takingNow);
        }
        if (wireNow != null) {
            wireNow.sever();
        }
    }

    /** Closes what is open; what comes of a connection that is being made meanwhile is closed by the one who makes it. */
    private void release() {
        Connection takingNow = taking;
        Wire wireNow = wire;
        taking = null;
        wire = null;
        List<AutoCloseable> open = new ArrayList<>();
        if (takingNow != null) {
            open.add(takingNow);
        }
        if (wireNow != null) {
            open.add(wireNow);
        }
        for (AutoCloseable connection : open) {
            try {
                connection.close();
            } catch (Exception broken) {
                LOG.log(System.Logger.Level.DEBUG, "A connection that was closed was broken already.", broken);
            }
        }
    }

    @Override
    public String toString() {
        return member + " of pool " + names.pool() + " on Artemis";
    }
}
