package dev.lifeguard.policy;

/** How many tasks are let in per unit of time. The default is no limit. */
public record RateLimit() {

    private static final RateLimit NONE = new RateLimit();

    /** {@return no limit} */
    public static RateLimit none() {
        return NONE;
    }
}
