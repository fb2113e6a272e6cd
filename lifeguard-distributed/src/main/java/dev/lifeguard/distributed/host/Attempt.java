package dev.lifeguard.distributed.host;

import dev.lifeguard.Cancel;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerLostException;
import dev.lifeguard.distributed.Codec;
import dev.lifeguard.distributed.engine.Audience;
import dev.lifeguard.distributed.engine.Delivery;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.Parcel;
import dev.lifeguard.distributed.engine.Place;
import dev.lifeguard.distributed.engine.Taker;
import dev.lifeguard.distributed.frame.Envelope;
import dev.lifeguard.distributed.frame.FrameException;
import dev.lifeguard.distributed.frame.News;
import dev.lifeguard.distributed.frame.PastAttempt;
import dev.lifeguard.distributed.frame.RemoteError;
import dev.lifeguard.distributed.frame.Verdict;
import dev.lifeguard.distributed.frame.Verdict.Ending;
import dev.lifeguard.policy.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One delivery at a host: is it to be run, run it, and settle what follows in one step with it. What follows is a verdict for
 * the client, or the task again (a further attempt, or the same one elsewhere), or a dead letter.
 *
 * @param <T> the task
 * @param <R> the result
 */
final class Attempt<T, R extends @Nullable Object> {

    private static final Duration PART_LOOK = Duration.ofMillis(100);
    private static final Duration ELSEWHERE = Duration.ofMillis(200);

    private final Host<T, R> host;
    private final HostSettings<T, R> settings;
    private final Taker taker;
    private final Delivery delivery;
    private final boolean alone;

    Attempt(Host<T, R> host, Taker taker, Delivery delivery, boolean alone) {
        this.host = host;
        this.settings = host.settings();
        this.taker = taker;
        this.delivery = delivery;
        this.alone = alone;
    }

    void run() throws InterruptedException {
        Envelope task;
        try {
            task = Envelope.read(delivery.parcel().frame());
        } catch (FrameException unreadable) {
            host.trouble("Parcel " + delivery.parcel() + " goes to the dead letters: " + unreadable.getMessage());
            settle(null, List.of(delivery.parcel().to(Place.DEAD).after(Duration.ZERO)));
            return;
        }
        Ending refused = notToBeRun(task);
        if (refused != null) {
            settle(task, List.of(result(task, refused, nothingRan(task))));
        } else if (!alone && delivery.deliveries() > settings.suspectAfter()) {
            suspect(task);
        } else if (alone && delivery.deliveries() > settings.aloneDeaths()) {
            quarantine(task);
        } else {
            decodeAndRun(task);
        }
    }

    /** The task goes back as it is and is handed out again, perhaps elsewhere. That is no attempt and no delivery. */
    void handBack(String why) {
        try {
            handBack(Envelope.read(delivery.parcel().frame()), why);
        } catch (FrameException unreadable) {
            settle(null, List.of(delivery.parcel().to(Place.DEAD)));
        }
    }

    private void handBack(Envelope task, String why) {
        var noted = new PastAttempt(task.attempts().next(), settings.host(), "handed back: " + why);
        settle(task, List.of(again(task.with(task.attempts().noted(noted)), ELSEWHERE)));
    }

    /** {@return why the task ends without being run; {@code null} when it is run} */
    private @Nullable Ending notToBeRun(Envelope task) {
        Envelope.Head head = task.head();
        Codec<T> codec = settings.tasks();
        long wall = host.surroundings().wallMillis();
        if (host.tombstones().has(head.id())) {
            return new Ending.Cancelled(Cancel.INTERRUPT);
        }
        if (!head.type().equals(codec.type())) {
            return refusal("type", "\"" + head.type() + "\", and this host takes \"" + codec.type() + "\"");
        }
        if (head.version() < codec.oldest()) {
            return refusal(
                    "version", head.version() + ", and this host takes " + codec.oldest() + " to " + codec.version());
        }
        Envelope.Bounds limits = task.limits();
        if (limits.totalUntilMillis() > 0 && wall > limits.totalUntilMillis()) {
            return timedOut(Limit.TOTAL, limits.totalUntilMillis() - head.submittedMillis());
        }
        if (!begunBefore(task) && limits.queueUntilMillis() > 0 && wall > limits.queueUntilMillis()) {
            return timedOut(Limit.QUEUE, limits.queueUntilMillis() - head.submittedMillis());
        }
        return null;
    }

    /** A delivery that came to nothing may have been an attempt. */
    private boolean begunBefore(Envelope task) {
        return delivery.deliveries() > 1 || task.attempts().mayHaveBegun();
    }

    private static Ending timedOut(Limit limit, long millis) {
        return new Ending.TimedOut(limit, Math.max(0, millis) * 1_000_000);
    }

    private Ending refusal(String limit, String value) {
        return new Ending.Refused(new Refusal(
                Refusal.Reason.UNAVAILABLE, limit, value, "host " + settings.host() + " of pool " + settings.pool()));
    }

    /** Deliveries of it came to nothing beside other tasks. Whose fault that was shows when it is run alone. */
    private void suspect(Envelope task) {
        int lost = delivery.deliveries() - 1;
        var noted = new PastAttempt(
                task.attempts().next(),
                settings.host(),
                "suspect: " + lost + " deliveries beside other tasks came to nothing");
        Parcel parcel =
                again(task.with(task.attempts().noted(noted)), Duration.ZERO).to(Place.SUSPECTS);
        settle(task, List.of(parcel));
        host.trouble("Task " + task.head().id() + " was delivered " + lost + " times and nobody settled it (limit"
                + " suspectAfter = " + settings.suspectAfter() + "), so it is run alone from now on.");
    }

    /** It was alone each time, so the fault is its own: its process died under it, or the engine did. */
    private void quarantine(Envelope task) {
        int lost = delivery.deliveries() - 1;
        String exit = "It was delivered " + lost + " times alone and nobody settled it (limit aloneDeaths = "
                + settings.aloneDeaths() + "), so it is not run again; see its dead letter.";
        var noted = new PastAttempt(task.attempts().next(), settings.host(), exit);
        Envelope.Attempts attempts = task.attempts().then(noted, lost);
        Envelope dead = task.with(attempts);
        settle(
                task,
                List.of(
                        delivery.parcel().with(dead.frame()).to(Place.DEAD).after(Duration.ZERO),
                        result(task, new Ending.Lost(exit), went(dead, attempts.next() - 1, lost, true, false, null))));
        host.trouble("Task " + task.head().id() + " is quarantined. " + exit);
    }

    private void decodeAndRun(Envelope task) throws InterruptedException {
        T payload;
        try {
            payload = settings.tasks().decode(task.payload(), task.head().version());
        } catch (Exception failure) {
            var error = new IllegalArgumentException(
                    "The task (" + task.payload().length + " bytes, version "
                            + task.head().version() + " of \""
                            + task.head().type() + "\") could not be decoded, so it was not run; compare the codecs of"
                            + " client and host: " + failure,
                    failure);
            settle(task, List.of(result(task, new Ending.Threw(RemoteError.of(error)), nothingRan(task))));
            return;
        }
        var talk = new AttemptTalk(host, task);
        TaskHandle<R> handle =
                host.workers().submit(payload, options(task), context -> new RemoteContext(context, talk));
        talk.runsAs(handle);
        host.running().put(task.head().id(), talk);
        // Only now: what the client says when it hears this must find the attempt.
        host.tell(
                Audience.client(task.head().client()),
                new News.Begun(task.head().id(), task.attempts().next(), settings.host()));
        try {
            if (host.tombstones().has(task.head().id())) {
                // Cancelled between the look at the stones and now; who ordered it may have seen nothing that runs.
                handle.cancel(Cancel.INTERRUPT);
            }
            // The end of a waiting for parts is the outcome, or a short while.
            while (handle.outcome().isEmpty()) {
                handle.nextPartial(PART_LOOK).ifPresent(talk::part);
            }
            for (Optional<Object> rest = handle.nextPartial(Duration.ZERO);
                    rest.isPresent();
                    rest = handle.nextPartial(Duration.ZERO)) {
                talk.part(rest.get());
            }
            follow(task.from(talk.newest()), handle.await());
        } finally {
            host.running().remove(task.head().id(), talk);
        }
    }

    private TaskOptions options(Envelope task) {
        Limits limits = Limits.none();
        if (task.limits().runNanos() > 0) {
            limits = limits.withRun(Duration.ofNanos(task.limits().runNanos()));
        }
        if (task.limits().silenceNanos() > 0) {
            limits = limits.withSilence(Duration.ofNanos(task.limits().silenceNanos()));
        }
        if (task.limits().totalUntilMillis() > 0) {
            long left = task.limits().totalUntilMillis() - host.surroundings().wallMillis();
            limits = limits.withTotal(Duration.ofMillis(Math.max(1, left)));
        }
        return TaskOptions.none()
                .withName(task.head().name())
                .withLimits(limits)
                .withRetry(delivery.parcel().key().isPresent() ? inPlace(task.attempts()) : Retry.none());
    }

    /** A task with a key keeps its place before the next of its key, so its further attempts are made here. */
    private Retry inPlace(Envelope.Attempts attempts) {
        int left = Math.max(1, attempts.allowed() - attempts.next() + 1);
        if (left == 1) {
            return Retry.none();
        }
        List<Long> waits = attempts.waitsNanos();
        Retry retry = Retry.attempts(left)
                .backoff(Backoff.custom(
                        Duration.ofDays(1),
                        (attempt, failure, before) -> Duration.ofNanos(
                                waits.isEmpty()
                                        ? 0
                                        : waits.get(Math.min(attempts.next() - 1 + attempt, waits.size()) - 1))))
                .on(settings.retryOn());
        return attempts.timeouts() ? retry.withTimeouts() : retry;
    }

    private void follow(Envelope task, Outcome<R> outcome) {
        switch (outcome) {
            case Outcome.Success<R>(R value, Outcome.Report report) -> finish(task, encoded(value), report);
            case Outcome.Failed<R>(Throwable cause, Outcome.Report report) ->
                again(task, cause, report, new Ending.Threw(RemoteError.of(cause)));
            case Outcome.WorkerLost<R>(String exit, Throwable cause, Outcome.Report report) ->
                again(task, cause == null ? new WorkerLostException(exit, null) : cause, report, new Ending.Lost(exit));
            case Outcome.TimedOut<R>(Limit limit, Duration allowed, Outcome.Report report) ->
                again(task, null, report, new Ending.TimedOut(limit, allowed.toNanos()));
            case Outcome.Cancelled<R>(Cancel how, Outcome.Report report) -> {
                if (host.tombstones().has(task.head().id())) {
                    finish(task, new Ending.Cancelled(how), report);
                } else {
                    handBack(task, "this host leaves");
                }
            }
            case Outcome.Refused<R>(Refusal refusal, Outcome.Report report) -> handBack(task, refusal.message());
        }
    }

    private Ending encoded(R value) {
        byte[] bytes;
        try {
            bytes = settings.results().encode(value);
        } catch (Exception failure) {
            return new Ending.Threw(RemoteError.of(new IllegalArgumentException(
                    "The task ran, and its result could not be encoded as \""
                            + settings.results().type() + "\", so it is lost; repair the codec of the host: " + failure,
                    failure)));
        }
        if (bytes.length > settings.largestResult()) {
            return new Ending.Threw(RemoteError.of(new IllegalArgumentException("The task ran, and its result has "
                    + bytes.length + " bytes, while the largest that is sent has " + settings.largestResult()
                    + ", so it is lost; store it where both sides reach it and return where it is, or raise"
                    + " largestResult.")));
        }
        return new Ending.Returned(settings.results().version(), bytes);
    }

    /** The rule is code of the user. */
    private boolean isWorthAnother(Envelope task, Throwable failure) {
        try {
            return settings.retryOn().test(failure);
        } catch (Throwable broken) {
            host.trouble("The rule retryOn of host " + settings.host() + " threw for task "
                    + task.head().id() + ", so there is no further attempt; make it answer for every exception: "
                    + broken);
            return false;
        }
    }

    /** {@code failure} is {@code null} after a limit. */
    private void again(Envelope task, @Nullable Throwable failure, Outcome.Report report, Ending otherwise) {
        Envelope.Attempts attempts = task.attempts();
        boolean worth = failure == null ? attempts.timeouts() && !isTotal(otherwise) : isWorthAnother(task, failure);
        boolean placed = delivery.parcel().key().isPresent();
        if (placed
                || !worth
                || attempts.next() >= attempts.allowed()
                || host.tombstones().has(task.head().id())) {
            finish(task, otherwise, report);
            return;
        }
        String end = failure == null ? "passed a limit: " + otherwise : failure.toString();
        var ended = new PastAttempt(attempts.next(), settings.host(), end);
        Envelope next = task.with(attempts.then(ended, report.deaths()));
        if (settle(task, List.of(again(next, Duration.ofNanos(attempts.waitNanos()))))) {
            host.tell(
                    Audience.client(task.head().client()),
                    new News.Retrying(task.head().id(), attempts.next(), ended.end()));
        }
    }

    private static boolean isTotal(Ending ending) {
        return ending instanceof Ending.TimedOut(Limit limit, long allowed) && limit == Limit.TOTAL;
    }

    private Parcel again(Envelope task, Duration wait) {
        return delivery.parcel().with(task.frame()).after(wait);
    }

    private void finish(Envelope task, Ending ending, Outcome.Report report) {
        int attempts = task.attempts().next() - 1 + Math.max(1, report.attempts());
        settle(
                task,
                List.of(result(
                        task, ending, went(task, attempts, report.deaths(), false, report.mayStillRun(), report))));
    }

    private Verdict.Went nothingRan(Envelope task) {
        return went(task, task.attempts().next() - 1, 0, false, false, null);
    }

    private Verdict.Went went(
            Envelope task,
            int attempts,
            int deaths,
            boolean quarantined,
            boolean mayStillRun,
            Outcome.@Nullable Report report) {
        Optional<WorkerId> worker = report == null ? Optional.empty() : report.worker();
        long ranNanos = report == null ? 0 : report.ran().toNanos();
        return new Verdict.Went(
                settings.host(),
                worker.map(WorkerId::worker).orElse(-1),
                worker.map(WorkerId::incarnation).orElse(0),
                attempts,
                task.attempts().deaths() + (quarantined ? 0 : deaths),
                quarantined,
                report != null || begunBefore(task),
                mayStillRun,
                host.surroundings().wallMillis()
                        - ranNanos / 1_000_000
                        - task.head().submittedMillis(),
                ranNanos,
                task.attempts().past());
    }

    private Parcel result(Envelope task, Ending ending, Verdict.Went went) {
        return Parcel.of(
                Place.results(task.head().client()),
                task.head().id(),
                new Verdict(task.head().id(), ending, went).frame());
    }

    /** {@return whether it is settled} Otherwise somebody else is handed the task, and what this host did is done again. */
    private boolean settle(@Nullable Envelope task, List<Parcel> consequences) {
        try {
            taker.settle(delivery, new ArrayList<>(consequences));
            return true;
        } catch (EngineException failure) {
            String why = failure.reason() + ": " + failure.getMessage();
            host.unsettled(delivery.parcel().id(), why);
            if (task != null) {
                host.tell(
                        Audience.client(task.head().client()),
                        new News.Unsettled(task.head().id(), task.attempts().next(), settings.host(), why));
            }
            return false;
        }
    }
}
