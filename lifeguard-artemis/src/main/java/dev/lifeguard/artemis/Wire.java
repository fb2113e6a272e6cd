package dev.lifeguard.artemis;

import dev.lifeguard.distributed.engine.Audience;
import dev.lifeguard.distributed.engine.Confirmation;
import dev.lifeguard.distributed.engine.FrameListener;
import dev.lifeguard.distributed.engine.Member;
import dev.lifeguard.distributed.engine.Parcel;
import dev.lifeguard.distributed.engine.Place;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** One connection that sends, tells and hears. It lives until it breaks, and is replaced as a whole. */
final class Wire implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("dev.lifeguard.artemis");

    private final Names names;
    private final Connection connection;
    private final Consumer<Wire> broken;

    /** A session is for one thread at a time. Nothing waits for the broker while it is held, but for a full socket. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Session session;
    private final MessageProducer fleeting;

    /**
     * A session for each place to which something is sent. Not one for all: a session that learns that a queue is full tells
     * the failure to whatever it asks the broker next, and a producer for every queue asks now and then.
     */
    private final Map<Place, Sending> sending = new HashMap<>();

    /** A session that sends to one place, and knows by whom. */
    private record Sending(Session session, MessageProducer producer) {}

    Wire(Dialect dialect, Names names, Member member, FrameListener listener, Consumer<Wire> broken)
            throws JMSException {
        this.names = names;
        this.broken = broken;
        this.connection = dialect.sendingConnection();
        try {
            connection.setExceptionListener(failure -> broken.accept(this));
            session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            fleeting = session.createProducer(null);
            fleeting.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            fleeting.setDisableMessageID(true);
            fleeting.setDisableMessageTimestamp(true);
            // One session for both topics, so that frames come on one thread.
            Session hearing = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            for (Audience audience : List.of(
                    new Audience(member.role(), Optional.empty()),
                    new Audience(member.role(), Optional.of(member.name())))) {
                hearing.createConsumer(Dialect.topic(names.topic(audience)))
                        .setMessageListener(message -> hear(listener, message));
            }
        } catch (JMSException failure) {
            connection.close();
            throw failure;
        }
    }

    private static void hear(FrameListener listener, Message message) {
        try {
            if (message instanceof BytesMessage bytes) {
                byte[] frame = new byte[Math.toIntExact(bytes.getBodyLength())];
                bytes.readBytes(frame);
                listener.hear(frame);
            }
        } catch (JMSException | RuntimeException failure) {
            LOG.log(System.Logger.Level.WARNING, "A frame was not heard, which the contract allows.", failure);
        }
    }

    void send(Parcel parcel, Confirmation confirmation) {
        var told = new Told(parcel, confirmation);
        lock.lock();
        try {
            Sending way = way(parcel.place());
            BytesMessage message = Parcels.message(way.session, parcel);
            message.setStringProperty(Dialect.ONCE, parcel.place().kind() + " " + parcel.id());
            way.producer.setDeliveryDelay(parcel.delay().toMillis());
            way.producer.send(message, DeliveryMode.PERSISTENT, Parcels.priority(parcel), 0, told);
        } catch (JMSException | RuntimeException failure) {
            told.failed(failure);
        } finally {
            lock.unlock();
        }
    }

    private Sending way(Place place) throws JMSException {
        Sending known = sending.get(place);
        if (known == null) {
            Session made = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            known = new Sending(made, made.createProducer(Dialect.queue(names.queue(place))));
            sending.put(place, known);
        }
        return known;
    }

    /** Tells how a send went. */
    private record Told(Parcel parcel, Confirmation confirmation) implements CompletionListener {

        @Override
        public void onCompletion(Message message) {
            confirmation.done(null);
        }

        @Override
        public void onException(Message message, Exception failure) {
            failed(failure);
        }

        void failed(Exception failure) {
            confirmation.done(Dialect.translated("to send " + parcel, failure));
        }
    }

    boolean tell(Audience audience, byte[] frame) {
        lock.lock();
        try {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(frame);
            fleeting.send(Dialect.topic(names.topic(audience)), message);
            return true;
        } catch (JMSException | RuntimeException failure) {
            LOG.log(System.Logger.Level.DEBUG, "A frame was not sent, which the contract allows.", failure);
            broken.accept(this);
            return false;
        } finally {
            lock.unlock();
        }
    }

    void sever() {
        Dialect.sever(connection);
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
