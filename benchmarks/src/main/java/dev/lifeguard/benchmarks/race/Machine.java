package dev.lifeguard.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Where and when it was.
 *
 * @param when at the begin, in UTC
 * @param commit what was built
 * @param processor its name
 * @param processors how many of it
 * @param memory of the machine
 * @param jdk the virtual machine and its version
 * @param system the operating system
 * @param load how many others wanted a processor at the begin, as the system averages it over a minute
 */
record Machine(
        Instant when,
        String commit,
        String processor,
        int processors,
        String memory,
        String jdk,
        String system,
        String load) {
    private static final String UNKNOWN = "not told";

    static Machine here() {
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                System.getProperty("commit", UNKNOWN),
                first(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                first(Path.of("/proc/meminfo"), "MemTotal"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"),
                first(Path.of("/proc/loadavg"), "").replaceFirst(" .*", ""));
    }

    LocalDate date() {
        return LocalDate.ofInstant(when, ZoneOffset.UTC);
    }

    /** {@return the rest of the first line that begins so} */
    private static String first(Path file, String name) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).replaceFirst("^\\s*:\\s*", ""))
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException notLinux) {
            return UNKNOWN;
        }
    }
}
