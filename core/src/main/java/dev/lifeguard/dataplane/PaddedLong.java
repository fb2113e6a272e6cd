package dev.lifeguard.dataplane;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A counter that many threads write, on a cache line of its own: two of them side by side would make every submitter
 * wait for every worker. The fields of a class stand behind those of its superclass, so the padding follows the value.
 */
final class PaddedLong extends AtomicLong {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("unused")
    private transient long pad1;

    @SuppressWarnings("unused")
    private transient long pad2;

    @SuppressWarnings("unused")
    private transient long pad3;

    @SuppressWarnings("unused")
    private transient long pad4;

    @SuppressWarnings("unused")
    private transient long pad5;

    @SuppressWarnings("unused")
    private transient long pad6;

    @SuppressWarnings("unused")
    private transient long pad7;

    @SuppressWarnings("unused")
    private transient long pad8;

    @SuppressWarnings("unused")
    private transient long pad9;

    @SuppressWarnings("unused")
    private transient long pad10;

    @SuppressWarnings("unused")
    private transient long pad11;

    @SuppressWarnings("unused")
    private transient long pad12;

    @SuppressWarnings("unused")
    private transient long pad13;

    @SuppressWarnings("unused")
    private transient long pad14;
}
