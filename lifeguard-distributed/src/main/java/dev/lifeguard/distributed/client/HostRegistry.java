package dev.lifeguard.distributed.client;

import dev.lifeguard.distributed.DistributedEvent;
import dev.lifeguard.distributed.HostSnapshot;
import dev.lifeguard.distributed.HostSnapshot.State;
import dev.lifeguard.distributed.frame.News;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The hosts that were heard. It knows what hosts say, not what is: the engine decides who has a task. So nothing is decided
 * by it but what people and scalers see.
 */
final class HostRegistry {

    /** How many hosts are known; further ones are not listed. */
    static final int MOST = 16_384;

    private static final int SUSPECT_AFTER = 3;
    private static final int LOST_AFTER = 10;
    /** A host that is lost or gone is listed for so many heartbeats more. */
    private static final int FORGOTTEN_AFTER = 600;

    /** A host, what it said last, when, and the state in which it was last told of. */
    private record Seen(News.Announced said, long heardNanos, State told) {}

    private final ConcurrentHashMap<String, Seen> hosts = new ConcurrentHashMap<>();
    private final long heartbeatNanos;
    private final Consumer<DistributedEvent> events;

    HostRegistry(Duration heartbeat, Consumer<DistributedEvent> events) {
        this.heartbeatNanos = heartbeat.toNanos();
        this.events = events;
    }

    void heard(News.Announced host, long nowNanos) {
        if (hosts.size() >= MOST && !hosts.containsKey(host.host())) {
            return;
        }
        State state = said(host);
        Seen before = hosts.put(host.host(), new Seen(host, nowNanos, state));
        if (before == null || before.told != state) {
            events.accept(new DistributedEvent.HostMoved(host.host(), state));
        }
    }

    /** Looks who has not been heard for long. */
    void sweep(long nowNanos) {
        hosts.forEach((name, seen) -> {
            long missed = (nowNanos - seen.heardNanos) / heartbeatNanos;
            State state = state(seen, nowNanos);
            if (missed > FORGOTTEN_AFTER) {
                hosts.remove(name, seen);
            } else if (state != seen.told && hosts.replace(name, seen, new Seen(seen.said, seen.heardNanos, state))) {
                events.accept(new DistributedEvent.HostMoved(name, state));
            }
        });
    }

    private State state(Seen seen, long nowNanos) {
        State said = said(seen.said);
        long missed = (nowNanos - seen.heardNanos) / heartbeatNanos;
        if (said == State.GONE || missed < SUSPECT_AFTER) {
            return said;
        }
        return missed < LOST_AFTER ? State.SUSPECT : State.LOST;
    }

    private static State said(News.Announced host) {
        return switch (host.state()) {
            case READY -> State.READY;
            case PAUSED -> State.PAUSED;
            case DRAINING -> State.DRAINING;
            case GONE -> State.GONE;
        };
    }

    List<HostSnapshot> snapshot(long nowNanos) {
        return hosts.values().stream()
                .map(seen -> new HostSnapshot(
                        seen.said.host(),
                        state(seen, nowNanos),
                        seen.said.slots(),
                        seen.said.serving(),
                        seen.said.version(),
                        seen.said.jobs().stream()
                                .map(job -> new HostSnapshot.Running(
                                        job.task(), job.attempt(), Duration.ofNanos(job.ranNanos())))
                                .toList(),
                        Duration.ofNanos(nowNanos - seen.heardNanos)))
                .sorted(Comparator.comparing(HostSnapshot::name))
                .toList();
    }
}
