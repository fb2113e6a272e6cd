package dev.lifeguard.benchmarks.program;

import dev.lifeguard.benchmarks.contender.Lender;
import dev.lifeguard.benchmarks.contender.LoanContender;
import dev.lifeguard.benchmarks.contender.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * More threads than tools, all of them borrowing all the time: how long they wait, and whether all get their turn.
 *
 * <p>Virtual threads yield while they hold a tool, and before they come again. Otherwise each would run until it is done, no
 * more than processors would ever be under way, and nobody would wait. Percentiles are those that a thread meets
 * ({@link Waits#asMet}): in a crowd that starves most of its members, the few that never wait make nearly all uses.
 */
public final class Crowd {
    private static final Duration WARM_UP = Duration.ofMillis(Readings.of(1_000, 200));
    private static final Duration MEASURED = Duration.ofMillis(Readings.of(3_000, 300));

    private Crowd() {}

    /**
     * Measures.
     *
     * @param arguments a contender, PLATFORM or VIRTUAL, how many threads, how many tools
     * @throws Exception when a tool cannot be had
     */
    public static void main(String[] arguments) throws Exception {
        String[] words = Readings.expect(arguments, 4, "a contender, PLATFORM or VIRTUAL, threads, tools");
        boolean virtual = words[1].equals("VIRTUAL");
        Thread.Builder kind = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
        int threads = Integer.parseInt(words[2]);
        List<Tool> tools = Collections.synchronizedList(new ArrayList<>());
        try (Lender lender = LoanContender.valueOf(words[0]).start(Integer.parseInt(words[3]), () -> tool(tools))) {
            List<Visitor> early = run(lender, kind, virtual, threads, WARM_UP);
            List<Visitor> visitors = run(lender, kind, virtual, threads, MEASURED);
            long counted = count(early) + count(visitors);
            long used = tools.stream().mapToLong(Tool::uses).sum();
            if (used != counted) {
                throw new IllegalStateException("The tools were used " + used + " times, and lent " + counted
                        + " times: two had one at once, so this was no pool.");
            }
            tell(visitors);
        }
    }

    private static Tool tool(List<Tool> tools) {
        var tool = new Tool();
        tools.add(tool);
        return tool;
    }

    private static long count(List<Visitor> visitors) {
        return visitors.stream().mapToLong(visitor -> visitor.waits.total()).sum();
    }

    private static void tell(List<Visitor> visitors) {
        var all = new Waits();
        visitors.forEach(visitor -> all.addAll(visitor.waits));
        long least = visitors.stream()
                .mapToLong(visitor -> visitor.waits.total())
                .min()
                .orElseThrow();
        long most = visitors.stream()
                .mapToLong(visitor -> visitor.waits.total())
                .max()
                .orElseThrow();
        long interval = Math.max(1, MEASURED.toNanos() * visitors.size() / all.total());
        Waits met = all.asMet(interval);
        Readings.tell("ops_per_us", all.total() / (MEASURED.toNanos() / 1e3));
        Readings.tell("p50_us", met.micros(0.5));
        Readings.tell("p99_us", met.micros(0.99));
        Readings.tell("longest_us", all.longestMicros());
        Readings.tell("slowest_share", least / (double) most);
    }

    private static List<Visitor> run(Lender lender, Thread.Builder kind, boolean virtual, int threads, Duration time)
            throws InterruptedException {
        var start = new CountDownLatch(1);
        List<Visitor> visitors = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        for (int number = 0; number < threads; number++) {
            var visitor = new Visitor(lender, virtual, time.toNanos(), start);
            visitors.add(visitor);
            running.add(kind.start(visitor));
        }
        start.countDown();
        for (Thread thread : running) {
            thread.join();
        }
        for (Visitor visitor : visitors) {
            if (visitor.failure != null) {
                throw new IllegalStateException(
                        "A thread of the crowd failed, so the others had it easy.", visitor.failure);
            }
        }
        return visitors;
    }

    /** One of the crowd. */
    @SuppressWarnings("ThreadPriorityCheck") // To yield is what a virtual thread does whenever it waits for anything.
    private static final class Visitor implements Runnable {
        private final Lender lender;
        private final long runNanos;
        private final CountDownLatch start;
        private final boolean yields;
        private final Runnable whileHeld;
        private final Waits waits = new Waits();
        private long asked;
        private @Nullable Exception failure;

        Visitor(Lender lender, boolean yields, long runNanos, CountDownLatch start) {
            this.lender = lender;
            this.runNanos = runNanos;
            this.start = start;
            this.yields = yields;
            this.whileHeld = yields ? this::countAndYield : this::count;
        }

        @Override
        public void run() {
            try {
                start.await();
                long begin = System.nanoTime();
                for (asked = begin; asked - begin < runNanos; asked = System.nanoTime()) {
                    long uses = lender.lend(whileHeld);
                    if (uses <= 0) {
                        throw new IllegalStateException("A tool was lent and not used.");
                    }
                    if (yields) {
                        Thread.yield();
                    }
                }
            } catch (InterruptedException interrupted) {
                failure = interrupted;
                Thread.currentThread().interrupt();
            } catch (Exception any) {
                failure = any;
            }
        }

        private void count() {
            waits.add(System.nanoTime() - asked);
        }

        private void countAndYield() {
            count();
            Thread.yield();
        }
    }
}
