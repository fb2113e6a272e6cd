package dev.lifeguard.distributed.engine;

/** Hears the frames that are told to a member. */
@FunctionalInterface
public interface FrameListener {

    /**
     * Somebody told something. Called on one thread of the engine, one frame at a time; it must not block, because frames
     * that come meanwhile are dropped when too many wait. What it throws is ignored.
     *
     * @param frame the bytes
     */
    void hear(byte[] frame);
}
