package dev.lifeguard.testkit.simulation;

/** What goes wrong in a simulated life, by name, so that it can be counted and left out. */
enum Fault {
    START_SLOW,
    START_THROWS,
    START_DIES,
    START_HANGS,
    START_DEAF,
    HEALTH_SLOW,
    HEALTH_THROWS,
    HEALTH_DIES,
    HEALTH_HANGS,
    HEALTH_DEAF,
    RESET_SLOW,
    RESET_THROWS,
    RESET_DIES,
    RESET_HANGS,
    RESET_DEAF,
    RECEIVE_SLOW,
    RECEIVE_THROWS,
    RECEIVE_DIES,
    RECEIVE_HANGS,
    RECEIVE_DEAF,
    STOP_SLOW,
    STOP_THROWS,
    STOP_DIES,
    STOP_HANGS,
    STOP_DEAF,
    SICK_FROM_THE_START,
    SICK_AFTER_ITS_RESET,
    SICK_NEW_VERSION,
    FATAL_RULE_THROWS,
    NO_THREAD,
    LISTENER_THROWS,
    LISTENER_BLOCKS,
    SUBSCRIBER_SLOW,
    STORE_SLOW,
    STORE_THROWS,
    POLICY_THROWS,
    POLICY_HANGS,
    POLICY_DEAF,
    POLICY_ABSURD,
    LESSEE_DIES,
    LESSEE_DIES_BEHIND_ITS_HEIR,
    LESSEE_HANGS,
    CLIENT_INTERRUPTED,
    TIMERS_LATE,
    WALL_CLOCK_BACK,
    WALL_CLOCK_FORWARD,
    WOKEN_FOR_NOTHING;

    /** What can be wrong with a hook of a worker. */
    enum Trouble {
        SLOW,
        THROWS,
        DIES,
        HANGS,
        DEAF
    }

    /** {@return the fault of that hook} */
    static Fault of(String hook, Trouble trouble) {
        return valueOf(hook + "_" + trouble);
    }
}
