package dev.lifeguard.dataplane;

import dev.lifeguard.TaskOptions;
import dev.lifeguard.policy.Discipline;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Two lanes in turns, each made for its first task and forgotten with its last. */
@Param(name = "task", gen = IntGen.class, conf = "0:3")
public class LaneLineOperations {

    private static final DataPlane PLANE = Bench.plane();
    private static final List<TaskRecord<?>> TASKS = IntStream.range(0, 4)
            .<TaskRecord<?>>mapToObj(
                    number -> Bench.entry(PLANE, number, TaskOptions.none().withLane("lane" + number % 2)))
            .toList();

    private static final Discipline.Fair FAIR = new Discipline.Fair(Map.of(), 1);

    private final Line line = new LaneLine(FAIR, Bench.clock());

    @Operation
    public void offer(@Param(name = "task") int task) {
        line.offer(TASKS.get(task));
    }

    @Operation
    public long poll() {
        return LevelLineOperations.number(line.take());
    }

    @Operation
    public boolean isEmpty() {
        return line.isEmpty();
    }

    @Operation
    public long first() {
        return LevelLineOperations.number(line.firstWaiting());
    }
}
