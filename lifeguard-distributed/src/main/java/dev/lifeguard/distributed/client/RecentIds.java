package dev.lifeguard.distributed.client;

import java.util.LinkedHashSet;

/** The ids of the tasks that were recorded last, so that a result that comes again is known. Owned by one thread. */
final class RecentIds {

    /** How many are remembered; an older one counts as unknown. */
    static final int WINDOW = 10_000;

    private final LinkedHashSet<String> ids = new LinkedHashSet<>();

    void add(String id) {
        ids.add(id);
        if (ids.size() > WINDOW) {
            ids.removeFirst();
        }
    }

    boolean has(String id) {
        return ids.contains(id);
    }
}
