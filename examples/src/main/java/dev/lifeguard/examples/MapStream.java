package dev.lifeguard.examples;

import dev.lifeguard.Outcome;
import dev.lifeguard.TaskPool;
import java.util.stream.Stream;

/**
 * A stream of inputs as a stream of outcomes: in order, on all workers, and never more than so many ahead of the reader,
 * so that an endless input needs no more memory than a short one.
 */
public final class MapStream {
    private MapStream() {}

    public static void main(String[] arguments) throws InterruptedException {
        // @start region="map"
        Stream<String> endless = Stream.iterate(1, number -> number + 1).map(number -> number + " + " + number);
        try (var pool = TaskPool.of(Adder::new).size(2).start();
                Stream<Outcome<Integer>> sums = pool.map(endless, 16)) {
            sums.limit(5).forEach(sum -> System.out.println(words(sum)));
        }
        // @end region="map"
        try (var pool = TaskPool.of(Adder::new).start();
                Stream<Outcome<Integer>> sums = pool.map(Stream.of("1 + 1", "one + 1", "2 + 1"), 2)) {
            sums.map(MapStream::words).forEach(System.out::println);
        }
    }

    private static String words(Outcome<Integer> outcome) {
        return switch (outcome) {
            case Outcome.Success<Integer> sum -> "sum: " + sum.value();
            case Outcome<Integer> other -> "no sum: " + other.getClass().getSimpleName();
        };
    }
}
