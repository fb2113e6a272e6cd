package dev.lifeguard.verification.anomalies;

import dev.lifeguard.verification.anomalies.Anomaly.Occasion;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where sources of the pool that were rewritten by {@link Allocations} bring everything that they allocate. While a
 * thread is at the front door, each is an occasion to find no memory.
 */
public final class Memory {
    private static final Set<Thread> AT_THE_DOOR = ConcurrentHashMap.newKeySet();
    private static volatile @Nullable Anomaly anomaly;

    private Memory() {}

    /** The life that is lived now. */
    static void of(Anomaly current) {
        anomaly = current;
        AT_THE_DOOR.clear();
    }

    /** Does something at the front door of the pool. */
    static <V> V atTheDoor(Callable<V> act) throws Exception {
        AT_THE_DOOR.add(Thread.currentThread());
        try {
            return act.call();
        } finally {
            AT_THE_DOOR.remove(Thread.currentThread());
        }
    }

    /**
     * {@return what was allocated}
     *
     * @param made has been made, and seen by nobody yet
     * @param where file and line
     * @param <T> its type
     */
    public static <T> T taken(T made, String where) {
        Anomaly current = anomaly;
        if (current != null && AT_THE_DOOR.contains(Thread.currentThread()) && current.strikes(Occasion.ALLOCATION)) {
            throw current.raise(where);
        }
        return made;
    }
}
