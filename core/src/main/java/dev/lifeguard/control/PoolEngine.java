package dev.lifeguard.control;

import dev.lifeguard.Change;
import dev.lifeguard.Drain;
import dev.lifeguard.Liveness;
import dev.lifeguard.Operation;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.PoolState;
import dev.lifeguard.Rehearsal;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.dataplane.Call;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.dataplane.Notice;
import dev.lifeguard.dataplane.Recording;
import dev.lifeguard.deadletter.DeadLetterStore;
import dev.lifeguard.deadletter.DeadLetters;
import dev.lifeguard.management.PoolView;
import dev.lifeguard.policy.Rollout;
import dev.lifeguard.recording.Recorder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pool put together: the data plane, the supervisor, and the few operations that go from a caller to the supervisor
 * and wait for its answer. Any thread.
 */
public final class PoolEngine {

    /** How many dead letters a pool keeps in memory when no store was chosen. */
    private static final int LETTERS = 1_000;

    private final DataPlane plane;
    private final Mailbox mailbox;
    private final Board board;
    private final Notifier notifier;
    private final Supervisor supervisor;
    private final DeadLetterOffice office;

    private PoolEngine(Settings settings, Environment environment, DeadLetterStore letters) {
        this.mailbox = new Mailbox();
        Recording recording = environment.stepped() ? Recording.NONE : Recorder.ofRuntime();
        this.notifier = new Notifier(
                settings.rules().pool(),
                environment.time(),
                environment.threads(),
                settings.listeners(),
                settings.rules().channels(),
                recording);
        this.office = new DeadLetterOffice(
                settings.rules().pool(), environment.time(), environment.threads(), mailbox, letters);
        this.plane = new DataPlane(settings.rules(), environment.time(), mailbox, notifier, recording, office);
        this.board = new Board(plane, notifier, settings);
        this.supervisor = new Supervisor(new Desk(settings, environment, plane, notifier), mailbox, board);
    }

    /**
     * Puts a pool together and starts its first workers. In a stepped environment the caller steps the supervisor.
     *
     * @param settings what the builder decided
     * @param environment time, threads and chance
     * @return the pool, which is still STARTING
     */
    public static PoolEngine open(Settings settings, Environment environment) {
        return open(settings, environment, DeadLetterStore.memory(LETTERS, DeadLetterStore.WhenFull.DROP_OLDEST));
    }

    /**
     * The same, with a store for dead letters.
     *
     * @param settings what the builder decided
     * @param environment time, threads and chance
     * @param letters where dead letters are kept
     * @return the pool, which is still STARTING
     */
    public static PoolEngine open(Settings settings, Environment environment, DeadLetterStore letters) {
        var engine = new PoolEngine(settings, environment, letters);
        engine.supervisor.open();
        if (!environment.stepped()) {
            new SupervisorThread(engine.supervisor, engine.mailbox, environment.time())
                    .start(settings.rules().pool());
        }
        return engine;
    }

    /**
     * {@return the tasks that nobody could finish}
     *
     * @param calls how a payload is run; throws when this pool cannot run it
     */
    public DeadLetters deadLetters(Function<Object, Call> calls) {
        return new DeadLetterDesk(office, plane, calls);
    }

    /** Waits until enough workers are ready, or says why they are not. */
    public void awaitStart() throws InterruptedException {
        board.awaitStart();
    }

    /** {@return the way of tasks and checkouts} */
    public DataPlane plane() {
        return plane;
    }

    /** {@return the supervisor, for whoever steps it} */
    public Supervisor supervisor() {
        return supervisor;
    }

    /** {@return whether nothing waits for the supervisor} */
    public boolean isQuiet() {
        return mailbox.isEmpty();
    }

    /** {@return where the pool is in its life} */
    public PoolState state() {
        return board.state();
    }

    /** {@return how the pool is now} */
    public PoolSnapshot snapshot() {
        return board.snapshot();
    }

    /** {@return whether the pool lives} */
    public Liveness liveness() {
        return board.liveness();
    }

    /** {@return how many workers serve} */
    public int serving() {
        return board.serving();
    }

    /** {@return what was counted until now} */
    public PoolSnapshot.Counts counts() {
        return board.counts();
    }

    /** {@return what the pool does to itself, for subscribers} */
    public Flow.Publisher<PoolEvent> events() {
        return notifier.publisher();
    }

    /** Shows the pool by JMX until it has stopped. Before the pool is handed out. */
    public void showByJmx() {
        if (ModuleLayer.boot()
                .findModule("java.management")
                .filter(PoolEngine.class.getModule()::canRead)
                .isEmpty()) {
            throw new IllegalStateException("Pool " + plane.pool() + " cannot be shown by JMX, because this runtime has"
                    + " no module java.management; add it (--add-modules java.management), or leave out jmx().");
        }
        var view = new PoolView(this::snapshot);
        view.register(plane.pool());
        notifier.alsoHeardBy(view);
    }

    /**
     * Has the supervisor carry out a change, and waits for it.
     *
     * @throws IllegalArgumentException when the change can never act
     */
    public Operation operate(Change change, String who, String why) {
        return operate(change, who, why, null);
    }

    /**
     * Has the supervisor roll out another definition.
     *
     * @throws IllegalArgumentException when the plan can never act
     */
    public Operation roll(WorkerDefinition<Object> next, Rollout plan, String who, String why) {
        return operate(new Change.Roll(plan), who, why, next);
    }

    private Operation operate(Change change, String who, String why, @Nullable WorkerDefinition<Object> definition) {
        if (change instanceof Change.Roll(Rollout plan)) {
            board.settings().fit(plan);
        }
        if (change instanceof Change.Setting setting) {
            // Here for the caller's sake: what can never act is told by the builder's own checks, and stands in no
            // record.
            Amendment.of(board.settings(), setting);
        }
        var unheard = new Operation(
                0, change, who, why, plane.time().wallTime(), Operation.Result.UNDER_WAY, "nobody waited for it");
        var answer = new Board.Answer();
        if (board.state() != PoolState.STOPPED) {
            mailbox.post(new Notice.OperationWanted(change, who, why, answer, definition));
        }
        Operation done = board.await(answer);
        if (done != null) {
            return done;
        }
        return board.state() == PoolState.STOPPED
                ? new Operation(0, change, who, why, unheard.at(), Operation.Result.REFUSED, "the pool has stopped")
                : unheard;
    }

    /** {@return what a change would do now} */
    public Rehearsal rehearse(Change change) {
        return Forecast.of(change, board.settings(), board.snapshot());
    }

    /** {@return what was done to the pool, the oldest first} */
    public List<Operation> operations() {
        return board.operations();
    }

    /** {@return the operation that paused the pool, while it is paused or on its way there} */
    public Optional<Operation> pausedBy() {
        return Optional.ofNullable(board.pausedBy());
    }

    /** {@return how {@code close()} drains} */
    public Drain closing() {
        return board.settings().closing();
    }

    /**
     * Asks for the end and waits for it.
     *
     * @return what became of everything; incomplete when the caller is one of the pool's workers
     */
    public Drain.Report drain(Drain plan) throws InterruptedException {
        beginDrain(plan);
        if (plane.isOwnThread()) {
            return incomplete();
        }
        return Objects.requireNonNull(board.awaitReport());
    }

    /** Asks for the end and does not wait. */
    public void beginDrain(Drain plan) {
        if (board.state() != PoolState.STOPPED) {
            mailbox.post(new Notice.DrainWanted(plan));
        }
    }

    private Drain.Report incomplete() {
        return new Drain.Report(java.util.List.of(), java.util.List.of(), 0, java.time.Duration.ZERO, false);
    }

    /** {@return the report of the end, when the pool has stopped} */
    public Drain.@Nullable Report report() {
        return board.report();
    }
}
