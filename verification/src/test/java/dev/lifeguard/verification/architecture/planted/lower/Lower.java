package dev.lifeguard.verification.architecture.planted.lower;

import dev.lifeguard.verification.architecture.planted.upper.Upper;

/** Looks up where it may only look down, and so closes a cycle. */
public final class Lower {
    /** The arrow that must be found. */
    public Upper upwards() {
        return new Upper();
    }
}
