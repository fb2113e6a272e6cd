package dev.lifeguard.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What came of a race, for people and for programs. */
record Report(boolean quick, Map<Heat, Map<String, Scores>> results) {

    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    String markdown() {
        var text = new StringBuilder("# A race of " + LocalDate.now(ZoneOffset.UTC) + "\n\n" + machine() + "\n\n");
        if (quick) {
            text.append("A quick one: two short rounds, good for finding out that it runs, and for nothing else.\n\n");
        }
        text.append(
                "Operations per microsecond: the median of all rounds, the least and the most. The ratio is ours by the"
                        + " rival's in the same round.\n\n");
        text.append("| work | rival | rival, ops/µs | Lifeguard, ops/µs | ratio | aim | |\n");
        text.append("| --- | --- | --- | --- | --- | ---: | --- |\n");
        results.forEach((heat, scores) -> heat.rivals().forEach(rival -> row(text, heat, rival, scores)));
        return text.toString();
    }

    private static void row(StringBuilder text, Heat heat, Heat.Rival rival, Map<String, Scores> scores) {
        Scores ours = Objects.requireNonNull(scores.get(heat.ours()));
        Scores theirs = Objects.requireNonNull(scores.get(rival.method()));
        Scores ratio = ours.by(theirs);
        text.append(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %.1f | %s |%n",
                heat.work(),
                rival.name(),
                theirs.text(),
                ours.text(),
                ratio.text(),
                rival.aim(),
                ratio.median() >= rival.aim() ? "reached" : "missed"));
    }

    String json() {
        return "{\"date\":\"" + LocalDate.now(ZoneOffset.UTC) + "\",\"quick\":" + quick + ",\"machine\":\"" + machine()
                + "\",\"heats\":["
                + results.entrySet().stream()
                        .map(entry -> json(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(",\n"))
                + "]}\n";
    }

    private static String json(Heat heat, Map<String, Scores> scores) {
        return "{\"work\":\"" + heat.work() + "\",\"threads\":" + heat.threads() + ",\"opsPerMicrosecond\":{"
                + scores.entrySet().stream()
                        .map(entry ->
                                "\"" + entry.getKey() + "\":" + entry.getValue().all())
                        .collect(Collectors.joining(","))
                + "}}";
    }

    private String machine() {
        Scores raw = results.entrySet().stream()
                .filter(entry -> entry.getKey().rivals().isEmpty())
                .map(entry -> Objects.requireNonNull(
                        entry.getValue().get(entry.getKey().ours())))
                .findFirst()
                .orElseThrow();
        return Runtime.getRuntime().availableProcessors() + " processors, " + processor() + "; "
                + System.getProperty("java.vm.name") + " " + Runtime.version() + ", " + System.getProperty("os.name")
                + " "
                + System.getProperty("os.arch") + ". A pair of compare-and-sets alone: " + raw.text()
                + " a microsecond, which no checkout can pass.";
    }

    private static String processor() {
        try (var lines = Files.lines(PROCESSOR)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst(".*: *", ""))
                    .findFirst()
                    .orElse("of a kind that is not told");
        } catch (IOException notLinux) {
            return "of a kind that is not told";
        }
    }
}
