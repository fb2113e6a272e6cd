package dev.lifeguard.distributed.engine;

import java.util.Optional;

/**
 * Who hears a frame.
 *
 * @param role the role of those who hear it
 * @param name the name of the only one who does; empty for all with this role
 */
public record Audience(Member.Role role, Optional<String> name) {

    /** {@return every host of the pool} */
    public static Audience hosts() {
        return new Audience(Member.Role.HOST, Optional.empty());
    }

    /** {@return every client of the pool} */
    public static Audience clients() {
        return new Audience(Member.Role.CLIENT, Optional.empty());
    }

    /**
     * {@return one host}
     *
     * @param name its name
     */
    public static Audience host(String name) {
        return new Audience(Member.Role.HOST, Optional.of(name));
    }

    /**
     * {@return one client}
     *
     * @param name its name
     */
    public static Audience client(String name) {
        return new Audience(Member.Role.CLIENT, Optional.of(name));
    }

    /**
     * {@return whether a member hears what is told to this audience}
     *
     * @param member who
     */
    public boolean includes(Member member) {
        return member.role() == role && name.map(member.name()::equals).orElse(true);
    }
}
