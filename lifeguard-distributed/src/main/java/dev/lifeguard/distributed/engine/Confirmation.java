package dev.lifeguard.distributed.engine;

import org.jspecify.annotations.Nullable;

/** What is told to whoever sent a parcel, once, on a thread of the engine; it must not block. */
@FunctionalInterface
public interface Confirmation {

    /**
     * The parcel is kept, or was not.
     *
     * @param failure why it was not, or may not have been; {@code null} when the parcel is kept durably
     */
    void done(@Nullable EngineException failure);
}
