package dev.lifeguard.dataplane;

import dev.lifeguard.lifecycle.Edges;
import dev.lifeguard.timing.Interleave;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The word of a worker: {@code epoch | retiring | listed | state}, changed by compare-and-set only.
 *
 * <p>The <em>epoch</em> grows whenever a lease ends, so that a lease (cell, epoch) is valid exactly while the state is
 * LEASED and the epoch is its own: a late close meets another epoch and does nothing. The <em>listed</em> bit says
 * that the cell stands in the list of free workers, or is on its way into or out of it: so it stands there once, and a
 * loan by a direct probe need not touch the list. The <em>retiring</em> bit is set by the supervisor on a worker in
 * use, and turns the next release into its end.
 */
abstract class WorkerWord extends WorkerWordPad {

    static final long LISTED = 0x10;
    static final long RETIRING = 0x20;
    private static final CellState[] STATES = CellState.values();
    private static final long STATE_MASK = 0xF;
    private static final int EPOCH_SHIFT = 8;
    static final long EPOCH_ONE = 1L << EPOCH_SHIFT;
    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(WorkerWordField.class, "word", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    final long word() {
        return (long) WORD.getVolatile(this);
    }

    static CellState state(long word) {
        return STATES[(int) (word & STATE_MASK)];
    }

    /**
     * {@return whether the word says this state} Not by {@link #state(long)}: every loan asks three times, and a number
     * that is compared costs less than a state that is looked up.
     */
    @SuppressWarnings("EnumOrdinal") // As below.
    static boolean is(long word, CellState state) {
        return (word & STATE_MASK) == state.ordinal();
    }

    static long epoch(long word) {
        return word >>> EPOCH_SHIFT;
    }

    @SuppressWarnings("EnumOrdinal") // The word never leaves this object, so the order may change.
    static long with(long word, CellState to) {
        return (word & ~STATE_MASK) | to.ordinal();
    }

    /** {@return the state of the word now} */
    public final CellState state() {
        return state(word());
    }

    /** {@return whether the worker is in use for the last time} */
    public final boolean retiring() {
        return (word() & RETIRING) != 0;
    }

    /** The one place where the word changes. */
    final boolean change(long expected, long word) {
        Interleave.point();
        boolean changed = WORD.compareAndSet(this, expected, word);
        if (Edges.COUNTING && changed) {
            UseEdges.count(expected, word);
        }
        return changed;
    }
}
