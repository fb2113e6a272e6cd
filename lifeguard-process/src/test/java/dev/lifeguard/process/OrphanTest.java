package dev.lifeguard.process;

import static dev.lifeguard.process.Commands.alive;
import static dev.lifeguard.process.Commands.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sudden death of the JVM, the moment that no code of ours sees: nothing may be alive three seconds later. */
class OrphanTest {
    @RegisterExtension
    private final Started started = new Started();

    @ParameterizedTest
    @EnumSource(names = {"GROUP", "GROUP_POLLED"})
    void nothingIsAliveThreeSecondsAfterAKillOfTheJvm(Containment grade) throws IOException {
        String mark = started.mark();
        String idle = "exec sleep " + mark;
        String busy = "while :; do : " + mark + "; done";
        String deaf = "trap '' TERM HUP INT; while :; do : deaf " + mark + "; done";
        String grandchild = "sh -c 'sleep " + mark + "1 & wait' & wait";
        String doubleFork = "(sh -c 'sleep " + mark + "2' &) ; sleep " + mark;
        String chatty = "while :; do echo " + mark + "; done";
        Process jvm = start(grade, List.of(idle, busy, deaf, grandchild, doubleFork, chatty));
        try {
            soon().untilAsserted(() -> {
                // Each command must be up, its guard aside: the guard has the word lifeguard before the script.
                assertEquals(
                        true, alive(mark).stream().filter(OrphanTest::isNoGuard).count() >= 8);
            });
        } finally {
            jvm.destroyForcibly();
        }
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(3))
                .untilAsserted(() -> assertEquals(List.of(), alive(mark)));
    }

    private static boolean isNoGuard(String line) {
        return !line.contains("lifeguard") && !line.contains("OrphanMaker");
    }

    private static Process start(Containment grade, List<String> scripts) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                everyPath(),
                OrphanMaker.class.getName(),
                grade.name()));
        line.addAll(scripts);
        return new ProcessBuilder(line).inheritIO().start();
    }

    /** The tests run as a patched module; the child runs the same files from a class path. */
    private static String everyPath() {
        return Path.of("target", "classes").toAbsolutePath()
                + File.pathSeparator
                + Path.of("target", "test-classes").toAbsolutePath()
                + File.pathSeparator
                + Objects.requireNonNullElse(System.getProperty("jdk.module.path"), "")
                + File.pathSeparator
                + System.getProperty("java.class.path");
    }
}
