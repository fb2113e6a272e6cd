package dev.lifeguard.benchmarks.race;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** All that came of a race: for each trial, a run in each round. */
final class Results {
    private final Map<Trial, List<Run>> runs = new HashMap<>();

    void add(Trial trial, Run run) {
        runs.computeIfAbsent(trial, fresh -> new ArrayList<>()).add(run);
    }

    /** {@return whether it was tried and takes too long, or cannot be run here: then it is not tried again} */
    boolean isHopeless(Trial trial) {
        return runs.getOrDefault(trial, List.of()).stream()
                .anyMatch(run -> run instanceof Run.Unfinished || run instanceof Run.Skipped);
    }

    /** {@return what was read in the rounds that came to an end, in their order} */
    Scores scores(Trial trial, Measure measure) {
        var scores = new Scores();
        for (Run run : runs.getOrDefault(trial, List.of())) {
            reading(run, measure).ifPresent(scores::add);
        }
        return scores;
    }

    /**
     * {@return our number by theirs, round by round, or our number when nobody is compared with} In the same round, because
     * neighbours on the machine met both. Rounds in which one of the two did not come to an end are left out.
     */
    Scores values(Comparison comparison) {
        Comparison.Side theirs = comparison.theirs();
        if (theirs == null) {
            return scores(comparison.ours().trial(), comparison.measure());
        }
        var ratios = new Scores();
        List<Run> ourRuns = runs.getOrDefault(comparison.ours().trial(), List.of());
        List<Run> theirRuns = runs.getOrDefault(theirs.entrant().trial(), List.of());
        for (int round = 0; round < Math.min(ourRuns.size(), theirRuns.size()); round++) {
            Optional<Double> our = reading(ourRuns.get(round), comparison.measure());
            Optional<Double> their = reading(theirRuns.get(round), theirs.measure());
            if (our.isPresent() && their.isPresent() && their.get() > 0) {
                ratios.add(our.get() / their.get());
            }
        }
        return ratios;
    }

    /** {@return why there are no values, in words} */
    String whyNone(Comparison comparison) {
        return trials(comparison).stream()
                .flatMap(trial -> runs.getOrDefault(trial, List.of()).stream())
                .map(run -> switch (run) {
                    case Run.Done done -> null;
                    case Run.Skipped skipped -> "skipped: " + skipped.why();
                    case Run.Unfinished unfinished -> "not done within " + unfinished.limitSeconds() + " s";
                    case Run.Failed failed -> "failed: " + failed.why();
                })
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("a reading of 0, by which nothing can be divided");
    }

    /** {@return whether anything failed, so that the race must not end as if all were well} */
    boolean anyFailed() {
        return runs.values().stream().flatMap(List::stream).anyMatch(run -> run instanceof Run.Failed);
    }

    private static List<Trial> trials(Comparison comparison) {
        Comparison.Side theirs = comparison.theirs();
        return theirs == null
                ? List.of(comparison.ours().trial())
                : List.of(comparison.ours().trial(), theirs.entrant().trial());
    }

    private static Optional<Double> reading(Run run, Measure measure) {
        return run instanceof Run.Done done
                ? Optional.ofNullable(done.readings().get(measure.key()))
                : Optional.empty();
    }
}
