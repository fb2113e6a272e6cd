package dev.lifeguard.control;

import dev.lifeguard.PoolEvent;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.timing.Timers;
import java.util.ArrayList;
import java.util.List;

/**
 * What the parts of the supervisor share: the settings, the data plane, the timers, the funnel and the time of this
 * step. Supervisor only.
 */
final class Desk {

    /** Replaced as a whole by an operation, between two steps of the parts. */
    Settings settings;

    final Environment environment;
    final DataPlane plane;
    final Notifier notifier;
    final Timers<Alarm> timers;
    final History history = new History();
    final Tallies tallies = new Tallies();
    private final List<PoolEvent> untold = new ArrayList<>();

    /** The time of this step: everything in one step happens at one time. */
    long now;

    /** Signals that met an illegal cell: each is a bug. */
    long illegal;

    Desk(Settings settings, Environment environment, DataPlane plane, Notifier notifier) {
        this.settings = settings;
        this.environment = environment;
        this.plane = plane;
        this.notifier = notifier;
        this.now = environment.time().nanoTime();
        this.timers = new Timers<>(now);
    }

    String pool() {
        return settings.rules().pool();
    }

    void after(long nanos, Alarm alarm) {
        timers.schedule(now + nanos, alarm);
    }

    /** Keeps an event for the end of this step: who hears it shall find on the board what it tells of. */
    void tell(PoolEvent event) {
        untold.add(event);
    }

    /** Tells what happened in this step. */
    void tellAll() {
        untold.forEach(notifier::tell);
        untold.clear();
    }

    void trouble(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        tell(new PoolEvent.Trouble(pool(), message, cause));
    }

    /** An illegal cell was met: the signal does nothing, and it is reported as the bug it is. */
    void illegal(String what) {
        illegal++;
        trouble("A signal came that cannot come: " + what + ". It was ignored; please report it.", null);
    }
}
