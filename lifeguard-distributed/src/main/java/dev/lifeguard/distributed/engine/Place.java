package dev.lifeguard.distributed.engine;

/**
 * Where parcels of a pool are kept until somebody settles them. Every place is durable: what was confirmed there is there
 * after a crash of the engine.
 *
 * @param kind what is kept there
 * @param owner the client whose results they are; empty for the other kinds
 */
public record Place(Kind kind, String owner) {

    /** What is kept in a place. */
    public enum Kind {
        /** Tasks that wait for a host. Bounded: an engine refuses what is too much here, and only here. */
        TASKS,
        /** Tasks that may have killed hosts, and are run alone. */
        SUSPECTS,
        /** Results that wait for their client. Never bounded by refusal: a result that is refused would run again. */
        RESULTS,
        /** Tasks that nobody could finish, and frames that nobody could read. */
        DEAD
    }

    /** Where tasks wait. */
    public static final Place TASKS = new Place(Kind.TASKS, "");

    /** Where suspects wait. */
    public static final Place SUSPECTS = new Place(Kind.SUSPECTS, "");

    /** Where the dead are kept. */
    public static final Place DEAD = new Place(Kind.DEAD, "");

    /**
     * Checks that results, and nothing else, have an owner.
     *
     * @throws IllegalArgumentException when not
     */
    public Place {
        if ((kind == Kind.RESULTS) == owner.isEmpty()) {
            throw new IllegalArgumentException("A place of " + kind + " with the owner \"" + owner
                    + "\" cannot be; results have an owner, and nothing else has.");
        }
    }

    /**
     * {@return where the results of a client wait}
     *
     * @param client its name
     */
    public static Place results(String client) {
        return new Place(Kind.RESULTS, client);
    }
}
