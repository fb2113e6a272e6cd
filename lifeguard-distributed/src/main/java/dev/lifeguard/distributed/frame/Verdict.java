package dev.lifeguard.distributed.frame;

import dev.lifeguard.Cancel;
import dev.lifeguard.Limit;
import dev.lifeguard.Refusal;
import java.util.List;

/**
 * How a task ended, on its way to its client. Exactly one is settled for each task, in one step with the task itself.
 *
 * @param id which task
 * @param ending how it ended
 * @param went how it went
 */
public record Verdict(String id, Ending ending, Went went) {

    /** The ways to end; the same six as the outcomes of a pool. */
    public sealed interface Ending {

        /** It returned. {@code value} is the result, encoded in {@code version}. */
        @SuppressWarnings("ArrayRecordComponent") // Bytes on their way; nobody compares them.
        record Returned(int version, byte[] value) implements Ending {}

        /** Its last attempt threw. */
        record Threw(RemoteError error) implements Ending {}

        /** It passed a limit. */
        record TimedOut(Limit limit, long allowedNanos) implements Ending {}

        /** Its worker died, or its host did. */
        record Lost(String exit) implements Ending {}

        /** It was cancelled. */
        record Cancelled(Cancel how) implements Ending {}

        /** No host can run it. */
        record Refused(Refusal refusal) implements Ending {}
    }

    /**
     * How it went.
     *
     * @param host the host of the last attempt; empty when there was none
     * @param worker the number of the worker there; -1 for none
     * @param incarnation the incarnation of the worker
     * @param attempts how many attempts were begun
     * @param deaths how many workers died under it
     * @param quarantined whether it is among the dead letters
     * @param mayHaveRun whether its code may have run, in an attempt that was counted or in a delivery that came to nothing
     * @param mayStillRun whether its code may run when this is written
     * @param waitedMillis from the submission to the begin of the last attempt, by two wall clocks
     * @param ranNanos how long the last attempt ran
     * @param past the attempts before
     */
    public record Went(
            String host,
            int worker,
            int incarnation,
            int attempts,
            int deaths,
            boolean quarantined,
            boolean mayHaveRun,
            boolean mayStillRun,
            long waitedMillis,
            long ranNanos,
            List<PastAttempt> past) {}

    /** {@return the bytes} */
    public byte[] frame() {
        var out = new FrameWriter(FrameKind.VERDICT).text(id);
        write(out, ending);
        return out.text(went.host)
                .number(went.worker)
                .number(went.incarnation)
                .number(went.attempts)
                .number(went.deaths)
                .flag(went.quarantined)
                .flag(went.mayHaveRun)
                .flag(went.mayStillRun)
                .number(went.waitedMillis)
                .number(went.ranNanos)
                .list(went.past, PastAttempt::write)
                .frame();
    }

    /**
     * {@return the verdict in these bytes}
     *
     * @throws FrameException when there is none
     */
    public static Verdict read(byte[] frame) {
        var in = new FrameReader(frame);
        in.expect(FrameKind.VERDICT);
        String id = in.text();
        Ending ending = readEnding(in);
        return new Verdict(
                id,
                ending,
                new Went(
                        in.text(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.flag(),
                        in.flag(),
                        in.flag(),
                        in.longNumber(),
                        in.longNumber(),
                        in.list(PastAttempt::read)));
    }

    private static void write(FrameWriter out, Ending ending) {
        switch (ending) {
            case Ending.Returned(int version, byte[] value) ->
                out.number(0).number(version).bytes(value);
            case Ending.Threw(RemoteError error) -> error.write(out.number(1));
            case Ending.TimedOut(Limit limit, long allowed) ->
                out.number(2).choice(limit).number(allowed);
            case Ending.Lost(String exit) -> out.number(3).text(exit);
            case Ending.Cancelled(Cancel how) -> out.number(4).choice(how);
            case Ending.Refused(Refusal refusal) ->
                out.number(5)
                        .choice(refusal.reason())
                        .text(refusal.limit())
                        .text(refusal.value())
                        .text(refusal.pool());
        }
    }

    private static Ending readEnding(FrameReader in) {
        int way = in.number();
        return switch (way) {
            case 0 -> new Ending.Returned(in.number(), in.bytes());
            case 1 -> new Ending.Threw(RemoteError.read(in));
            case 2 -> new Ending.TimedOut(in.choice(Limit.values()), in.longNumber());
            case 3 -> new Ending.Lost(in.text());
            case 4 -> new Ending.Cancelled(in.choice(Cancel.values()));
            case 5 ->
                new Ending.Refused(new Refusal(in.choice(Refusal.Reason.values()), in.text(), in.text(), in.text()));
            default ->
                throw new FrameException("A result ends in way " + way
                        + ", which this version does not know, so it is not read; bring this client to the version of its"
                        + " hosts.");
        };
    }
}
