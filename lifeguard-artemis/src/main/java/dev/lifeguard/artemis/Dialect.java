package dev.lifeguard.artemis;

import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.EngineException.Reason;
import dev.lifeguard.distributed.engine.QueueFacts;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSClient;
import org.apache.activemq.artemis.api.jms.JMSFactoryType;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnection;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;

/** All that is Artemis and not Jakarta Messaging: how to connect, names of properties, errors, and numbers of queues. */
final class Dialect {

    /** The broker takes a message with this property once. */
    static final String ONCE = "_AMQ_DUPL_ID";

    private static final String IN_VM = "org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory";
    private static final String MANAGEMENT = "activemq.management";

    /** Enough for a few thousand tasks that were sent and not yet confirmed. */
    private static final int CONFIRMATION_BYTES = 1 << 20;

    private final ArtemisEngine.Settings settings;
    private final ActiveMQConnectionFactory takers;
    private final ActiveMQConnectionFactory senders;

    Dialect(ArtemisEngine.Settings settings) {
        this.settings = settings;
        this.takers = factory(-1);
        this.senders = factory(CONFIRMATION_BYTES);
    }

    /** Nothing connects before it is asked for a connection. */
    private ActiveMQConnectionFactory factory(int confirmationBytes) {
        ActiveMQConnectionFactory factory =
                ActiveMQJMSClient.createConnectionFactoryWithoutHA(JMSFactoryType.CF, transports());
        factory.setConfirmationWindowSize(confirmationBytes);
        factory.setConsumerWindowSize(confirmationBytes < 0 ? 0 : CONFIRMATION_BYTES);
        factory.setProducerWindowSize(-1);
        factory.setBlockOnDurableSend(false);
        factory.setConnectionTTL(settings.lease().toMillis());
        factory.setClientFailureCheckPeriod(settings.lease().toMillis() / 3);
        factory.setCallTimeout(patienceMillis());
        factory.setCallFailoverTimeout(patienceMillis());
        // A broken connection is made anew by us: then nobody wonders what became of a session.
        factory.setReconnectAttempts(0);
        factory.setInitialConnectAttempts(1);
        return factory;
    }

    long patienceMillis() {
        return settings.patience().toMillis();
    }

    /**
     * {@return a connection that takes} Its sessions end with it: after a break, what they hold is handed to others at once.
     * That is what a window of -1 says; with any other the broker would wait for the session to come back.
     */
    Connection takingConnection(String clientId) throws JMSException {
        Connection connection = takers.createConnection(settings.user(), settings.password());
        try {
            connection.setClientID(clientId);
            connection.start();
            return connection;
        } catch (JMSException failure) {
            connection.close();
            throw failure;
        }
    }

    /** {@return a connection that sends, and is told what the broker has written down} */
    Connection sendingConnection() throws JMSException {
        Connection connection = senders.createConnection(settings.user(), settings.password());
        try {
            connection.start();
            return connection;
        } catch (JMSException failure) {
            connection.close();
            throw failure;
        }
    }

    /** Ends what the connections share. */
    void close() {
        takers.close();
        senders.close();
    }

    private TransportConfiguration[] transports() {
        List<BrokerUrl> brokers = BrokerUrl.parse(settings.urls(), settings.plaintext());
        return brokers.stream().map(Dialect::transport).toArray(TransportConfiguration[]::new);
    }

    private static TransportConfiguration transport(BrokerUrl broker) {
        if (broker.scheme().equals("vm")) {
            return new TransportConfiguration(IN_VM, Map.of("serverId", broker.host()));
        }
        return new TransportConfiguration(
                NettyConnectorFactory.class.getName(),
                Map.of(
                        TransportConstants.HOST_PROP_NAME,
                        broker.host(),
                        TransportConstants.PORT_PROP_NAME,
                        broker.port(),
                        TransportConstants.SSL_ENABLED_PROP_NAME,
                        broker.scheme().equals("ssl")));
    }

    /** {@return a queue, without asking the broker} */
    static Destination queue(String name) {
        return ActiveMQDestination.createQueue(name);
    }

    /** {@return a topic, without asking the broker} */
    static Destination topic(String name) {
        return ActiveMQDestination.createTopic(name);
    }

    /** Cuts the line under a connection, as the death of its process does. */
    static void sever(Connection connection) {
        if (connection instanceof ActiveMQConnection artemis
                && artemis.getInitialSession() instanceof ClientSessionInternal session) {
            session.getConnection().getTransportConnection().forceClose();
        }
    }

    /** {@return what a failure of the client library means for the contract of an engine} */
    static EngineException translated(String what, Exception failure) {
        Reason reason = switch (failure) {
            case TransactionRolledBackException rolledBack -> isFull(failure) ? Reason.FULL : Reason.FENCED;
            case InvalidClientIDException taken -> Reason.IN_USE;
            case JMSSecurityException denied -> Reason.FORBIDDEN;
            default -> isFull(failure) ? Reason.FULL : Reason.UNREACHABLE;
        };
        String consequence = switch (reason) {
            case FULL -> "The queue is full, so it was not taken; add hosts, or send later";
            case FENCED -> "This taker has lost what it holds, so it is not settled; somebody else is handed it";
            case IN_USE -> "A member of this pool has this name already, so this one does not join; give it another";
            case FORBIDDEN -> "The broker does not allow it, so it did not happen; look at user, password and roles";
            case UNREACHABLE, TOO_LARGE, CLOSED ->
                "The broker did not answer, so nobody knows whether it happened; it is tried again";
        };
        return new EngineException(reason, consequence + " (" + what + ": " + failure.getMessage() + ").", failure);
    }

    private static boolean isFull(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ActiveMQException artemis && artemis.getType() == ActiveMQExceptionType.ADDRESS_FULL) {
                return true;
            }
        }
        return false;
    }

    /** {@return how full a queue is; nothing in one that is not there yet} The broker is asked by messages. */
    QueueFacts facts(Session session, String queue) throws JMSException {
        TemporaryQueue answers = session.createTemporaryQueue();
        try (MessageProducer producer = session.createProducer(queue(MANAGEMENT));
                MessageConsumer consumer = session.createConsumer(answers)) {
            long all = number(session, producer, consumer, answers, queue, "messageCount");
            long taken = number(session, producer, consumer, answers, queue, "deliveringCount");
            long takers = number(session, producer, consumer, answers, queue, "consumerCount");
            return new QueueFacts(Math.max(0, all - taken), taken, takers);
        } finally {
            answers.delete();
        }
    }

    private long number(
            Session session,
            MessageProducer producer,
            MessageConsumer consumer,
            TemporaryQueue answers,
            String queue,
            String attribute)
            throws JMSException {
        Message question = session.createMessage();
        question.setJMSReplyTo(answers);
        JMSManagementHelper.putAttribute(question, ResourceNames.QUEUE + queue, attribute);
        producer.send(question);
        Message answer = consumer.receive(patienceMillis());
        if (answer == null) {
            throw new JMSException(
                    "The broker did not say how full " + queue + " is within " + patienceMillis() + " ms.");
        }
        if (!JMSManagementHelper.hasOperationSucceeded(answer)) {
            return 0;
        }
        try {
            return JMSManagementHelper.getResult(answer) instanceof Number number ? number.longValue() : 0;
        } catch (JMSException failure) {
            throw failure;
        } catch (Exception unreadable) {
            JMSException failure = new JMSException("The broker's answer cannot be read: " + unreadable.getMessage());
            failure.setLinkedException(unreadable);
            throw failure;
        }
    }
}
