package dev.lifeguard.testkit.contract;

import dev.lifeguard.PoolBuilder;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.policy.Discipline;
import java.util.List;

/** Workers in threads whose pools have another discipline than first in, first out. */
record OrderedWorkers(Discipline discipline, InProcessWorkers workers) implements ScriptedWorkers {

    OrderedWorkers(Discipline discipline) {
        this(discipline, new InProcessWorkers());
    }

    @Override
    public PoolBuilder<Worker<Script, String>, TaskPool<Script, String>> pool() {
        return workers.pool().discipline(discipline);
    }

    @Override
    public WorkerDefinition<Worker<Script, String>> definition() {
        return workers.definition();
    }

    @Override
    public void plan(Hook hook, Fault fault, int times) {
        workers.plan(hook, fault, times);
    }

    @Override
    public void open(String gate) {
        workers.open(gate);
    }

    @Override
    public void openAll() {
        workers.openAll();
    }

    @Override
    public int arrived(String gate) {
        return workers.arrived(gate);
    }

    @Override
    public List<Use> uses() {
        return workers.uses();
    }

    @Override
    public List<Heard> heard() {
        return workers.heard();
    }

    @Override
    public List<Stop> stops() {
        return workers.stops();
    }

    @Override
    public int calls(Hook hook) {
        return workers.calls(hook);
    }

    @Override
    public List<String> misuses() {
        return workers.misuses();
    }
}
