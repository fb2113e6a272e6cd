package dev.lifeguard.policy;

/** What becomes of a task whose workers die. The default only counts. */
public record Quarantine() {

    private static final Quarantine NONE = new Quarantine();

    /** {@return no task is quarantined} */
    public static Quarantine none() {
        return NONE;
    }
}
