package dev.lifeguard.distributed.frame;

import dev.lifeguard.Cancel;

/** What a client tells hosts. Each may be lost, come twice or late; none is needed for a task to end. */
public sealed interface Order {

    /**
     * A client is there. Told to all hosts, again and again.
     *
     * @param client who
     * @param paused whether it wants the pool to begin nothing; that wish ends when it is not heard any more
     */
    record Hello(String client, boolean paused) implements Order {}

    /**
     * A task is no longer wanted.
     *
     * @param task which
     * @param how how far to go with code that runs
     */
    record CancelTask(String task, Cancel how) implements Order {}

    /**
     * A message to a running task.
     *
     * @param task which
     * @param client who waits for the answer
     * @param question the number of the question; 0 when no answer is wanted
     * @param waitNanos how long the answer is waited for
     * @param message what, encoded
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way; nobody compares them.
    record Tell(String task, String client, long question, long waitNanos, byte[] message) implements Order {}

    /**
     * A message to every worker of every host.
     *
     * @param message what, encoded
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way; nobody compares them.
    record Broadcast(byte[] message) implements Order {}

    /** The host shall take nothing more and leave when it is done. */
    record DrainHost() implements Order {}

    /** {@return the bytes} */
    default byte[] frame() {
        return switch (this) {
            case Hello(String client, boolean paused) ->
                new FrameWriter(FrameKind.HELLO).text(client).flag(paused).frame();
            case CancelTask(String task, Cancel how) ->
                new FrameWriter(FrameKind.CANCEL).text(task).choice(how).frame();
            case Tell(String task, String client, long question, long wait, byte[] message) ->
                new FrameWriter(FrameKind.TELL)
                        .text(task)
                        .text(client)
                        .number(question)
                        .number(wait)
                        .bytes(message)
                        .frame();
            case Broadcast(byte[] message) ->
                new FrameWriter(FrameKind.BROADCAST).bytes(message).frame();
            case DrainHost() -> new FrameWriter(FrameKind.DRAIN).frame();
        };
    }

    /**
     * {@return the order in these bytes}
     *
     * @throws FrameException when there is none
     */
    static Order read(byte[] frame) {
        var in = new FrameReader(frame);
        FrameKind kind = in.kind();
        if (kind == FrameKind.HELLO) {
            return new Hello(in.text(), in.flag());
        }
        if (kind == FrameKind.CANCEL) {
            return new CancelTask(in.text(), in.choice(Cancel.values()));
        }
        if (kind == FrameKind.TELL) {
            return new Tell(in.text(), in.text(), in.longNumber(), in.longNumber(), in.bytes());
        }
        if (kind == FrameKind.BROADCAST) {
            return new Broadcast(in.bytes());
        }
        in.expect(FrameKind.DRAIN);
        return new DrainHost();
    }
}
