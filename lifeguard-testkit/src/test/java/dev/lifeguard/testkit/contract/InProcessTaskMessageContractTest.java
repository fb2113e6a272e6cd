package dev.lifeguard.testkit.contract;

final class InProcessTaskMessageContractTest extends TaskMessageContract {

    @Override
    protected ScriptedWorkers scriptedWorkers() {
        return new InProcessWorkers();
    }
}
