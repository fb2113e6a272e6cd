package dev.lifeguard.testkit.engine;

import dev.lifeguard.distributed.engine.Delivery;
import dev.lifeguard.distributed.engine.Parcel;
import dev.lifeguard.distributed.engine.Place;
import dev.lifeguard.distributed.engine.QueueFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The places of one pool. Whoever calls holds the engine's lock. */
final class Store {

    /** How many ids are remembered, so that each is taken once. */
    private static final int WINDOW = 20_000;

    /** A parcel in a place. */
    static final class Kept {
        private final Parcel parcel;
        private final long number;
        private final long fromNanos;
        private int deliveries;
        private @Nullable Object holder;

        private Kept(Parcel parcel, long number, long fromNanos) {
            this.parcel = parcel;
            this.number = number;
            this.fromNanos = fromNanos;
        }
    }

    private final Map<Place, List<Kept>> places = new HashMap<>();
    private final LinkedHashSet<String> seen = new LinkedHashSet<>();
    private final LinkedHashSet<String> accepted = new LinkedHashSet<>();
    private final LinkedHashSet<String> withdrawn = new LinkedHashSet<>();
    private final int bound;
    private long numbers;

    Store(int bound) {
        this.bound = bound;
    }

    private List<Kept> in(Place place) {
        return places.computeIfAbsent(place, empty -> new ArrayList<>());
    }

    int count(Place place) {
        return in(place).size();
    }

    /** {@return whether there was room} An id that was taken before is taken without effect. */
    boolean send(Parcel parcel, long nowNanos) {
        String id = parcel.place() + " " + parcel.id();
        if (seen.contains(id)) {
            return true;
        }
        if (parcel.place().kind() == Place.Kind.TASKS && in(parcel.place()).size() >= bound) {
            return false;
        }
        remember(seen, id);
        if (parcel.place().kind() == Place.Kind.TASKS) {
            remember(accepted, parcel.id());
        }
        put(parcel, nowNanos);
        return true;
    }

    private static void remember(SequencedSet<String> ids, String id) {
        ids.add(id);
        if (ids.size() > WINDOW) {
            ids.removeFirst();
        }
    }

    void put(Parcel parcel, long nowNanos) {
        in(parcel.place())
                .add(new Kept(parcel, numbers++, nowNanos + parcel.delay().toNanos()));
    }

    Optional<Delivery> take(Place place, int newest, Object holder, long nowNanos, boolean generous) {
        Optional<Kept> next = in(place).stream()
                .filter(kept -> (generous || kept.holder == null)
                        && kept.fromNanos - nowNanos <= 0
                        && kept.parcel.version() <= newest
                        && isFirstOfItsKey(place, kept))
                .min(Comparator.comparingInt((Kept kept) -> kept.parcel.priority())
                        .thenComparingLong(kept -> kept.number));
        return next.map(kept -> {
            kept.holder = holder;
            kept.deliveries++;
            return new Delivery(kept.parcel, kept.deliveries);
        });
    }

    private boolean isFirstOfItsKey(Place place, Kept kept) {
        Optional<String> key = kept.parcel.key();
        return key.isEmpty()
                || in(place).stream()
                        .noneMatch(other ->
                                other.number < kept.number && other.parcel.key().equals(key));
    }

    boolean holds(Place place, Object holder) {
        return in(place).stream().anyMatch(kept -> holder.equals(kept.holder));
    }

    void remove(Place place, Object holder) {
        in(place).removeIf(kept -> holder.equals(kept.holder));
    }

    Optional<Delivery> withdraw(Place place, String id, boolean copying) {
        Optional<Kept> found = in(place).stream()
                .filter(kept -> kept.holder == null && kept.parcel.id().equals(id))
                .findFirst();
        found.ifPresent(kept -> {
            remember(withdrawn, id);
            if (!copying) {
                in(place).remove(kept);
            }
        });
        return found.map(kept -> new Delivery(kept.parcel, kept.deliveries + 1));
    }

    /** {@return whether the holder held something} */
    boolean takeBack(Object holder) {
        boolean held = false;
        for (List<Kept> kept : places.values()) {
            for (Kept one : kept) {
                if (holder.equals(one.holder)) {
                    one.holder = null;
                    held = true;
                }
            }
        }
        return held;
    }

    void takeBackAll(boolean forgetting) {
        places.values().forEach(kept -> {
            if (forgetting) {
                kept.removeIf(one -> one.holder != null);
            }
            kept.forEach(one -> one.holder = null);
        });
    }

    /** {@return the ids that were taken lately, whatever became of them} */
    Set<String> accepted() {
        return accepted;
    }

    /** {@return the ids that were withdrawn lately} */
    Set<String> withdrawn() {
        return withdrawn;
    }

    QueueFacts facts(Place place, long takers) {
        long taken = in(place).stream().filter(kept -> kept.holder != null).count();
        return new QueueFacts(in(place).size() - taken, taken, takers);
    }
}
