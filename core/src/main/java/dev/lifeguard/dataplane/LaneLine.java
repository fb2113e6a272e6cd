package dev.lifeguard.dataplane;

import dev.lifeguard.policy.Discipline;
import dev.lifeguard.policy.Turns;
import dev.lifeguard.timing.CoarseClock;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A line for each lane in which something waits, one for tasks without a lane, and one for checkouts. A lane is made for
 * its first entry and forgotten with its last, so there are no more of them than entries.
 */
final class LaneLine extends PartedLine {

    // What no lane of a task can be called, because a blank name is refused.
    private static final String NONE = "";
    private static final String CHECKOUTS = " ";

    private final Discipline.Fair discipline;

    /** By name. Changed under the lock, walked over by anybody. */
    private final Map<String, Part> lanes = new ConcurrentHashMap<>();

    /** Under the lock. */
    private long made;

    LaneLine(Discipline.Fair discipline, CoarseClock clock) {
        super(Turns.of(discipline), clock);
        this.discipline = discipline;
    }

    @Override
    Part partOf(Waiting entry) {
        return switch (entry) {
            case CheckoutWaiter waiter -> lane(CHECKOUTS);
            case TaskRecord<?> task -> lane(task.options().lane().orElse(NONE));
        };
    }

    private Part lane(String key) {
        Part lane = lanes.get(key);
        if (lane == null) {
            lane = switch (key) {
                case NONE -> new Part(key, "no lane", 1, made++);
                case CHECKOUTS -> new Part(key, "checkouts", discipline.checkouts(), made++);
                default -> new Part(key, "lane " + key, discipline.weight(key), made++);
            };
            lanes.put(key, lane);
        }
        return lane;
    }

    @Override
    void left(Part part) {
        lanes.remove(part.key);
    }

    @Override
    Collection<Part> all() {
        return lanes.values();
    }
}
