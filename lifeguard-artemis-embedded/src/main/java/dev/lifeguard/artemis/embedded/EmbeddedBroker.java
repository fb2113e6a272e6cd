package dev.lifeguard.artemis.embedded;

import dev.lifeguard.artemis.ArtemisEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * A durable broker inside this program: a first pool on several processes, or machines, without a server to install. It
 * listens on the loopback address only, and its password is a new random one at every start.
 *
 * <p>What was confirmed is in a journal in the directory, and there after a crash; two brokers never share a directory. Any
 * thread may call any method.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final String USER = "lifeguard";
    private static final String ROLE = "member";

    /** The broker's own default waits 3.3 ms for company before it writes; a task is submitted and settled sooner. */
    private static final int JOURNAL_FLUSH_NANOS = 400_000;

    private static final int JOURNAL_FILE_BYTES = 1 << 20;
    private static final int REMEMBERED_IDS = 20_000;
    private static final long UNHEARD_BYTES = 10L << 20;
    private static final int LEASE_CHECK_MILLIS = 500;

    /** How long it waits for another broker to leave the directory. */
    private static final long LOCK_MILLIS = 5_000;

    /**
     * How a broker is set up.
     *
     * @param directory where its journal is; made if it is not there
     * @param port the port on the loopback address; 0 for any free one
     * @param tasks how many tasks each pool may have in its queue
     * @param password what members say to be let in; empty for a new random one at every start
     */
    public record Settings(Path directory, int port, int tasks, String password) {

        /** Checks the values. */
        public Settings {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException(
                        "The port of a broker is from 1 to 65535, or 0 for any, but is " + port + ".");
            }
            if (tasks < 1) {
                throw new IllegalArgumentException(
                        "The queue of a pool has room for at least 1 task, but got " + tasks + ".");
            }
        }

        /**
         * {@return these, with another port}
         *
         * @param other the port; 0 for any free one
         */
        public Settings withPort(int other) {
            return new Settings(directory, other, tasks, password);
        }

        /**
         * {@return these, with room for so many tasks in the queue of each pool}
         *
         * @param other how many, at least 1
         */
        public Settings withTasks(int other) {
            return new Settings(directory, port, other, password);
        }

        /**
         * {@return these, with a password, so that members can come back after a restart of this program}
         *
         * @param other the password; empty for a random one
         */
        public Settings withPassword(String other) {
            return new Settings(directory, port, tasks, other);
        }

        /** {@return all but the password} */
        @Override
        public String toString() {
            return "Settings[directory=" + directory + ", port=" + port + ", tasks=" + tasks + "]";
        }

        /**
         * {@return a running broker}
         *
         * @throws IllegalStateException when it does not start, with the reason
         */
        public EmbeddedBroker start() {
            return EmbeddedBroker.start(this);
        }
    }

    private final EmbeddedActiveMQ server;
    private final int port;
    private final String password;

    private EmbeddedBroker(EmbeddedActiveMQ server, int port, String password) {
        this.server = server;
        this.port = port;
        this.password = password;
    }

    /**
     * {@return settings for a broker: any free port, 10,000 tasks in the queue of each pool}
     *
     * @param directory where its journal is; made if it is not there
     */
    public static Settings in(Path directory) {
        return new Settings(directory, 0, 10_000, "");
    }

    private static EmbeddedBroker start(Settings settings) {
        String password =
                settings.password.isEmpty() ? UUID.randomUUID().toString() + UUID.randomUUID() : settings.password;
        try {
            int port = settings.port == 0 ? freePort() : settings.port;
            var users = new SecurityConfiguration();
            users.addUser(USER, password);
            users.addRole(USER, ROLE);
            var server = new EmbeddedActiveMQ();
            server.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
            server.setConfiguration(configuration(settings, port));
            server.start();
            if (!server.getActiveMQServer().isActive()) {
                server.stop();
                throw new IllegalStateException("it is not active; another broker may use the directory");
            }
            return new EmbeddedBroker(server, port, password);
        } catch (Exception failure) {
            throw new IllegalStateException(
                    "The broker in " + settings.directory + " did not start, so there is no pool: "
                            + failure.getMessage(),
                    failure);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Configuration configuration(Settings settings, int port) throws Exception {
        String directory = settings.directory.toAbsolutePath().toString();
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(directory + "/journal")
                .setBindingsDirectory(directory + "/bindings")
                .setPagingDirectory(directory + "/paging")
                .setLargeMessagesDirectory(directory + "/large")
                .setJournalBufferTimeout_NIO(JOURNAL_FLUSH_NANOS)
                .setJournalFileSize(JOURNAL_FILE_BYTES)
                .setJournalMinFiles(2)
                .setJournalLockAcquisitionTimeout(LOCK_MILLIS)
                .setSecurityEnabled(true)
                .setJMXManagementEnabled(false)
                .setIDCacheSize(REMEMBERED_IDS)
                .setConnectionTtlCheckInterval(LEASE_CHECK_MILLIS);
        configuration.addAcceptorConfiguration(new TransportConfiguration(
                NettyAcceptorFactory.class.getName(),
                Map.of("host", "127.0.0.1", "port", port, "protocols", "CORE"),
                "loopback"));
        AddressSettings kept = kept();
        configuration.addAddressSetting("lg.#", kept);
        // Tasks are refused when there are too many; what follows from a task never is.
        configuration.addAddressSetting(
                "lg.tasks.#",
                kept().setMaxSizeMessages(settings.tasks).setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL));
        // What nobody hears soon enough is dropped, and holds up no task.
        configuration.addAddressSetting(
                "lg.hear.#",
                new AddressSettings()
                        .setMaxSizeBytes(UNHEARD_BYTES)
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP));
        Role all = new Role(ROLE, true, true, true, true, true, true, true, true, true, true, true, true);
        configuration.putSecurityRoles("#", Set.of(all));
        return configuration;
    }

    /** Deliveries are counted by hosts, so the broker gives up no message by itself. */
    private static AddressSettings kept() {
        return new AddressSettings()
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(0)
                .setAutoCreateQueues(true)
                .setAutoCreateAddresses(true)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false)
                .setDefaultGroupBuckets(1_024)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE);
    }

    /** {@return an engine of this process for this broker; each has connections of its own} */
    public ArtemisEngine engine() {
        return ArtemisEngine.with(settings());
    }

    /** {@return what another process on this machine needs to reach this broker; tell it by a way that others cannot read} */
    public ArtemisEngine.Settings settings() {
        return ArtemisEngine.at(url(), USER, password).withPatience(Duration.ofSeconds(5));
    }

    /** {@return where this broker is, for processes on this machine} */
    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Stops the broker. What was confirmed stays in the directory. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IllegalStateException("The broker did not stop in order: " + failure.getMessage(), failure);
        }
    }

    @Override
    public String toString() {
        return "EmbeddedBroker at " + url();
    }
}
