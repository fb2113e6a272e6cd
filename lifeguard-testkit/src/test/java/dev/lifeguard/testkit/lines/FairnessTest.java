package dev.lifeguard.testkit.lines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Change;
import dev.lifeguard.Drain;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WhenFull;
import dev.lifeguard.Worker;
import dev.lifeguard.policy.Discipline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real pools of several workers with more work than they can do at once: the dispatches are shared by weight. */
final class FairnessTest {

    private static final int EACH = 2_000;

    private final Queue<String> ran = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("NullAway.Init") // JUnit calls open() before each test.
    private TaskPool<Runnable, String> pool;

    @BeforeEach
    void open() throws InterruptedException {
        Worker<Runnable, String> worker = (task, context) -> {
            task.run();
            return "done";
        };
        pool = TaskPool.of(() -> worker)
                .name("fair")
                .size(4)
                .queue(10 * EACH, WhenFull.refuse())
                .start();
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private static TaskOptions lane(String lane) {
        return TaskOptions.none().withLane(lane);
    }

    private void submit(String who, int count, TaskOptions options) {
        var unused = pool.submitAll(Collections.nCopies(count, () -> ran.add(who)), options);
    }

    private void finish() throws InterruptedException {
        pool.workers().resume();
        assertTrue(pool.drain(Drain.within(Duration.ofSeconds(60))).complete());
    }

    /** Within a tenth of the share, over so many dispatches from one on. */
    private void assertShares(int from, int to, Map<String, Integer> weights) {
        List<String> part = new ArrayList<>(ran).subList(from, to);
        int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        weights.forEach((who, weight) -> {
            double fair = (double) (to - from) * weight / sum;
            int got = Collections.frequency(part, who);
            assertTrue(
                    Math.abs(got - fair) <= fair / 10,
                    () -> who + " got " + got + " of " + (to - from) + ", its share is " + fair);
        });
    }

    @Test
    void weightedLevelsGetTheirShares() throws Exception {
        pool.workers().pause("until everything waits");
        pool.workers().operate(new Change.Lines(Discipline.weighted(6, 3, 1)), "the test", "shares");
        for (int level = 0; level < 3; level++) {
            submit("level " + level, EACH, TaskOptions.none().withPriority(level));
        }
        finish();
        assertEquals(3 * EACH, ran.size());
        assertShares(0, 3_000, Map.of("level 0", 6, "level 1", 3, "level 2", 1));
    }

    @Test
    void lanesGetTheirSharesAlsoWhenOneComesLateAndOneLeaves() throws Exception {
        pool.workers().pause("until everything waits");
        pool.workers().operate(new Change.Lines(Discipline.fair().withWeight("gold", 3)), "the test", "shares");
        submit("gold", EACH, lane("gold"));
        submit("iron", EACH, lane("iron"));
        submit("short", EACH / 10, lane("short"));
        // Of five dispatches three are gold until the short lane leaves; then of four. In the middle of its way, the
        // gold
        // lane stops everybody, until another lane has come.
        var reached = new CountDownLatch(4);
        var go = new CountDownLatch(1);
        for (int worker = 0; worker < 4; worker++) {
            var unused = pool.submit(() -> stop(reached, go), lane("gold"));
        }
        submit("gold", EACH, lane("gold"));
        pool.workers().resume();
        reached.await();
        int before = ran.size();
        submit("late", EACH, lane("late"));
        go.countDown();
        finish();
        assertShares(0, 900, Map.of("gold", 3, "iron", 1, "short", 1));
        assertShares(1_100, before, Map.of("gold", 3, "iron", 1));
        assertShares(before, before + 2_000, Map.of("gold", 3, "iron", 1, "late", 1));
    }

    private static void stop(CountDownLatch reached, CountDownLatch go) {
        reached.countDown();
        try {
            go.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
