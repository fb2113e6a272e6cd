package dev.lifeguard.benchmarks.race;

import dev.lifeguard.benchmarks.contender.TaskContender;
import dev.lifeguard.benchmarks.program.Backlog;
import dev.lifeguard.benchmarks.program.Population;
import java.util.List;
import java.util.Locale;

/** What becomes of the costs, and of the memory, when there is much of something. */
final class GrowthHeats {
    private static final double SAME = 1.5;
    private static final int LARGEST_WITH_AN_AIM = 10_000;
    private static final int SMALL_QUEUE = 1_000;
    private static final int DEEP_QUEUE = 1_000_000;
    private static final int QUEUE_OF_VIRTUAL_THREADS = 100_000;

    private GrowthHeats() {}

    static List<Heat> all() {
        return List.of(workers(), queue(), drain(), memory(), start());
    }

    private static Heat workers() {
        Heat.Lineup heat =
                Heat.of("growth", "the more virtual workers, by 10 of them").fewRounds();
        for (int count : new int[] {1_000, LARGEST_WITH_AN_AIM, 100_000}) {
            boolean aimed = count <= LARGEST_WITH_AN_AIM;
            heat.ours(count(count) + " workers", pool("VIRTUAL", count))
                    .by(Measure.TASK)
                    .rival("10 workers", pool("VIRTUAL", 10), aimed ? Aim.atMost(Goal.WORKERS_TASK, SAME) : null)
                    .by(Measure.CHECKOUT)
                    .rival("10 workers", pool("VIRTUAL", 10), aimed ? Aim.atMost(Goal.WORKERS_CHECKOUT, SAME) : null);
        }
        return heat.build();
    }

    private static Heat queue() {
        Heat.Lineup heat = Heat.of("growth", "the deeper the queue, by 1,000 queued; 2 workers")
                .by(Measure.TASK);
        for (int depth : new int[] {10_000, 100_000, DEEP_QUEUE}) {
            heat.ours(count(depth) + " queued", backlog(TaskContender.LIFEGUARD, depth))
                    .rival(
                            "1,000 queued",
                            backlog(TaskContender.LIFEGUARD, SMALL_QUEUE),
                            Aim.atMost(Goal.QUEUE_TASK, SAME));
        }
        for (TaskContender rival : List.of(TaskContender.LINKED_QUEUE, TaskContender.FORK_JOIN)) {
            heat.rival(rival.words() + ", as deep", backlog(rival, DEEP_QUEUE));
        }
        return heat.build();
    }

    private static Heat drain() {
        return Heat.of("drain", "an orderly end with 1,000,000 queued, 2 workers")
                .by(Measure.DRAIN)
                .ours(TaskContender.LIFEGUARD.words(), backlog(TaskContender.LIFEGUARD, DEEP_QUEUE))
                .rival(TaskContender.LINKED_QUEUE.words(), backlog(TaskContender.LINKED_QUEUE, DEEP_QUEUE))
                .rival(TaskContender.FORK_JOIN.words(), backlog(TaskContender.FORK_JOIN, DEEP_QUEUE))
                .build();
    }

    private static Heat memory() {
        Trial deep = backlog(TaskContender.LIFEGUARD, DEEP_QUEUE);
        Trial virtual = pool("VIRTUAL", LARGEST_WITH_AN_AIM);
        return Heat.of("memory", "what waits")
                .fewRounds()
                .ours(TaskContender.LIFEGUARD.words(), deep)
                .by(Measure.QUEUED_BYTES)
                .alone(Aim.atMost(Goal.QUEUED_BYTES, 150))
                .rival(TaskContender.LINKED_QUEUE.words(), backlog(TaskContender.LINKED_QUEUE, DEEP_QUEUE))
                .rival(TaskContender.FORK_JOIN.words(), backlog(TaskContender.FORK_JOIN, DEEP_QUEUE))
                .rival(
                        TaskContender.VIRTUAL_THREADS_SEMAPHORE.words() + ", a virtual thread for each",
                        backlog(TaskContender.VIRTUAL_THREADS_SEMAPHORE, QUEUE_OF_VIRTUAL_THREADS))
                .ours("10,000 virtual workers", virtual)
                .by(Measure.IDLE_BYTES)
                .alone(Aim.atMost(Goal.IDLE_BYTES, 2_048))
                .rival("as many virtual threads", threads("VIRTUAL", LARGEST_WITH_AN_AIM))
                .ours("1,000 platform workers", pool("PLATFORM", 1_000))
                .alone(null)
                .rival("as many platform threads", threads("PLATFORM", 1_000))
                .by(Measure.RESIDENT_BYTES)
                .rival("as many platform threads", threads("PLATFORM", 1_000))
                .build();
    }

    private static Heat start() {
        return Heat.of("start", "a pool until all of it serves")
                .by(Measure.START)
                .ours("10,000 virtual workers", pool("VIRTUAL", LARGEST_WITH_AN_AIM))
                .rival("as many virtual threads", threads("VIRTUAL", LARGEST_WITH_AN_AIM))
                .ours("100,000 virtual workers", pool("VIRTUAL", 100_000))
                .alone(null)
                .ours("1,000 platform workers", pool("PLATFORM", 1_000))
                .rival("as many platform threads", threads("PLATFORM", 1_000))
                .build();
    }

    private static String count(int many) {
        return String.format(Locale.ROOT, "%,d", many);
    }

    private static Trial pool(String kind, int workers) {
        return Trial.Program.of(Population.class, "POOL", kind, Integer.toString(workers));
    }

    private static Trial threads(String kind, int count) {
        return Trial.Program.of(Population.class, "THREADS", kind, Integer.toString(count));
    }

    private static Trial backlog(TaskContender who, int depth) {
        return Trial.Program.of(Backlog.class, who.name(), Integer.toString(depth));
    }
}
