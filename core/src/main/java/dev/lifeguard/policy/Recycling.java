package dev.lifeguard.policy;

/** When a worker that works is replaced by a fresh one all the same. The default never does. */
public record Recycling() {

    private static final Recycling NONE = new Recycling();

    /** {@return no worker is replaced while it works} */
    public static Recycling none() {
        return NONE;
    }
}
