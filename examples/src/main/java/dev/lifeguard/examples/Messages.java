package dev.lifeguard.examples;

import dev.lifeguard.Channels;
import dev.lifeguard.Message;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Talking to workers and to running tasks: a broadcast that changes a setting, a question to a worker, results in parts,
 * a question to a task, and what a worker tells the listeners.
 */
public final class Messages {
    private static final Duration SOON = Duration.ofSeconds(10);

    private Messages() {}

    /** A setting, as data. */
    private record Greeting(String word) {}

    // @start region="worker"
    /** Greets one name after another, and then waits to be told that it may go home. */
    private static final class Greeter implements Worker<String, String> {
        private String greeting = "hello";

        @Override
        public void receive(Message message) {
            switch (message.body()) {
                case Greeting(String word) -> greeting = word;
                default -> message.reply("I say " + greeting);
            }
        }

        @Override
        public String process(String names, TaskContext context) throws InterruptedException {
            int greeted = 0;
            for (String name : names.split(" ", -1)) {
                context.partial(greeting + " " + name, SOON);
                greeted++;
            }
            context.worker().emit("greeted " + greeted);
            while (true) {
                Optional<Message> message = context.receive(SOON);
                if (message.isEmpty() || message.get().body().equals("go home")) {
                    return "good night";
                }
                message.get().reply(greeted + " greeted");
            }
        }
    }
    // @end region="worker"

    public static void main(String[] arguments) throws Exception {
        var told = new CompletableFuture<Object>();
        // @start region="caller"
        try (var pool = TaskPool.of(Greeter::new)
                .size(1)
                .channels(Channels.standard().withPartialResults(2))
                .listener(event -> {
                    if (event instanceof PoolEvent.WorkerMessage message) {
                        told.complete(message.body());
                    }
                })
                .start()) {
            pool.workers().broadcast(new Greeting("salut"));
            System.out.println("the worker answers: " + pool.workers().ask(0, "what do you say?", SOON));
            System.out.println("it is alive: " + !pool.workers().ping(0, SOON).isNegative());
            TaskHandle<String> task = pool.submit("Ada Grace Barbara");
            for (int part = 0; part < 3; part++) {
                System.out.println("a part: " + task.nextPartial(SOON).orElseThrow());
            }
            // @end region="caller"
            System.out.println("a worker tells: " + told.get(10, TimeUnit.SECONDS));
            System.out.println("the task answers: " + task.ask("how far are you?", SOON));
            task.tell("go home");
            System.out.println("the result: " + task.get());
        }
    }
}
