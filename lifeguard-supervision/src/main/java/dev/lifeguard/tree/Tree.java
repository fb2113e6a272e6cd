package dev.lifeguard.tree;

import dev.lifeguard.Liveness;
import dev.lifeguard.supervision.Child;
import dev.lifeguard.supervision.SupervisionEvent;
import dev.lifeguard.supervision.SupervisionException;
import dev.lifeguard.supervision.Supervisor;
import dev.lifeguard.supervision.SupervisorSnapshot;
import dev.lifeguard.supervision.SupervisorState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A tree that runs, and its one loop: takes what came, lets alarms ring, lets supervisors decide until nothing moves, and
 * shows how things are. One thread for the whole tree, however deep; it runs no user code and never blocks. Tests bring
 * their own threads and time ({@link World}) and run the same loop.
 */
public final class Tree {

    private static final System.Logger LOG = System.getLogger("dev.lifeguard.tree");

    /** How many notices one step takes before alarms get their turn. */
    private static final int BATCH = 1024;

    private static final long NEVER_NANOS = Long.MAX_VALUE / 4;

    private final Desk desk;
    private final NodePlan plan;
    private final Node root;
    private final Board board;
    private final Audience audience;
    private long shownMoves = -1;
    private boolean served;
    private boolean over;
    private boolean limited;
    private long deadlineNanos;

    private Tree(NodePlan plan, World world, Audience audience) {
        this.desk = new Desk(world, plan.name(), new Teller(plan.name(), audience.recording(), audience.listeners()));
        this.plan = plan;
        this.root = new Node(desk, null, plan, plan.name());
        this.board = new Board(root.view());
        this.audience = audience;
    }

    /**
     * Puts a tree together.
     *
     * @param plan what the builder decided
     * @param world time, threads and chance
     * @param audience who is told
     * @return the tree, which is STARTING and does nothing before it has begun
     */
    public static Tree of(NodePlan plan, World world, Audience audience) {
        return new Tree(plan, world, audience);
    }

    /** Starts its threads, once; the first step starts the first child. Throws when there is no thread. */
    public void begin() {
        TreeThreads threads = desk.world.threads();
        try {
            threads.start("lifeguard-" + plan.name() + "-teller", desk.teller::run);
            threads.start("lifeguard-" + plan.name() + "-tree", this::run);
        } catch (Throwable noThread) {
            desk.teller.end(List.of());
            audience.farewell().run();
            throw noThread;
        }
    }

    private void run() {
        // Order: the reader before its first look at the box; who posts earlier is found by that look.
        desk.inbox.readBy(Thread.currentThread());
        while (!over) {
            try {
                long next = step();
                if (desk.inbox.isEmpty() && !over) {
                    desk.world.time().parkUntil(this, next);
                }
                // Nobody may interrupt this thread; what somebody did anyway must not make it spin.
                Thread.interrupted();
            } catch (Throwable failure) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "A step of tree " + plan.name() + " failed; it goes on with the next. Please report it.",
                        failure);
            }
        }
    }

    /**
     * Does all that is due.
     *
     * @return when to call again at the latest, as a value of the time source; a notice calls earlier
     */
    private long step() {
        desk.now = desk.world.time().nanoTime();
        for (int taken = 0; taken < BATCH; taken++) {
            Notice notice = desk.inbox.take();
            if (notice == null) {
                break;
            }
            hear(notice);
        }
        for (Alarm alarm = desk.timers.takeDue(desk.now); alarm != null; alarm = desk.timers.takeDue(desk.now)) {
            ring(alarm);
        }
        boolean moved = true;
        while (moved) {
            moved = root.advance();
        }
        publish();
        return desk.timers.nextDeadlineNanos(desk.now + NEVER_NANOS);
    }

    private void hear(Notice notice) {
        switch (notice) {
            case Notice.Started(ChildRun<?> run, Object thing) -> {
                if (run.slot().isCurrent(run)) {
                    run.slot().started(thing);
                }
            }
            case Notice.StartFailed(ChildRun<?> run, Throwable cause) -> {
                if (run.slot().isCurrent(run)) {
                    run.slot().node.startFailed(run.slot(), cause);
                }
            }
            case Notice.Reported(ChildRun<?> run, Throwable cause) -> {
                if (run.slot().isCurrent(run)) {
                    run.slot().node.reported(run.slot(), cause);
                }
            }
            case Notice.Stopped(ChildRun<?> run, Throwable failure) -> {
                if (run.slot().isCurrent(run)) {
                    run.slot().gone(ChildLifecycle.Signal.STOPPED, failure);
                }
            }
            case Notice.Returned(ChildRun<?> run, Throwable failure) -> returned(run, failure);
            case Notice.StopWanted(long deadline) -> stop(deadline);
        }
    }

    private void returned(ChildRun<?> run, @Nullable Throwable failure) {
        desk.zombies--;
        if (failure != null) {
            desk.teller.tell(new SupervisionEvent.Trouble(
                    run.path(),
                    "The stop hook of incarnation " + run.incarnation()
                            + " failed after it was given up; what it holds may be lost. Mend the hook.",
                    failure));
        }
    }

    private void ring(Alarm alarm) {
        switch (alarm) {
            case Alarm.Overdue(Slot slot, int incarnation) -> {
                if (slot.incarnation() == incarnation) {
                    slot.node.overdue(slot);
                }
            }
            case Alarm.StopAgain(Slot slot, int incarnation) -> {
                if (slot.incarnation() == incarnation) {
                    slot.runStop();
                }
            }
            case Alarm.Look(Slot slot, int incarnation) -> {
                if (slot.incarnation() == incarnation) {
                    look(slot);
                }
            }
            case Alarm.Plain.RESTART_DUE -> {}
            case Alarm.Plain.DEADLINE -> {
                desk.late = true;
                root.force();
            }
        }
    }

    private static void look(Slot slot) {
        switch (slot.look()) {
            case WELL -> {}
            case CLOSED -> slot.node.reported(slot, null);
            case OUT -> slot.node.reported(slot, slot.outage());
        }
    }

    private void stop(long deadline) {
        root.close(deadline);
        if (!limited || deadline - deadlineNanos < 0) {
            limited = true;
            deadlineNanos = deadline;
            desk.timers.schedule(deadline, Alarm.Plain.DEADLINE);
        }
    }

    private void publish() {
        if (desk.moves == shownMoves) {
            return;
        }
        shownMoves = desk.moves;
        board.show(root.view());
        if (!served && root.state() == SupervisorState.RUNNING) {
            served = true;
            board.started.countDown();
        }
        if (root.isOver() && !over) {
            over = true;
            SupervisionException failure = root.failure();
            board.end(
                    new Supervisor.Report(desk.fates, Duration.ofNanos(desk.now - desk.endBeganNanos), true), failure);
            Consumer<SupervisionException> handler = audience.failureHandler();
            desk.teller.end(
                    handler == null || failure == null || !served
                            ? List.of(audience.farewell())
                            : List.of(audience.farewell(), () -> handler.accept(failure)));
        }
    }

    // Any thread.

    /** Waits until every child was started, or says why it could not be. */
    public void awaitStart() throws InterruptedException {
        board.started.await();
        SupervisionException failure = board.failure();
        if (failure != null) {
            throw failure;
        }
    }

    /** Asks for the end within a time and does not wait. */
    public void beginStop(Duration within) {
        long nanos = within.compareTo(Duration.ofNanos(NEVER_NANOS)) > 0 ? NEVER_NANOS : within.toNanos();
        desk.inbox.post(new Notice.StopWanted(desk.world.time().nanoTime() + Math.max(0, nanos)));
    }

    /**
     * Asks for the end within a time and waits for it.
     *
     * @return what became of everything; incomplete when the caller is a thread of a child
     */
    public Supervisor.Report stop(Duration within) throws InterruptedException {
        if (within.isNegative()) {
            throw new IllegalArgumentException("The end of a tree cannot take " + within + "; give zero or more.");
        }
        if (board.report() == null) {
            beginStop(within);
            if (desk.inside.contains(Thread.currentThread())) {
                return new Supervisor.Report(List.of(), Duration.ZERO, false);
            }
            board.ended.await();
        }
        return Objects.requireNonNull(board.report());
    }

    /** {@return what opens when the tree has ended} */
    public CountDownLatch ended() {
        return board.ended;
    }

    /** {@return how many signals met an illegal cell; each is a bug} */
    public long illegalSignals() {
        return desk.illegal;
    }

    /** {@return how the tree is now} Asks each pool for its snapshot, which walks the queue of that pool. */
    public SupervisorSnapshot snapshot() {
        return board.view().snapshot(desk.world.time().nanoTime(), true);
    }

    /** {@return how the tree is now, but for the pools} */
    public SupervisorSnapshot drawing() {
        return board.view().snapshot(desk.world.time().nanoTime(), false);
    }

    /** {@return whether the pools that run live, by their paths} Their queues are not walked. */
    public Map<String, Liveness> pools() {
        var pools = new TreeMap<String, Liveness>();
        board.view().addPools(pools);
        return pools;
    }

    /** {@return the name of the root} */
    public String name() {
        return plan.name();
    }

    /** {@return where the root is in its life} */
    public SupervisorState state() {
        return board.view().state();
    }

    /** {@return what the root gave up of} */
    public Optional<SupervisionException> failure() {
        return Optional.ofNullable(board.failure());
    }

    /** {@return what the child is now} */
    @SuppressWarnings("unchecked") // What stands in the place of a child was made by its own start hook.
    public <T> Optional<T> find(Child<T> child) {
        if (!plan.has(child)) {
            throw new IllegalArgumentException(child + " is no child of tree " + plan.name()
                    + "; give the very object that its builder was given.");
        }
        return Optional.ofNullable((T) board.view().find(child));
    }
}
