package dev.lifeguard.distributed.client;

import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.WhenFull;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.Link;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sends tasks to the engine, and sends them again while nobody knows whether the engine has them. The engine takes an id
 * once, so that is safe. It gives up when the submitter's patience with a full queue, or the pool's with an engine that is
 * away, has passed.
 *
 * @param <R> the result
 */
final class Sender<R extends @Nullable Object> {

    private static final long AGAIN_NANOS = 50_000_000;

    /** A task that is sent again when its time has come. */
    private record Again<R extends @Nullable Object>(RemoteTask<R> task, long dueNanos) {}

    private final Client<?, R> client;
    private final ClientSettings<?, R> settings;
    private final Tally tally;
    private final ConcurrentLinkedQueue<Again<R>> again = new ConcurrentLinkedQueue<>();

    Sender(Client<?, R> client, ClientSettings<?, R> settings, Tally tally) {
        this.client = client;
        this.settings = settings;
        this.tally = tally;
    }

    void send(RemoteTask<R> task) {
        Link link = client.link();
        try {
            link.send(task.card().parcel(), failure -> done(task, failure));
        } catch (EngineException failure) {
            done(task, failure);
        }
    }

    private void done(RemoteTask<R> task, @Nullable EngineException failure) {
        if (failure == null) {
            confirmed(task);
            return;
        }
        long waitedNanos = client.now() - task.card().submittedNanos();
        switch (failure.reason()) {
            case FULL -> {
                WhenFull whenFull = settings.whenFull();
                if (whenFull.choice() == WhenFull.Choice.BLOCK && waitedNanos < whenFull.blockNanos()) {
                    again.add(new Again<>(task, client.now() + AGAIN_NANOS));
                } else if (whenFull.choice() == WhenFull.Choice.SHED_OLDEST) {
                    Optional<RemoteTask<R>> oldest =
                            client.ledger().oldestWaiting().filter(other -> other != task);
                    oldest.ifPresent(client::shed);
                    if (oldest.isPresent()) {
                        again.add(new Again<>(task, client.now() + AGAIN_NANOS));
                    } else {
                        refuse(task, full(failure), true);
                    }
                } else {
                    refuse(task, full(failure), true);
                }
            }
            case UNREACHABLE -> {
                if (waitedNanos < Nanos.of(settings.outage()) && !task.decided()) {
                    again.add(new Again<>(task, client.now() + AGAIN_NANOS));
                } else {
                    refuse(
                            task,
                            new Refusal(
                                    Refusal.Reason.UNAVAILABLE,
                                    "outage",
                                    settings.outage().toString(),
                                    String.valueOf(failure.getMessage())),
                            false);
                }
            }
            case TOO_LARGE, FENCED, IN_USE, FORBIDDEN -> {
                client.decide(task, new Outcome.Failed<>(failure, task.report()));
                client.ledger().settle(task);
            }
            case CLOSED -> refuse(task, client.refusal(Refusal.Reason.DRAINING, "intake", "closed"), false);
        }
    }

    private Refusal full(EngineException failure) {
        Refusal.Reason reason = switch (settings.whenFull().choice()) {
            case SHED_NEWEST, SHED_OLDEST -> Refusal.Reason.SHED;
            case BLOCK, REFUSE -> Refusal.Reason.FULL;
        };
        return new Refusal(reason, "queue of the engine", String.valueOf(failure.getMessage()), client.state());
    }

    private void confirmed(RemoteTask<R> task) {
        task.confirm();
        if (task.decided()) {
            // Decided while it was on its way; now it can be found there.
            client.retract(task);
        }
    }

    /** {@code certain}: the engine does not have it. Otherwise it may have it, and what comes of that is late. */
    private void refuse(RemoteTask<R> task, Refusal refusal, boolean certain) {
        if (certain) {
            task.neverBegan();
        }
        if (client.decide(task, new Outcome.Refused<>(refusal, task.report()))) {
            tally.refused.increment();
        }
        task.confirm();
        if (certain) {
            client.ledger().settle(task);
        } else {
            client.retract(task);
        }
    }

    /** Sends again what is due. Called by the housekeeper. */
    void sendDue(long nowNanos) {
        int waiting = again.size();
        for (int n = 0; n < waiting; n++) {
            Again<R> next = again.poll();
            if (next == null) {
                return;
            }
            if (next.dueNanos - nowNanos > 0) {
                again.add(next);
            } else if (!next.task.isSettled()) {
                tally.resent.increment();
                send(next.task);
            }
        }
    }

    /** Nothing is sent any more; what was not taken is refused. */
    void end() {
        for (Again<R> next = again.poll(); next != null; next = again.poll()) {
            refuse(next.task, client.refusal(Refusal.Reason.DRAINING, "intake", "closed"), false);
        }
    }
}
