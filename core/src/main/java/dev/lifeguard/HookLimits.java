package dev.lifeguard;

import dev.lifeguard.bounds.Durations;
import java.time.Duration;

/**
 * How long each hook of a worker may run. A worker whose hook overruns is abandoned and replaced.
 *
 * @param start making the worker, its first health check included
 * @param reset cleaning it, the health check included
 * @param receive reading one message
 * @param stop releasing what it holds
 */
public record HookLimits(Duration start, Duration reset, Duration receive, Duration stop) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when one is not positive
     */
    public HookLimits {
        Durations.positiveNanos("limit of the start hook", start);
        Durations.positiveNanos("limit of the reset hook", reset);
        Durations.positiveNanos("limit of the receive hook", receive);
        Durations.positiveNanos("limit of the stop hook", stop);
        start = Durations.cut(start);
        reset = Durations.cut(reset);
        receive = Durations.cut(receive);
        stop = Durations.cut(stop);
    }

    /** {@return 60 s to start, 10 s to reset, 10 s to receive a message, 10 s to stop} */
    public static HookLimits standard() {
        var ten = Duration.ofSeconds(10);
        return new HookLimits(Duration.ofSeconds(60), ten, ten, ten);
    }
}
