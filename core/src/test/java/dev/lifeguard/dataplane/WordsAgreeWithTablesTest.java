package dev.lifeguard.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.Retry;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskState;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.WorkerState;
import dev.lifeguard.lifecycle.TaskLifecycle;
import dev.lifeguard.lifecycle.TransitionTable.Kind;
import dev.lifeguard.lifecycle.WorkerLifecycle;
import dev.lifeguard.lifecycle.WorkerLifecycle.Signal;
import dev.lifeguard.timing.SystemTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks every cell of the tables of worker and task, and proves that the two words do what the tables say. */
class WordsAgreeWithTablesTest {

    // The worker.

    /** A way to bring a cell into a state of the table. There are several ways to be LEAVING. */
    record Arrangement(String name, WorkerState state, Supplier<WorkerCell> make) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static WorkerCell cell(CellState... path) {
        WorkerCell cell = new WorkerCell(new WorkerId("words", 0, 1));
        cell.hold(new Object());
        for (CellState state : path) {
            switch (state) {
                case IDLE -> assertTrue(cell.publish());
                case RUNNING -> assertTrue(cell.reclaim());
                case LEASED -> assertTrue(cell.claim(CellState.LEASED));
                case RECEIVING -> assertTrue(cell.claim(CellState.RECEIVING));
                case RESETTING -> cell.soil(false);
                case CHECKING -> assertTrue(cell.claim(CellState.CHECKING));
                case ENDING, STARTING, SEARCHING, REVOKED, ABANDONED, GONE -> throw new AssertionError(state);
            }
        }
        return cell;
    }

    private static WorkerCell leaving(CellState... path) {
        WorkerCell cell = cell(path);
        cell.retire(StopReason.SHRUNK);
        return cell;
    }

    static List<Arrangement> workers() {
        return List.of(
                new Arrangement("IDLE", WorkerState.IDLE, () -> cell(CellState.IDLE)),
                new Arrangement("RUNNING", WorkerState.RUNNING, () -> cell(CellState.IDLE, CellState.RUNNING)),
                new Arrangement("LEASED", WorkerState.LEASED, () -> cell(CellState.IDLE, CellState.LEASED)),
                new Arrangement("RECEIVING", WorkerState.RECEIVING, () -> cell(CellState.IDLE, CellState.RECEIVING)),
                new Arrangement(
                        "RESETTING",
                        WorkerState.RESETTING,
                        () -> cell(CellState.IDLE, CellState.RUNNING, CellState.RESETTING)),
                new Arrangement("CHECKING", WorkerState.CHECKING, () -> cell(CellState.IDLE, CellState.CHECKING)),
                new Arrangement(
                        "LEAVING, with a task", WorkerState.LEAVING, () -> leaving(CellState.IDLE, CellState.RUNNING)),
                new Arrangement(
                        "LEAVING, lent out", WorkerState.LEAVING, () -> leaving(CellState.IDLE, CellState.LEASED)),
                new Arrangement(
                        "LEAVING, reading", WorkerState.LEAVING, () -> leaving(CellState.IDLE, CellState.RECEIVING)),
                new Arrangement(
                        "LEAVING, resetting",
                        WorkerState.LEAVING,
                        () -> leaving(CellState.IDLE, CellState.RUNNING, CellState.RESETTING)),
                new Arrangement(
                        "LEAVING, asked for its health",
                        WorkerState.LEAVING,
                        () -> leaving(CellState.IDLE, CellState.CHECKING)),
                new Arrangement("STOPPING", WorkerState.STOPPING, () -> leaving(CellState.IDLE)));
    }

    /** What the word offers for a signal of use; those that do not fit the state must do nothing. */
    private static List<Consumer<WorkerCell>> moves(Signal signal) {
        return switch (signal) {
            case CLAIMED ->
                List.of(
                        cell -> cell.claim(CellState.SEARCHING),
                        WorkerCell::turnToWork,
                        cell -> cell.handOver(cell.epoch(), Tasks.queued(Tasks.plane())));
            case LENT ->
                List.of(cell -> cell.claim(CellState.LEASED), cell -> cell.relend(cell.epoch()), WorkerCell::lend);
            case FREED -> List.of(WorkerCell::rest, WorkerCell::doneReading, cell -> cell.giveBack(cell.epoch()));
            case MAILED ->
                List.of(
                        cell -> cell.claim(CellState.RECEIVING),
                        WorkerCell::turnToMail,
                        cell -> cell.giveBackToMail(cell.epoch()));
            case SOILED -> List.of(cell -> cell.soil(false), cell -> cell.giveBackDirty(cell.epoch()));
            case CHECKED -> List.of(cell -> cell.claim(CellState.CHECKING));
            case CLEANED -> List.of(WorkerCell::clean);
            case ASKED,
                    STARTED,
                    START_FAILED,
                    CRASHED,
                    REVOKED,
                    OVERDUE,
                    RETIRED,
                    EXITED,
                    RESTART,
                    BARRED,
                    REOPENED,
                    RENEWED -> List.of();
        };
    }

    @ParameterizedTest
    @MethodSource("workers")
    void theWordOfAWorkerMovesAsItsTableSays(Arrangement start) {
        for (Signal signal : Signal.USE) {
            var row = WorkerLifecycle.TABLE.at(start.state(), signal);
            List<WorkerState> reached = new ArrayList<>();
            for (Consumer<WorkerCell> move : moves(signal)) {
                WorkerCell cell = start.make().get();
                assertEquals(start.state(), cell.view());
                long before = cell.word();
                move.accept(cell);
                if (cell.word() != before) {
                    reached.add(cell.view());
                }
            }
            if (row.kind() == Kind.MOVE) {
                assertTrue(
                        reached.stream().allMatch(state -> state == row.to()),
                        () -> start + " x " + signal + " should reach " + row.to() + " but reached " + reached);
            } else {
                assertEquals(List.of(), reached, () -> start + " x " + signal + " should do nothing");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("workers")
    void everyMoveOfTheTableIsAMoveOfTheWord(Arrangement start) {
        for (Signal signal : Signal.USE) {
            var row = WorkerLifecycle.TABLE.at(start.state(), signal);
            boolean pull = signal == Signal.CLAIMED && start.state() != WorkerState.IDLE;
            if (row.kind() != Kind.MOVE
                    || row.to() == start.state()
                    || moves(signal).isEmpty()
                    || pull) {
                continue;
            }
            boolean possible = workers().stream()
                    .filter(other -> other.state() == start.state())
                    .anyMatch(other -> moves(signal).stream().anyMatch(move -> {
                        WorkerCell cell = other.make().get();
                        move.accept(cell);
                        return cell.view() == row.to();
                    }));
            assertTrue(possible, () -> "no move of the word is " + start.state() + " x " + signal);
        }
    }

    @ParameterizedTest
    @MethodSource("workers")
    void onlyALentWorkerIsTakenBack(Arrangement start) {
        WorkerCell cell = start.make().get();
        boolean lent = cell.isOut();
        WorkerState before = cell.view();
        WorkerState left = cell.reclaim(cell.epoch());
        assertEquals(lent ? before : null, left);
        assertEquals(lent ? WorkerLifecycle.TABLE.at(before, Signal.REVOKED).to() : before, cell.view());
    }

    @ParameterizedTest
    @MethodSource("workers")
    void aRetiredWorkerGoesWhereItsTableSays(Arrangement start) {
        WorkerCell cell = start.make().get();
        cell.retire(StopReason.SHRUNK);
        assertEquals(WorkerLifecycle.TABLE.at(start.state(), Signal.RETIRED).to(), cell.view());
    }

    // The task.

    private static final class Tasks {

        private static DataPlane plane() {
            var rules = new DataPlane.Rules(
                    "words", 8, WhenFull.refuse(), Limits.none(), Retry.none(), WorkerOrder.AFFINE, false);
            return new DataPlane(rules, new SystemTime(), notice -> {}, callback -> {});
        }

        private static TaskRecord<?> queued(DataPlane plane) {
            var options = TaskOptions.none()
                    .withRetry(Retry.attempts(2).backoff(Duration.ZERO, Duration.ZERO))
                    .withLimits(Limits.none().withRun(Duration.ofDays(1)));
            return submitted(plane, options);
        }

        private static TaskRecord<?> delayed(DataPlane plane) {
            return submitted(plane, TaskOptions.none().withDelay(Duration.ofDays(1)));
        }

        private static TaskRecord<?> submitted(DataPlane plane, TaskOptions options) {
            return (TaskRecord<?>) plane.<Object>submit((worker, payload, context) -> payload, "payload", options);
        }
    }

    /** A task in one state of the table, with the attempt that it is in. */
    private record Held(TaskRecord<?> task, @Nullable Attempt attempt) {

        static Held in(TaskState state) {
            boolean delayed = state == TaskState.DELAYED;
            TaskRecord<?> task = delayed ? Tasks.delayed(Tasks.plane()) : Tasks.queued(Tasks.plane());
            if (delayed || state == TaskState.QUEUED) {
                return new Held(task, null);
            }
            Attempt attempt = task.begin(cell(CellState.IDLE, CellState.RUNNING), 0);
            assertNotNull(attempt);
            switch (state) {
                case CANCELLING -> assertTrue(task.cancel(Cancel.ASK));
                case BACKOFF -> assertEquals(Left.SOILED, task.fail(attempt, new IllegalStateException(), null));
                case DONE -> assertEquals(Left.FREE, task.succeed(attempt, "value"));
                case DELAYED, QUEUED, RUNNING -> {}
            }
            return new Held(task, attempt);
        }

        void take(TaskLifecycle.Signal signal) {
            switch (signal) {
                case BEGUN -> task.begin(cell(CellState.IDLE, CellState.RUNNING), 0);
                case COMPLETED, LEFT -> {
                    if (attempt != null) {
                        task.succeed(attempt, "late");
                    }
                }
                case RETRIED -> {
                    if (attempt != null) {
                        task.fail(attempt, new IllegalStateException(), null);
                    }
                }
                case ASKED -> task.askToLeave(Cancel.ASK);
                case ABANDONED -> task.abandon(1);
                case DUE -> task.due(1);
                case WITHDRAWN -> task.refuseWaiting(new Refusal(Refusal.Reason.SHED, "queue", "8", "words"));
            }
        }
    }

    static Stream<TaskState> tasks() {
        return Stream.of(TaskState.values());
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void theWordOfATaskMovesAsItsTableSays(TaskState state) {
        for (TaskLifecycle.Signal signal : TaskLifecycle.Signal.values()) {
            var row = TaskLifecycle.TABLE.at(state, signal);
            Held held = Held.in(state);
            assertEquals(state, held.task().taskState());
            var before = held.task().known();
            held.take(signal);
            TaskState after = held.task().taskState();
            switch (row.kind()) {
                case MOVE -> {
                    boolean answeredAlready = state == TaskState.CANCELLING && signal == TaskLifecycle.Signal.RETRIED;
                    // An answered attempt that throws has left; only an unanswered one is retried.
                    assertEquals(answeredAlready ? TaskState.DONE : row.to(), after, () -> state + " x " + signal);
                }
                case IGNORE -> assertEquals(state, after, () -> state + " x " + signal + ": " + row.reason());
                case ILLEGAL -> assertLegal(state, signal, after);
            }
            if (before != null) {
                assertEquals(before, held.task().known(), () -> "the outcome changed by " + signal + " in " + state);
            }
        }
    }

    /** The word has one method for the end of an attempt, so an illegal end is the legal one of that state. */
    private static void assertLegal(TaskState state, TaskLifecycle.Signal signal, TaskState after) {
        boolean end = signal == TaskLifecycle.Signal.COMPLETED
                || signal == TaskLifecycle.Signal.LEFT
                || signal == TaskLifecycle.Signal.RETRIED;
        if (end && (state == TaskState.RUNNING || state == TaskState.CANCELLING)) {
            assertEquals(TaskState.DONE, after, () -> state + " x " + signal);
        } else {
            assertEquals(state, after, () -> state + " x " + signal + " cannot come, and must do nothing");
        }
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void anOutcomeIsThereExactlyWhenTheTaskIsAnswered(TaskState state) {
        Held held = Held.in(state);
        boolean answered = state == TaskState.DONE || state == TaskState.CANCELLING;
        assertEquals(answered, held.task().isDone());
        if (answered) {
            assertFalse(held.task().known() instanceof Outcome.Refused<?>);
        }
    }
}
