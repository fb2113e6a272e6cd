package dev.lifeguard.distributed;

import java.time.Duration;
import java.util.List;

/**
 * A host, as it said last.
 *
 * @param name its name
 * @param state where it is in its life
 * @param slots how many tasks it runs at a time
 * @param serving how many of its workers serve
 * @param version the newest version of tasks that it understands
 * @param running what runs there, at most 256
 * @param heard how long ago it was heard
 */
public record HostSnapshot(
        String name, State state, int slots, int serving, int version, List<Running> running, Duration heard) {

    /** Where a host is in its life. */
    public enum State {
        /** It takes tasks. */
        READY,
        /** It takes nothing because a client asked for a pause. */
        PAUSED,
        /** It finishes what it has and leaves. */
        DRAINING,
        /** It has not been heard three times in a row. */
        SUSPECT,
        /** It has not been heard ten times in a row; the engine hands to others what it held. */
        LOST,
        /** It said that it left. */
        GONE
    }

    /**
     * A task that runs.
     *
     * @param task its id
     * @param attempt which attempt
     * @param ran how long it had run when the host said so
     */
    public record Running(String task, int attempt, Duration ran) {}

    /** Copies the list. */
    public HostSnapshot {
        running = List.copyOf(running);
    }
}
