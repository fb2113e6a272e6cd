package dev.lifeguard.verification.architecture.planted.lower;

import dev.lifeguard.verification.architecture.planted.upper.Upper;

/** Looks up too, by leave: the named exception. */
public final class FrontDoor {
    /** A lambda and a nested class belong to the exception as well. */
    public Upper upwards() {
        return Builder.build();
    }

    private static final class Builder {
        static Upper build() {
            return new Upper();
        }
    }
}
