package dev.lifeguard.testkit.contract;

final class InProcessRecyclingContractTest extends RecyclingContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
