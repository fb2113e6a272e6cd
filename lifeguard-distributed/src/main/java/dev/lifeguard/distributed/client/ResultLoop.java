package dev.lifeguard.distributed.client;

import dev.lifeguard.Outcome;
import dev.lifeguard.distributed.DistributedEvent;
import dev.lifeguard.distributed.Orphan;
import dev.lifeguard.distributed.engine.Delivery;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.Place;
import dev.lifeguard.distributed.engine.Taker;
import dev.lifeguard.distributed.frame.FrameException;
import dev.lifeguard.distributed.frame.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes results, records each, and only then acknowledges it. What cannot be acknowledged comes again and is recognised;
 * what nobody waits for goes to the orphans; what cannot be recorded is given back.
 *
 * @param <R> the result
 */
final class ResultLoop<R extends @Nullable Object> implements Runnable {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final long PAUSE_NANOS = 100_000_000;

    private final Client<?, R> client;
    private final ClientSettings<?, R> settings;
    private final Ledger<R> ledger;
    private final Tally tally;
    private final RecentIds recent = new RecentIds();

    ResultLoop(Client<?, R> client, ClientSettings<?, R> settings, Ledger<R> ledger, Tally tally) {
        this.client = client;
        this.settings = settings;
        this.ledger = ledger;
        this.tally = tally;
    }

    @Override
    public void run() {
        @Nullable Taker taker = null;
        while (!client.ended()) {
            try {
                if (taker == null) {
                    taker = client.link().taker(Place.results(settings.client()), Integer.MAX_VALUE);
                }
                one(taker);
            } catch (EngineException away) {
                client.surroundings().pause(this, PAUSE_NANOS);
            } catch (InterruptedException ending) {
                break;
            } catch (Throwable failure) {
                // Code of the user that is asked beside the result, or no memory: what is held comes again, and this
                // goes on.
                trouble("The client " + client.name() + " failed with " + failure + " at a result, which is not"
                        + " acknowledged and comes again; make codecs throw from encode and decode only.");
                if (taker != null) {
                    taker.close();
                    taker = null;
                }
                client.surroundings().pause(this, PAUSE_NANOS);
            }
        }
        if (taker != null) {
            taker.close();
        }
    }

    private void one(Taker taker) throws InterruptedException {
        Optional<Delivery> taken = taker.take(LOOK);
        if (taken.isEmpty()) {
            return;
        }
        Delivery delivery = taken.get();
        if (record(delivery)) {
            taker.settle(delivery, List.of());
        } else {
            taker.giveBack(delivery);
            client.surroundings().pause(this, PAUSE_NANOS);
        }
    }

    /** {@return whether the result may be acknowledged} */
    private boolean record(Delivery delivery) {
        Verdict verdict;
        try {
            verdict = Verdict.read(delivery.parcel().frame());
        } catch (FrameException unreadable) {
            return orphan(new Orphan(
                    Orphan.Why.UNREADABLE,
                    delivery.parcel().id(),
                    String.valueOf(unreadable.getMessage()),
                    Optional.of(delivery.parcel().frame())));
        }
        if (recent.has(verdict.id())) {
            tally.duplicateResults.increment();
            client.notifier().tell(new DistributedEvent.DuplicateResult(verdict.id()));
            return true;
        }
        Optional<RemoteTask<R>> task = ledger.find(verdict.id());
        boolean recorded =
                task.isPresent() ? known(task.get(), verdict) : orphan(orphanOf(Orphan.Why.UNKNOWN, verdict));
        if (recorded) {
            recent.add(verdict.id());
        }
        return recorded;
    }

    private boolean known(RemoteTask<R> task, Verdict verdict) {
        Outcome<R> outcome = Outcomes.of(verdict, settings.pool(), settings.results());
        if (Outcomes.isUnreadable(verdict, outcome) && !orphan(orphanOf(Orphan.Why.UNREADABLE, verdict))) {
            return false;
        }
        if (task.decided()) {
            return late(task, verdict);
        }
        try {
            settings.recorder().record(verdict.id(), outcome);
        } catch (Throwable failure) {
            trouble("The result of task " + verdict.id()
                    + " was not recorded, so it is not acknowledged and comes again: " + failure);
            return false;
        }
        // Between the look above and here a cancel or a limit may have decided; then the result is late after all.
        if (!client.decide(task, outcome)) {
            return late(task, verdict);
        }
        ledger.settle(task);
        return true;
    }

    /** The task has its outcome already. What it returned is handed over all the same. */
    private boolean late(RemoteTask<R> task, Verdict verdict) {
        boolean expected = verdict.ending() instanceof Verdict.Ending.Cancelled;
        if (!expected && !orphan(orphanOf(Orphan.Why.LATE, verdict))) {
            return false;
        }
        ledger.settle(task);
        return true;
    }

    private static Orphan orphanOf(Orphan.Why why, Verdict verdict) {
        Optional<byte[]> value = verdict.ending() instanceof Verdict.Ending.Returned(int version, byte[] bytes)
                ? Optional.of(bytes)
                : Optional.empty();
        return new Orphan(why, verdict.id(), Outcomes.words(verdict), value);
    }

    private boolean orphan(Orphan orphan) {
        try {
            settings.orphans().accept(orphan);
            tally.orphans.increment();
            return true;
        } catch (RuntimeException | Error failure) {
            trouble("The orphaned result of task " + orphan.task()
                    + " was not taken, so it is not acknowledged and comes" + " again: " + failure);
            return false;
        }
    }

    private void trouble(String words) {
        client.notifier().tell(new DistributedEvent.Trouble(words));
    }
}
