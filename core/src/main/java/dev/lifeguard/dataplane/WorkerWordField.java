package dev.lifeguard.dataplane;

/** Keeps the word of a cell on a cache line of its own, behind what the allocator put before it. */
abstract class WorkerWordLead {
    @SuppressWarnings("unused")
    private long before1;

    @SuppressWarnings("unused")
    private long before2;

    @SuppressWarnings("unused")
    private long before3;

    @SuppressWarnings("unused")
    private long before4;

    @SuppressWarnings("unused")
    private long before5;

    @SuppressWarnings("unused")
    private long before6;

    @SuppressWarnings("unused")
    private long before7;
}

/** The word itself. */
abstract class WorkerWordField extends WorkerWordLead {
    @SuppressWarnings("unused") // through WorkerWord.WORD
    volatile long word;
}
