package dev.lifeguard.testkit.contract;

import dev.lifeguard.PoolBuilder;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import dev.lifeguard.WorkerDefinition;
import java.util.List;
import java.util.function.UnaryOperator;

/** Workers in threads whose pools are not the standard ones. */
record TunedWorkers(
        UnaryOperator<PoolBuilder<Worker<Script, String>, TaskPool<Script, String>>> tuning, InProcessWorkers workers)
        implements ScriptedWorkers {

    TunedWorkers(UnaryOperator<PoolBuilder<Worker<Script, String>, TaskPool<Script, String>>> tuning) {
        this(tuning, new InProcessWorkers());
    }

    @Override
    public PoolBuilder<Worker<Script, String>, TaskPool<Script, String>> pool() {
        return tuning.apply(workers.pool());
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
