package dev.lifeguard.testkit.contract;

import dev.lifeguard.Message;
import dev.lifeguard.TaskContext;
import dev.lifeguard.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the workers of a suite do: each task is a text, a verb and perhaps a word behind it. All hosts of a test are in this
 * JVM, so the test sees what they did.
 */
final class RemoteScript {

    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> arrivals = new ConcurrentHashMap<>();
    private final Queue<String> ran = new ConcurrentLinkedQueue<>();
    private final Queue<String> read = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();
    private final Map<String, Runnable> deeds = new ConcurrentHashMap<>();

    /** {@return a worker of this script} */
    Worker<String, String> worker() {
        return new ScriptedWorker();
    }

    /** Lets everybody pass who waits at a gate, or comes to it. */
    void open(String gate) {
        gate(gate).countDown();
    }

    void openAll() {
        gates.values().forEach(CountDownLatch::countDown);
    }

    private CountDownLatch gate(String name) {
        return gates.computeIfAbsent(name, none -> new CountDownLatch(1));
    }

    /** {@return how many tasks came to a gate} */
    int arrived(String gate) {
        return arrivals.computeIfAbsent(gate, none -> new AtomicInteger()).get();
    }

    /** {@return every task that began, in order} */
    List<String> ran() {
        return List.copyOf(ran);
    }

    long count(String task) {
        return ran.stream().filter(task::equals).count();
    }

    /** {@return the messages that workers read between tasks} */
    List<String> read() {
        return List.copyOf(read);
    }

    int mostInside() {
        return mostInside.get();
    }

    /** What the task "do NAME" does. */
    void deed(String name, Runnable body) {
        deeds.put(name, body);
    }

    private final class ScriptedWorker implements Worker<String, String> {

        @Override
        public void receive(Message message) {
            read.add(String.valueOf(message.body()));
        }

        @Override
        public String process(String task, TaskContext context) throws InterruptedException {
            ran.add(task);
            mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try {
                return act(task, context);
            } finally {
                inside.decrementAndGet();
            }
        }

        private String act(String task, TaskContext context) throws InterruptedException {
            int space = task.indexOf(' ');
            String verb = space < 0 ? task : task.substring(0, space);
            String word = space < 0 ? "" : task.substring(space + 1);
            return switch (verb) {
                case "echo" -> word;
                case "fail" -> throw new IllegalStateException("failed as told: " + word);
                case "fail-until" -> failUntil(count(task), Integer.parseInt(word));
                case "hold" -> hold(word);
                case "big" -> "x".repeat(Integer.parseInt(word));
                case "progress" -> progress(word, context);
                case "parts" -> parts(Integer.parseInt(word), context);
                case "listen" -> listen(context);
                case "do" -> act(word);
                default -> throw new IllegalArgumentException("Nobody knows how to " + verb);
            };
        }

        private String failUntil(long attempt, int wanted) {
            if (attempt < wanted) {
                throw new IllegalStateException("attempt " + attempt + " fails");
            }
            return "at last";
        }

        private String hold(String gate) throws InterruptedException {
            arrive(gate);
            gate(gate).await();
            return gate + " passed";
        }

        private String progress(String value, TaskContext context) throws InterruptedException {
            context.progress(value);
            gate("progress").await();
            return "done";
        }

        private String parts(int count, TaskContext context) throws InterruptedException {
            for (int part = 1; part <= count; part++) {
                context.partial("part " + part, Duration.ofSeconds(5));
            }
            gate("parts").await();
            return "done";
        }

        private String listen(TaskContext context) throws InterruptedException {
            arrive("listen");
            Message message = context.receive(Duration.ofSeconds(20)).orElseThrow();
            message.reply("you said " + message.body());
            return "heard " + message.body();
        }

        private String act(String deed) throws InterruptedException {
            Runnable body = deeds.get(deed);
            if (body != null) {
                body.run();
            }
            // Whatever the deed did to this process: what runs here runs on for a while, as in a frozen one.
            return gate("after " + deed).await(200, TimeUnit.MILLISECONDS) ? "passed" : "done";
        }

        private void arrive(String gate) {
            arrivals.computeIfAbsent(gate, none -> new AtomicInteger()).incrementAndGet();
        }
    }
}
