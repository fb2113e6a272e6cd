package dev.lifeguard.benchmarks.contender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is measured does what is measured: a rival that drops tasks is fast, and so is one that lends a tool twice. */
final class ContendersTest {
    private static final int TASKS = 200;
    private static final int THREADS = 4;

    @ParameterizedTest
    @EnumSource
    void everyToolIsUsedByOneAtATime(LoanContender who) throws Exception {
        List<Tool> tools = Collections.synchronizedList(new ArrayList<>());
        try (Lender lender = who.start(2, () -> add(tools));
                var threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Long>> visits = Collections.nCopies(THREADS, () -> {
                long last = 0;
                for (int visit = 0; visit < TASKS; visit++) {
                    last = lender.lend(Thread::onSpinWait);
                }
                return last;
            });
            for (var visit : threads.invokeAll(visits)) {
                assertTrue(visit.get() > 0, who + " lent a tool that nobody used");
            }
        }
        assertEquals(THREADS * TASKS, tools.stream().mapToLong(Tool::uses).sum());
        assertEquals(2, tools.size(), who + " made other tools than it was to have");
    }

    @ParameterizedTest
    @EnumSource
    void everyTaskRunsOnceAndItsResultIsHad(TaskContender who) throws Exception {
        try (Taker<?> taker = who.start(2, TASKS)) {
            assertEquals(TASKS * (TASKS + 1) / 2, sum(taker));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTaskRunsAlthoughNobodyLooksAtIt(TaskContender who) throws Exception {
        var latch = new CountDownLatch(TASKS);
        try (Taker<?> taker = who.start(2, TASKS)) {
            for (int number = 0; number < TASKS; number++) {
                taker.execute(new Chore.Counted(Chore.Kind.NOTHING, latch));
            }
            assertTrue(latch.await(10, TimeUnit.SECONDS), who + " has not run " + latch.getCount() + " tasks");
        }
    }

    private static <F> long sum(Taker<F> taker) throws InterruptedException {
        List<F> futures = new ArrayList<>();
        for (int number = 0; number < TASKS; number++) {
            futures.add(taker.submit(new Chore.Numbered(Chore.Kind.NOTHING, number)));
        }
        long sum = 0;
        for (F future : futures) {
            sum += taker.await(future);
        }
        return sum;
    }

    private static Tool add(List<Tool> tools) {
        var tool = new Tool();
        tools.add(tool);
        return tool;
    }
}
