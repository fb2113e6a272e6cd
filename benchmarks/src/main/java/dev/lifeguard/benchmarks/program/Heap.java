package dev.lifeguard.benchmarks.program;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the process holds. */
final class Heap {
    private static final int COLLECTIONS = 3;
    private static final Path STATUS = Path.of("/proc/self/status");

    private Heap() {}

    /** {@return the bytes of objects that somebody can reach} Several collections, because one may leave what it has just moved. */
    static long used() {
        for (int done = 0; done < COLLECTIONS; done++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** {@return the bytes that the system has given to the process, stacks of platform threads included; 0 where it does not tell} */
    static long resident() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException notLinux) {
            return 0;
        }
    }
}
