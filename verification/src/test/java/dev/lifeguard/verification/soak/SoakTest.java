package dev.lifeguard.verification.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** The short form of the soak; {@code -Dlifeguard.soak.tasks=1000000} makes it the long one. */
@Isolated // It asks that no heap, thread or child process be left, and there is one of each for all tests.
final class SoakTest {

    private static final int QUICK = 100_000;

    @Test
    @Timeout(1_800)
    void everyTaskEndsOnceAndNothingIsLeft() throws InterruptedException {
        int tasks = Integer.getInteger("lifeguard.soak.tasks", QUICK);
        List<String> lines = new Soak(tasks, Long.getLong("lifeguard.soak.seed", 1)).run();
        System.out.println("options "
                + String.join(
                        " ",
                        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                                .filter(option -> option.startsWith("-X") || option.startsWith("-Djdk."))
                                .toList()));
        lines.forEach(System.out::println);
        assertEquals(6, lines.size());
    }
}
