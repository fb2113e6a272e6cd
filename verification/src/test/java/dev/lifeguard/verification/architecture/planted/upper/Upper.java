package dev.lifeguard.verification.architecture.planted.upper;

import dev.lifeguard.verification.architecture.planted.lower.Lower;
import java.util.List;

/** Looks down, as it may. */
public final class Upper {
    /** What stands below. */
    public List<Lower> below() {
        return List.of();
    }

    /** A real use, so that the arrow is in the bytecode. */
    public Class<?> kind() {
        return Lower.class;
    }
}
