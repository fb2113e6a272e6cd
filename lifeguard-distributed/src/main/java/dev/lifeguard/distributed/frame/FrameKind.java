package dev.lifeguard.distributed.frame;

/** What a frame holds: the fourth byte of it. The numbers are on the wire and never change. */
enum FrameKind {
    TASK(1),
    VERDICT(2),
    HELLO(10),
    CANCEL(11),
    TELL(12),
    BROADCAST(13),
    DRAIN(14),
    ANNOUNCED(20),
    BEGUN(21),
    PROGRESSED(22),
    PART(23),
    RETRYING(24),
    UNSETTLED(25),
    ANSWERED(26);

    final int number;

    FrameKind(int number) {
        this.number = number;
    }

    static FrameKind of(int number) {
        for (FrameKind kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new FrameException("A frame has the kind " + number + ", which this version does not know, so it is not"
                + " read; bring this side to the version of the sender.");
    }
}
