package dev.lifeguard.testkit.contract;

final class InProcessPoisonContractTest extends PoisonContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
