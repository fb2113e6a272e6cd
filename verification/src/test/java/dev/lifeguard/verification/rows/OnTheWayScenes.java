package dev.lifeguard.verification.rows;

/**
 * Workers that are sent away between their wake-up and their first step. By itself that is a matter of nanoseconds; here
 * the woken worker finds no carrier until the pool has shrunk.
 */
final class OnTheWayScenes extends Scene {

    @Takes({"worker RUNNING RETIRED", "worker LEAVING CLAIMED"})
    void aTaskIsOnItsWayToAWorkerThatIsSentAway() throws Exception {
        var pool = pair();
        var task = Carriers.heldWhile(() -> {
            var woken = pool.submit((worker, context) -> "done");
            shrink(pool);
            return woken;
        });
        task.await();
        awaitTaken("worker LEAVING CLAIMED");
    }

    @Takes({"worker RUNNING RETIRED", "worker LEAVING LENT"})
    void aCheckoutMeetsAWorkerThatIsSentAway() throws Exception {
        var pool = pair();
        Gate running = gate();
        var lessee = Carriers.heldWhile(() -> {
            // Worker 1 is woken for a task, but worker 0 is returned and handed it; what worker 1 meets is a checkout.
            var task = pool.submit((worker, context) -> {
                running.pass();
                return "done";
            });
            returnOther();
            var line = somebody(() -> {
                pool.checkout(PATIENCE).close();
                running.open();
                return task.await();
            });
            awaitQueued(1, pool);
            shrink(pool);
            return line;
        });
        lessee.get();
    }
}
