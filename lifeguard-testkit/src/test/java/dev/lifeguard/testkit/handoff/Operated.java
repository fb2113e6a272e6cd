package dev.lifeguard.testkit.handoff;

import dev.lifeguard.Channels;
import dev.lifeguard.Lease;
import dev.lifeguard.Limits;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.dataplane.CellState;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.dataplane.WorkerCell;
import dev.lifeguard.policy.Discipline;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.testkit.DeterministicScheduler;
import dev.lifeguard.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody operates the pool while workers are handed over. The supervisor of these situations does what the real one
 * does, in the same order, and nothing else.
 */
enum Operated {
    /**
     * A pause against everything that leads to a begin or a loan. When it is in effect nothing begins and nothing is
     * lent any more, and when it is over everybody is served.
     */
    A_PAUSE_AGAINST_DISPATCH {
        @Override
        void arrange(Crew crew, WorkerOrder order) {
            List<WorkerCell> cells = List.of(crew.idle(), crew.idle());
            Lease<Object> lease = crew.lease();
            var pause = new Pause(crew, cells);
            crew.closer(lease);
            crew.actor("submitter", () -> {
                var tasks = new ArrayList<TaskHandle<Object>>();
                for (int number = 0; number < 3; number++) {
                    tasks.add(crew.submit(pause::begin));
                }
                for (TaskHandle<Object> task : tasks) {
                    task.await();
                }
            });
            crew.actor("lessee", () -> pause.lend(() -> crew.plane().tryCheckout()));
            crew.actor("waiter", () -> pause.lend(() -> Optional.of(crew.plane().checkout(LONG))));
            crew.actor("supervisor", pause::run);
        }
    },

    /** The order changes while a checkout waits and a worker is returned: whoever looks for it looks by one of the two. */
    THE_ORDER_CHANGES_WHILE_A_WORKER_COMES_BACK {
        @Override
        void arrange(Crew crew, WorkerOrder order) {
            crew.idle();
            Lease<Object> lease = crew.lease();
            WorkerOrder other = order == WorkerOrder.AFFINE ? WorkerOrder.FIFO : WorkerOrder.AFFINE;
            crew.actor("waiter", () -> crew.plane().checkout(LONG).close());
            crew.closer(lease);
            crew.actor("supervisor", () -> crew.plane().follow(rules(8, WhenFull.refuse(), other)));
        }
    },

    /** The discipline changes, and changes again, while tasks and checkouts come and workers rest: all are served. */
    THE_LINES_CHANGE_WHILE_WORK_COMES {
        @Override
        void arrange(Crew crew, WorkerOrder order) {
            crew.idle();
            crew.actor("submitter", () -> {
                var first = crew.submit(() -> "first");
                crew.submit(() -> "second").await();
                first.await();
            });
            crew.actor("other", () -> crew.submit(() -> "third").await());
            crew.actor("waiter", () -> crew.plane().checkout(LONG).close());
            crew.actor("supervisor", () -> {
                crew.plane().follow(lines(Discipline.fair(), order));
                crew.plane().follow(lines(Discipline.fifo(), order));
            });
        }
    },

    /** The discipline changes while somebody submits: nobody gets in front of what he submitted before. */
    THE_LINES_CHANGE_AND_THE_ORDER_STAYS {
        @Override
        void arrange(Crew crew, WorkerOrder order) {
            crew.idle();
            Lease<Object> lease = crew.lease();
            List<Integer> ran = new ArrayList<>();
            crew.actor("submitter", () -> {
                var tasks = new ArrayList<TaskHandle<Object>>();
                for (int number = 0; number < 4; number++) {
                    int mine = number;
                    tasks.add(crew.submit(() -> ran.add(mine)));
                }
                lease.handOver(Thread.currentThread());
                lease.close();
                for (TaskHandle<Object> task : tasks) {
                    task.await();
                }
                if (!ran.equals(List.of(0, 1, 2, 3))) {
                    throw new AssertionError("submitted 0, 1, 2, 3, and run " + ran);
                }
            });
            crew.actor("supervisor", () -> crew.plane().follow(lines(Discipline.weighted(2, 1), order)));
        }
    },

    /** The bound grows while a submitter goes to wait for a place. */
    THE_QUEUE_GROWS_WHILE_A_SUBMITTER_FINDS_IT_FULL {
        @Override
        void arrange(Crew crew, WorkerOrder order) {
            crew.idle();
            crew.plane().follow(rules(0, WhenFull.block(LONG), order));
            crew.actor("submitter", () -> crew.submit(() -> "done").await());
            crew.actor("supervisor", () -> crew.plane().follow(rules(8, WhenFull.refuse(), order)));
        }
    };

    private static final Duration LONG = Duration.ofHours(1);

    abstract void arrange(Crew crew, WorkerOrder order);

    Scenario with(WorkerOrder order) {
        return scheduler -> {
            var crew = new Crew(scheduler, order);
            arrange(crew, order);
            crew.goHomeAtTheEnd();
            return () -> {};
        };
    }

    private static DataPlane.Rules rules(int capacity, WhenFull whenFull, WorkerOrder order) {
        return new DataPlane.Rules("crew", capacity, whenFull, Limits.none(), Retry.none(), order, false);
    }

    private static DataPlane.Rules lines(Discipline discipline, WorkerOrder order) {
        return new DataPlane.Rules(
                "crew",
                8,
                WhenFull.refuse(),
                Limits.none(),
                Retry.none(),
                order,
                false,
                0,
                Channels.standard(),
                null,
                Policies.standard().with(discipline));
    }

    /** A pause, and what is seen of it. */
    private static final class Pause {
        private final Crew crew;
        private final List<WorkerCell> cells;
        private final Set<WorkerId> lentBefore = new HashSet<>();
        private boolean inEffect;
        private int begun;

        Pause(Crew crew, List<WorkerCell> cells) {
            this.crew = crew;
            this.cells = cells;
        }

        /** The code of each task; between the begin of its attempt and this nobody else comes in. */
        Object begin() {
            return ++begun;
        }

        void run() {
            var dispatcher = crew.plane().dispatcher();
            dispatcher.pause();
            while (dispatcher.isPassingOn() || cells.stream().anyMatch(DataPlane::mayBegin)) {
                DeterministicScheduler.point();
            }
            cells.stream().filter(cell -> cell.state() == CellState.LEASED).forEach(cell -> lentBefore.add(cell.id));
            inEffect = true;
            int before = begun;
            for (int step = 0; step < 30; step++) {
                DeterministicScheduler.point();
                if (begun != before) {
                    throw new AssertionError(begun - before + " tasks began while the pool was paused");
                }
            }
            inEffect = false;
            dispatcher.resume();
        }

        void lend(Loan loan) throws InterruptedException {
            Optional<Lease<Object>> lease = loan.take();
            if (lease.isPresent()) {
                if (inEffect && !lentBefore.contains(lease.get().id())) {
                    throw new AssertionError("lent while the pool was paused: " + lease);
                }
                lease.get().close();
            }
        }
    }

    /** How somebody takes a lease. */
    @FunctionalInterface
    private interface Loan {
        Optional<Lease<Object>> take() throws InterruptedException;
    }
}
