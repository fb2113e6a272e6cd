package dev.lifeguard.executor;

import dev.lifeguard.dataplane.DataPlane;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutorService;

/**
 * The views of one pool. When the pool begins to end, each of them is shut down, so that whoever waits for its
 * termination is released. Views that nobody holds any more are forgotten.
 *
 * <p>Order: one monitor guards the set and the end. A view is in the set before the end looks, or is shut down by the one
 * who opens it. What is called inside takes no lock and does not wait.
 */
public final class ExecutorViews {

    private final DataPlane plane;
    private final Set<PoolExecutor> open = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean ended;

    /**
     * Makes an empty set of views.
     *
     * @param plane the way of tasks into the pool
     */
    public ExecutorViews(DataPlane plane) {
        this.plane = plane;
    }

    /** {@return a view of its own, with a life of its own} */
    public ExecutorService open() {
        var view = new PoolExecutor(plane);
        synchronized (this) {
            if (ended) {
                view.shutdown();
            } else {
                open.add(view);
            }
        }
        return view;
    }

    /** The pool takes nothing more from now on, so no view does. */
    public synchronized void end() {
        ended = true;
        open.forEach(PoolExecutor::shutdown);
        open.clear();
    }
}
