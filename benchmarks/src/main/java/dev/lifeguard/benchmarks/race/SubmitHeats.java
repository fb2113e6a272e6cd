package dev.lifeguard.benchmarks.race;

import dev.lifeguard.benchmarks.FeatureBenchmark;
import dev.lifeguard.benchmarks.FeatureBenchmark.Feature;
import dev.lifeguard.benchmarks.RefusalBenchmark;
import dev.lifeguard.benchmarks.RefusalBenchmark.Refuser;
import dev.lifeguard.benchmarks.SubmitBenchmark;
import dev.lifeguard.benchmarks.contender.Chore;
import dev.lifeguard.benchmarks.contender.TaskContender;
import dev.lifeguard.benchmarks.program.HandOver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tasks in batches, the features that tasks can have, and the word no. */
final class SubmitHeats {
    private static final String SUBMIT = "submit";
    private static final String FEATURES = "features";
    private static final String LIFEGUARD = TaskContender.LIFEGUARD.words();

    private SubmitHeats() {}

    static List<Heat> all() {
        List<Heat> heats = new ArrayList<>();
        heats.add(alone(2));
        heats.add(alone(8));
        heats.add(four(2));
        heats.add(four(8));
        for (int submitters : new int[] {1, 4}) {
            for (int workers : new int[] {2, 8}) {
                heats.add(latch(submitters, workers));
            }
        }
        for (int submitters : new int[] {1, 4}) {
            for (int workers : new int[] {1, 64}) {
                heats.add(ends(submitters, workers));
            }
        }
        heats.add(work(1, 2));
        heats.add(work(4, 8));
        heats.add(blocking());
        heats.add(features());
        heats.add(refusals());
        return heats;
    }

    private static Heat alone(int workers) {
        return Heat.of(SUBMIT, words(1, workers, "each outcome awaited"))
                .ours(LIFEGUARD, outcomes(TaskContender.LIFEGUARD, 1, workers))
                .rival(
                        TaskContender.ARRAY_QUEUE.words(),
                        outcomes(TaskContender.ARRAY_QUEUE, 1, workers),
                        Aim.atLeast(Goal.SUBMIT_ONE, 2))
                .rival(
                        TaskContender.LINKED_QUEUE.words(),
                        outcomes(TaskContender.LINKED_QUEUE, 1, workers),
                        Aim.atLeast(Goal.SUBMIT_LINKED, 2))
                .rival(
                        TaskContender.FORK_JOIN.words(),
                        outcomes(TaskContender.FORK_JOIN, 1, workers),
                        Aim.atLeast(Goal.SUBMIT_FORK_JOIN, 2))
                .rival(
                        TaskContender.VIRTUAL_THREADS.words(),
                        outcomes(TaskContender.VIRTUAL_THREADS, 1, workers),
                        Aim.atLeast(Goal.SUBMIT_VIRTUAL, 3))
                .rival(
                        TaskContender.VIRTUAL_THREADS_SEMAPHORE.words(),
                        outcomes(TaskContender.VIRTUAL_THREADS_SEMAPHORE, 1, workers),
                        Aim.atLeast(Goal.SUBMIT_SEMAPHORE, 30))
                .rival(TaskContender.JBOSS.words(), outcomes(TaskContender.JBOSS, 1, workers))
                .rival(TaskContender.PEKKO.words() + ", ask", outcomes(TaskContender.PEKKO, 1, workers))
                .rival("the limit: a queue for one producer, one consumer", Trial.Program.of(HandOver.class))
                .by(Measure.BYTES)
                .rival(TaskContender.ARRAY_QUEUE.words(), outcomes(TaskContender.ARRAY_QUEUE, 1, workers))
                .build();
    }

    private static Heat four(int workers) {
        return Heat.of(SUBMIT, words(4, workers, "each outcome awaited"))
                .ours(LIFEGUARD, outcomes(TaskContender.LIFEGUARD, 4, workers))
                .rival(
                        TaskContender.ARRAY_QUEUE.words(),
                        outcomes(TaskContender.ARRAY_QUEUE, 4, workers),
                        Aim.atLeast(Goal.SUBMIT_FOUR, 1.2))
                .rival(TaskContender.FORK_JOIN.words(), outcomes(TaskContender.FORK_JOIN, 4, workers))
                .rival(TaskContender.JBOSS.words(), outcomes(TaskContender.JBOSS, 4, workers))
                .build();
    }

    private static Heat latch(int submitters, int workers) {
        Heat.Lineup heat = Heat.of(
                        SUBMIT, words(submitters, workers, "nobody looks at outcomes, one latch for a batch"))
                .ours(LIFEGUARD, latch(TaskContender.LIFEGUARD, submitters, workers))
                .rival(
                        TaskContender.ARRAY_QUEUE.words(),
                        latch(TaskContender.ARRAY_QUEUE, submitters, workers),
                        Aim.atLeast(Goal.SUBMIT_LATCH, 1.5));
        if (submitters == 1) {
            heat.rival(TaskContender.JBOSS.words(), latch(TaskContender.JBOSS, submitters, workers))
                    .rival(TaskContender.PEKKO.words() + ", tell", latch(TaskContender.PEKKO, submitters, workers));
        }
        return heat.build();
    }

    /** The two ends of the row of workers: nobody to share with, and far more than processors. */
    private static Heat ends(int submitters, int workers) {
        return Heat.of(SUBMIT, words(submitters, workers, "each outcome awaited"))
                .ours(LIFEGUARD, outcomes(TaskContender.LIFEGUARD, submitters, workers))
                .rival(TaskContender.ARRAY_QUEUE.words(), outcomes(TaskContender.ARRAY_QUEUE, submitters, workers))
                .build();
    }

    private static Heat work(int submitters, int workers) {
        return Heat.of(SUBMIT, words(submitters, workers, "tasks of about 10 µs, each outcome awaited"))
                .ours(LIFEGUARD, outcomes(TaskContender.LIFEGUARD, submitters, workers, Chore.Kind.COMPUTE))
                .rival(
                        TaskContender.ARRAY_QUEUE.words(),
                        outcomes(TaskContender.ARRAY_QUEUE, submitters, workers, Chore.Kind.COMPUTE))
                .rival(
                        TaskContender.VIRTUAL_THREADS.words(),
                        outcomes(TaskContender.VIRTUAL_THREADS, submitters, workers, Chore.Kind.COMPUTE))
                .build();
    }

    private static Heat blocking() {
        return Heat.of(SUBMIT, words(1, 64, "tasks that block for 1 ms, each outcome awaited"))
                .ours(
                        TaskContender.LIFEGUARD_VIRTUAL.words(),
                        outcomes(TaskContender.LIFEGUARD_VIRTUAL, 1, 64, Chore.Kind.BLOCK))
                .rival(
                        TaskContender.VIRTUAL_THREADS_SEMAPHORE.words(),
                        outcomes(TaskContender.VIRTUAL_THREADS_SEMAPHORE, 1, 64, Chore.Kind.BLOCK))
                .ours(LIFEGUARD, outcomes(TaskContender.LIFEGUARD, 1, 64, Chore.Kind.BLOCK))
                .rival(TaskContender.ARRAY_QUEUE.words(), outcomes(TaskContender.ARRAY_QUEUE, 1, 64, Chore.Kind.BLOCK))
                .build();
    }

    /** On by off, so a throughput of 1 is a feature that costs nothing. */
    private static Heat features() {
        Heat.Lineup heat = Heat.of(FEATURES, "a feature on, by the same without it; 1 submitter, 2 workers");
        for (Feature feature : Feature.values()) {
            if (feature != Feature.NONE) {
                String name = feature.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                heat.ours(name, feature(feature))
                        .by(Measure.OPS)
                        .rival("none", feature(Feature.NONE))
                        .by(Measure.BYTES)
                        .rival("none", feature(Feature.NONE));
            }
        }
        return heat.build();
    }

    private static Heat refusals() {
        return Heat.of("overload", "a task handed to a full pool and refused")
                .ours(LIFEGUARD, refusal(Refuser.LIFEGUARD))
                .rival(TaskContender.ARRAY_QUEUE.words(), refusal(Refuser.ARRAY_QUEUE))
                .rival(TaskContender.JBOSS.words(), refusal(Refuser.JBOSS))
                .build();
    }

    private static String words(int submitters, int workers, String how) {
        return submitters
                + (submitters == 1 ? " submitter, " : " submitters, ")
                + workers
                + (workers == 1 ? " worker: " : " workers: ")
                + how;
    }

    static Trial outcomes(TaskContender who, int submitters, int workers) {
        return submit("outcomes", who, submitters, workers, null);
    }

    private static Trial outcomes(TaskContender who, int submitters, int workers, Chore.Kind work) {
        return submit("outcomes", who, submitters, workers, work);
    }

    private static Trial latch(TaskContender who, int submitters, int workers) {
        return submit("latch", who, submitters, workers, null);
    }

    private static Trial submit(
            String method, TaskContender who, int submitters, int workers, Chore.@Nullable Kind work) {
        return new Trial.Jmh(
                SubmitBenchmark.class,
                method,
                submitters,
                Map.of(
                        "who",
                        who.name(),
                        "workers",
                        Integer.toString(workers),
                        "work",
                        (work == null ? Chore.Kind.NOTHING : work).name()));
    }

    private static Trial feature(Feature feature) {
        return new Trial.Jmh(FeatureBenchmark.class, "submit", 1, Map.of("feature", feature.name()));
    }

    private static Trial refusal(Refuser who) {
        return new Trial.Jmh(RefusalBenchmark.class, "refusal", 1, Map.of("who", who.name()));
    }
}
