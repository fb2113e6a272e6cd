package dev.lifeguard.tree;

/** What the control thread wants to be reminded of. An alarm of an incarnation that is gone does nothing. */
sealed interface Alarm {

    /** The hook that runs has overrun its time. */
    record Overdue(Slot slot, int incarnation) implements Alarm {}

    /** There was no thread for the stop hook. */
    record StopAgain(Slot slot, int incarnation) implements Alarm {}

    /** It is time to look at a pool again. */
    record Look(Slot slot, int incarnation) implements Alarm {}

    /** Alarms without a child. */
    enum Plain implements Alarm {
        /** A restart may be due; the tree looks for itself. */
        RESTART_DUE,
        /** The deadline of the end has come. */
        DEADLINE
    }
}
