package dev.lifeguard.testkit.handoff;

import dev.lifeguard.WorkerOrder;
import dev.lifeguard.testkit.Exploration;
import dev.lifeguard.testkit.ScheduleFailure;
import org.jspecify.annotations.Nullable;

/** One situation in many schedules, up to the first in which somebody sleeps for ever. */
final class HandOffRun {
    private HandOffRun() {}

    static @Nullable String firstFailure(String situation, int seeds) {
        for (WorkerOrder order : WorkerOrder.values()) {
            var scenario = Situation.valueOf(situation).with(order);
            try {
                Exploration.random(seeds).check(scenario);
                Exploration.priorities(seeds, 4).check(scenario);
            } catch (ScheduleFailure failure) {
                return order + ": " + failure.getMessage();
            }
        }
        return null;
    }
}
