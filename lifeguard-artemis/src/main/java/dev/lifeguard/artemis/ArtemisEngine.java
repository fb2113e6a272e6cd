package dev.lifeguard.artemis;

import dev.lifeguard.distributed.engine.Engine;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.EngineException.Reason;
import dev.lifeguard.distributed.engine.Link;
import dev.lifeguard.distributed.engine.Member;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Distributed pools on an Apache ActiveMQ Artemis broker. A task and its result are settled in one transaction of the broker,
 * so a host that loses its task settles nothing.
 *
 * <p>Each member has two connections: one takes and settles, one sends, tells and hears, so that commands never wait behind
 * tasks. When the broker is away they come back by themselves. Objects are immutable but for {@link #close}; any thread may
 * call any method.
 *
 * <p>The queues of the pools need the settings that docs/artemis.md lists; above all the broker must not count
 * delivery attempts itself.
 */
public final class ArtemisEngine implements Engine {

    /**
     * Where the broker is, and how patient this side is.
     *
     * @param urls {@code tcp://host:port}, {@code ssl://host:port} or {@code vm://number}, several separated by commas; they
     *     are tried in turn
     * @param user the name that the broker knows
     * @param password the password
     * @param lease how long the broker waits for a word of a process before it hands its tasks to others; it also is how
     *     long a frozen process keeps them
     * @param patience how long an operation waits for the broker's answer
     * @param plaintext whether passwords and tasks may travel readable to another machine
     */
    public record Settings(
            String urls, String user, String password, Duration lease, Duration patience, boolean plaintext) {

        /** Checks the values; the broker is not asked. */
        public Settings {
            Objects.requireNonNull(user);
            Objects.requireNonNull(password);
            if (lease.compareTo(Duration.ofMillis(500)) < 0) {
                throw new IllegalArgumentException("The lease of a connection is at least 500 ms, but is " + lease
                        + "; a pause of the garbage collector would cost a host its tasks. 15 s suits most pools.");
            }
            if (patience.compareTo(Duration.ofMillis(100)) < 0) {
                throw new IllegalArgumentException("The patience with the broker is at least 100 ms, but is " + patience
                        + "; every restart of it would be an error. 5 s suits most pools.");
            }
            BrokerUrl.parse(urls, plaintext);
        }

        /**
         * {@return these, with another lease}
         *
         * @param other from 500 ms
         */
        public Settings withLease(Duration other) {
            return new Settings(urls, user, password, other, patience, plaintext);
        }

        /**
         * {@return these, with another patience}
         *
         * @param other from 100 ms
         */
        public Settings withPatience(Duration other) {
            return new Settings(urls, user, password, lease, other, plaintext);
        }

        /** {@return these, and passwords and tasks may travel readable to another machine} */
        public Settings withPlaintext() {
            return new Settings(urls, user, password, lease, patience, true);
        }

        /** {@return where and who, without the password} */
        @Override
        public String toString() {
            return "Artemis at " + urls + " as " + user + " (lease " + lease + ", patience " + patience + ")";
        }
    }

    private final Settings settings;
    private final Dialect dialect;
    private final CopyOnWriteArrayList<ArtemisLink> links = new CopyOnWriteArrayList<>();

    private ArtemisEngine(Settings settings) {
        this.settings = settings;
        this.dialect = new Dialect(settings);
    }

    /**
     * {@return the settings for a broker: a lease of 15 s, a patience of 5 s, no plaintext to another machine}
     *
     * @param urls {@code tcp://host:port}, {@code ssl://host:port} or {@code vm://number}, several separated by commas
     * @param user the name that the broker knows
     * @param password the password
     * @throws IllegalArgumentException when an URL is none, or names another machine without TLS
     */
    public static Settings at(String urls, String user, String password) {
        return new Settings(urls, user, password, Duration.ofSeconds(15), Duration.ofSeconds(5), false);
    }

    /**
     * {@return an engine that is not connected before somebody joins}
     *
     * @param settings where
     */
    public static ArtemisEngine with(Settings settings) {
        return new ArtemisEngine(settings);
    }

    @Override
    public Link join(String pool, Member member) {
        Member.checkName("name of a pool", pool);
        var link = new ArtemisLink(dialect, pool, member, links::remove);
        links.add(link);
        return link;
    }

    @Override
    public void close() {
        links.forEach(ArtemisLink::close);
        dialect.close();
    }

    /** As if the process died: no word to the broker, and nothing more from here. For tests. */
    void die() {
        links.forEach(ArtemisLink::die);
    }

    static EngineException closed(String what) {
        return new EngineException(
                Reason.CLOSED, "The link to the broker was closed, so " + what + " did not happen.", null);
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
