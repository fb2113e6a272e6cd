package dev.lifeguard.dataplane;

/** Keeps the word of a cell away from the fields behind it. */
abstract class WorkerWordPad extends WorkerWordField {
    @SuppressWarnings("unused")
    private long after1;

    @SuppressWarnings("unused")
    private long after2;

    @SuppressWarnings("unused")
    private long after3;

    @SuppressWarnings("unused")
    private long after4;

    @SuppressWarnings("unused")
    private long after5;

    @SuppressWarnings("unused")
    private long after6;

    @SuppressWarnings("unused")
    private long after7;
}
