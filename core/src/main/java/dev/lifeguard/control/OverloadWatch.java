package dev.lifeguard.control;

import dev.lifeguard.PoolEvent;
import dev.lifeguard.dataplane.Shedder;
import org.jspecify.annotations.Nullable;

/**
 * Tells when the pool becomes overloaded and when that is over. Workers move the state by themselves; the supervisor looks
 * at it in each step, so that no worker has to tell. An overload between two looks is told when it is over. Supervisor
 * only.
 */
final class OverloadWatch {

    private final Desk desk;
    private @Nullable Shedder watched;
    private long overloadsTold;
    private boolean told;

    /** How many had been shed when the last overload was over; nobody is shed between two. */
    private long shedBefore;

    OverloadWatch(Desk desk) {
        this.desk = desk;
    }

    void look(boolean closing) {
        Shedder now = desk.plane.shedder();
        Shedder before = watched;
        if (before != null) {
            burden(before);
        }
        if (now != before) {
            relieve("it sheds by another rule from now on");
            watched = now;
            overloadsTold = 0;
        }
        if (closing) {
            relieve("it takes nothing new any more");
        } else if (now != null && !now.isOverloaded()) {
            relieve("a wait was short, nobody waited any more, or it was paused");
        }
    }

    private void burden(Shedder by) {
        long overloads = by.overloads();
        if (!told && overloads != overloadsTold) {
            told = true;
            desk.tell(new PoolEvent.OverloadChanged(
                    desk.pool(),
                    true,
                    "for " + by.policy().interval() + " no task waited less than "
                            + by.policy().target() + ", so whoever waits longer than twice that is refused"));
        }
        overloadsTold = overloads;
    }

    private void relieve(String why) {
        if (told) {
            told = false;
            long shed = desk.plane.counters().shed();
            desk.tell(new PoolEvent.OverloadChanged(
                    desk.pool(), false, why + "; " + (shed - shedBefore) + " tasks were shed meanwhile"));
            shedBefore = shed;
        }
    }
}
