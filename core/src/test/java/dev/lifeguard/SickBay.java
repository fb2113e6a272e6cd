package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Finding.Illness;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Where pools are made ill for the doctor: work that goes on until it is released, at the latest after each test. */
final class SickBay implements AfterEachCallback {

    /** Illnesses of seconds instead of minutes. */
    static final Doctor HASTY =
            new Doctor(Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofMillis(200), Duration.ofMillis(500));

    static final Escalation AT_ONCE = new Escalation(Duration.ofMillis(5), Duration.ofMillis(5));

    private final CountDownLatch release = new CountDownLatch(1);

    @Override
    public void afterEach(ExtensionContext context) {
        release();
    }

    void release() {
        release.countDown();
    }

    boolean isReleased() {
        return release.getCount() == 0;
    }

    Object waitForRelease() throws InterruptedException {
        release.await();
        return "released";
    }

    Object waitAtMost(Duration time) throws InterruptedException {
        return release.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    Object deaf() {
        while (true) {
            try {
                return waitForRelease();
            } catch (InterruptedException ignored) {
                // Deaf on purpose.
            }
        }
    }

    static Finding diagnosis(WorkerPool<?> pool, Illness illness) {
        List<Finding> found = Awaitility.await(illness.toString())
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> found(illness, HASTY.examine(pool.snapshot())), findings -> !findings.isEmpty());
        assertTrue(found.getFirst().sentence().endsWith("."), found::toString);
        return found.getFirst();
    }

    static List<Finding> found(Illness illness, List<Finding> findings) {
        return findings.stream().filter(finding -> finding.illness() == illness).toList();
    }

    static void says(Finding finding, String... parts) {
        for (String part : parts) {
            assertTrue(finding.sentence().contains(part), () -> "\"" + part + "\" in: " + finding.sentence());
        }
    }

    static void cured(WorkerPool<?> pool, Illness illness) {
        Awaitility.await("no " + illness)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> found(illness, HASTY.examine(pool.snapshot())).isEmpty());
    }
}
