package dev.lifeguard.distributed.client;

import dev.lifeguard.Cancel;
import dev.lifeguard.Limit;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.WorkerId;
import dev.lifeguard.distributed.Codec;
import dev.lifeguard.distributed.RemoteFailure;
import dev.lifeguard.distributed.frame.RemoteError;
import dev.lifeguard.distributed.frame.Verdict;
import dev.lifeguard.distributed.frame.Verdict.Ending;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns verdicts of hosts into outcomes. */
final class Outcomes {

    private Outcomes() {}

    /** How a task went, as its host said. */
    record HostReport(Verdict.Went went, String pool) implements Outcome.Report {

        @Override
        public int attempts() {
            return went.attempts();
        }

        @Override
        public Duration waited() {
            return Duration.ofMillis(Math.max(0, went.waitedMillis()));
        }

        @Override
        public Duration ran() {
            return Duration.ofNanos(went.ranNanos());
        }

        @Override
        public Optional<WorkerId> worker() {
            return went.worker() < 0
                    ? Optional.empty()
                    : Optional.of(new WorkerId(pool + "@" + went.host(), went.worker(), went.incarnation()));
        }

        @Override
        public int deaths() {
            return went.deaths();
        }

        @Override
        public boolean quarantined() {
            return went.quarantined();
        }

        @Override
        public boolean retryRefused() {
            return false;
        }

        @Override
        public boolean mayHaveRun() {
            return went.mayHaveRun();
        }

        @Override
        public boolean mayStillRun() {
            return went.mayStillRun();
        }
    }

    static <R extends @Nullable Object> Outcome<R> of(Verdict verdict, String pool, Codec<R> codec) {
        var report = new HostReport(verdict.went(), pool);
        return switch (verdict.ending()) {
            case Ending.Returned(int version, byte[] value) -> returned(version, value, report, codec);
            case Ending.Threw(RemoteError error) ->
                new Outcome.Failed<>(new RemoteFailure(error.type(), error.message(), error.stack()), report);
            case Ending.TimedOut(Limit limit, long allowed) ->
                new Outcome.TimedOut<>(limit, Duration.ofNanos(allowed), report);
            case Ending.Lost(String exit) -> new Outcome.WorkerLost<>(exit, null, report);
            case Ending.Cancelled(Cancel how) -> new Outcome.Cancelled<>(how, report);
            case Ending.Refused(Refusal refusal) -> new Outcome.Refused<>(refusal, report);
        };
    }

    /** A result that cannot be read is a failure, and never none: the task ran. */
    private static <R extends @Nullable Object> Outcome<R> returned(
            int version, byte[] value, Outcome.Report report, Codec<R> codec) {
        if (version < codec.oldest() || version > codec.version()) {
            return unreadable(
                    report,
                    "The result has version " + version + " of \"" + codec.type() + "\", and this client reads "
                            + codec.oldest() + " to " + codec.version()
                            + ", so it is not read; bring this client to the"
                            + " version of its hosts.",
                    null);
        }
        try {
            return new Outcome.Success<>(codec.decode(value, version), report);
        } catch (Throwable failure) {
            return unreadable(
                    report,
                    "The result (" + value.length + " bytes, version " + version + " of \"" + codec.type()
                            + "\") could not be decoded, so it is not read; compare the codecs of client and host: "
                            + failure,
                    failure);
        }
    }

    private static <R extends @Nullable Object> Outcome<R> unreadable(
            Outcome.Report report, String words, @Nullable Throwable cause) {
        return new Outcome.Failed<>(new IllegalStateException(words, cause), report);
    }

    static boolean isUnreadable(Verdict verdict, Outcome<?> outcome) {
        return verdict.ending() instanceof Ending.Returned && !(outcome instanceof Outcome.Success);
    }

    /** How a task ended, in words, for whoever gets it as an orphan. */
    static String words(Verdict verdict) {
        String end = switch (verdict.ending()) {
            case Ending.Returned(int version, byte[] value) ->
                "returned " + value.length + " bytes (version " + version + ")";
            case Ending.Threw(RemoteError error) -> "threw " + error.type() + ": " + error.message();
            case Ending.TimedOut(Limit limit, long allowed) ->
                "passed its limit " + limit + " = " + Duration.ofNanos(allowed);
            case Ending.Lost(String exit) -> "lost its worker: " + exit;
            case Ending.Cancelled(Cancel how) -> "was cancelled (" + how + ")";
            case Ending.Refused(Refusal refusal) -> "was refused: " + refusal.message();
        };
        return end + " after " + verdict.went().attempts() + " attempts, the last on host \""
                + verdict.went().host() + "\"";
    }
}
