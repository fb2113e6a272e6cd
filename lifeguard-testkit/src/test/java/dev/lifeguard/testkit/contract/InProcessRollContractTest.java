package dev.lifeguard.testkit.contract;

final class InProcessRollContractTest extends RollContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
