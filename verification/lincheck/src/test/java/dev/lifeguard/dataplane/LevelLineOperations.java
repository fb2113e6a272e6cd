package dev.lifeguard.dataplane;

import dev.lifeguard.TaskOptions;
import dev.lifeguard.policy.Discipline;
import java.util.List;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;

/** Two levels without aging: of the tasks 0 to 3 the even ones are urgent. */
@Param(name = "task", gen = IntGen.class, conf = "0:3")
public class LevelLineOperations {

    private static final DataPlane PLANE = Bench.plane();
    private static final List<TaskRecord<?>> TASKS = IntStream.range(0, 4)
            .<TaskRecord<?>>mapToObj(
                    number -> Bench.entry(PLANE, number, TaskOptions.none().withPriority(number % 2)))
            .toList();

    private final Line line = new LevelLine(Discipline.priorities(2).withoutAging(), Bench.clock());

    @Operation
    public void offer(@Param(name = "task") int task) {
        line.offer(TASKS.get(task));
    }

    @Operation
    public long poll() {
        return number(line.take());
    }

    @Operation
    public boolean isEmpty() {
        return line.isEmpty();
    }

    @Operation
    public long first() {
        return number(line.firstWaiting());
    }

    static long number(@Nullable Waiting entry) {
        return entry instanceof TaskRecord<?> task ? task.id() : FifoLineOperations.NOBODY;
    }
}
