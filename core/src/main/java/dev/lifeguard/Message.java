package dev.lifeguard;

/**
 * A message to a worker or to a running task. Data, so that the same code can later run in a child process or on
 * another machine. Any thread may call any method; what the sender did before sending happens-before the message is
 * read, and what the reader did before {@link #reply} happens-before the sender sees the reply.
 */
public interface Message {

    /** {@return what was sent} */
    Object body();

    /** {@return whether the sender waits for a reply, still} */
    boolean wantsReply();

    /**
     * Replies to a sender that waits. The first reply counts.
     *
     * @param answer what the sender's {@code ask} returns
     * @return whether the sender gets it; {@code false} when nobody asked, waits any longer, or it was answered before
     */
    boolean reply(Object answer);
}
