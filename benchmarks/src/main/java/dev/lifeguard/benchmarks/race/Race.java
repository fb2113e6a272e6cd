package dev.lifeguard.benchmarks.race;

import dev.lifeguard.benchmarks.CheckoutBenchmark;
import dev.lifeguard.benchmarks.RawBenchmark;
import dev.lifeguard.benchmarks.SubmitBenchmark;
import dev.lifeguard.benchmarks.race.Heat.Rival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs us and every rival in turn, round after round, each in a virtual machine of its own, and writes the ratios as a
 * table and as JSON. In turn, because a machine has neighbours: what disturbs a round disturbs both sides of its ratio.
 */
public final class Race {

    private static final List<Heat> HEATS = List.of(
            checkout(1, 1.5, 3, 1.5, 2),
            checkout(2, 1.5, 3, 5, 15),
            checkout(8, 1.5, 3, 2, 8),
            new Heat(
                    "512 empty tasks submitted, all outcomes awaited; 1 submitter, 2 platform workers",
                    SubmitBenchmark.class,
                    "lifeguard",
                    1,
                    List.of(
                            new Rival("threadPoolExecutor", "ThreadPoolExecutor on an ArrayBlockingQueue", 2),
                            new Rival("linkedQueue", "ThreadPoolExecutor on a LinkedBlockingQueue", 2),
                            new Rival("forkJoinPool", "ForkJoinPool", 2),
                            new Rival("virtualThreads", "a virtual thread for each task", 3),
                            new Rival("virtualThreadsBehindASemaphore", "the same behind a Semaphore", 30))));

    private final int rounds;
    private final TimeValue iteration;

    private Race(int rounds, TimeValue iteration) {
        this.rounds = rounds;
        this.iteration = iteration;
    }

    private static Heat checkout(int threads, double bag, double stormpot, double queue, double semaphore) {
        return new Heat(
                "checkout and return, pool of 8, " + threads + (threads == 1 ? " thread" : " threads"),
                CheckoutBenchmark.class,
                "lifeguard",
                threads,
                List.of(
                        new Rival("hikariBag", "the bag of HikariCP", bag),
                        new Rival("stormpot", "Stormpot", stormpot),
                        new Rival("blockingQueue", "ArrayBlockingQueue as a pool", queue),
                        new Rival("semaphoreAndDeque", "Semaphore and deque", semaphore),
                        new Rival("commonsPool", "Commons Pool", 40)));
    }

    /**
     * Runs the race.
     *
     * @param arguments the file to write without its ending, and {@code --quick} for a short one
     * @throws RunnerException when a benchmark fails
     * @throws IOException when the report cannot be written
     */
    public static void main(String... arguments) throws RunnerException, IOException {
        List<String> given = List.of(arguments);
        boolean quick = given.contains("--quick");
        List<String> files =
                given.stream().filter(word -> !word.startsWith("--")).toList();
        if (files.size() != 1 || given.size() > (quick ? 2 : 1)) {
            throw new IllegalArgumentException("Expected one file, and perhaps --quick, got " + given
                    + "; for example: race target/report --quick");
        }
        Path file = Path.of(files.getFirst());
        var race = quick ? new Race(2, TimeValue.milliseconds(200)) : new Race(5, TimeValue.seconds(1));
        var report = new Report(quick, race.run());
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(Path.of(file + ".md"), report.markdown());
        Files.writeString(Path.of(file + ".json"), report.json());
        System.out.println(report.markdown());
    }

    private Map<Heat, Map<String, Scores>> run() throws RunnerException {
        var all = new LinkedHashMap<Heat, Map<String, Scores>>();
        var raw = new Heat("raw", RawBenchmark.class, "compareAndSetPair", 1, List.of());
        for (int round = 0; round < rounds; round++) {
            run(all, raw, raw.ours());
            for (Heat heat : HEATS) {
                run(all, heat, heat.ours());
                for (Rival rival : heat.rivals()) {
                    run(all, heat, rival.method());
                }
            }
        }
        return all;
    }

    private void run(Map<Heat, Map<String, Scores>> all, Heat heat, String method) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(heat.pattern(method))
                .threads(heat.threads())
                .forks(1)
                .warmupIterations(3)
                .warmupTime(iteration)
                .measurementIterations(3)
                .measurementTime(iteration)
                .shouldFailOnError(true)
                .build();
        double score = new Runner(options).runSingle().getPrimaryResult().getScore();
        all.computeIfAbsent(heat, fresh -> new LinkedHashMap<>())
                .computeIfAbsent(method, fresh -> new Scores())
                .add(score);
    }
}
