package dev.lifeguard.distributed.client;

import dev.lifeguard.Limit;
import dev.lifeguard.Outcome;
import dev.lifeguard.distributed.DistributedEvent;
import dev.lifeguard.distributed.engine.Audience;
import dev.lifeguard.distributed.frame.Order;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Does what time asks for: limits, sending again, asking again, heartbeats, hosts that fell silent. One scan of the
 * unfinished tasks for each tick, no timer for a task.
 *
 * @param <R> the result
 */
final class Housekeeper<R extends @Nullable Object> implements Runnable {

    /** How late a limit can fire because of the scan. */
    static final long TICK_NANOS = 20_000_000;

    private static final long ASK_AGAIN_NANOS = 1_000_000_000;

    private final Client<?, R> client;
    private final long heartbeatNanos;
    private final long outageNanos;
    private long helloNanos;

    Housekeeper(Client<?, R> client, ClientSettings<?, R> settings) {
        this.client = client;
        this.heartbeatNanos = settings.heartbeat().toNanos();
        this.outageNanos = Nanos.of(settings.outage());
        this.helloNanos = client.now() - heartbeatNanos;
    }

    @Override
    public void run() {
        while (!client.ended()) {
            step();
            client.surroundings().pause(this, TICK_NANOS);
        }
    }

    private void step() {
        long now = client.now();
        client.sender().sendDue(now);
        client.ledger().open().forEach(task -> limits(task, now));
        client.ledger().lingering().forEach(task -> {
            if (now - task.askedNanos() > ASK_AGAIN_NANOS) {
                client.retract(task);
            }
        });
        int forgotten = client.ledger().forgetTooMany();
        if (forgotten > 0) {
            client.notifier()
                    .tell(new DistributedEvent.Trouble(forgotten + " tasks that have their outcome were forgotten,"
                            + " because more than " + Ledger.LINGERING
                            + " may still run somewhere; what comes of them goes to the orphans."));
        }
        if (now - helloNanos >= heartbeatNanos) {
            helloNanos = now;
            client.link().tell(Audience.hosts(), new Order.Hello(client.name(), client.paused()).frame());
            client.hosts().sweep(now);
        }
    }

    private void limits(RemoteTask<R> task, long now) {
        long age = now - task.card().submittedNanos();
        long total = task.card().limits().nanos(Limit.TOTAL);
        if (age > total) {
            timedOut(task, Limit.TOTAL, total);
            return;
        }
        long queue = task.card().limits().nanos(Limit.QUEUE);
        long waited = age - task.card().delayNanos();
        if (task.attempt() > 0 || waited <= queue) {
            return;
        }
        // A task that a host has is heard of within a heartbeat; one that is neither there nor in its queue is out of
        // reach.
        if (!task.confirmed() || waited > queue + outageNanos) {
            timedOut(task, Limit.QUEUE, queue);
        } else if (now - task.askedNanos() > ASK_AGAIN_NANOS || waited <= queue + 2 * TICK_NANOS) {
            client.expire(task);
        }
    }

    private void timedOut(RemoteTask<R> task, Limit limit, long allowedNanos) {
        client.decide(task, new Outcome.TimedOut<>(limit, Duration.ofNanos(allowedNanos), task.report()));
        client.retract(task);
    }
}
