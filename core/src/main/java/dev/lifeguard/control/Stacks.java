package dev.lifeguard.control;

import dev.lifeguard.dataplane.WorkerCell;

/** Keeps the stack of a stuck worker, so that somebody can see later what it was stuck in. */
final class Stacks {

    /** The stack of another thread, carried as an exception, so that logs and listeners can print it. */
    static final class StuckHere extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private StuckHere(String message) {
            super(message, null, false, true);
        }
    }

    private Stacks() {}

    static Throwable of(WorkerCell cell, String reason) {
        var stuck = new StuckHere("Worker " + cell.id + " is stuck here: " + reason);
        stuck.setStackTrace(cell.stack());
        return stuck;
    }
}
