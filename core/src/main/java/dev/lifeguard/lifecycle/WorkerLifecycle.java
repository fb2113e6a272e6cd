package dev.lifeguard.lifecycle;

import static dev.lifeguard.WorkerState.BACKOFF;
import static dev.lifeguard.WorkerState.CANCELLING;
import static dev.lifeguard.WorkerState.CHECKING;
import static dev.lifeguard.WorkerState.CONDEMNED;
import static dev.lifeguard.WorkerState.FAILED;
import static dev.lifeguard.WorkerState.IDLE;
import static dev.lifeguard.WorkerState.LEASED;
import static dev.lifeguard.WorkerState.LEAVING;
import static dev.lifeguard.WorkerState.RECEIVING;
import static dev.lifeguard.WorkerState.RESETTING;
import static dev.lifeguard.WorkerState.RUNNING;
import static dev.lifeguard.WorkerState.STARTING;
import static dev.lifeguard.WorkerState.STOPPED;
import static dev.lifeguard.WorkerState.STOPPING;

import dev.lifeguard.WorkerState;
import java.util.EnumSet;
import java.util.Set;

/**
 * The life of a worker, through all its incarnations.
 *
 * <p>The supervisor owns the supervised signals; the signals of daily use ({@link Signal#USE}) are moves of the
 * worker's word ({@code WorkerCell}), which obeys this table, and a test walks every cell to prove it. A signal of an
 * earlier incarnation is dropped before the table is asked.
 */
public final class WorkerLifecycle {

    /** What can happen to a worker. */
    public enum Signal {
        /** Its start and health hooks returned. */
        STARTED,
        /** A hook of the start threw or said no, or its thread could not be started. */
        START_FAILED,
        /** A task was given to it. */
        CLAIMED,
        /** It was lent out. */
        LENT,
        /** The task it runs was asked to leave. */
        ASKED,
        /** Its use ended well. */
        FREED,
        /** Its use ended so that it must be reset. */
        SOILED,
        /** It turned to messages that wait for it. */
        MAILED,
        /** It is asked whether it is healthy. */
        CHECKED,
        /** Its reset or its health hook returned. */
        CLEANED,
        /** A fatal failure, a failing reset or health check, or the verdict broken. */
        CRASHED,
        /** Its lease did not come back. */
        REVOKED,
        /** It did not leave its task or its hook in time: abandoned. */
        OVERDUE,
        /** It is not wanted any more. */
        RETIRED,
        /** Its stop hook is over and its thread ends. */
        EXITED,
        /** The backoff is over. */
        RESTART,
        /** Too many abandoned workers have not come back. */
        BARRED,
        /** An abandoned worker came back. */
        REOPENED,
        /** It was drained to be replaced, and is gone. */
        RENEWED;

        /** The signals that no supervisor hears of: they are moves of the worker's word and are counted. */
        public static final Set<Signal> USE = EnumSet.of(CLAIMED, LENT, ASKED, FREED, SOILED, MAILED, CHECKED, CLEANED);
    }

    private static final EnumSet<WorkerState> NOT_BACKOFF = EnumSet.complementOf(EnumSet.of(BACKOFF, STOPPED));
    private static final EnumSet<WorkerState> NOT_FAILED = EnumSet.complementOf(EnumSet.of(FAILED, STOPPED));
    private static final EnumSet<WorkerState> NOT_STOPPED = EnumSet.complementOf(EnumSet.of(STOPPED));
    private static final EnumSet<WorkerState> ABSENT = EnumSet.of(BACKOFF, FAILED);

    /** The table. */
    public static final TransitionTable<WorkerState, Signal> TABLE = table();

    private WorkerLifecycle() {}

    private static TransitionTable<WorkerState, Signal> table() {
        var table = TransitionTable.of("worker", WorkerState.class, Signal.class);
        start(table);
        use(table);
        end(table);
        restart(table);
        return table.build();
    }

    private static void start(TransitionTable.Builder<WorkerState, Signal> table) {
        table.move(STARTING, Signal.STARTED, IDLE, "its start and health hooks returned")
                .move(STARTING, Signal.START_FAILED, BACKOFF, "it could not start")
                .move(STARTING, Signal.OVERDUE, BACKOFF, "its start hook overran its limit; abandoned")
                .move(STARTING, Signal.RETIRED, STOPPING, "not wanted any more; it stops when its start hook returns")
                .illegal(STARTING, Signal.USE, "it has no object to use yet")
                .illegal(STARTING, EnumSet.of(Signal.CRASHED, Signal.EXITED), "a failing start is START_FAILED")
                .illegal(STARTING, EnumSet.of(Signal.REVOKED), "it was never lent");
        table.move(STOPPING, Signal.STARTED, STOPPING, "its start crossed the request to stop; it stops at once")
                .move(STOPPING, Signal.START_FAILED, STOPPED, "its start failed while it was asked to stop");
        table.illegal(
                        EnumSet.of(
                                IDLE,
                                RUNNING,
                                CANCELLING,
                                LEASED,
                                RECEIVING,
                                RESETTING,
                                CHECKING,
                                LEAVING,
                                CONDEMNED,
                                BACKOFF,
                                FAILED),
                        Signal.STARTED,
                        "an incarnation starts once")
                .illegal(
                        EnumSet.of(
                                IDLE,
                                RUNNING,
                                CANCELLING,
                                LEASED,
                                RECEIVING,
                                RESETTING,
                                CHECKING,
                                LEAVING,
                                CONDEMNED,
                                BACKOFF,
                                FAILED),
                        Signal.START_FAILED,
                        "an incarnation starts once");
    }

    private static void use(TransitionTable.Builder<WorkerState, Signal> table) {
        table.move(IDLE, Signal.CLAIMED, RUNNING, "work is queued")
                .move(IDLE, Signal.LENT, LEASED, "a checkout found it free")
                .illegal(
                        IDLE, EnumSet.of(Signal.ASKED, Signal.FREED, Signal.SOILED, Signal.CLEANED), "it is not in use")
                .move(IDLE, Signal.MAILED, RECEIVING, "a message came")
                .move(IDLE, Signal.CHECKED, CHECKING, "it was not asked for a while whether it is healthy")
                .move(RUNNING, Signal.CLAIMED, RUNNING, "it took the next task from the queue")
                .move(RUNNING, Signal.LENT, LEASED, "the head of the queue was a checkout")
                .move(RUNNING, Signal.ASKED, CANCELLING, "its task was asked to leave")
                .move(RUNNING, Signal.FREED, IDLE, "the queue is empty")
                .move(RUNNING, Signal.SOILED, RESETTING, "its task failed or called it dirty")
                .illegal(RUNNING, EnumSet.of(Signal.CLEANED), "its reset hook does not run")
                .move(RUNNING, Signal.MAILED, RECEIVING, "a message waits, and its task is over")
                .move(CANCELLING, Signal.SOILED, RESETTING, "its task has left")
                .ignore(CANCELLING, Signal.ASKED, "it was asked already")
                .illegal(CANCELLING, EnumSet.of(Signal.CLAIMED, Signal.LENT), "one user at a time")
                .illegal(
                        CANCELLING,
                        EnumSet.of(Signal.FREED, Signal.MAILED),
                        "a task that was asked to leave soils its worker")
                .illegal(CANCELLING, EnumSet.of(Signal.CLEANED), "its reset hook does not run")
                .move(LEASED, Signal.FREED, IDLE, "it was returned")
                .move(LEASED, Signal.LENT, LEASED, "it was returned and handed to the next in line")
                .move(LEASED, Signal.CLAIMED, RUNNING, "it was returned and a task is next in line")
                .move(LEASED, Signal.SOILED, RESETTING, "it was returned dirty")
                .move(LEASED, Signal.MAILED, RECEIVING, "it was returned and a message waits")
                .illegal(LEASED, EnumSet.of(Signal.ASKED), "a lease is not a task")
                .illegal(LEASED, EnumSet.of(Signal.CLEANED), "its reset hook does not run")
                .move(RECEIVING, Signal.FREED, IDLE, "its messages are read")
                .move(RECEIVING, Signal.CLAIMED, RUNNING, "a batch of messages is read, and work waits")
                .move(RECEIVING, Signal.SOILED, RESETTING, "a message failed")
                .illegal(RECEIVING, EnumSet.of(Signal.LENT), "nobody can take it before it has read")
                .illegal(RECEIVING, EnumSet.of(Signal.ASKED), "a message is not a task")
                .illegal(RECEIVING, EnumSet.of(Signal.MAILED), "it reads what comes")
                .illegal(RECEIVING, EnumSet.of(Signal.CLEANED), "its reset hook does not run")
                .move(RESETTING, Signal.CLEANED, IDLE, "its reset and health hooks returned")
                .illegal(
                        RESETTING,
                        EnumSet.of(
                                Signal.CLAIMED, Signal.LENT, Signal.ASKED, Signal.FREED, Signal.SOILED, Signal.MAILED),
                        "nobody uses it")
                .move(LEAVING, Signal.CLAIMED, LEAVING, "a task was on its way to it; its last")
                .move(LEAVING, Signal.LENT, LEAVING, "a checkout was on its way to it; its last")
                .move(LEAVING, Signal.FREED, STOPPING, "its last use is over")
                .move(LEAVING, Signal.SOILED, STOPPING, "its last use is over; nobody follows, so no reset")
                .move(LEAVING, Signal.CLEANED, STOPPING, "its reset or check is over, and it is not wanted any more")
                .illegal(LEAVING, EnumSet.of(Signal.MAILED), "nobody follows, so its messages are dropped")
                .ignore(LEAVING, Signal.ASKED, "its last task was asked to leave");
        table.move(CHECKING, Signal.CLEANED, IDLE, "its health hook said yes")
                .illegal(
                        CHECKING,
                        EnumSet.of(
                                Signal.CLAIMED, Signal.LENT, Signal.ASKED, Signal.FREED, Signal.SOILED, Signal.MAILED),
                        "nobody uses it")
                .illegal(
                        EnumSet.of(RUNNING, CANCELLING, LEASED, RECEIVING, RESETTING, CHECKING, LEAVING),
                        Signal.CHECKED,
                        "only a free worker is asked");
        for (WorkerState state : EnumSet.of(CONDEMNED, STOPPING, BACKOFF, FAILED)) {
            table.illegal(state, Signal.USE, "it is out of use");
        }
    }

    private static void end(TransitionTable.Builder<WorkerState, Signal> table) {
        table.illegal(IDLE, EnumSet.of(Signal.CRASHED), "a free worker runs no code")
                .move(RUNNING, Signal.CRASHED, CONDEMNED, "its task failed in a way that it does not survive")
                .move(CANCELLING, Signal.CRASHED, CONDEMNED, "its task failed in a way that it does not survive")
                .move(LEASED, Signal.CRASHED, CONDEMNED, "it was returned broken")
                .move(RECEIVING, Signal.CRASHED, CONDEMNED, "a message failed in a way that it does not survive")
                .move(RESETTING, Signal.CRASHED, CONDEMNED, "it could not be reset")
                .move(CHECKING, Signal.CRASHED, CONDEMNED, "it is not healthy")
                .move(LEAVING, Signal.CRASHED, STOPPING, "it was leaving anyway")
                .illegal(EnumSet.of(CONDEMNED, STOPPING), Signal.CRASHED, "it crashes once")
                .illegal(ABSENT, Signal.CRASHED, "no incarnation lives");
        table.move(LEASED, Signal.REVOKED, CONDEMNED, "the owner of its lease is gone")
                .move(LEAVING, Signal.REVOKED, STOPPING, "its lease will not come back")
                .illegal(
                        EnumSet.of(IDLE, RUNNING, CANCELLING, RECEIVING, RESETTING, CHECKING, CONDEMNED, STOPPING),
                        Signal.REVOKED,
                        "it is not lent")
                .illegal(ABSENT, Signal.REVOKED, "no incarnation lives");
        table.illegal(EnumSet.of(IDLE, LEASED), Signal.OVERDUE, "it runs no code of ours")
                .illegal(RUNNING, EnumSet.of(Signal.OVERDUE), "it is asked first")
                .move(CANCELLING, Signal.OVERDUE, BACKOFF, "its task ignored the request and the interrupt; abandoned")
                .move(RECEIVING, Signal.OVERDUE, BACKOFF, "its receive hook overran its limit; abandoned")
                .move(RESETTING, Signal.OVERDUE, BACKOFF, "its reset hook overran its limit; abandoned")
                .move(CHECKING, Signal.OVERDUE, BACKOFF, "its health hook overran its limit; abandoned")
                .move(LEAVING, Signal.OVERDUE, STOPPED, "its last task or its reset did not end; abandoned")
                .move(CONDEMNED, Signal.OVERDUE, BACKOFF, "its stop hook overran its limit; abandoned")
                .move(STOPPING, Signal.OVERDUE, STOPPED, "its hook overran its limit, or its lease stayed out")
                .illegal(ABSENT, Signal.OVERDUE, "no incarnation lives");
        table.move(IDLE, Signal.RETIRED, STOPPING, "not wanted any more")
                .move(RUNNING, Signal.RETIRED, LEAVING, "not wanted any more; it finishes its task")
                .move(CANCELLING, Signal.RETIRED, LEAVING, "not wanted any more; its task was asked to leave")
                .move(LEASED, Signal.RETIRED, LEAVING, "not wanted any more; its lease may come back")
                .move(RECEIVING, Signal.RETIRED, LEAVING, "not wanted any more; its message may be read")
                .move(RESETTING, Signal.RETIRED, LEAVING, "not wanted any more; its reset may end")
                .move(CHECKING, Signal.RETIRED, LEAVING, "not wanted any more; its check may end")
                .move(CONDEMNED, Signal.RETIRED, STOPPING, "not wanted any more; it will not be replaced")
                .move(BACKOFF, Signal.RETIRED, STOPPED, "not wanted any more; it will not be replaced")
                .move(FAILED, Signal.RETIRED, STOPPED, "not wanted any more; it will not be replaced")
                .ignore(EnumSet.of(LEAVING, STOPPING), Signal.RETIRED, "it is on its way already");
        table.move(CONDEMNED, Signal.EXITED, BACKOFF, "it is gone and will be replaced")
                .move(STOPPING, Signal.EXITED, STOPPED, "it is gone")
                .illegal(
                        EnumSet.of(IDLE, RUNNING, CANCELLING, LEASED, RECEIVING, RESETTING, CHECKING, LEAVING),
                        Signal.EXITED,
                        "a worker stops only when told or condemned")
                .illegal(ABSENT, Signal.EXITED, "no incarnation lives");
    }

    private static void restart(TransitionTable.Builder<WorkerState, Signal> table) {
        table.move(BACKOFF, Signal.RESTART, STARTING, "its time has come")
                .illegal(NOT_BACKOFF, Signal.RESTART, "only a backoff ends so; a stale timer is dropped before")
                .move(BACKOFF, Signal.BARRED, FAILED, "too many abandoned workers have not come back")
                .illegal(NOT_BACKOFF, Signal.BARRED, "only a replacement can be barred")
                .move(FAILED, Signal.REOPENED, BACKOFF, "an abandoned worker came back")
                .illegal(NOT_FAILED, Signal.REOPENED, "only a barred worker is let in again")
                .move(STOPPED, Signal.RENEWED, BACKOFF, "it was drained; a fresh one takes its number")
                .illegal(NOT_STOPPED, Signal.RENEWED, "only a worker that is gone is followed by a fresh one")
                .illegal(
                        STOPPED,
                        EnumSet.complementOf(EnumSet.of(Signal.RENEWED)),
                        "its slot is gone, so what is said of it finds nobody");
    }
}
