package dev.lifeguard.dataplane;

import dev.lifeguard.PoolSnapshot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox of a worker, and the moves of its word between its mail and its other uses. Who never writes to a worker
 * pays for one field that is null.
 *
 * <p>Order: who posts puts the letter into the box and then reads the word; who makes the worker idle moves the word and
 * then looks at the box. All are volatile, so a letter beside an idle worker is seen by one of the two, who claims it.
 */
abstract class WorkerMail extends ThreadedWorker {

    private static final VarHandle MAIL;

    static {
        try {
            MAIL = MethodHandles.lookup().findVarHandle(WorkerMail.class, "mail", Letterbox.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** Made by who first posts, or closes; never replaced. */
    private volatile @Nullable Letterbox mail;

    /** {@return the box, made if need be} */
    final Letterbox letterbox(DataPlane plane, String owner) {
        Letterbox there = mail;
        if (there != null) {
            return there;
        }
        var made = new Letterbox(plane.channels().workerMailbox(), plane.counters, plane.time, owner);
        return MAIL.compareAndSet(this, null, made) ? made : letterbox(plane, owner);
    }

    /** {@return whether a letter waits} */
    public final boolean hasMail() {
        Letterbox box = mail;
        return box != null && !box.isEmpty();
    }

    /** {@return how full the box is} */
    public final PoolSnapshot.Box mailbox(DataPlane plane) {
        Letterbox box = mail;
        return box == null ? new PoolSnapshot.Box(0, plane.channels().workerMailbox()) : box.look();
    }

    /** {@return the next letter, for code that runs on the worker} */
    final @Nullable Letter readMail() {
        Letterbox box = mail;
        return box == null ? null : box.read();
    }

    /** {@return the next letter for the receive hook} Worker's thread. */
    public final @Nullable Letter nextLetter() {
        return state() == CellState.RECEIVING ? readMail() : null;
    }

    /** Nobody will read the mail of this incarnation any more. Any thread, any number of times. */
    public final void closeMail(DataPlane plane) {
        letterbox(plane, "A worker that has ended").close();
    }

    // Moves of the word.

    /** RUNNING → RECEIVING by the worker's own thread, between two tasks or before it rests. */
    public final boolean turnToMail() {
        for (long word = word(); is(word, CellState.RUNNING) && (word & RETIRING) == 0; word = word()) {
            if (change(word, with(word, CellState.RECEIVING))) {
                return true;
            }
        }
        return false;
    }

    /** LEASED → RECEIVING: the lease is returned clean, and mail waits. */
    final boolean giveBackToMail(long epoch) {
        for (long word = word();
                epoch(word) == epoch && is(word, CellState.LEASED) && (word & RETIRING) == 0;
                word = word()) {
            if (change(word, with(word, CellState.RECEIVING) + EPOCH_ONE)) {
                return true;
            }
        }
        return false;
    }

    /** RECEIVING → RUNNING by the worker's own thread: enough mail was read, and work waits. */
    final boolean turnToWork() {
        for (long word = word(); is(word, CellState.RECEIVING) && (word & RETIRING) == 0; word = word()) {
            if (change(word, with(word, CellState.RUNNING))) {
                return true;
            }
        }
        return false;
    }
}
