package dev.lifeguard.testkit.contract;

final class InProcessTaskContractTest extends TaskContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
