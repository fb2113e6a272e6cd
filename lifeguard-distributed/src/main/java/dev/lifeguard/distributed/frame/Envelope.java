package dev.lifeguard.distributed.frame;

import java.util.List;

/**
 * A task on its way: all that a host needs to run one attempt of it and to decide what follows, without asking its client.
 * So a task goes on while its client is away.
 *
 * @param head which task, and whose
 * @param attempts which attempt is next, how many are left, and what became of the others
 * @param limits its limits
 * @param checkpoint the last progress of the attempt before, encoded; empty for none
 * @param payload the task itself, encoded
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes on their way; nobody compares them.
public record Envelope(Head head, Attempts attempts, Bounds limits, byte[] checkpoint, byte[] payload) {

    /**
     * Which task, and whose.
     *
     * @param id unique in its pool
     * @param name for people
     * @param client who gets the result
     * @param type what the payload is
     * @param version which version of that type it is, from 0
     * @param submittedMillis when it was submitted, by the wall clock of its client
     */
    public record Head(String id, String name, String client, String type, int version, long submittedMillis) {}

    /**
     * The attempts of a task, counted by hosts and not by the engine.
     *
     * @param next the number of the attempt that comes next, from 1
     * @param allowed how many there may be
     * @param waitsNanos how long it waits before the second attempt, the third and so on; the last one counts for the rest
     * @param timeouts whether an attempt that passed a limit is followed by another
     * @param deaths how many workers died under it for certain
     * @param past what became of the attempts before
     */
    public record Attempts(
            int next, int allowed, List<Long> waitsNanos, boolean timeouts, int deaths, List<PastAttempt> past) {

        public Attempts {
            if (next < 1 || allowed < 1 || deaths < 0) {
                throw new FrameException("A task claims attempt " + next + " of " + allowed + " and " + deaths
                        + " deaths, which cannot be, so it is not read; it is damaged, or not ours.");
            }
        }

        /** {@return how long the task waits before its next attempt, when this one fails} */
        public long waitNanos() {
            return waitsNanos.isEmpty() ? 0 : waitsNanos.get(Math.min(next, waitsNanos.size()) - 1);
        }

        /** {@return whether a host may have begun it before, as far as its history says} */
        public boolean mayHaveBegun() {
            return next > 1 || !past.isEmpty();
        }

        /** {@return these, after this attempt ended so and another follows} */
        public Attempts then(PastAttempt ended, int died) {
            return new Attempts(next + 1, allowed, waitsNanos, timeouts, deaths + died, PastAttempt.add(past, ended));
        }

        /** {@return these, after a delivery that does not count as an attempt} */
        public Attempts noted(PastAttempt uncounted) {
            return new Attempts(next, allowed, waitsNanos, timeouts, deaths, PastAttempt.add(past, uncounted));
        }
    }

    /**
     * The limits of a task. Two are points on the wall clock, because they run while nobody holds the task; they are as
     * good as the clocks of the machines agree. Zero means none.
     *
     * @param queueUntilMillis when the first attempt must have begun
     * @param totalUntilMillis when it must have its outcome
     * @param runNanos how long an attempt may run
     * @param silenceNanos how long an attempt may be silent
     */
    public record Bounds(long queueUntilMillis, long totalUntilMillis, long runNanos, long silenceNanos) {}

    /** {@return the same task with other attempts} */
    public Envelope with(Attempts other) {
        return new Envelope(head, other, limits, checkpoint, payload);
    }

    /** {@return the same task, to go on from there} */
    public Envelope from(byte[] progress) {
        return new Envelope(head, attempts, limits, progress, payload);
    }

    /** {@return the bytes} */
    public byte[] frame() {
        return new FrameWriter(FrameKind.TASK)
                .text(head.id)
                .text(head.name)
                .text(head.client)
                .text(head.type)
                .number(head.version)
                .number(head.submittedMillis)
                .number(attempts.next)
                .number(attempts.allowed)
                .list(attempts.waitsNanos, (out, wait) -> out.number(wait.longValue()))
                .flag(attempts.timeouts)
                .number(attempts.deaths)
                .list(attempts.past, PastAttempt::write)
                .number(limits.queueUntilMillis)
                .number(limits.totalUntilMillis)
                .number(limits.runNanos)
                .number(limits.silenceNanos)
                .bytes(checkpoint)
                .bytes(payload)
                .frame();
    }

    /**
     * {@return the task in these bytes}
     *
     * @throws FrameException when there is none
     */
    public static Envelope read(byte[] frame) {
        var in = new FrameReader(frame);
        in.expect(FrameKind.TASK);
        var head = new Head(in.text(), in.text(), in.text(), in.text(), in.number(), in.longNumber());
        var attempts = new Attempts(
                in.number(),
                in.number(),
                in.list(FrameReader::longNumber),
                in.flag(),
                in.number(),
                in.list(PastAttempt::read));
        var limits = new Bounds(in.longNumber(), in.longNumber(), in.longNumber(), in.longNumber());
        return new Envelope(head, attempts, limits, in.bytes(), in.bytes());
    }
}
