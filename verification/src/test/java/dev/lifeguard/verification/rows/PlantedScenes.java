package dev.lifeguard.verification.rows;

/** Scenes that do not do what they say. */
final class PlantedScenes extends Scene {

    @Takes("pool STARTING READY")
    void asItShouldBe() throws Exception {
        open(pool(1));
    }

    @Takes("worker FAILED REOPENED")
    void doesNotTakeItsRow() throws Exception {
        open(pool(1));
    }

    @Takes("worker IDLE ASKED")
    void aimsAtWhatIsNoMove() throws Exception {
        open(pool(1));
    }

    @Takes("worker STARTING STARTED")
    void fails() {
        throw new IllegalStateException("planted");
    }
}
