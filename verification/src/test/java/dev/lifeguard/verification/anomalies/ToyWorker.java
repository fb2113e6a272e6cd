package dev.lifeguard.verification.anomalies;

import dev.lifeguard.WorkerId;
import org.jspecify.annotations.Nullable;

/** A worker that knows who uses it. */
final class ToyWorker {
    final WorkerId id;
    private final Verdicts verdicts;
    private @Nullable String user;
    private int stops;

    ToyWorker(WorkerId id, Verdicts verdicts) {
        this.id = id;
        this.verdicts = verdicts;
    }

    void enter(String who) {
        verdicts.check(user == null, id + " is used by " + user + " and by " + who);
        verdicts.check(stops == 0, id + " is used by " + who + " after its stop");
        user = who;
    }

    void leave() {
        user = null;
    }

    void stop() {
        stops++;
        verdicts.check(user == null, id + " is stopped while " + user + " uses it");
        verdicts.check(stops == 1, id + " is stopped " + stops + " times");
    }

    boolean stopped() {
        return stops > 0;
    }
}
