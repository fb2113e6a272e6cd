package dev.lifeguard.tree;

import dev.lifeguard.supervision.SupervisionException;
import dev.lifeguard.supervision.SupervisionListener;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of a tree.
 *
 * @param recording gets every event, on the control thread
 * @param listeners hear events, on the teller's thread
 * @param failureHandler is called when the root gives up after its start, on the teller's thread
 * @param farewell runs when everything was told and before the failure handler, on the teller's thread; on the caller's
 *     when the tree could not begin
 */
public record Audience(
        Recording recording,
        List<SupervisionListener> listeners,
        @Nullable Consumer<SupervisionException> failureHandler,
        Runnable farewell) {

    /**
     * {@return an audience that only hears}
     *
     * @param listeners hear events
     * @param failureHandler is called when the root gives up after its start
     */
    public static Audience of(
            List<SupervisionListener> listeners, @Nullable Consumer<SupervisionException> failureHandler) {
        return new Audience(Recording.NONE, listeners, failureHandler, () -> {});
    }
}
