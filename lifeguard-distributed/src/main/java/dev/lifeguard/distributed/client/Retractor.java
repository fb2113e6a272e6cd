package dev.lifeguard.distributed.client;

import dev.lifeguard.Cancel;
import dev.lifeguard.Limit;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.distributed.engine.Audience;
import dev.lifeguard.distributed.engine.Delivery;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.Link;
import dev.lifeguard.distributed.engine.Place;
import dev.lifeguard.distributed.frame.Envelope;
import dev.lifeguard.distributed.frame.FrameException;
import dev.lifeguard.distributed.frame.Order;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what is no longer wanted. A task that nobody was handed is taken out of its queue, which is certain: it never
 * begins. Otherwise its host, or every host, is asked to cancel it, again and again until its result says that it is over.
 *
 * @param <R> the result
 */
final class Retractor<R extends @Nullable Object> implements Runnable {

    /** What is wanted of a task. */
    private enum Wish {
        /** It is decided; nobody shall run it. */
        RETRACT,
        /** Its time in the queue has passed, if it is still there. */
        EXPIRE,
        /** It goes back to its submitter if it is still in the queue. */
        HAND_BACK,
        /** Ends the thread. */
        END
    }

    private record Errand<R extends @Nullable Object>(
            Wish wish, @Nullable RemoteTask<R> task) {}

    private final Client<?, R> client;
    /** Bounded by the tasks: each is asked for at most once a second. */
    private final LinkedBlockingQueue<Errand<R>> errands = new LinkedBlockingQueue<>();

    Retractor(Client<?, R> client) {
        this.client = client;
    }

    void retract(RemoteTask<R> task) {
        add(Wish.RETRACT, task);
    }

    void expire(RemoteTask<R> task) {
        add(Wish.EXPIRE, task);
    }

    void handBack(RemoteTask<R> task) {
        add(Wish.HAND_BACK, task);
    }

    void end() {
        errands.add(new Errand<>(Wish.END, null));
    }

    private void add(Wish wish, RemoteTask<R> task) {
        task.asked(client.now());
        errands.add(new Errand<>(wish, task));
    }

    @Override
    public void run() {
        try {
            for (Errand<R> next = errands.take(); next.task != null; next = errands.take()) {
                RemoteTask<R> task = next.task;
                try {
                    run(next.wish, task);
                } catch (EngineException away) {
                    // The housekeeper asks again as long as the task is not settled.
                    task.asked(client.now());
                }
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Wish wish, RemoteTask<R> task) {
        if (task.isSettled() || !task.confirmed()) {
            return;
        }
        switch (wish) {
            case EXPIRE -> {
                if (task.attempt() == 0 && withdrawn(task)) {
                    Duration allowed = task.card().limits().of(Limit.QUEUE).orElse(Duration.ZERO);
                    end(task, new Outcome.TimedOut<>(Limit.QUEUE, allowed, task.report()));
                }
            }
            case HAND_BACK -> {
                if (withdrawn(task)) {
                    end(
                            task,
                            new Outcome.Refused<>(
                                    client.refusal(Refusal.Reason.DRAINING, "intake", "closed"), task.report()));
                } else {
                    task.cancel(Cancel.INTERRUPT);
                }
            }
            case RETRACT -> {
                if (withdrawn(task)) {
                    client.ledger().settle(task);
                } else {
                    byte[] order = new Order.CancelTask(task.key(), task.how()).frame();
                    client.link().tell(task.host().map(Audience::host).orElse(Audience.hosts()), order);
                }
            }
            case END -> throw new IllegalStateException("The end has no task.");
        }
    }

    private void end(RemoteTask<R> task, Outcome<R> outcome) {
        client.decide(task, outcome);
        client.ledger().settle(task);
    }

    private boolean withdrawn(RemoteTask<R> task) {
        Link link = client.link();
        Optional<Delivery> out = link.withdraw(Place.TASKS, task.key());
        if (out.isEmpty()) {
            out = link.withdraw(Place.SUSPECTS, task.key());
        }
        if (out.isPresent() && nobodyHad(out.get())) {
            task.neverBegan();
        }
        return out.isPresent();
    }

    /** A task that a host had before has a further delivery, or a history. */
    private static boolean nobodyHad(Delivery delivery) {
        try {
            return delivery.deliveries() == 1
                    && !Envelope.read(delivery.parcel().frame()).attempts().mayHaveBegun();
        } catch (FrameException unreadable) {
            return false;
        }
    }
}
