package dev.lifeguard.cli.run;

import dev.lifeguard.process.Containment;

/**
 * What signals do: the first interrupt lets running commands end, the second cancels them, the third leaves at once.
 * A request to end cancels. The steps follow from what has happened, so that signals of different kinds add up.
 */
final class SignalLadder {
    private final RunState state;
    private final Stopper stopper;
    private final Screen screen;

    SignalLadder(RunState state, Stopper stopper, Screen screen) {
        this.state = state;
        this.stopper = stopper;
        this.screen = screen;
    }

    /** Begins to hear. What was ignored when this program started stays ignored. */
    void listen() {
        if (!Signals.handle("INT", this::interrupt)) {
            screen.say("interrupts are not heard, because they were ignored when this program was started (as a shell"
                    + " does for a command in the background); kill -TERM cancels.");
        }
        Signals.handle("TERM", () -> stopper.stop(StopCause.TERMINATION));
        Signals.handle("HUP", () -> stopper.stop(StopCause.TERMINATION));
    }

    private void interrupt() {
        if (stopper.stop(StopCause.INTERRUPT)) {
            screen.say("interrupted: no further task is read; running commands may end. Again to cancel them.");
        } else if (stopper.cancelAll()) {
            screen.say("interrupted twice: running commands are killed. Once more to leave at once.");
        } else {
            leave();
        }
    }

    /** Under a guard the commands die with this program; without one, those that are known are killed first. */
    private void leave() {
        if (!Containment.available().guarded()) {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        }
        Ledger.Totals totals = state.ledger().totals();
        screen.complain("interrupted three times: left at once; of the tasks up to line " + totals.lastLine() + " "
                + totals.all() + " were told, the others are lost");
        Runtime.getRuntime().halt(StopCause.INTERRUPT.exitCode());
    }
}
