package dev.lifeguard.distributed.frame;

/** These bytes are no frame that this version can read. */
public final class FrameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FrameException(String message) {
        super(message);
    }
}
