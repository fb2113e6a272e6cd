package dev.lifeguard.dataplane;

/** The question whether a free worker is healthy: asked on its own thread, while nobody can have it. */
public final class HealthCheck {

    private HealthCheck() {}

    /**
     * Turns a free worker to its health hook. Its place in the list of free workers stays; whoever finds it there
     * meanwhile passes it by, and work that came beside it is looked for when the check is over, as after a reset.
     * Supervisor.
     *
     * @return whether it was free
     */
    public static boolean begin(DataPlane plane, WorkerCell cell) {
        if (!cell.claim(CellState.CHECKING)) {
            return false;
        }
        // Wakes the clock, so that the limit of the hook is looked at.
        plane.clock.now();
        cell.wake();
        return true;
    }
}
