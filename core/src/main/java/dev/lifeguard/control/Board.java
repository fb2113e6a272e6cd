package dev.lifeguard.control;

import dev.lifeguard.Drain;
import dev.lifeguard.Liveness;
import dev.lifeguard.Operation;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.PoolStartException;
import dev.lifeguard.PoolState;
import dev.lifeguard.QueueSnapshot;
import dev.lifeguard.WorkerState;
import dev.lifeguard.dataplane.Counters;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.dataplane.LoanView;
import dev.lifeguard.dataplane.TaskRecord;
import dev.lifeguard.dataplane.WaitStack;
import dev.lifeguard.dataplane.WorkerCell;
import dev.lifeguard.policy.Recycling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the supervisor shows how things are, and where callers read it and wait for it. The supervisor writes whole
 * values into volatile fields; any thread reads.
 */
final class Board extends WaitStack {

    /** How long the supervisor may not have looked before a snapshot says that it does not move. */
    static final long BLIND_NANOS = 10_000_000_000L;

    /** How long a caller waits for an operation to be in effect. */
    private static final long OPERATION_NANOS = 10_000_000_000L;

    /** Where an operation is answered: the supervisor writes, then nudges the board; the caller waits there. */
    static final class Answer implements Consumer<Operation> {

        private volatile @Nullable Operation operation;

        @Override
        public void accept(Operation done) {
            operation = done;
        }
    }

    /** One worker, as the supervisor left it; what the worker does by itself is read from its cell. */
    record Row(
            int number,
            int incarnation,
            @Nullable WorkerState supervised,
            String reason,
            long sinceNanos,
            int deaths,
            History.@Nullable Death lastDeath,
            WorkerSlot.Sighting seen,
            @Nullable WorkerCell cell,
            Life life) {

        static Row of(WorkerSlot slot) {
            return new Row(
                    slot.number,
                    slot.incarnation,
                    slot.supervised,
                    slot.reason,
                    slot.sinceNanos,
                    slot.deaths,
                    slot.lastDeath,
                    slot.seen,
                    slot.cell,
                    Life.of(slot));
        }

        WorkerState state() {
            WorkerState said = supervised;
            WorkerCell living = cell;
            return said != null ? said : living == null ? WorkerState.STOPPED : living.view();
        }
    }

    /** What is known of the life of an incarnation; {@code follows} is negative for one that follows nobody. */
    record Life(int generation, long startedNanos, Recycling.@Nullable Term term, int follows) {

        static Life of(WorkerSlot slot) {
            return new Life(
                    slot.generation,
                    slot.startedNanos,
                    slot.termOf == slot.incarnation ? slot.term : null,
                    slot.succession == null ? -1 : slot.succession.old.number);
        }

        PoolSnapshot.Life seen(@Nullable WorkerCell cell, long now) {
            long uses = term == null ? Long.MAX_VALUE : term.uses();
            long age = term == null ? Long.MAX_VALUE : term.ageNanos();
            return new PoolSnapshot.Life(
                    generation,
                    cell == null ? 0 : cell.begun() + cell.epoch(),
                    cell == null ? Duration.ZERO : History.ago(now, startedNanos),
                    uses == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(uses),
                    age == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(age)),
                    follows < 0 ? OptionalInt.empty() : OptionalInt.of(follows));
        }
    }

    /** The pool, as the supervisor left it. */
    record Crew(
            List<Row> rows,
            Counters.Workers counting,
            int size,
            int zombies,
            @Nullable String degraded,
            List<History.Stuck> stuck,
            List<History.Death> deaths,
            Pulse.Beat beat,
            History.Look before,
            List<History.Sized> sizes,
            @Nullable String held,
            @Nullable String failing,
            Recycler.Standing renewal) {}

    private record Stage(PoolState state, long sinceNanos) {}

    private final DataPlane plane;
    private final Notifier notifier;
    private final QueueLook queue;
    private volatile Crew crew;
    private volatile Stage stage;
    private volatile PoolState announced = PoolState.STARTING;
    private volatile Settings settings;
    private volatile List<Operation> operations = List.of();
    private volatile @Nullable Operation pause;
    private volatile @Nullable PoolStartException startFailure;
    private volatile Drain.@Nullable Report report;

    Board(DataPlane plane, Notifier notifier, Settings settings) {
        this.plane = plane;
        this.notifier = notifier;
        this.queue = new QueueLook(plane);
        this.settings = settings;
        long now = plane.time().nanoTime();
        this.stage = new Stage(PoolState.STARTING, now);
        var nobody = new Counters.Workers(0, 0, List.of());
        this.crew = new Crew(
                List.of(),
                nobody,
                settings.size(),
                0,
                null,
                List.of(),
                List.of(),
                new Pulse.Beat(Liveness.Verdict.STARTING, now, "it has just been made", now),
                new History.Look(now, plane.counters().read(nobody, 0)),
                List.of(),
                null,
                null,
                Recycler.Standing.NONE);
    }

    // The supervisor.

    void show(Crew now) {
        crew = now;
    }

    void state(PoolState now, Drain.@Nullable Report end, long sinceNanos) {
        if (stage.state() != now) {
            // Order: the report before the state; who sees STOPPED sees the report.
            report = end;
            stage = new Stage(now, sinceNanos);
        }
    }

    /** Lets those go on who wait for the state that is shown. */
    void announce() {
        PoolState now = stage.state();
        if (announced != now) {
            announced = now;
            nudgeAll();
        }
    }

    void failStart(String message, @Nullable Throwable cause) {
        startFailure = new PoolStartException(message, cause);
    }

    void settings(Settings now) {
        settings = now;
    }

    /** Keeps an operation, or what came of one; the oldest is forgotten. */
    void record(Operation operation) {
        List<Operation> kept = new ArrayList<>(operations);
        kept.removeIf(before -> before.number() == operation.number());
        kept.add(operation);
        kept.sort(Comparator.comparingLong(Operation::number));
        int most = settings.rules().channels().operations();
        operations = List.copyOf(kept.subList(Math.max(0, kept.size() - most), kept.size()));
    }

    /** Keeps what pauses the pool for as long as that lasts: the record of operations can be shorter. */
    void pause(Operation operation) {
        pause = operation;
    }

    /** Whoever waits here looks again. */
    void nudge() {
        nudgeAll();
    }

    // Any thread.

    /** {@return the settings as they are} */
    Settings settings() {
        return settings;
    }

    /** {@return what was done to the pool, the oldest first} */
    List<Operation> operations() {
        return operations;
    }

    /** {@return the operation that paused the pool, while it is paused} */
    @Nullable
    Operation pausedBy() {
        return pausedBy(state());
    }

    private @Nullable Operation pausedBy(PoolState at) {
        return switch (at) {
            case PAUSING, PAUSED -> pause;
            case STARTING, RUNNING, DRAINING, STOPPING, STOPPED -> null;
        };
    }

    /** Waits for the answer to an operation; not longer than the pool lives, nor than 10 s, nor than an interrupt. */
    @Nullable
    Operation await(Answer answer) {
        long deadline = plane.time().nanoTime() + OPERATION_NANOS;
        try {
            await(
                    plane.time(),
                    () -> answer.operation != null || announced == PoolState.STOPPED ? announced : null,
                    true,
                    deadline);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return answer.operation;
    }

    PoolState state() {
        return stage.state();
    }

    int size() {
        return crew.size();
    }

    /** Waits until the pool has left STARTING; a start that failed is told when all its workers are gone again. */
    void awaitStart() throws InterruptedException {
        await(plane.time(), () -> announced == PoolState.STARTING ? null : announced, false, 0);
        PoolStartException failure = startFailure;
        if (failure != null) {
            awaitReport();
            throw failure;
        }
    }

    /** {@return the report, once the pool has stopped} */
    Drain.@Nullable Report awaitReport() throws InterruptedException {
        return await(plane.time(), () -> announced == PoolState.STOPPED ? report : null, false, 0);
    }

    Drain.@Nullable Report report() {
        return report;
    }

    PoolSnapshot snapshot() {
        Crew seen = crew;
        Stage at = stage;
        long now = plane.time().nanoTime();
        List<QueueSnapshot.Line> lines = queue.lines(now);
        PoolSnapshot.Counts counts = counts(seen);
        return new PoolSnapshot(
                plane.pool(),
                at.state(),
                History.ago(now, at.sinceNanos()),
                Optional.ofNullable(pausedBy(at.state())),
                seen.size(),
                settings.burst(),
                queue.size(lines, now),
                each(seen.rows(), row -> worker(row, now)),
                leases(seen.rows(), now),
                health(seen, at.state(), now),
                counts,
                seen.before().recent(now, counts),
                settings.policies(),
                QueueLook.shown(lines),
                plane.gates().seen(now),
                queue.overload(now),
                sizing(seen, now),
                seen.renewal().seen(now),
                new PoolSnapshot.Retries(
                        plane.retries().allowed(), plane.counters().retriesRefused()),
                plane.deadLetters().seen());
    }

    private PoolSnapshot.Sizing sizing(Crew seen, long now) {
        return new PoolSnapshot.Sizing(
                settings.policies().scaling().most(seen.size()),
                each(seen.sizes(), decision -> decision.seen(now)),
                Optional.ofNullable(seen.held()),
                Optional.ofNullable(seen.failing()));
    }

    /** {@return whether the pool lives} Looks at no worker and at no queue. */
    Liveness liveness() {
        Crew seen = crew;
        return liveness(seen, state(), plane.time().nanoTime());
    }

    /** {@return how many workers serve} Looks at each worker, and at no queue. */
    int serving() {
        int serving = 0;
        for (Row row : crew.rows()) {
            serving += serves(row.state()) ? 1 : 0;
        }
        return serving;
    }

    private static boolean serves(WorkerState state) {
        return switch (state) {
            case IDLE, RUNNING, CANCELLING, LEASED, RECEIVING, CHECKING, RESETTING, LEAVING -> true;
            case STARTING, CONDEMNED, STOPPING, BACKOFF, FAILED, STOPPED -> false;
        };
    }

    /** {@return what was counted: the part of a snapshot that costs next to nothing} */
    PoolSnapshot.Counts counts() {
        return counts(crew);
    }

    private PoolSnapshot.Counts counts(Crew seen) {
        return plane.counters().read(seen.counting(), notifier.dropped());
    }

    private static Liveness liveness(Crew seen, PoolState state, long now) {
        Duration blind = History.ago(now, seen.beat().lookedNanos());
        return state == PoolState.STOPPED || blind.toNanos() < BLIND_NANOS
                ? seen.beat().seen(now)
                : new Liveness(
                        Liveness.Verdict.STALLED,
                        blind,
                        "the supervisor has not looked for " + blind.toSeconds()
                                + " s: its thread does not get to run");
    }

    private PoolSnapshot.Health health(Crew seen, PoolState state, long now) {
        return new PoolSnapshot.Health(
                liveness(seen, state, now),
                Optional.ofNullable(seen.degraded()),
                seen.zombies(),
                each(seen.stuck(), entry -> entry.seen(now)),
                each(seen.deaths(), death -> death.seen(now)),
                plane.counters().overflow(now));
    }

    private PoolSnapshot.Worker worker(Row row, long now) {
        WorkerCell cell = row.cell();
        WorkerState state = row.state();
        Optional<PoolSnapshot.RunningTask> task = Optional.ofNullable(cell == null ? null : running(cell, now));
        History.Death death = row.lastDeath();
        return new PoolSnapshot.Worker(
                row.number(),
                row.incarnation(),
                state,
                since(row, state, task, now),
                row.reason(),
                cell == null ? 0 : cell.begun(),
                row.deaths(),
                mailbox(cell),
                task,
                Optional.ofNullable(death == null ? null : death.seen(now)),
                row.life().seen(cell, now));
    }

    private PoolSnapshot.Box mailbox(@Nullable WorkerCell cell) {
        return cell == null
                ? new PoolSnapshot.Box(0, settings.rules().channels().workerMailbox())
                : cell.mailbox(plane);
    }

    private static PoolSnapshot.@Nullable RunningTask running(WorkerCell cell, long now) {
        TaskRecord<?> task = cell.current();
        int attempt = task == null ? 0 : task.runningAttempt();
        if (task == null || attempt == 0) {
            return null;
        }
        Duration age = History.ago(now, task.runsSinceNanos());
        // The time is that of this attempt only if the attempt is still the same after it was read.
        return task.runningAttempt() == attempt
                ? new PoolSnapshot.RunningTask(
                        task.id(),
                        task.name(),
                        attempt,
                        age,
                        cell.said(task.id()).map(Words::of),
                        task.inbox())
                : null;
    }

    private static Duration since(Row row, WorkerState state, Optional<PoolSnapshot.RunningTask> task, long now) {
        WorkerCell cell = row.cell();
        if (row.supervised() != null || cell == null) {
            return History.ago(now, row.sinceNanos());
        }
        return switch (state) {
            case RUNNING, CANCELLING -> task.map(PoolSnapshot.RunningTask::age).orElse(Duration.ZERO);
            case IDLE,
                    LEASED,
                    RECEIVING,
                    RESETTING,
                    CHECKING,
                    LEAVING,
                    CONDEMNED,
                    STARTING,
                    STOPPING,
                    STOPPED,
                    BACKOFF,
                    FAILED -> row.seen().lasts(cell, now);
        };
    }

    private static List<PoolSnapshot.Lease> leases(List<Row> rows, long now) {
        var out = new ArrayList<PoolSnapshot.Lease>();
        for (Row row : rows) {
            WorkerCell cell = row.cell();
            LoanView loan = row.supervised() != null || cell == null ? null : cell.loan();
            if (cell != null && loan != null) {
                out.add(new PoolSnapshot.Lease(
                        cell.id,
                        loan.epoch(),
                        Optional.of(loan.owner().getName()),
                        Optional.ofNullable(loan.name()),
                        Optional.ofNullable(loan.place()).flatMap(Board::place),
                        row.seen().lasts(cell, now)));
            }
        }
        return out;
    }

    /** Not a stream: pools are looked at often, and most of what is seen is a short list or an empty one. */
    static <A, B> List<B> each(List<A> known, Function<A, B> seen) {
        if (known.isEmpty()) {
            return List.of();
        }
        var all = new ArrayList<B>(known.size());
        for (A one : known) {
            all.add(seen.apply(one));
        }
        return all;
    }

    /** The innermost call of the stack that is not the pool's own. */
    private static Optional<String> place(Throwable taken) {
        return Arrays.stream(taken.getStackTrace())
                .filter(call -> !call.getClassName().startsWith("dev.lifeguard.dataplane.")
                        && !call.getClassName().equals("dev.lifeguard.WorkerPool"))
                .findFirst()
                .map(call -> call.getFileName() + ":" + call.getLineNumber());
    }
}
