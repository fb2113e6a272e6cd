package dev.lifeguard.testkit.simulation;

import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerId;
import org.jspecify.annotations.Nullable;

/** A worker object that knows who uses it and complains about everything that must not happen to it. */
final class SimulatedWorker {
    final WorkerId id;
    private final Violations violations;
    private @Nullable String user;
    private boolean dirty;
    private boolean givenUp;
    private boolean sick;
    private boolean inHook;
    private long hookSinceNanos;
    private int stops;
    private @Nullable StopReason why;

    SimulatedWorker(WorkerId id, Violations violations) {
        this.id = id;
        this.violations = violations;
    }

    void enter(String who) {
        if (user != null) {
            violations.add(id + " is used by " + user + " and by " + who + " at the same time");
        }
        if (stops > 0) {
            violations.add(id + " is used by " + who + " after its stop hook");
        }
        if (givenUp) {
            violations.add(id + " is used by " + who + " after it was given up");
        }
        if (dirty) {
            violations.add(id + " is used by " + who + " and was not reset after its last use");
        }
        user = who;
    }

    /** Nobody else may use it meanwhile; its own thread may still be in it after it was given up. */
    void ask(String who) {
        if (user != null || stops > 0) {
            violations.add(id + " is asked by " + who + " while " + user + " uses it, after " + stops + " stops");
        }
        user = who;
    }

    void leave(String who) {
        if (!who.equals(user)) {
            violations.add(id + " is left by " + who + " but used by " + user);
        }
        user = null;
    }

    void hookBegins(long now) {
        inHook = true;
        hookSinceNanos = now;
    }

    void hookEnds() {
        inHook = false;
    }

    boolean isInHook() {
        return inHook;
    }

    /** Nobody waits for a hook for ever. */
    void lookAtItsHook(long now, long mostNanos) {
        violations.check(
                now - hookSinceNanos <= mostNanos,
                () -> id + " has been in a hook for " + (now - hookSinceNanos) + " ns, and nobody gave it up");
    }

    /** Its use ended so that nobody may use it before it is reset. */
    void soil() {
        dirty = true;
    }

    void reset() {
        dirty = false;
        enter("its reset hook");
    }

    /** The pool said that this incarnation is gone. */
    void giveUp() {
        givenUp = true;
    }

    void sicken() {
        sick = true;
    }

    boolean healthy() {
        return !sick;
    }

    void stop(StopReason reason) {
        why = reason;
        if (user != null) {
            violations.add(id + " is stopped while " + user + " uses it");
        }
        if (++stops > 1) {
            violations.add(id + " is stopped twice");
        }
    }

    /** {@return why it was stopped, once it was} */
    @Nullable
    StopReason why() {
        return why;
    }

    int stops() {
        return stops;
    }
}
