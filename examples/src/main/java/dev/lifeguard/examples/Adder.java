package dev.lifeguard.examples;

import dev.lifeguard.TaskContext;
import dev.lifeguard.Worker;

/** A typed worker: adds the numbers of a line such as {@code 3 + 4}. */
final class Adder implements Worker<String, Integer> {
    @Override
    public Integer process(String line, TaskContext context) {
        int sum = 0;
        for (String number : line.split("\\+", -1)) {
            sum += Integer.parseInt(number.strip());
        }
        return sum;
    }
}
