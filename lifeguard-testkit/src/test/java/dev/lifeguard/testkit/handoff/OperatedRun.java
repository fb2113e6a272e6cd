package dev.lifeguard.testkit.handoff;

import dev.lifeguard.WorkerOrder;
import dev.lifeguard.testkit.Exploration;
import dev.lifeguard.testkit.ScheduleFailure;
import org.jspecify.annotations.Nullable;

/** One operated situation in many schedules, up to the first that fails. */
final class OperatedRun {
    private OperatedRun() {}

    static @Nullable String firstFailure(String situation, int seeds) {
        for (WorkerOrder order : WorkerOrder.values()) {
            try {
                Exploration.random(seeds).check(Operated.valueOf(situation).with(order));
            } catch (ScheduleFailure failure) {
                return order + ": " + failure.getMessage();
            }
        }
        return null;
    }
}
