package dev.lifeguard.artemis;

import dev.lifeguard.distributed.engine.Audience;
import dev.lifeguard.distributed.engine.Member;
import dev.lifeguard.distributed.engine.Place;
import java.util.Locale;

/**
 * The addresses of a pool. The kind comes first, so that the settings of the broker name kinds and not pools; a slash, which
 * is in no name, separates pool and member.
 *
 * @param pool the name of the pool
 */
record Names(String pool) {

    /** {@return the queue of a place} */
    String queue(Place place) {
        return switch (place.kind()) {
            case TASKS -> "lg.tasks." + pool;
            case SUSPECTS -> "lg.suspects." + pool;
            case DEAD -> "lg.dead." + pool;
            case RESULTS -> "lg.results." + pool + "/" + place.owner();
        };
    }

    /**
     * {@return the queue of the tasks that follow from tasks} The queue of tasks refuses when it is full. A further attempt
     * is never refused, so it waits in a queue that does not.
     */
    String again() {
        return "lg.again." + pool;
    }

    /** {@return the topic of an audience} */
    String topic(Audience audience) {
        String role = audience.role().toString().toLowerCase(Locale.ROOT);
        return "lg.hear." + role + "." + pool
                + audience.name().map(name -> "/" + name).orElse("");
    }

    /** {@return what the broker knows a member by} */
    String clientId(Member member) {
        return "lg." + member.role().toString().toLowerCase(Locale.ROOT) + "." + pool + "/" + member.name();
    }
}
