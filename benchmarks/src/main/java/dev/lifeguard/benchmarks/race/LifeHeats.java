package dev.lifeguard.benchmarks.race;

import dev.lifeguard.benchmarks.TwiceTheLoad;
import dev.lifeguard.benchmarks.contender.TaskContender;
import dev.lifeguard.benchmarks.program.Replacement;
import dev.lifeguard.benchmarks.program.ResizeUnderLoad;
import dev.lifeguard.benchmarks.program.RoundTrip;
import java.util.List;

/** What happens to a pool that lives: single tasks, too many tasks, deaths, changes. */
final class LifeHeats {
    private static final String ROUND_TRIP = "roundtrip";

    private LifeHeats() {}

    static List<Heat> all() {
        return List.of(roundTrip(), roundTripVirtual(), overload(), death(), resize());
    }

    private static Heat roundTrip() {
        Heat.Lineup heat = Heat.of(ROUND_TRIP, "one task and its outcome, 2 platform workers")
                .ours(TaskContender.LIFEGUARD.words(), roundTrip(TaskContender.LIFEGUARD.name()));
        for (Measure measure : List.of(Measure.P50, Measure.P99)) {
            heat.by(measure)
                    .rival(
                            TaskContender.ARRAY_QUEUE.words(),
                            roundTrip(TaskContender.ARRAY_QUEUE.name()),
                            Aim.atMost(Goal.ROUND_TRIP_PLATFORM, 1));
        }
        heat.by(Measure.P999).rival(TaskContender.ARRAY_QUEUE.words(), roundTrip(TaskContender.ARRAY_QUEUE.name()));
        for (TaskContender rival : List.of(TaskContender.FORK_JOIN, TaskContender.JBOSS, TaskContender.PEKKO)) {
            heat.by(Measure.P50).rival(rival.words(), roundTrip(rival.name()));
            heat.by(Measure.P99).rival(rival.words(), roundTrip(rival.name()));
        }
        return heat.by(Measure.P50)
                .rival("the limit: two threads that park", roundTrip(RoundTrip.PARK))
                .build();
    }

    private static Heat roundTripVirtual() {
        Heat.Lineup heat = Heat.of(ROUND_TRIP, "one task and its outcome, 2 virtual workers")
                .ours(TaskContender.LIFEGUARD_VIRTUAL.words(), roundTrip(TaskContender.LIFEGUARD_VIRTUAL.name()));
        for (Measure measure : List.of(Measure.P50, Measure.P99)) {
            heat.by(measure)
                    .rival(
                            TaskContender.VIRTUAL_THREADS.words(),
                            roundTrip(TaskContender.VIRTUAL_THREADS.name()),
                            Aim.atMost(Goal.ROUND_TRIP_VIRTUAL, 0.7));
        }
        return heat.by(Measure.P999)
                .rival(TaskContender.VIRTUAL_THREADS.words(), roundTrip(TaskContender.VIRTUAL_THREADS.name()))
                .by(Measure.P50)
                .rival(
                        TaskContender.VIRTUAL_THREADS_SEMAPHORE.words(),
                        roundTrip(TaskContender.VIRTUAL_THREADS_SEMAPHORE.name()))
                .rival("the limit: two threads that park, one of them virtual", roundTrip(RoundTrip.PARK_VIRTUAL))
                .build();
    }

    private static Heat overload() {
        Heat.Lineup heat = Heat.of("overload", "twice the load, 8 workers, tasks of 5 ms")
                .fewRounds()
                .ours(TwiceTheLoad.Who.SHEDDING.words(), overload(TwiceTheLoad.Who.SHEDDING))
                .by(Measure.P999_MILLIS)
                .alone(Aim.atMost(Goal.OVERLOAD, 105))
                .by(Measure.USED)
                .alone(null);
        for (TwiceTheLoad.Who rival : List.of(
                TwiceTheLoad.Who.EXECUTOR_FITTED,
                TwiceTheLoad.Who.EXECUTOR_LARGE,
                TwiceTheLoad.Who.EXECUTOR_UNBOUNDED)) {
            heat.by(Measure.P50_MILLIS).rival(rival.words(), overload(rival));
            heat.by(Measure.P999_MILLIS).rival(rival.words(), overload(rival));
        }
        return heat.build();
    }

    private static Heat death() {
        return Heat.of("death", "a worker dies of a task, the next one waits")
                .by(Measure.P50)
                .ours("Lifeguard, platform workers", death("POOL_PLATFORM"))
                .rival("the start of a platform thread", death("THREAD_PLATFORM"), Aim.atMost(Goal.DEATH_THREAD, 3))
                .rival("ThreadPoolExecutor", death("EXECUTOR"))
                .ours("Lifeguard, virtual workers", death("POOL_VIRTUAL"))
                .rival("the start of a virtual thread", death("THREAD_VIRTUAL"), Aim.atMost(Goal.DEATH_THREAD, 3))
                .by(Measure.P99)
                .ours("Lifeguard, platform workers", death("POOL_PLATFORM"))
                .rival("the start of a platform thread", death("THREAD_PLATFORM"))
                .rival("ThreadPoolExecutor", death("EXECUTOR"))
                .build();
    }

    private static Heat resize() {
        return Heat.of("resize", "empty tasks while the size goes from 8 to 4 and back every 5 ms")
                .ours("Lifeguard, resized", resize(TaskContender.LIFEGUARD, "RESIZED"))
                .rival("Lifeguard, left alone", resize(TaskContender.LIFEGUARD, "STEADY"))
                .rival("ThreadPoolExecutor, resized", resize(TaskContender.ARRAY_QUEUE, "RESIZED"))
                .ours("ThreadPoolExecutor, resized", resize(TaskContender.ARRAY_QUEUE, "RESIZED"))
                .rival("ThreadPoolExecutor, left alone", resize(TaskContender.ARRAY_QUEUE, "STEADY"))
                .build();
    }

    private static Trial roundTrip(String who) {
        return Trial.Program.of(RoundTrip.class, who);
    }

    private static Trial overload(TwiceTheLoad.Who who) {
        return Trial.Program.of(TwiceTheLoad.class, who.name());
    }

    private static Trial death(String who) {
        return Trial.Program.of(Replacement.class, who);
    }

    private static Trial resize(TaskContender who, String how) {
        return Trial.Program.of(ResizeUnderLoad.class, who.name(), how);
    }
}
