package dev.lifeguard;

/** How far a cancel goes with code that is already running. */
public enum Cancel {
    /** Sets the flag and runs the cancel hooks. The code decides when it leaves; its limits still apply. */
    ASK,
    /** Asks; interrupts when the first grace of the {@link Escalation} passed; abandons when the second passed. */
    INTERRUPT,
    /** Asks and interrupts at once; abandons when the interrupt grace passed. A child process is killed for real. */
    KILL
}
