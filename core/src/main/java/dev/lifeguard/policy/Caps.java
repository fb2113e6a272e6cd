package dev.lifeguard.policy;

/** How many tasks of one kind, or of one lane, may be under way at a time. The default caps nothing. */
public record Caps() {

    private static final Caps NONE = new Caps();

    /** {@return no cap} */
    public static Caps none() {
        return NONE;
    }
}
