package dev.lifeguard.verification.anomalies;

import dev.lifeguard.verification.anomalies.Anomaly.Kind;
import dev.lifeguard.verification.anomalies.Anomaly.Occasion;
import dev.lifeguard.verification.anomalies.Anomaly.Times;
import dev.lifeguard.verification.rebuilt.Rebuilt;

/** What is run beside a pool that was {@linkplain Rebuilt rebuilt}: it talks in types of the JDK only. */
final class RebuiltRun {
    private RebuiltRun() {}

    /** {@return how many occasions were tried, or what went wrong at one} */
    static Object sweep(String occasion, String kind, String times, long seed) {
        try {
            return new Sweep(Occasion.valueOf(occasion), Kind.valueOf(kind), Times.valueOf(times))
                    .run(seed)
                    .tried();
        } catch (AssertionError wrong) {
            return String.valueOf(wrong.getMessage());
        }
    }
}
