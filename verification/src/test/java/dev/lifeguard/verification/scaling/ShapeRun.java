package dev.lifeguard.verification.scaling;

import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.PoolState;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerState;
import dev.lifeguard.control.PoolEngine;
import dev.lifeguard.control.StartBudget;
import dev.lifeguard.dataplane.Call;
import dev.lifeguard.policy.Scaling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One pool under one shape: the real supervisor, the real data plane and the real threads of workers, in virtual time. A
 * task takes 200 ms, a worker half a second to start, and four start at a time.
 */
final class ShapeRun {
    static final Duration TASK = Duration.ofMillis(200);
    static final Duration START = Duration.ofMillis(500);
    static final Duration SAMPLE = Duration.ofMillis(250);

    /** How the pools of the pictures scale. */
    static final Scaling SCALING = Scaling.elastic(1, 24)
            .target(Duration.ofMillis(250))
            .every(Duration.ofMillis(250))
            .linger(Duration.ofSeconds(5));

    private static final double SECOND_NANOS = 1e9;

    /** What a task knows: when it came. */
    private record Errand(long cameNanos) {}

    private final Shape shape;
    private final boolean chancy;
    private final SteppedPools pools;
    private final PoolEngine engine;
    private final List<Recorded.Sample> samples = new ArrayList<>();
    private final List<Recorded.Change> changes = new ArrayList<>();
    private long longestNanos;
    private long beganNanos;

    private ShapeRun(SteppedPools pools, Shape shape, Scaling scaling, boolean chancy) {
        this.pools = pools;
        this.shape = shape;
        this.chancy = chancy;
        this.engine = pools.open(
                WorkerPool.of(() -> {
                            pools.sleep(START);
                            return new Object();
                        })
                        .name("shape")
                        .size(scaling.nearest(1))
                        .scale(scaling)
                        .order(WorkerOrder.FIFO)
                        .queue(100_000, WhenFull.refuse())
                        .listener(this::hear),
                new StartBudget(4));
    }

    /** {@return what a pool does under tasks that come at equal distances} */
    static Recorded of(Shape shape, Scaling scaling) {
        return of(shape, scaling, 1, false);
    }

    /**
     * {@return what a pool does}
     *
     * @param seed decides everything
     * @param chancy whether tasks come by chance (a Poisson process of that rate) rather than at equal distances
     */
    static Recorded of(Shape shape, Scaling scaling, long seed, boolean chancy) {
        try (var pools = new SteppedPools(seed)) {
            return new ShapeRun(pools, shape, scaling, chancy).run();
        }
    }

    private Recorded run() {
        pools.await("it runs", () -> engine.state() == PoolState.RUNNING);
        beganNanos = pools.nanoTime();
        pools.start("submitter", this::submit);
        for (long at = 0; at <= Duration.ofSeconds(shape.seconds()).toNanos(); at += SAMPLE.toNanos()) {
            pools.runUntil(beganNanos + at);
            sample();
        }
        return new Recorded(shape, List.copyOf(samples), List.copyOf(changes));
    }

    private double second() {
        return (pools.nanoTime() - beganNanos) / SECOND_NANOS;
    }

    private void hear(PoolEvent event) {
        if (event instanceof PoolEvent.Scaled scaled) {
            changes.add(new Recorded.Change(second(), scaled.from(), scaled.to(), scaled.reason()));
        }
    }

    private void submit() {
        Call code = (worker, payload, context) -> {
            longestNanos = Math.max(longestNanos, pools.nanoTime() - ((Errand) payload).cameNanos());
            pools.sleep(TASK);
            return "done";
        };
        double second = 0;
        while (second < shape.seconds()) {
            double gap = chancy ? -Math.log(1 - pools.random().nextDouble()) : 1;
            second += gap / shape.rate().applyAsDouble(second);
            pools.sleepUntil(beganNanos + (long) (second * SECOND_NANOS));
            var unused = engine.plane().submit(code, new Errand(pools.nanoTime()), TaskOptions.none());
        }
    }

    private void sample() {
        PoolSnapshot seen = engine.snapshot();
        long wait = Math.max(longestNanos, seen.queue().oldestWait().toNanos());
        longestNanos = 0;
        long serving = seen.workers(WorkerState.IDLE) + seen.workers(WorkerState.RUNNING);
        samples.add(new Recorded.Sample(
                second(), shape.rate().applyAsDouble(second()), seen.size(), (int) serving, wait / 1e6));
    }
}
