package dev.lifeguard.cli.run;

import dev.lifeguard.cli.options.Quantity;
import dev.lifeguard.cli.options.UsageException;
import java.time.Duration;

/**
 * The pause before another attempt, doubled from one attempt to the next.
 *
 * @param first the shortest
 * @param longest the longest
 */
record Backoff(Duration first, Duration longest) {
    static final Backoff USUAL = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

    /** Reads {@code 1s} (always this long) or {@code 1s..30s}. */
    static Backoff parse(String text) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            Duration always = Quantity.duration(text);
            return new Backoff(always, always);
        }
        var backoff =
                new Backoff(Quantity.duration(text.substring(0, dots)), Quantity.duration(text.substring(dots + 2)));
        if (backoff.first.compareTo(backoff.longest) > 0) {
            throw new UsageException("expected the shorter pause before the longer one, got \"" + text + "\".");
        }
        return backoff;
    }
}
