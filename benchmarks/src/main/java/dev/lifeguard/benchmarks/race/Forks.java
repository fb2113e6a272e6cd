package dev.lifeguard.benchmarks.race;

import dev.lifeguard.benchmarks.program.Readings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs trials, each in a process of its own. */
final class Forks {
    private static final String BYTES = "gc.alloc.rate.norm";
    private static final int LINES_OF_A_FAILURE = 8;

    /** What sysexits.h calls unavailable. */
    private static final int UNAVAILABLE = 69;

    /** Newer virtual machines warn about what the harness and some rivals do; older ones do not know the option. */
    private static final List<String> JVM = Runtime.version().feature() >= 24
            ? List.of("-Xmx3g", "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED")
            : List.of("-Xmx3g");

    private final Pace pace;
    private final Path scripts;

    /**
     * Runs at a pace.
     *
     * @param scripts where scripts are
     */
    Forks(Pace pace, Path scripts) {
        this.pace = pace;
        this.scripts = scripts;
    }

    Run run(Trial trial) throws InterruptedException {
        try {
            return switch (trial) {
                case Trial.Jmh jmh -> run(jmh);
                case Trial.Program program -> run(program);
                case Trial.Script script -> run(script);
            };
        } catch (IOException | RunnerException failure) {
            return new Run.Failed(String.valueOf(failure.getMessage()));
        }
    }

    private Run run(Trial.Jmh jmh) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + jmh.benchmark().getName().replace(".", "\\.") + "\\." + jmh.method() + "$")
                .threads(jmh.threads())
                .forks(1)
                .warmupIterations(pace.warmups())
                .warmupTime(pace.warmup())
                .measurementIterations(pace.iterations())
                .measurementTime(pace.iteration())
                .timeout(TimeValue.seconds(pace.limitSeconds()))
                .addProfiler(GCProfiler.class)
                .jvmArgsPrepend(JVM.toArray(String[]::new))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        jmh.parameters().forEach(options::param);
        RunResult result = new Runner(options.build()).runSingle();
        Map<String, Double> readings = new TreeMap<>();
        readings.put(Measure.OPS.key(), result.getPrimaryResult().getScore());
        result.getSecondaryResults().forEach((name, secondary) -> {
            if (name.endsWith(BYTES)) {
                readings.put(Measure.BYTES.key(), secondary.getScore());
            }
        });
        return new Run.Done(readings);
    }

    private Run run(Trial.Program program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.add("-D" + Readings.QUICK + "=" + (pace == Pace.QUICK));
        command.add("-Dseconds=" + pace.overloadSeconds());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(program.main().getName());
        command.addAll(program.arguments());
        return run(command);
    }

    private Run run(Trial.Script script) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(scripts.resolve(script.file()).toString());
        if (pace == Pace.QUICK) {
            command.add("--quick");
        }
        return run(command);
    }

    private Run run(List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("race", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            if (!process.waitFor(pace.limitSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                return new Run.Unfinished(pace.limitSeconds());
            }
            return switch (process.exitValue()) {
                case 0 -> new Run.Done(Readings.in(Files.readString(said)));
                case UNAVAILABLE -> new Run.Skipped(last(said));
                default -> new Run.Failed("ended with " + process.exitValue() + ": " + last(said));
            };
        } finally {
            Files.delete(said);
        }
    }

    /** {@return what was said last, in one line} */
    private static String last(Path said) throws IOException {
        List<String> lines = Files.readAllLines(said, StandardCharsets.UTF_8);
        return String.join(" ", lines.subList(Math.max(0, lines.size() - LINES_OF_A_FAILURE), lines.size()))
                .replace('|', '/')
                .strip();
    }
}
