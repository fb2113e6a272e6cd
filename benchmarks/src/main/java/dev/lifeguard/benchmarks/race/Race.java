package dev.lifeguard.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs us and every rival in turn, round after round, each in a process of its own, and writes what came of it. In turn,
 * because a machine has neighbours: what disturbs a round disturbs both sides of its ratios. Every second round goes
 * backwards, so that nobody always comes first after the same other.
 */
public final class Race {
    private final List<Heat> heats;
    private final Pace pace;
    private final Forks forks;
    private final Path into;
    private final Machine machine = Machine.here();
    private final long start = System.nanoTime();
    private final Results results = new Results();
    private int done;

    private Race(List<Heat> heats, Pace pace, Forks forks, Path into) {
        this.heats = heats;
        this.pace = pace;
        this.forks = forks;
        this.into = into;
    }

    /**
     * Runs a race. The system properties {@code scripts}, a directory, and {@code commit} say what the command that starts
     * this knows.
     *
     * @param arguments {@code --quick}, {@code --into DIRECTORY}, groups of heats
     * @throws IOException when the report cannot be written
     * @throws InterruptedException when interrupted
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        Order order;
        List<Heat> heats;
        try {
            order = Order.of(List.of(arguments));
            heats = order.heats();
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(64);
            return;
        }
        var forks = new Forks(order.pace(), Path.of(System.getProperty("scripts", ".")));
        var race = new Race(heats, order.pace(), forks, order.into());
        System.out.println(race.run());
        System.out.println("Written into " + order.into() + ".");
        if (race.results.anyFailed()) {
            System.err.println("Some trials failed, so the report is not complete; it says which and why.");
            System.exit(1);
        }
    }

    /** Runs all rounds, {@return the report} It is written after each round, so that a race that is ended early leaves one. */
    private String run() throws IOException, InterruptedException {
        int rounds = heats.stream().mapToInt(pace::rounds).max().orElseThrow();
        int all = 0;
        for (int round = 0; round < rounds; round++) {
            all += trials(round).size();
        }
        String report = "";
        for (int round = 0; round < rounds; round++) {
            List<Trial> trials = trials(round);
            for (Trial trial : round % 2 == 0 ? trials : trials.reversed()) {
                run(trial, all);
            }
            report = write();
        }
        return report;
    }

    private void run(Trial trial, int all) throws InterruptedException {
        long begun = System.nanoTime();
        Run run = forks.run(trial);
        results.add(trial, run);
        done++;
        System.out.printf("%d of %d, %.1f s: %s: %s%n", done, all, (System.nanoTime() - begun) / 1e9, trial, run);
    }

    /** {@return what is run in a round, each once, in the order of the heats} */
    private List<Trial> trials(int round) {
        Set<Trial> trials = new LinkedHashSet<>();
        for (Heat heat : heats) {
            if (round < pace.rounds(heat)) {
                trials.addAll(heat.trials());
            }
        }
        trials.removeIf(results::isHopeless);
        return new ArrayList<>(trials);
    }

    private String write() throws IOException {
        Files.createDirectories(into);
        for (String group : heats.stream().map(Heat::group).distinct().toList()) {
            List<Heat> own =
                    heats.stream().filter(heat -> heat.group().equals(group)).toList();
            var picture = Plot.of(group, own, results);
            if (picture.isPresent()) {
                Files.writeString(into.resolve(group + ".svg"), picture.get());
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        String report = new Report(machine, pace, took, heats, results).markdown();
        Files.writeString(into.resolve("README.md"), report);
        Files.writeString(into.resolve("race.json"), new Json(machine, pace, heats, results).text());
        return report;
    }
}
