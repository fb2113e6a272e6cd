package dev.lifeguard.distributed.engine;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A process that takes part in a pool.
 *
 * @param role what it does there
 * @param name its name: letters, digits, {@code - . _}, at most 64 characters
 */
public record Member(Role role, String name) {

    /** What a member does. */
    public enum Role {
        /** It submits tasks and records results. */
        CLIENT,
        /** It has workers. */
        HOST
    }

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException when it is no name
     */
    public Member {
        Objects.requireNonNull(role);
        checkName("name of a " + (role == Role.CLIENT ? "client" : "host"), name);
    }

    /**
     * {@return a client}
     *
     * @param name its name
     */
    public static Member client(String name) {
        return new Member(Role.CLIENT, name);
    }

    /**
     * {@return a host}
     *
     * @param name its name
     */
    public static Member host(String name) {
        return new Member(Role.HOST, name);
    }

    /**
     * {@return the name, when every engine can make the name of a queue of it}
     *
     * @param what whose name it is, for the message
     * @param name the name
     * @throws IllegalArgumentException when it has other characters, or too many
     */
    public static String checkName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The " + what + " has 1 to 64 letters, digits, \"-\", \".\" or \"_\", but is \""
                            + (name.length() > 80 ? name.substring(0, 80) + "…" : name)
                            + "\"; queues are named after it.");
        }
        return name;
    }
}
