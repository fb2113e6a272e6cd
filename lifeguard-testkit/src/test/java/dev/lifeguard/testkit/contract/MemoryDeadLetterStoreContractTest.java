package dev.lifeguard.testkit.contract;

import dev.lifeguard.deadletter.DeadLetterStore;

final class MemoryDeadLetterStoreContractTest extends DeadLetterStoreContract {

    @Override
    protected void prepare() {
        // Each is new.
    }

    @Override
    protected DeadLetterStore open(int bound, DeadLetterStore.WhenFull whenFull) {
        return DeadLetterStore.memory(bound, whenFull);
    }

    @Override
    protected boolean outlivesItsClose() {
        return false;
    }
}
