package dev.lifeguard.examples;

import dev.lifeguard.Outcome;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Tasks: what is submitted is data, each task has one outcome, and a handle is a {@link java.util.concurrent.Future}
 * too. One task fails; the others do not notice.
 */
public final class Tasks {
    private Tasks() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (var pool = TaskPool.of(Adder::new).name("adders").size(2).start()) {
            List<TaskHandle<Integer>> handles = List.of(
                    pool.submit("1 + 2"),
                    pool.submit("1 + two", TaskOptions.none().withName("misspelt")),
                    pool.submit("20 + 22"));
            for (TaskHandle<Integer> handle : handles) {
                System.out.println("task " + handle.id() + " (" + handle.name() + "): " + words(handle.await()));
            }
            System.out.println("as a Future: " + asFuture(handles.getFirst()) + ", " + asFuture(handles.get(1)));
            var counts = pool.snapshot().counts();
            System.out.println(counts.succeeded() + " succeeded, " + counts.failed() + " failed");
        }
    }

    // @start region="outcome"
    private static String words(Outcome<Integer> outcome) {
        return switch (outcome) {
            case Outcome.Success<Integer> sum -> "the sum is " + sum.value();
            case Outcome.Failed<Integer> failed ->
                "threw " + failed.cause().getClass().getSimpleName();
            case Outcome<Integer> other -> other.toString();
        };
    }
    // @end region="outcome"

    private static String asFuture(TaskHandle<Integer> handle) throws InterruptedException {
        try {
            return handle.state() + " " + handle.get();
        } catch (ExecutionException wrapped) {
            return handle.state() + " " + handle.exceptionNow().getClass().getSimpleName();
        }
    }
}
