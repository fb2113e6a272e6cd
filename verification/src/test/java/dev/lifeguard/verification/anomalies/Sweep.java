package dev.lifeguard.verification.anomalies;

import dev.lifeguard.verification.anomalies.Anomaly.Kind;
import dev.lifeguard.verification.anomalies.Anomaly.Occasion;
import dev.lifeguard.verification.anomalies.Anomaly.Times;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One kind of anomaly at the first occasion, the second, and so on, until a life has fewer occasions than that. */
final class Sweep {
    /** More occasions than this are a life that never ends. */
    private static final int MOST = 10_000;

    private final Occasion occasion;
    private final Kind kind;
    private final Times times;
    private final Set<UserCode.Place> places = EnumSet.noneOf(UserCode.Place.class);
    private int tried;

    Sweep(Occasion occasion, Kind kind, Times times) {
        this.occasion = occasion;
        this.kind = kind;
        this.times = times;
    }

    /**
     * Lives all of these lives.
     *
     * @throws AssertionError for the first in which something was seen that must not be
     */
    Sweep run(long seed) {
        for (int number = 1; number <= MOST; number++) {
            var anomaly = new Anomaly(occasion, kind, times, number);
            List<String> wrong = new Life(anomaly, seed).run();
            if (!wrong.isEmpty()) {
                throw new AssertionError(
                        anomaly + " " + anomaly.thrown().stream().findFirst() + ": " + String.join("; ", wrong));
            }
            if (!anomaly.struck()) {
                return this;
            }
            tried++;
            places.addAll(anomaly.places());
        }
        throw new AssertionError("After " + MOST + " lives with " + kind + " there is still another occasion.");
    }

    int tried() {
        return tried;
    }

    Set<UserCode.Place> places() {
        return places;
    }

    @Override
    public String toString() {
        return occasion + " " + kind + " " + times + ": " + tried + " occasions";
    }
}
