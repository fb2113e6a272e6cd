package dev.lifeguard.verification.anomalies;

import dev.lifeguard.deadletter.DeadLetter;
import dev.lifeguard.deadletter.DeadLetterStore;
import dev.lifeguard.verification.anomalies.UserCode.Place;
import java.util.List;
import java.util.Optional;

/** A store of dead letters. Each call is an occasion to go wrong. */
final class BrittleStore implements DeadLetterStore {
    private static final int BOUND = 100;

    private final DeadLetterStore kept = DeadLetterStore.memory(BOUND, WhenFull.REFUSE);
    private final UserCode code;

    BrittleStore(UserCode code) {
        this.code = code;
    }

    @Override
    public long add(DeadLetter letter) {
        code.begins(Place.STORE);
        return kept.add(letter);
    }

    @Override
    public boolean replace(DeadLetter letter) {
        code.begins(Place.STORE);
        return kept.replace(letter);
    }

    @Override
    public boolean drop(long number) {
        code.begins(Place.STORE);
        return kept.drop(number);
    }

    @Override
    public Optional<DeadLetter> find(long number) {
        code.begins(Place.STORE);
        return code.gives(Place.STORE, kept.find(number));
    }

    @Override
    public List<DeadLetter> page(long after, int most) {
        code.begins(Place.STORE);
        return code.gives(Place.STORE, kept.page(after, most));
    }

    @Override
    public int size() {
        code.begins(Place.STORE);
        return kept.size();
    }

    @Override
    public int bound() {
        return BOUND;
    }

    @Override
    public long pushedOut() {
        return kept.pushedOut();
    }

    @Override
    public void close() {
        kept.close();
    }
}
