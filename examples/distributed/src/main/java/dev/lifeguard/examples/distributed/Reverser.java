package dev.lifeguard.examples.distributed;

import dev.lifeguard.TaskContext;
import dev.lifeguard.Worker;

/** The worker, which knows nothing of threads, processes or machines. */
final class Reverser implements Worker<String, String> {
    @Override
    public String process(String word, TaskContext context) {
        return new StringBuilder(word).reverse().toString();
    }
}
