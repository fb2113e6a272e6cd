package dev.lifeguard.verification.lincheck;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;

/**
 * A scenario that aims at a race: what is done before, by the two threads at once, and after.
 *
 * <p>Written as {@code "before | first || second | after"}, each a list of operations with their numbers, as in {@code
 * "offer 1, offer 2 | poll || poll | isEmpty"}.
 */
record Aimed(String words) {

    ExecutionScenario on(Class<?> operations) {
        List<List<Actor>> parts = Stream.of(words.split("\\|\\|?", -1))
                .map(part -> actors(operations, part))
                .toList();
        return new ExecutionScenario(
                parts.get(0), List.of(parts.get(1), parts.get(2)), parts.get(3), validation(operations));
    }

    private static List<Actor> actors(Class<?> operations, String part) {
        return Stream.of(part.split(",", -1))
                .map(String::strip)
                .filter(words -> !words.isEmpty())
                .map(words -> actor(operations, List.of(words.split(" ", -1))))
                .toList();
    }

    private static Actor actor(Class<?> operations, List<String> words) {
        Method method = method(operations, words.getFirst());
        return new Actor(
                method, words.stream().skip(1).<Object>map(Integer::valueOf).toList());
    }

    private static Method method(Class<?> operations, String name) {
        return Arrays.stream(operations.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(operations + " has no operation " + name + "."));
    }

    private static @Nullable Actor validation(Class<?> operations) {
        return Arrays.stream(operations.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Validate.class))
                .map(method -> new Actor(method, List.of()))
                .findFirst()
                .orElse(null);
    }
}
