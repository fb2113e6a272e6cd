package dev.lifeguard.testkit.handoff;

import dev.lifeguard.Lease;
import dev.lifeguard.Limits;
import dev.lifeguard.Message;
import dev.lifeguard.Retry;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.dataplane.CellState;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.dataplane.TaskRecord;
import dev.lifeguard.dataplane.WorkerCell;
import dev.lifeguard.inprocess.WorkerLoop;
import dev.lifeguard.testkit.DeterministicScheduler;
import dev.lifeguard.testkit.VirtualTime;
import dev.lifeguard.testkit.simulation.VirtualSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The real data plane with the real threads of its workers, on a schedule and without a supervisor: each test takes
 * those of its parts that it needs. So little else runs that all schedules of a situation can be tried.
 *
 * <p>Threads: the driver of the schedule arranges; what it does before the actors start is no part of the race.
 */
final class Crew {
    private static final String NAME = "crew";
    private static final int CAPACITY = 8;

    /** Workers that do what a message says. */
    private static final WorkerDefinition<Object> READERS = new WorkerDefinition<>() {
        @Override
        public Object start(WorkerContext context) {
            return "worker";
        }

        @Override
        public void receive(Object worker, Message message) {
            ((Runnable) message.body()).run();
        }
    };

    private final DeterministicScheduler scheduler;
    private final VirtualTime time = new VirtualTime();
    private final DataPlane plane;
    private final List<WorkerCell> cells = new ArrayList<>();
    private final List<WorkerCell> serving = new ArrayList<>();
    private final List<Thread> actors = new ArrayList<>();

    Crew(DeterministicScheduler scheduler, WorkerOrder order) {
        this.scheduler = scheduler;
        var rules = new DataPlane.Rules(NAME, CAPACITY, WhenFull.refuse(), Limits.none(), Retry.none(), order, false);
        plane = new DataPlane(rules, new VirtualSource(time), notice -> {}, Runnable::run);
    }

    DataPlane plane() {
        return plane;
    }

    /** A worker that has started and does not serve yet. */
    WorkerCell starting() {
        var cell = new WorkerCell(new WorkerId(NAME, cells.size(), 1));
        cells.add(cell);
        scheduler.start("worker-" + cell.id.worker(), new WorkerLoop(plane, cell, READERS));
        scheduler.run();
        return cell;
    }

    /** As the supervisor does when a worker is ready. */
    void admit(WorkerCell cell) {
        serving.add(cell);
        plane.dispatcher().publish(serving.toArray(WorkerCell[]::new));
        plane.dispatcher().admit(cell);
    }

    /** A worker that is free. */
    WorkerCell idle() {
        WorkerCell cell = starting();
        admit(cell);
        return cell;
    }

    /** A worker was woken to search, and another was quicker: it will find nothing but what comes now. */
    void searchForNothing() {
        TaskHandle<Object> task = submit(() -> "never run");
        var taken = plane.dispatcher().next(serving.getFirst());
        if (taken != task || serving.stream().noneMatch(cell -> cell.state() == CellState.SEARCHING)) {
            throw new AssertionError("The worker should have the token and nothing to do, not " + serving);
        }
        task.cancel(false);
    }

    /** The lease of a free worker. */
    Lease<Object> lease() {
        return plane.tryCheckout().orElseThrow();
    }

    TaskHandle<Object> submit(Callable<Object> body) {
        return submit(body, TaskOptions.none());
    }

    TaskHandle<Object> submit(Callable<Object> body, TaskOptions options) {
        return plane.submit((worker, payload, context) -> body.call(), "payload", options);
    }

    /** Tells the first worker to do this. */
    void tell(Runnable message) {
        if (!plane.mailroom().tell(0, message)) {
            throw new AssertionError("The first worker should take a message: " + serving);
        }
    }

    /** Somebody who takes part in the race. */
    Thread actor(String name, Action action) {
        Thread actor = scheduler.start(name, () -> {
            try {
                action.run();
            } catch (InterruptedException unwanted) {
                throw new AssertionError(name + " must not be interrupted", unwanted);
            }
        });
        actors.add(actor);
        return actor;
    }

    /** Somebody who was handed the lease and closes it. */
    void closer(Lease<Object> lease) {
        lease.handOver(actor("closer", lease::close));
    }

    /** The delay of a task is over. */
    void due(TaskHandle<?> delayed) {
        var task = (TaskRecord<?>) delayed;
        if (task.due(1)) {
            plane.gates().due(task, true);
        }
    }

    /** Somebody who has gone as far as possible before the race begins, and so long ago that nobody may overtake. */
    Thread early(String name, Action action) {
        Thread actor = actor(name, action);
        scheduler.run();
        time.advance(Duration.ofMillis(2));
        plane.clock().tick(time.nanoTime());
        return actor;
    }

    /** Sends the workers home when the actors have ended, so that who is left sleeps for ever. */
    void goHomeAtTheEnd() {
        scheduler.start("end", () -> {
            try {
                for (Thread actor : actors) {
                    actor.join();
                }
            } catch (InterruptedException unwanted) {
                throw new AssertionError("nobody interrupts the end", unwanted);
            }
            for (WorkerCell cell : cells) {
                if (!cell.dismiss(StopReason.POOL_CLOSED)) {
                    cell.retire(StopReason.POOL_CLOSED);
                }
                cell.wake();
            }
        });
    }

    /** What an actor does. */
    @FunctionalInterface
    interface Action {
        void run() throws InterruptedException;
    }
}
