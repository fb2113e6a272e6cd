package dev.lifeguard.control;

import dev.lifeguard.Drain;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.PoolState;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.dataplane.Notice;
import dev.lifeguard.dataplane.Recording;
import dev.lifeguard.management.PoolView;
import dev.lifeguard.recording.Recorder;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A pool put together: the data plane, the supervisor, and the few operations that go from a caller to the supervisor
 * and wait for its answer. Any thread.
 */
public final class PoolEngine {

    private final Settings settings;
    private final DataPlane plane;
    private final Mailbox mailbox;
    private final Board board;
    private final Notifier notifier;
    private final Supervisor supervisor;

    private PoolEngine(Settings settings, Environment environment) {
        this.settings = settings;
        this.mailbox = new Mailbox();
        Recording recording = environment.stepped() ? Recording.NONE : Recorder.ofRuntime();
        this.notifier = new Notifier(
                settings.rules().pool(), environment.time(), environment.threads(), settings.listeners(), recording);
        this.plane = new DataPlane(settings.rules(), environment.time(), mailbox, notifier, recording);
        this.board = new Board(plane, notifier, settings.size(), settings.burst());
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
        var engine = new PoolEngine(settings, environment);
        engine.supervisor.open();
        if (!environment.stepped()) {
            new SupervisorThread(engine.supervisor, engine.mailbox, environment.time())
                    .start(settings.rules().pool());
        }
        return engine;
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

    /** Asks for another number of workers; takes effect soon. */
    public void resize(int size) {
        if (board.wantSize(size)) {
            mailbox.post(Notice.Plain.RESIZE_WANTED);
        }
    }

    /** {@return how {@code close()} drains} */
    public Drain closing() {
        return settings.closing();
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
