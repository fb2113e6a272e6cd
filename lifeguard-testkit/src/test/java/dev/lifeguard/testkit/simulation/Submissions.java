package dev.lifeguard.testkit.simulation;

import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import java.util.ArrayList;
import java.util.List;

/** What clients and tasks submit, alone or in batches, and how much of that is inside the pool and waits for a place. */
final class Submissions {
    private final Simulation simulation;
    private final List<SimulatedTask> tasks = new ArrayList<>();
    private int submitting;
    private int together;

    Submissions(Simulation simulation) {
        this.simulation = simulation;
    }

    SimulatedTask submit(SimulatedTask.Script script, int millis, TaskOptions options) {
        var task = new SimulatedTask(simulation, tasks.size(), script, millis, placed(options, tasks.size()));
        tasks.add(task);
        simulation.gateWatch.comes(task);
        submitting++;
        TaskHandle<Object> handle = simulation.engine().plane().submit(Simulation.CODE, task, task.options);
        submitting--;
        task.submitted(handle);
        return task;
    }

    List<SimulatedTask> submitAll(SimulatedTask.Script script, int count, int millis, TaskOptions options) {
        TaskOptions common = placed(options, tasks.size());
        List<SimulatedTask> batch = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            var task = new SimulatedTask(simulation, tasks.size(), script, millis, common);
            tasks.add(task);
            batch.add(task);
            simulation.gateWatch.comes(task);
        }
        submitting++;
        together += count;
        List<TaskHandle<Object>> handles = simulation.engine().plane().submitAll(Simulation.CODE, batch, common);
        together -= count;
        submitting--;
        simulation.violations.check(
                handles.size() == count, "a batch of " + count + " gave " + handles.size() + " handles");
        for (int number = 0; number < count; number++) {
            batch.get(number).submitted(handles.get(number));
        }
        return batch;
    }

    /** Of every priority, and of lanes that come and go. */
    private static TaskOptions placed(TaskOptions options, int number) {
        TaskOptions ranked = options.withPriority(number % 4);
        TaskOptions placed = number % 4 == 1 ? ranked.kept() : ranked;
        return number % 3 == 0 || options.lane().isPresent()
                ? placed
                : placed.withLane(number % 3 == 1 ? "a" : "b" + number % 5);
    }

    /** {@return all tasks that were ever submitted} */
    List<SimulatedTask> tasks() {
        return tasks;
    }

    /** {@return how many submitters are inside the pool and wait for a place} */
    int submitting() {
        return submitting;
    }

    /** {@return how many tasks are in batches that are being submitted} */
    int together() {
        return together;
    }
}
