package dev.lifeguard.distributed.frame;

import java.util.List;

/** What a host tells clients. Each may be lost, come twice or late; none is needed for a task to end. */
public sealed interface News {

    /** Where a host is in its life. The names are on the wire. */
    enum State {
        READY,
        PAUSED,
        DRAINING,
        GONE
    }

    /**
     * A task that runs.
     *
     * @param task which
     * @param attempt which attempt
     * @param ranNanos how long it has run
     */
    record Job(String task, int attempt, long ranNanos) {}

    /**
     * A host is there. Told to all clients, again and again.
     *
     * @param host who
     * @param life differs between two processes of one name
     * @param state where it is in its life
     * @param slots how many tasks it runs at a time
     * @param serving how many of its workers serve
     * @param version the newest version of tasks that it understands
     * @param jobs what runs there, at most 256
     */
    record Announced(String host, long life, State state, int slots, int serving, int version, List<Job> jobs)
            implements News {}

    /** An attempt begins. */
    record Begun(String task, int attempt, String host) implements News {}

    /** A task has made progress. {@code number} grows; {@code value} is encoded. */
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way; nobody compares them.
    record Progressed(String task, int attempt, long number, byte[] value) implements News {}

    /** A part of a result. {@code number} counts from 1 in each attempt; {@code value} is encoded. */
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way; nobody compares them.
    record Part(String task, int attempt, long number, byte[] value) implements News {}

    /** An attempt has failed and another follows. */
    record Retrying(String task, int attempt, String end) implements News {}

    /** An attempt has ended and could not be settled: it has been, or will be, run again. */
    record Unsettled(String task, int attempt, String host, String why) implements News {}

    /** The answer to a question. {@code failure} is empty, or says why there is none. */
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way; nobody compares them.
    record Answered(long question, String failure, byte[] answer) implements News {}

    /** {@return the bytes} */
    default byte[] frame() {
        return switch (this) {
            case Announced host ->
                new FrameWriter(FrameKind.ANNOUNCED)
                        .text(host.host)
                        .number(host.life)
                        .choice(host.state)
                        .number(host.slots)
                        .number(host.serving)
                        .number(host.version)
                        .list(
                                host.jobs,
                                (out, job) ->
                                        out.text(job.task).number(job.attempt).number(job.ranNanos))
                        .frame();
            case Begun(String task, int attempt, String host) ->
                new FrameWriter(FrameKind.BEGUN)
                        .text(task)
                        .number(attempt)
                        .text(host)
                        .frame();
            case Progressed(String task, int attempt, long number, byte[] value) ->
                new FrameWriter(FrameKind.PROGRESSED)
                        .text(task)
                        .number(attempt)
                        .number(number)
                        .bytes(value)
                        .frame();
            case Part(String task, int attempt, long number, byte[] value) ->
                new FrameWriter(FrameKind.PART)
                        .text(task)
                        .number(attempt)
                        .number(number)
                        .bytes(value)
                        .frame();
            case Retrying(String task, int attempt, String end) ->
                new FrameWriter(FrameKind.RETRYING)
                        .text(task)
                        .number(attempt)
                        .text(end)
                        .frame();
            case Unsettled(String task, int attempt, String host, String why) ->
                new FrameWriter(FrameKind.UNSETTLED)
                        .text(task)
                        .number(attempt)
                        .text(host)
                        .text(why)
                        .frame();
            case Answered(long question, String failure, byte[] answer) ->
                new FrameWriter(FrameKind.ANSWERED)
                        .number(question)
                        .text(failure)
                        .bytes(answer)
                        .frame();
        };
    }

    /**
     * {@return the news in these bytes}
     *
     * @throws FrameException when there are none
     */
    static News read(byte[] frame) {
        var in = new FrameReader(frame);
        FrameKind kind = in.kind();
        if (kind == FrameKind.ANNOUNCED) {
            return new Announced(
                    in.text(),
                    in.longNumber(),
                    in.choice(State.values()),
                    in.number(),
                    in.number(),
                    in.number(),
                    in.list(job -> new Job(job.text(), job.number(), job.longNumber())));
        }
        if (kind == FrameKind.BEGUN) {
            return new Begun(in.text(), in.number(), in.text());
        }
        if (kind == FrameKind.PROGRESSED) {
            return new Progressed(in.text(), in.number(), in.longNumber(), in.bytes());
        }
        if (kind == FrameKind.PART) {
            return new Part(in.text(), in.number(), in.longNumber(), in.bytes());
        }
        if (kind == FrameKind.RETRYING) {
            return new Retrying(in.text(), in.number(), in.text());
        }
        if (kind == FrameKind.UNSETTLED) {
            return new Unsettled(in.text(), in.number(), in.text(), in.text());
        }
        in.expect(FrameKind.ANSWERED);
        return new Answered(in.longNumber(), in.text(), in.bytes());
    }
}
