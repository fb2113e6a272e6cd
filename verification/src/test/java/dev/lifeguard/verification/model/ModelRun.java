package dev.lifeguard.verification.model;

import dev.lifeguard.Cancel;
import dev.lifeguard.Change;
import dev.lifeguard.Drain;
import dev.lifeguard.Lease;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolState;
import dev.lifeguard.Restart;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerState;
import dev.lifeguard.verification.model.PoolModel.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Carries commands out on a real pool and on the model, and compares the two after each. */
final class ModelRun {

    private static final int SIZE = 2;
    private static final int QUEUE = 3;
    private static final Set<PoolState> ENDING = EnumSet.of(PoolState.DRAINING, PoolState.STOPPING, PoolState.STOPPED);

    private final Function<WorkerPool<Object>, Door> doors;
    private final Duration patience;
    private final PoolModel model = new PoolModel(SIZE, QUEUE);
    private final Map<Integer, Job> jobs = new HashMap<>();
    private final Map<Integer, TaskHandle<String>> handles = new HashMap<>();
    private final Map<Integer, Lease<Object>> leases = new HashMap<>();
    private final List<Lease<Object>> returned = new ArrayList<>();
    private int tasks;
    private int loans;

    ModelRun(Function<WorkerPool<Object>, Door> doors, Duration patience) {
        this.doors = doors;
        this.patience = patience;
    }

    void run(List<Command> commands) throws InterruptedException {
        var pool = WorkerPool.of(Object::new)
                .name("model")
                .size(SIZE)
                .minReady(SIZE, Duration.ofSeconds(20))
                .order(WorkerOrder.FIFO)
                .queue(QUEUE, WhenFull.refuse())
                .restart(Restart.standard().backoff(Duration.ofNanos(1), Duration.ofNanos(1)))
                .closing(Drain.within(Duration.ofSeconds(20)))
                .start();
        Door door = doors.apply(pool);
        try {
            for (Command command : commands) {
                carryOut(command, pool, door);
                compare(command, pool, door);
            }
        } finally {
            jobs.values().forEach(job -> job.end(false));
            leases.values().forEach(Lease::close);
            pool.close();
        }
    }

    private static <V> V pick(List<V> among, int which) {
        return among.get(which % among.size());
    }

    private void carryOut(Command command, WorkerPool<Object> pool, Door door) throws InterruptedException {
        switch (command) {
            case Command.Submit submit -> {
                int task = ++tasks;
                jobs.put(task, new Job());
                handles.put(task, door.submit(jobs.get(task)));
                model.submit(task);
            }
            case Command.Release(int which) -> end(which, false);
            case Command.Crash(int which) -> end(which, true);
            case Command.CancelTask(int which) -> {
                var tasksThere = new ArrayList<>(model.running());
                tasksThere.addAll(model.waiting());
                if (!tasksThere.isEmpty()) {
                    int task = pick(tasksThere, which);
                    require(handles.get(task).cancel(Cancel.KILL), "a cancel of " + task + " decides");
                    model.cancel(task);
                }
            }
            case Command.Checkout checkout -> checkout(door);
            case Command.Return(int which, Lease.Verdict verdict) -> {
                if (!model.leases().isEmpty()) {
                    giveBack(pick(model.leases(), which), verdict, door);
                }
            }
            case Command.ReturnAgain(int which) -> {
                if (!returned.isEmpty()) {
                    pick(returned, which).close();
                }
            }
            case Command.Resize(int size) -> {
                pool.resize(size);
                model.resize(size);
                await("the new size", () -> pool.snapshot().size() == size);
            }
            case Command.Pause pause -> {
                pool.pause("the command says so");
                model.pause();
            }
            case Command.Resume resume -> {
                pool.resume();
                model.resume();
            }
            case Command.Queue(int capacity) -> {
                pool.operate(new Change.Queue(capacity, WhenFull.refuse()), "the model", "the command says so");
                model.queue(capacity);
            }
            case Command.DrainWorker(int worker) -> {
                pool.operate(new Change.DrainWorker(worker), "the model", "the command says so");
                model.drainWorker(worker);
            }
            case Command.Drain(boolean runQueued) -> drain(runQueued, pool, door);
        }
    }

    private void end(int which, boolean dying) {
        if (!model.running().isEmpty()) {
            int task = pick(model.running(), which);
            jobs.get(task).end(dying);
            if (dying) {
                model.crash(task);
            } else {
                model.release(task);
            }
        }
    }

    private void checkout(Door door) {
        int loan = - ++loans;
        if (!model.checkout(loan)) {
            var lease = door.tryCheckout();
            require(lease.isEmpty(), "the pool lends " + lease);
            return;
        }
        // A worker says that it is idle and steps into the list of free ones after that.
        await("the pool lends a free worker", () -> {
            door.tryCheckout().ifPresent(lent -> leases.put(loan, lent));
            return leases.containsKey(loan);
        });
        Lease<Object> lent = leases.get(loan);
        require(model.learn(loan, lent.id().worker()), lent + " is in use");
    }

    private void giveBack(int loan, Lease.Verdict verdict, Door door) {
        var lease = leases.remove(loan);
        switch (verdict) {
            case OK -> {}
            case DIRTY -> lease.markDirty();
            case BROKEN -> lease.markBroken("the command says so");
        }
        door.close(lease);
        returned.add(lease);
        model.giveBack(loan);
    }

    private void drain(boolean runQueued, WorkerPool<Object> pool, Door door) throws InterruptedException {
        for (int loan : model.leases()) {
            giveBack(loan, Lease.Verdict.OK, door);
        }
        compare(new Command.Drain(runQueued), pool, door);
        Drain plan = Drain.within(Duration.ofSeconds(20));
        if (!runQueued) {
            model.handBack();
        }
        var closer = Thread.ofPlatform().start(() -> {
            try {
                pool.drain(runQueued ? plan : plan.handBackQueued());
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        });
        await("the intake is closed", () -> ENDING.contains(pool.state()));
        model.resume();
        await("what waits is handed back", () -> runQueued || pool.snapshot().queued() == 0);
        jobs.values().forEach(job -> job.end(false));
        while (!model.running().isEmpty()) {
            model.release(model.running().getFirst());
        }
        require(closer.join(Duration.ofSeconds(20)), "the pool ends");
    }

    // The comparison.

    private void compare(Command command, WorkerPool<Object> pool, Door door) {
        await(
                command + " brings every outcome that the model has",
                () -> outcomes(door).equals(model.ended()));
        if (command instanceof Command.Drain && pool.state() == PoolState.STOPPED) {
            return;
        }
        await(
                command + " begins what the model begins",
                () -> model.running().stream().allMatch(task -> jobs.get(task).worker() >= 0));
        for (int task : model.running()) {
            require(model.learn(task, jobs.get(task).worker()), "the worker of task " + task + " is in use");
        }
        await(
                command + " leaves as many free workers as in the model",
                () -> pool.snapshot().workers(WorkerState.IDLE) == model.free());
        for (int task : model.waiting()) {
            require(jobs.get(task).worker() < 0, "task " + task + " runs but should wait");
        }
        require(pool.snapshot().queued() == model.waiting().size(), "as many wait as in the model");
    }

    private Map<Integer, End> outcomes(Door door) {
        var ends = new HashMap<Integer, End>();
        handles.forEach((task, handle) -> door.outcome(handle).ifPresent(outcome -> ends.put(task, end(outcome))));
        return ends;
    }

    private static End end(Outcome<String> outcome) {
        return switch (outcome) {
            case Outcome.Success<String> success -> End.SUCCESS;
            case Outcome.WorkerLost<String> lost -> End.LOST;
            case Outcome.Cancelled<String> cancelled -> End.CANCELLED;
            case Outcome.Refused<String> refused -> End.REFUSED;
            case Outcome.Failed<String> failed -> throw new AssertionError(failed);
            case Outcome.TimedOut<String> late -> throw new AssertionError(late);
        };
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("Not so: " + what);
        }
    }

    private void await(String what, BooleanSupplier condition) {
        // Not Awaitility: most conditions hold at the first look, and a thread for each would be most of the time.
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("Not within " + patience + ": " + what);
            }
            Thread.onSpinWait();
        }
    }
}
