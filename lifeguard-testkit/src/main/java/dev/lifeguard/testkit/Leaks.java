package dev.lifeguard.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.lifeguard.timing.SystemTime;
import dev.lifeguard.timing.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a test leaves behind: threads, platform and virtual, whose name begins with a prefix, and child processes. What
 * was there when the check was made does not count.
 *
 * <p>The check looks at the whole JVM: run it isolated, or give each test a prefix of its own. Never let it run beside a
 * {@link DeterministicScheduler}: virtual threads are found in a dump, and the dump of a virtual thread that changes
 * hands at a high rate can crash a JVM (seen on JDK 25.0.3). Any thread may use it.
 */
public final class Leaks {
    /** How the names of the library's threads begin. */
    public static final String PREFIX = "lifeguard-";

    /** How long things may take to end on their own before they count as left behind. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long LOOK_EVERY_NANOS = 20_000_000;
    private static final Pattern THREAD =
            Pattern.compile("\"tid\"\\s*:\\s*\"?(\\d+)\"?[^{}\\[\\]]*?\"name\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final String prefix;
    private final Set<String> before;

    private Leaks(String prefix) {
        this.prefix = prefix;
        this.before = present();
    }

    /** {@return a check that looks for threads of the library and for child processes, from now on} */
    public static Leaks watch() {
        return watch(PREFIX);
    }

    /**
     * {@return a check from now on}
     *
     * @param prefix how the names of the threads begin that must not be left
     */
    public static Leaks watch(String prefix) {
        return new Leaks(prefix);
    }

    /** {@return what is there now and was not before, each in words} */
    public List<String> left() {
        Set<String> now = present();
        now.removeAll(before);
        return new ArrayList<>(now);
    }

    /**
     * Waits for up to {@link #PATIENCE} until nothing is left.
     *
     * @throws AssertionError that names what is left
     */
    public void requireNone() {
        requireNone(PATIENCE);
    }

    /**
     * Waits until nothing is left.
     *
     * @param patience how long
     * @throws AssertionError that names what is left
     */
    public void requireNone(Duration patience) {
        List<String> left = left();
        TimeSource time = new SystemTime();
        long deadlineNanos = time.nanoTime() + patience.toNanos();
        for (; !left.isEmpty() && deadlineNanos - time.nanoTime() > 0; left = left()) {
            time.parkUntil(this, time.nanoTime() + LOOK_EVERY_NANOS);
        }
        if (!left.isEmpty()) {
            throw new AssertionError("Left behind after " + patience.toMillis() + " ms: " + String.join(", ", left)
                    + "; close what started it.");
        }
    }

    private Set<String> present() {
        Set<String> found = new TreeSet<>();
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .forEach(thread -> found.add(words(thread.threadId(), thread.getName())));
        found.addAll(dumped());
        ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .forEach(child -> found.add(
                        "process " + child.pid() + " " + child.info().command().orElse("")));
        return found;
    }

    /** Virtual threads are listed nowhere but in a dump to a file. */
    private Set<String> dumped() {
        Set<String> found = new HashSet<>();
        try {
            Path directory = Files.createTempDirectory("lifeguard-threads");
            Path dump = directory.resolve("threads.json");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(dump.toString(), ThreadDumpFormat.JSON);
                Matcher thread = THREAD.matcher(Files.readString(dump));
                while (thread.find()) {
                    if (thread.group(2).startsWith(prefix)) {
                        found.add(words(Long.parseLong(thread.group(1)), thread.group(2)));
                    }
                }
            } finally {
                Files.deleteIfExists(dump);
                Files.deleteIfExists(directory);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(
                    "The threads could not be dumped, so nobody knows which virtual ones are left; make the"
                            + " directory for temporary files writable.",
                    unwritable);
        }
        return found;
    }

    private static String words(long id, String name) {
        return "thread " + name + " (#" + id + ")";
    }
}
