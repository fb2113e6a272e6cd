package dev.lifeguard.artemis;

import dev.lifeguard.distributed.engine.Delivery;
import dev.lifeguard.distributed.engine.Parcel;
import dev.lifeguard.distributed.engine.Place;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Optional;

/** Parcels as messages: bytes and a few properties, never an object. */
final class Parcels {

    static final String ID = "lg_id";
    static final String VERSION = "lg_version";

    /** Artemis gives all messages of a group to one consumer at a time. */
    private static final String GROUP = "JMSXGroupID";

    private static final String DELIVERIES = "JMSXDeliveryCount";

    private Parcels() {}

    static BytesMessage message(Session session, Parcel parcel) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.setStringProperty(ID, parcel.id());
        message.setIntProperty(VERSION, parcel.version());
        if (parcel.key().isPresent()) {
            message.setStringProperty(GROUP, parcel.key().get());
        }
        message.writeBytes(parcel.frame());
        return message;
    }

    /** {@return the priority of Jakarta Messaging, where 9 is the most important} */
    static int priority(Parcel parcel) {
        return Parcel.LAST_PRIORITY - parcel.priority();
    }

    static Delivery delivery(Place place, Message message) throws JMSException {
        return new Delivery(parcel(place, message), message.getIntProperty(DELIVERIES));
    }

    /** What is no message of ours becomes a parcel all the same, so that its reader can say so and settle it. */
    static Parcel parcel(Place place, Message message) throws JMSException {
        String id = message.getStringProperty(ID);
        byte[] frame = new byte[0];
        if (message instanceof BytesMessage bytes) {
            frame = new byte[Math.toIntExact(bytes.getBodyLength())];
            bytes.readBytes(frame);
        }
        return new Parcel(
                place,
                id == null || id.isEmpty() ? "unknown" : id.substring(0, Math.min(200, id.length())),
                frame,
                Parcel.LAST_PRIORITY - Math.clamp(message.getJMSPriority(), 0, 9),
                Duration.ZERO,
                Optional.ofNullable(message.getStringProperty(GROUP)),
                message.propertyExists(VERSION) ? Math.max(0, message.getIntProperty(VERSION)) : 0);
    }

    /** {@return a selector of one parcel} */
    static String withId(String id) {
        return ID + " = '" + id.replace("'", "''") + "'";
    }

    /** {@return a selector of what a taker understands} */
    static String upTo(int newest) {
        return VERSION + " <= " + newest;
    }
}
