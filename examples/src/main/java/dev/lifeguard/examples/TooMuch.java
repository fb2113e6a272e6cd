package dev.lifeguard.examples;

import dev.lifeguard.Change;
import dev.lifeguard.Drain;
import dev.lifeguard.Outcome;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import dev.lifeguard.policy.RateLimit;
import dev.lifeguard.policy.Shedding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Too much: a pool that refuses what has waited too long in an overload and keeps what must not be lost; one that lets
 * tasks in at a rate; and what was refused, submitted again.
 */
public final class TooMuch {
    private static final Map<String, CountDownLatch> SLOW =
            Map.of("slow", new CountDownLatch(1), "slower", new CountDownLatch(1), "endless", new CountDownLatch(1));

    private static final CountDownLatch ENDLESS_BEGUN = new CountDownLatch(1);

    private TooMuch() {}

    /** Greets; some names take until somebody says so. */
    private static final class Greeter implements Worker<String, String> {
        @Override
        public String process(String name, TaskContext context) throws InterruptedException {
            if (name.equals("endless")) {
                ENDLESS_BEGUN.countDown();
            }
            CountDownLatch slow = SLOW.get(name);
            if (slow != null) {
                slow.await();
            }
            return "hello " + name;
        }
    }

    public static void main(String[] arguments) throws Exception {
        overload();
        rate();
        handBack();
    }

    private static void overload() throws InterruptedException {
        // @start region="shed"
        try (var pool = TaskPool.of(Greeter::new)
                .size(1)
                .shed(Shedding.controlledDelay(Duration.ofMillis(20), Duration.ofMillis(100)))
                .start()) {
            var slow = pool.submit("slow");
            var slower = pool.submit("slower", TaskOptions.none().kept());
            var page = pool.submit("page");
            var payment = pool.submit("payment", TaskOptions.none().kept());
            var last = pool.submit("the last in the queue");
            // @end region="shed"
            letWait(pool, Duration.ofMillis(50));
            // "slower" has waited longer than the target: an interval begins.
            release("slow");
            letWait(pool, Duration.ofMillis(250));
            // No wait was good in that interval: an overload.
            release("slower");
            System.out.println(words(slow) + ", " + words(slower));
            System.out.println(words(page));
            System.out.println(words(payment));
            System.out.println(words(last));

            // @start region="again"
            // Later, when waits are short again.
            System.out.println("again: " + words(page.resubmit()));
            // @end region="again"
        }
    }

    private static void letWait(TaskPool<?, ?> pool, Duration atLeast) throws InterruptedException {
        while (pool.snapshot().queue().oldestWait().compareTo(atLeast) < 0) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static String words(TaskHandle<String> handle) throws InterruptedException {
        return switch (handle.await()) {
            case Outcome.Success<String> done -> done.value();
            case Outcome.Refused<String> refused ->
                "refused: " + refused.refusal().reason() + ", "
                        + refused.refusal().limit();
            case Outcome<String> other -> other.toString();
        };
    }

    private static void rate() throws InterruptedException {
        // @start region="rate"
        try (var pool = TaskPool.of(Greeter::new)
                .rate(RateLimit.of(2, Duration.ofHours(1)))
                .start()) {
            var one = pool.submit("one");
            var two = pool.submit("two");
            var three = pool.submit("three");
            System.out.println(words(one) + ", " + words(two) + ", " + words(three));
            pool.workers()
                    .operate(
                            new Change.Rate(RateLimit.perSecond(50).burst(1).delaying(Duration.ofSeconds(1))),
                            "the day shift",
                            "there is time to wait for now");
            System.out.println("again: " + words(three.resubmit()));
            // @end region="rate"
        }
    }

    private static void handBack() throws InterruptedException {
        Drain.Report report;
        try (var old = TaskPool.of(Greeter::new).size(1).start()) {
            var unfinished = List.of(old.submit("endless"), old.submit("moved"));
            ENDLESS_BEGUN.await();
            report = old.drain(Drain.now());
            System.out.println(unfinished.size() + " were unfinished");
        }
        // @start region="moved"
        try (var pool = TaskPool.of(Greeter::new).start()) {
            for (Drain.Fate fate : report.tasks()) {
                if (fate.outcome() instanceof Outcome.Refused<?>) {
                    System.out.println("in the other pool: " + words(pool.resubmit(fate.handle(), String.class)));
                }
            }
        }
        // @end region="moved"
    }

    private static void release(String name) {
        CountDownLatch slow = SLOW.get(name);
        if (slow != null) {
            slow.countDown();
        }
    }
}
