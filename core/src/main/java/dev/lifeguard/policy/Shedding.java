package dev.lifeguard.policy;

/** When tasks that have waited too long are refused, so that the others are served in time. The default sheds nothing. */
public record Shedding() {

    private static final Shedding NONE = new Shedding();

    /** {@return nothing is shed for its wait} */
    public static Shedding none() {
        return NONE;
    }
}
