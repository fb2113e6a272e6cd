package dev.lifeguard.distributed.host;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The tasks that clients have cancelled, in case one comes later. Written by the engine's thread, read by slots. */
final class Tombstones {

    /** How many are remembered; the oldest is forgotten, and its client asks again when it hears that the task began. */
    static final int MOST = 10_000;

    private final ConcurrentHashMap<String, Boolean> cancelled = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();

    void add(String task) {
        if (cancelled.put(task, true) == null) {
            order.add(task);
            if (cancelled.size() > MOST) {
                String oldest = order.poll();
                if (oldest != null) {
                    cancelled.remove(oldest);
                }
            }
        }
    }

    boolean has(String task) {
        return cancelled.containsKey(task);
    }
}
